package import OnsetRules

/// What the lints may look at beside rule sets and profiles.
package struct LintOptions: Sendable {
  /// Logs and folders of runs; empty where none are to be looked at.
  package var runPaths: [String]
  /// Whether the runs were asked for: then all of them are read, and one that cannot be read is said. Otherwise a few of
  /// them are, so that a check of a project with many stays fast.
  package var runsWereNamed: Bool
  /// The day that it is; nil where nothing is to depend on it.
  package var today: CalendarDay?

  package init(runPaths: [String] = [], runsWereNamed: Bool = false, today: CalendarDay? = nil) {
    self.runPaths = runPaths
    self.runsWereNamed = runsWereNamed
    self.today = today
  }
}
