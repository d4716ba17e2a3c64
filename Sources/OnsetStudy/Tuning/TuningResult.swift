package import OnsetLanguage

/// What tuning has found.
package struct TuningResult: Sendable {
  package var ruleset: String
  /// The profile whose values were tuned; nil for those of the rule set.
  package var profile: String?
  package var objective: TuningObjective
  package var runs: Int
  /// What runs are held out together by, and how many groups there are.
  package var groupedBy: String
  package var groups: Int
  package var method: Method
  /// How many combinations were judged, and how many there are.
  package var cells: Int
  package var cellCount: Int
  /// Whether everything was looked at that was to be: not where the budget was spent, or somebody stopped it.
  package var isComplete: Bool
  package var parameters: [Parameter]
  /// Parameters with a range that change what rules do and not when they fire.
  package var idle: [String]
  /// The figures that are told of each of the three.
  package var figures: [String]
  package var inForce: Standing
  /// Nil where no combination is allowed.
  package var tuned: Standing?
  /// Each run judged with what was tuned on the others; nil where there are too few groups, or tuning was cut off.
  package var heldOut: Standing?
  package var folds: [Fold]
  /// How many curves, of one run at one combination each, could not be followed exactly at every value of a parameter that
  /// is else treated so: ``samples`` even pieces of its range stand for it there.
  package var sampledCurves = 0
  package static let samples = 64

  package enum Method: String, Sendable, Hashable {
    /// Every combination of values.
    case jointly
    /// One parameter after the other, again and again until none moves: an optimum of each, perhaps not of all.
    case inTurn = "in turn"
  }

  /// How values do on runs.
  package struct Standing: Sendable, Hashable {
    /// The objective's sum; nil where a figure of it has no value.
    package var objective: Double?
    package var isAllowed: Bool
    /// As many as `figures` of the result.
    package var figures: [Double?]
  }

  package struct Parameter: Sendable {
    package var moved: MovedParameter
    package var tuned: ParameterValue
    /// The values around it, the others being tuned, that are as good.
    package var plateau: ClosedRange<Double>
    /// The objective as a function of it, the others being tuned: nil where a constraint does not hold or a figure has
    /// no value. For one that is not exact, of the values that were tried.
    package var curve: [Piece]
  }

  /// A stretch of a parameter, or one value of it, with the value of the objective.
  package struct Piece: Sendable, Hashable {
    package var lower: Double
    package var upper: Double
    package var value: Double?
  }

  /// What was tuned without one group.
  package struct Fold: Sendable {
    package var group: String
    package var runs: Int
    package var values: [ParameterValue]
    /// The objective on the other runs, and on those of the group.
    package var tuned: Double?
    package var heldOut: Double?
  }
}
