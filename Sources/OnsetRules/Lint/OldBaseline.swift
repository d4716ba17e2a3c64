import OnsetText

/// A baseline that was measured more than a quarter of a year ago.
enum OldBaseline {
  /// The longest quarter.
  private static let quarterDays = 92

  static func check(_ file: ProfileFile, _ context: ProfileLints.Context) -> [LintFinding] {
    guard let today = context.today else { return [] }
    return file.baselines.compactMap { baseline in
      guard let measured = baseline.measured, let day = CalendarDay(measured.value) else { return nil }
      let days = today.number - day.number
      guard days > quarterDays else { return nil }
      let fault = LintFault.oldBaseline(metric: baseline.metric.value, days: days, measured: measured.value)
      return LintFinding(fault, at: measured.range)
    }
  }
}
