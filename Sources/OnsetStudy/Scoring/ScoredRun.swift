package import OnsetEngine
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
