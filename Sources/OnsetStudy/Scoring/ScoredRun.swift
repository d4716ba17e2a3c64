package import OnsetEngine
import OnsetRules
package import OnsetRuns

/// A run and what rules did on it, as far as scores need to know: small, so that thousands are kept.
package struct ScoredRun: Sendable {
  package var name: String
  /// The transitions that are known to be in it; nil where nobody has looked.
  package var labels: [RunMetadata.TransitionLabel]?
  package var firstStep: Int64
  package var lastStep: Int64
  package var stepsPerEpoch: Double?
  package var secondsPerStep: Double?
  /// In order of row.
  package var events: [Event]
  /// The rules that cannot be used on it.
  package var notApplicable: Set<RuleName>
  /// The metric by which a stop is judged; nil where the run logs none.
  package var objective: RunColumn?

  package init(
    name: String, labels: [RunMetadata.TransitionLabel]?, firstStep: Int64, lastStep: Int64,
    stepsPerEpoch: Double? = nil, secondsPerStep: Double? = nil, events: [Event] = [],
    notApplicable: Set<RuleName> = [], objective: RunColumn? = nil
  ) {
    self.name = name
    self.labels = labels
    self.firstStep = firstStep
    self.lastStep = lastStep
    self.stepsPerEpoch = stepsPerEpoch
    self.secondsPerStep = secondsPerStep
    self.events = events
    self.notApplicable = notApplicable
    self.objective = objective
  }
}

extension ScoredRun {
  /// What scores need of a replay; nil where the run could not be replayed or has no rows.
  package init?(_ outcome: RunOutcome) {
    guard case .success(let report) = outcome.result, let first = report.firstStep, let last = report.lastStep else {
      return nil
    }
    self.init(
      name: outcome.name, labels: report.metadata.isLabelled ? report.metadata.labels : nil, firstStep: first,
      lastStep: last, stepsPerEpoch: report.metadata.stepsPerEpoch, secondsPerStep: report.metadata.secondsPerStep,
      events: report.events,
      notApplicable: Set(report.skipped.map { RuleName(ruleset: $0.ruleset, rule: $0.rule) }),
      objective: report.objective)
  }
}
