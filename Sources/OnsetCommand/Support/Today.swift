import OnsetRules

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The day that it is, by the clock, in UTC.
enum Today {
  /// The day, or the one that `ONSET_TODAY` gives: to see what will be out of date by then, and for results that do not
  /// depend on when they are made.
  static func read() throws(CommandFailure) -> CalendarDay {
    guard let text = Terminal.environment("ONSET_TODAY"), !text.isEmpty else {
      return CalendarDay(number: Int(time(nil)) / 86_400)
    }
    guard let day = CalendarDay(text) else {
      throw .usage("ONSET_TODAY is `\(text)`, and a day such as 2027-01-31 was expected")
    }
    return day
  }
}
