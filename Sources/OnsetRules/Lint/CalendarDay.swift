/// A day of the calendar, to tell how many lie between two.
package struct CalendarDay: Hashable, Sendable, Comparable {
  /// Days since 1970-01-01.
  package let number: Int

  package init(number: Int) { self.number = number }

  /// Reads `2027-01-31`; nil for anything else, 30 February too.
  package init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].count == 4, parts[1].count == 2, parts[2].count == 2,
      parts.allSatisfy({ $0.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } }),
      let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]), (1...12).contains(month), day >= 1
    else { return nil }
    let first = Self.daysBefore(year: year, month: month)
    let next = month == 12 ? Self.daysBefore(year: year + 1, month: 1) : Self.daysBefore(year: year, month: month + 1)
    guard first + day - 1 < next else { return nil }
    number = first + day - 1
  }

  /// `2027-01-31`.
  package var text: String {
    // The 400 years of the calendar are counted from a March, so that the leap day is the last of them.
    let shifted = number + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let day = shifted - era * 146_097
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365
    let dayOfYear = day - (365 * year + year / 4 - year / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    let dayOfMonth = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    func padded(_ value: Int, _ width: Int) -> String {
      let digits = String(value)
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    let wholeYear = year + era * 400 + (month <= 2 ? 1 : 0)
    return "\(padded(wholeYear, 4))-\(padded(month, 2))-\(padded(dayOfMonth, 2))"
  }

  package static func < (left: CalendarDay, right: CalendarDay) -> Bool { left.number < right.number }

  /// The number of the first day of a month, by the proleptic Gregorian calendar.
  private static func daysBefore(year: Int, month: Int) -> Int {
    // Years that begin in March, so that the leap day is the last of its year.
    let shifted = month <= 2 ? year - 1 : year
    let monthFromMarch = (month + 9) % 12
    let leapDays = shifted / 4 - shifted / 100 + shifted / 400
    return shifted * 365 + leapDays + (monthFromMarch * 306 + 5) / 10 - 719_468
  }
}
