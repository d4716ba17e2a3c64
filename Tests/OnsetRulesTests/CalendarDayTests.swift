import Testing
@testable import OnsetRules

@Suite struct CalendarDayTests {
  @Test(arguments: [
    ("1970-01-01", 0), ("1970-12-31", 364), ("1972-02-29", 789), ("2000-02-29", 11016), ("2024-03-01", 19783),
    ("2026-11-24", 20781), ("1969-12-31", -1), ("2100-03-01", 47541),
  ])
  func `Days are counted from 1970`(_ text: String, _ number: Int) {
    #expect(CalendarDay(text)?.number == number)
    #expect(CalendarDay(number: number).text == text)
  }

  @Test func `Every day of some centuries is written as it is read`() {
    for number in stride(from: -60_000, through: 120_000, by: 37) {
      #expect(CalendarDay(CalendarDay(number: number).text)?.number == number)
    }
  }

  @Test(arguments: [
    "", "2026", "2026-11", "2026-11-31", "2027-02-29", "2100-02-29", "2026-13-01", "2026-00-10", "2026-01-00",
    "26-01-01",
    "2026-1-1", "2026-01-01 ", "2026-01-01T00:00", "+026-01-01", "２０２６-01-01", "2026/01/01", "--",
  ])
  func `What is no day is none`(_ text: String) {
    #expect(CalendarDay(text) == nil)
  }
}
