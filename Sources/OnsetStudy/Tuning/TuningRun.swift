import OnsetEngine
package import OnsetRules
package import OnsetRuns

/// A run that rules are tuned on: read once, and judged again and again.
package struct TuningRun: Sendable {
  package var run: Run
  package var path: String
  package var schema: RunSchema
  package var profile: Profile?
  /// What is known of it for the score, events apart.
  package var scored: ScoredRun
  /// The group that is held out together; by default the run alone.
  package var group: String
}

/// A rule that fired, by its position in the file, and the step at which it did.
struct RuleFiring: Hashable, Sendable {
  var rule: Int
  var step: Int64
}
