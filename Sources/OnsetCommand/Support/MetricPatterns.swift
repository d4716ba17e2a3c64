import OnsetReports
import OnsetRules
import OnsetRuns
import OnsetText

/// The metrics that `--metric` chooses by patterns of their names; all of them without one.
struct MetricPatterns: Sendable {
  let patterns: [Glob]

  init(_ texts: [String]) { patterns = texts.map(Glob.init) }

  func contains(_ name: String) -> Bool { patterns.isEmpty || patterns.contains { $0.matches(name) } }

  /// What to keep of a log.
  var selection: MetricSelection {
    let patterns = patterns
    return patterns.isEmpty ? .all : .matching { name in patterns.contains { $0.matches(name) } }
  }

  /// Ends the command where a pattern fits no metric of a run.
  func require(in run: Run) throws(CommandFailure) {
    for pattern in patterns where !run.metricNames.contains(where: pattern.matches) {
      let nearest = Suggestion.nearest(to: pattern.pattern, among: run.metricNames)
      throw .usage(
        "`\(TerminalText.safe(run.name))` logs no metric `\(pattern.pattern)`"
          + (nearest.map { "; did you mean `\(TerminalText.safe($0))`?" } ?? ""))
    }
  }
}
