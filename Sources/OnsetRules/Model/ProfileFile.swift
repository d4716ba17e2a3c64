package import OnsetText
package import OnsetYAML

/// A profile as its file says it, without what it extends.
package struct ProfileFile: Sendable {
  package var source: SourceFile
  package var name: Located<String>
  package var extends: Located<String>?
  package var summary: Located<String>?
  /// Patterns for fields of a run's metadata; all fields must match, each by one of its patterns.
  package var match: [(field: Located<String>, patterns: [Located<String>])]
  package var signals: [Signal]
  package var baselines: [Baseline]
  package var parameters: [RuleSetParameters]
  package var transitions: [Transition]

  package struct Signal: Sendable {
    package var name: Located<String>
    /// Nil where the file says nothing of them.
    package var aliases: [Located<String>]?
    package var unit: Located<String>?
    package var summary: Located<String>?
  }

  package struct Baseline: Sendable {
    package var metric: Located<String>
    package var mean: Located<Double>?
    package var std: Located<Double>?
    package var measure: Measure?
    /// How many samples the numbers are of.
    package var samples: Located<Int>?
    package var runs: [Located<String>]?
    /// The day of the measurement, as written.
    package var measured: Located<String>?
    /// Which part of the runs was measured, as written.
    package var range: Located<String>?
    /// Whether a part of it is there and could not be read, which has been told.
    package var isFaulty: Bool

    package struct Measure: Sendable {
      package var after: YAMLScalar
      package var over: YAMLScalar
    }
  }

  package struct RuleSetParameters: Sendable {
    package var ruleset: Located<String>
    package var values: [(name: Located<String>, value: YAMLScalar)]
  }

  /// When a transition typically happens, in epochs or steps after the start.
  package struct Transition: Sendable {
    package var phase: Located<String>
    package var epoch: Located<Double>?
    package var step: Located<Double>?
    package var earliest: Located<Double>?
    package var latest: Located<Double>?
    package var runs: Located<Int>?
    /// The day on which the runs were looked at, as written.
    package var measured: Located<String>?
  }
}
