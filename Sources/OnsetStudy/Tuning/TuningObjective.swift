package import OnsetText

/// What a tuner looks for: the best sum of figures of the score, under constraints.
package struct TuningObjective: Sendable, Hashable {
  /// As it was written.
  package var text: String
  package var terms: [Term]
  /// All have to hold: those behind `at`, then those of `--require`.
  package var constraints: [Constraint]
  /// How many of the constraints are written behind `at`.
  package var writtenConstraints = 0

  /// The constraints that the text does not say.
  package var required: ArraySlice<Constraint> { constraints[writtenConstraints...] }

  /// A weighted figure.
  package struct Term: Sendable, Hashable {
    package var weight: Double
    package var figure: Figure
  }

  /// A metric, of one rule or phase where that is said.
  package struct Figure: Sendable, Hashable {
    package var metric: TuningMetric
    /// The metric's name as it was written.
    package var name: String
    /// The rule or the phase in parentheses, and where it stands.
    package var target: Located<String>?

    package var description: String { target.map { "\(name)(\($0.value))" } ?? name }
  }

  package struct Constraint: Sendable, Hashable {
    package var figure: Figure
    package var comparison: Comparison
    package var bound: Double

    package enum Comparison: String, Sendable, Hashable, CaseIterable {
      case less = "<"
      case lessOrEqual = "<="
      case greater = ">"
      case greaterOrEqual = ">="
      case equal = "=="
      case notEqual = "!="

      package func holds(_ left: Double, _ right: Double) -> Bool {
        switch self {
        case .less: left < right
        case .lessOrEqual: left <= right
        case .greater: left > right
        case .greaterOrEqual: left >= right
        case .equal: left == right
        case .notEqual: left != right
        }
      }
    }
  }

  /// Whether the smallest sum is the best: where all its figures are costs, such as a delay.
  package var isMinimized: Bool { terms.allSatisfy { $0.figure.metric.isCost } && terms.allSatisfy { $0.weight > 0 } }

  package var figures: [Figure] { terms.map(\.figure) + constraints.map(\.figure) }

  /// Whether a value is better than another.
  package func isBetter(_ value: Double, than other: Double) -> Bool { isMinimized ? value < other : value > other }
}
