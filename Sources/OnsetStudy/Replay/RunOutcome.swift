package import OnsetEngine
package import OnsetRules
package import OnsetRuns

/// What rule sets did on one run, or why the run could not be replayed.
package struct RunOutcome: Sendable {
  package var name: String
  package var path: String
  package var result: Result<RunReport, RunFailure>

  package init(name: String, path: String, result: Result<RunReport, RunFailure>) {
    self.name = name
    self.path = path
    self.result = result
  }
}

/// A run that could not be replayed.
package enum RunFailure: Error, Sendable {
  case unreadable(RunError)
  /// Two profiles match the run equally well.
  case ambiguousProfile(String, String)
  /// The rule sets have errors under the run's profile; they are among the findings.
  case rulesAtFault

  /// One sentence.
  package var message: String {
    switch self {
    case .unreadable(let error): error.description
    case .ambiguousProfile(let first, let second):
      "the profiles `\(first)` and `\(second)` match it equally well; choose with `--profile`"
    case .rulesAtFault: "the rule sets have errors under the run's profile"
    }
  }
}

/// What rule sets did on one run.
package struct RunReport: Sendable {
  package var metadata: RunMetadata
  /// The profile's name; nil where none matches.
  package var profile: String?
  /// How many rows the run has, and its first and last step.
  package var rowCount: Int
  package var firstStep: Int64?
  package var lastStep: Int64?
  /// The files that were read, and what was mended in them.
  package var sources: [RunSource]
  package var notes: [ReadingNote]
  /// In order of row, then of the rules; those that the run's end left undecided last.
  package var events: [Event]
  /// By rule set, in order.
  package var phases: [PhaseChange]
  package var states: [RuleState]
  package var skipped: [SkippedRule]
  package var aliases: [AliasNote]
  /// For each event, what its actions would have changed.
  package var projections: [[Projection?]]
  /// The metric by which stops are judged, under whatever name the run logs it; nil where that was not asked for or is
  /// not logged.
  package var objective: RunColumn?
  /// To what the report belongs; nil of a run that was made in memory.
  package var digests: OutcomeDigests?
}

/// What an action would have done to a hyperparameter: its value in the run, and the one that the rule asks for.
package struct Projection: Hashable, Sendable {
  package var before: Double
  package var after: Double
}
