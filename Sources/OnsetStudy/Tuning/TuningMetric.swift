/// A figure of a score that an objective or a constraint may name.
package enum TuningMetric: Hashable, Sendable {
  /// The mean of precision and recall that weighs recall `beta` times as much.
  case fScore(beta: Double)
  case precision, recall, hits, misses, falseAlarms
  /// Medians of the transitions found, and the one furthest from its label; in steps.
  case delay, delayFromEarliest, worstDelay
  /// The share of all steps that stops have saved.
  case savings
  case stepsSaved, secondsSaved, priceSaved, stops, falseStops, missedStops
  case meanRegret, worstRegret

  /// The metrics with one name, in the order in which help names them; `f1` stands for every `f` with a number.
  package static let table: [(name: String, metric: TuningMetric, summary: String)] = [
    (
      "f1", .fScore(beta: 1), "the harmonic mean of precision and recall; f0.5, f2: recall weighs so many times as much"
    ),
    ("precision", .precision, "of the runs on which it fired, the share on which it was right"),
    ("recall", .recall, "of the labelled runs, the share on which it was right"),
    ("hits", .hits, "labelled runs on which it was right"),
    ("misses", .misses, "runs with a transition that was not found"),
    ("false_alarms", .falseAlarms, "runs with a firing outside of every label's range"),
    ("delay", .delay, "the median delay from the label's step"),
    ("delay_from_earliest", .delayFromEarliest, "the median delay from the label's earliest step"),
    ("worst_delay", .worstDelay, "the delay furthest from the label's step, either way"),
    ("savings", .savings, "the share of all steps that stops save"),
    ("steps_saved", .stepsSaved, "the steps that stops save"),
    ("seconds_saved", .secondsSaved, "the time that stops save, overhead subtracted"),
    ("price_saved", .priceSaved, "the money that stops save, overhead subtracted"),
    ("regret", .meanRegret, "the mean loss of the stops in the metric they are judged by"),
    ("worst_regret", .worstRegret, "the largest such loss"),
    ("stops", .stops, "runs that are stopped"),
    ("false_stops", .falseStops, "runs stopped that the labels give no reason to stop"),
    ("missed_stops", .missedStops, "runs not stopped that the labels give a reason to stop"),
  ]

  /// The metric of a name; of `f` and a positive number the F score with that weight.
  package init?(named name: String) {
    if let known = Self.table.first(where: { $0.name == name }) {
      self = known.metric
    } else if name.first == "f", let beta = Double(name.dropFirst()), beta > 0, beta.isFinite {
      self = .fScore(beta: beta)
    } else {
      return nil
    }
  }

  /// Whether it is of stops, and not of transitions.
  package var isOfStops: Bool {
    switch self {
    case .fScore, .precision, .recall, .hits, .misses, .falseAlarms, .delay, .delayFromEarliest, .worstDelay: false
    case .savings, .stepsSaved, .secondsSaved, .priceSaved, .stops, .falseStops, .missedStops, .meanRegret,
      .worstRegret:
      true
    }
  }

  /// Whether less of it is better.
  package var isCost: Bool {
    switch self {
    case .misses, .falseAlarms, .delay, .delayFromEarliest, .worstDelay, .falseStops, .missedStops, .meanRegret,
      .worstRegret:
      true
    default: false
    }
  }

  /// Whether the step of a firing counts, and not only whether it was right.
  var readsSteps: Bool {
    switch self {
    case .delay, .delayFromEarliest, .worstDelay, .savings, .stepsSaved, .secondsSaved, .priceSaved, .meanRegret,
      .worstRegret:
      true
    default: false
    }
  }
}
