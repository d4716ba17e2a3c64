/// What stopping runs early has saved and lost.
package struct StopScore: Sendable {
  /// Who stops.
  package enum Stopper: Sendable, Hashable, CustomStringConvertible {
    case rule(RuleName)
    /// The first stop of any rule.
    case anyRule
    case never
    /// So many evaluations of the metric without a new best one.
    case patience(Int)

    package var description: String {
      switch self {
      case .rule(let name): name.description
      case .anyRule: "all rules together"
      case .never: "never stop"
      case .patience(let count): "patience \(count)"
      }
    }
  }

  package var stopper: Stopper
  /// One for each run, stopped or not.
  package var verdicts: [Verdict]

  /// What became of one run.
  package struct Verdict: Sendable, Hashable {
    package var run: String
    /// Where it was stopped; nil where it was not.
    package var stop: Int64?
    /// Whether an earlier action would have changed the training, so that the run in which the stop was seen would not
    /// have been this one.
    package var isCounterfactual = false
    /// Whether the labels say that there was nothing to stop for; nil where they cannot: the rule enters no phase that
    /// labels name, or the run has none.
    package var isFalse: Bool?
    /// Whether the labels say that it should have been stopped and it was not; nil where they cannot.
    package var isMissed: Bool?
    /// How many steps were left, and how many the run has.
    package var stepsSaved: Int64
    package var steps: Int64
    /// The time saved, overhead subtracted, and its price; nil where they are not known.
    package var secondsSaved: Double?
    package var priceSaved: Double?
    /// By how much the best value of the metric up to the stop is worse than that of the whole run: 0 or more; nil where
    /// the metric has no value in the run, or none before the stop.
    package var regret: Double?
  }

  package var stops: Int { verdicts.count { $0.stop != nil } }
  package var counterfactualStops: Int { verdicts.count { $0.isCounterfactual } }
  package var stepsSaved: Int64 { verdicts.reduce(0) { $0.addingSaturated($1.stepsSaved) } }
  package var steps: Int64 { verdicts.reduce(0) { $0.addingSaturated($1.steps) } }
  /// Of the runs that the labels can say it of, those that were stopped for nothing.
  package var falseStops: Proportion {
    Proportion(verdicts.count { $0.isFalse == true }, of: verdicts.count { $0.isFalse != nil })
  }
  /// Of the runs that should have been stopped, those that were not.
  package var missedStops: Proportion {
    Proportion(verdicts.count { $0.isMissed == true }, of: verdicts.count { $0.isMissed != nil })
  }
  /// The sum over the runs of which it is known; nil where it is of none.
  package var secondsSaved: Double? { Self.sum(verdicts.map(\.secondsSaved)) }
  package var priceSaved: Double? { Self.sum(verdicts.map(\.priceSaved)) }

  /// Over all runs whose regret is known, those not stopped with 0.
  package var meanRegret: Double? {
    let known = verdicts.compactMap(\.regret)
    return known.isEmpty ? nil : SampleSummary.mean(known)
  }

  /// The run that lost most, where one lost anything.
  package var worst: Verdict? {
    verdicts.filter { $0.regret ?? 0 > 0 }.max { $0.regret ?? 0 < $1.regret ?? 0 }
  }

  /// Stops of runs in which the metric had no value yet.
  package var stopsWithoutValue: Int { verdicts.count { $0.stop != nil && $0.regret == nil } }

  private static func sum(_ values: [Double?]) -> Double? {
    let known = values.compactMap(\.self)
    return known.isEmpty ? nil : known.reduce(0, +)
  }
}
