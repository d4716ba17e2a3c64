import OnsetRules
import OnsetRuns
import OnsetText

/// What every variant did to every run, as an objective counts it.
struct ExperimentSheet: Sendable {
  private let score: ExperimentScore
  private let objective: TuningObjective
  private let settings: OutcomeSettings
  /// The rule sets of each variant.
  private let ruleSets: [[RuleSetFile]]
  /// For each run, that of every variant.
  private let runs: [[ScoredRun]]
  private let figures: [[OutcomeFigures]]

  init(_ experiment: Experiment, _ runs: [[ScoredRun]]) throws(ObjectiveScore.Failure) {
    self.runs = runs
    objective = experiment.objective
    settings = experiment.settings
    ruleSets = experiment.variants.map(\.ruleSets)
    var phases: [String] = []
    for label in runs.flatMap({ $0[0].labels ?? [] }) where !phases.contains(label.phase) { phases.append(label.phase) }
    let judge = StopJudge(
      objective: StopObjective(settings), cost: CostModel(settings), tolerance: Int64(settings.tolerance?.value ?? 0))
    let score = try ExperimentScore(objective, ruleSets.flatMap(\.self), phases: phases, judge)
    self.score = score
    let ruleSets = ruleSets
    figures = runs.map { run in run.indices.map { score.figures(of: run[$0], by: ruleSets[$0]) } }
  }

  private func tally(_ outcomes: [OutcomeFigures]) -> OutcomeTally {
    var tally = score.tally(runs: outcomes.count)
    for (index, outcome) in outcomes.enumerated() { tally.set(index, to: outcome) }
    return tally
  }

  private func value(_ outcomes: [OutcomeFigures]) -> ObjectiveValue {
    objective.value(of: tally(outcomes), score.rows)
  }

  // MARK: Rows

  /// The variants on some of the runs.
  func group(_ name: String?, _ members: [Int], against: Int) -> ExperimentResult.Group {
    var rows = ruleSets.indices.map { variant -> ExperimentResult.Row in
      let outcomes = members.map { figures[$0][variant] }
      let value = value(outcomes)
      let exact = exactInterval(outcomes)
      return ExperimentResult.Row(
        value: value.sum, isAllowed: value.isAllowed, interval: exact ?? drawnInterval(outcomes), isExact: exact != nil,
        transitions: transitions(outcomes), stops: stops(outcomes),
        difference: variant == against ? nil : difference(variant, against, members))
    }
    Self.correct(&rows)
    return ExperimentResult.Group(
      name: name, runCount: members.count, labelledCount: members.count { runs[$0][0].labels != nil }, rows: rows)
  }

  private func transitions(_ outcomes: [OutcomeFigures]) -> ExperimentResult.Transitions? {
    let rows = Array(score.transitions.indices)
    guard !rows.isEmpty else { return nil }
    let tally = tally(outcomes)
    let delays = tally.delays(rows).map(Double.init)
    return ExperimentResult.Transitions(
      hits: tally.transitions.reduce(0) { $0 + $1.hits }, misses: tally.transitions.reduce(0) { $0 + $1.misses },
      falseAlarms: tally.transitions.reduce(0) { $0 + $1.falseAlarms },
      delay: delays.isEmpty ? nil : SampleSummary.median(delays))
  }

  private func stops(_ outcomes: [OutcomeFigures]) -> ExperimentResult.Stops? {
    tally(outcomes).stops.first.map {
      ExperimentResult.Stops(stops: $0.stops, falseStops: $0.falseStops, saved: $0.saved, steps: $0.steps)
    }
  }

  /// The exact interval of an objective that is one rate over runs.
  private func exactInterval(_ outcomes: [OutcomeFigures]) -> ClosedRange<Double>? {
    guard objective.terms.count == 1, let term = objective.terms.first, term.weight == 1,
      !term.figure.metric.isOfStops, score.rows[0].count == 1
    else {
      return nil
    }
    let row = tally(outcomes).transitions[score.rows[0][0]]
    switch term.figure.metric {
    case .precision where row.fired > 0: return Proportion(row.hits, of: row.fired).interval()
    case .recall where row.labelled > 0: return Proportion(row.hits, of: row.labelled).interval()
    case .fScore(beta: 1) where row.labelled + row.fired > 0:
      return TransitionScore.f1Interval(hits: row.hits, labelled: row.labelled, fired: row.fired)
    default: return nil
    }
  }

  private func drawnInterval(_ outcomes: [OutcomeFigures]) -> ClosedRange<Double>? {
    var tally = score.tally(runs: outcomes.count)
    return Bootstrap.interval(of: outcomes.count) { drawn in
      for (place, run) in drawn.enumerated() { tally.set(place, to: outcomes[run]) }
      return objective.value(of: tally, score.rows).sum
    }
  }

  // MARK: Differences

  private func difference(_ variant: Int, _ other: Int, _ members: [Int]) -> ExperimentResult.Difference {
    let own = members.map { figures[$0][variant] }
    let others = members.map { figures[$0][other] }
    let differing = members.indices.filter { own[$0] != others[$0] }
    var result = ExperimentResult.Difference(
      value: Self.difference(value(own).sum, value(others).sum), differingRuns: differing.count)
    guard result.value != nil else { return result }
    var (left, right) = (tally(own), tally(others))
    var current = Array(repeating: false, count: differing.count)
    result.p = PermutationTest.paired(swapping: differing.count) { isSwapped in
      for (index, run) in differing.enumerated() where current[index] != isSwapped[index] {
        left.set(run, to: isSwapped[index] ? others[run] : own[run])
        right.set(run, to: isSwapped[index] ? own[run] : others[run])
        current[index] = isSwapped[index]
      }
      return Self.difference(
        objective.value(of: left, score.rows).sum, objective.value(of: right, score.rows).sum)
    }
    return result
  }

  private static func difference(_ value: Double?, _ other: Double?) -> Double? {
    value.flatMap { value in other.map { value - $0 } }
  }

  /// Holm's correction: the smallest p times the number of comparisons, the next times one less, never falling.
  private static func correct(_ rows: inout [ExperimentResult.Row]) {
    let order = rows.indices.filter { rows[$0].difference?.p != nil }.sorted {
      (rows[$0].difference?.p ?? 1, $0) < (rows[$1].difference?.p ?? 1, $1)
    }
    var largest = 0.0
    for (rank, index) in order.enumerated() {
      largest = max(largest, min(1, (rows[index].difference?.p ?? 1) * Double(order.count - rank)))
      rows[index].difference?.corrected = largest
    }
  }

  // MARK: Choosing

  /// For each part of the runs, the variant that is best on the others; the one that is compared with, and then the
  /// first, where several are.
  func choice(_ parts: [(name: String, runs: [Int])], against: Int) -> ExperimentResult.Choice {
    var chosen: [(name: String, variant: Int, runs: Int)] = []
    var outcomes: [OutcomeFigures] = []
    let order = [against] + ruleSets.indices.filter { $0 != against }
    for part in parts {
      let others = figures.indices.filter { !part.runs.contains($0) }
      var best: (variant: Int, value: Double)?
      for variant in order {
        guard let value = value(others.map { figures[$0][variant] }).allowed else { continue }
        if best.map({ objective.isBetter(value, than: $0.value) }) ?? true { best = (variant, value) }
      }
      let variant = best?.variant ?? against
      chosen.append((part.name, variant, part.runs.count))
      outcomes += part.runs.map { figures[$0][variant] }
    }
    let value = value(outcomes)
    return ExperimentResult.Choice(held: chosen, value: value.sum, isAllowed: value.isAllowed)
  }
}
