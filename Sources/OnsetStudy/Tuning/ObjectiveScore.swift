import OnsetRules
import OnsetText

/// An objective whose figures have been found among the rows of the score.
struct ObjectiveScore: Sendable {
  let objective: TuningObjective
  let judge: OutcomeJudge
  /// For each figure of the objective, terms first, the rows that it is of.
  private let rows: [[Int]]

  /// Why an objective cannot be computed for a rule set and runs.
  struct Failure: Error, Hashable, CustomStringConvertible {
    var description: String
  }

  init(
    _ objective: TuningObjective, _ file: RuleSetFile, labelledPhases: [String], stopJudge: StopJudge
  ) throws(Failure) {
    var transitions: [OutcomeJudge.TransitionTarget] = []
    var stops: [OutcomeJudge.StopTarget] = []
    var rows: [[Int]] = []
    let entering = labelledPhases.compactMap { phase -> OutcomeJudge.TransitionTarget? in
      let rules = file.rules.indices.filter { file.rules[$0].enter?.value == phase }
      return rules.isEmpty ? nil : OutcomeJudge.TransitionTarget(rules: rules, phase: phase)
    }
    let stopping = file.rules.indices.filter { file.rules[$0].mayStop }
    func index<Target: Equatable>(of target: Target, in list: inout [Target]) -> Int {
      if let known = list.firstIndex(of: target) { return known }
      list.append(target)
      return list.count - 1
    }
    for figure in objective.figures {
      let rule = figure.target.flatMap { name in file.rules.firstIndex { $0.name.value == name.value } }
      if figure.metric.isOfStops {
        guard !stopping.isEmpty else {
          throw Failure(description: "`\(figure.description)`: no rule of `\(file.name.value)` stops a run")
        }
        if let target = figure.target {
          guard let rule, file.rules[rule].mayStop else {
            throw Self.noTarget(target.value, figure, stopping.map { file.rules[$0].name.value })
          }
          rows.append([index(of: .init(rules: [rule]), in: &stops)])
        } else {
          rows.append([index(of: .init(rules: stopping), in: &stops)])
        }
        continue
      }
      guard !entering.isEmpty else {
        throw Failure(
          description: "`\(figure.description)`: no run has a label of a phase that a rule of `\(file.name.value)` "
            + "enters; `onset label RUN PHASE STEP` writes one")
      }
      if let target = figure.target {
        let own = rule.flatMap { rule in
          entering.first { $0.rules.contains(rule) }.map {
            OutcomeJudge.TransitionTarget(rules: [rule], phase: $0.phase)
          }
        }
        guard let found = own ?? entering.first(where: { $0.phase == target.value }) else {
          throw Self.noTarget(
            target.value, figure,
            entering.flatMap { [$0.phase] + $0.rules.map { file.rules[$0].name.value } })
        }
        rows.append([index(of: found, in: &transitions)])
      } else {
        rows.append(entering.map { index(of: $0, in: &transitions) })
      }
    }
    self.objective = objective
    self.rows = rows
    judge = OutcomeJudge(
      file, transitions: transitions, stops: stops, stopJudge: stopJudge,
      readsSteps: objective.figures.contains { $0.metric.readsSteps }, labelledPhases: Set(labelledPhases))
  }

  private static func noTarget(_ name: String, _ figure: TuningObjective.Figure, _ known: [String]) -> Failure {
    let hint =
      Suggestion.nearest(to: name, among: known).map { "; did you mean `\($0)`?" }
      ?? "; there \(known.count == 1 ? "is" : "are") \(known.map { "`\($0)`" }.joined(separator: ", "))"
    return Failure(
      description:
        "`\(figure.description)`: `\(name)` is no rule and no phase of which the score has such a figure\(hint)")
  }

  // MARK: Values

  /// How a choice of outcomes, one for each run, is to be judged.
  struct Value: Hashable, Sendable {
    /// The weighted sum; nil where a figure has no value, such as the precision of a rule that never fires.
    var sum: Double?
    /// Whether all constraints hold.
    var isAllowed: Bool

    /// The sum, where it may be chosen.
    var allowed: Double? { isAllowed ? sum : nil }
  }

  /// The value of outcomes that have been counted.
  func value(of tally: OutcomeTally) -> Value {
    var sum: Double? = 0
    for (index, term) in objective.terms.enumerated() {
      let figure = figure(term.figure.metric, rows[index], tally)
      if let partial = sum, let figure { sum = partial + term.weight * figure } else { sum = nil }
    }
    let isAllowed = objective.constraints.enumerated().allSatisfy { index, constraint in
      figure(constraint.figure.metric, rows[objective.terms.count + index], tally).map {
        constraint.comparison.holds($0, constraint.bound)
      } ?? false
    }
    return Value(sum: sum, isAllowed: isAllowed)
  }

  /// The value of every figure, terms first.
  func figures(of tally: OutcomeTally) -> [Double?] {
    objective.figures.enumerated().map { figure($1.metric, rows[$0], tally) }
  }

  private func figure(_ metric: TuningMetric, _ rows: [Int], _ tally: OutcomeTally) -> Double? {
    func mean(_ value: (OutcomeTally.Transition) -> Double?) -> Double? {
      var sum = 0.0
      var count = 0
      for row in rows {
        if let value = value(tally.transitions[row]) {
          sum += value
          count += 1
        }
      }
      return count == 0 ? nil : sum / Double(count)
    }
    func total(_ value: (OutcomeTally.Transition) -> Int) -> Double {
      Double(rows.reduce(0) { $0 + value(tally.transitions[$1]) })
    }
    func ratio(_ part: Int, _ whole: Int) -> Double? { whole > 0 ? Double(part) / Double(whole) : nil }
    switch metric {
    case .fScore(let beta):
      return mean { row in
        let square = beta * beta
        let whole = square * Double(row.labelled) + Double(row.fired)
        return whole > 0 ? (1 + square) * Double(row.hits) / whole : nil
      }
    case .precision: return mean { ratio($0.hits, $0.fired) }
    case .recall: return mean { ratio($0.hits, $0.labelled) }
    case .hits: return total(\.hits)
    case .misses: return total(\.misses)
    case .falseAlarms: return total(\.falseAlarms)
    case .delay: return Self.median(tally.delays(rows))
    case .delayFromEarliest: return Self.median(tally.delaysFromEarliest(rows))
    case .worstDelay: return tally.delays(rows).map { Double($0.magnitude) }.max()
    case .savings: return ratio(Int(tally.stops[rows[0]].saved), Int(tally.stops[rows[0]].steps))
    case .stepsSaved: return Double(tally.stops[rows[0]].saved)
    case .secondsSaved: return Self.sum(tally.stops(rows[0]) { $0.seconds })
    case .priceSaved: return Self.sum(tally.stops(rows[0]) { $0.price })
    case .stops: return Double(tally.stops[rows[0]].stops)
    case .falseStops: return Double(tally.stops[rows[0]].falseStops)
    case .missedStops: return Double(tally.stops[rows[0]].missedStops)
    case .meanRegret:
      let known = tally.stops(rows[0]) { $0.regret }
      return known.isEmpty ? nil : SampleSummary.mean(known)
    case .worstRegret: return tally.stops(rows[0]) { $0.regret }.max()
    }
  }

  private static func median(_ values: [Int64]) -> Double? {
    values.isEmpty ? nil : SampleSummary.median(values.map(Double.init))
  }

  private static func sum(_ values: [Double]) -> Double? { values.isEmpty ? nil : values.reduce(0, +) }
}

/// What the outcomes of runs add up to, kept up to date while outcomes are exchanged.
struct OutcomeTally: Sendable {
  private(set) var transitions: [Transition]
  private(set) var stops: [Stop]
  /// The outcome of each run; nil of one that does not count.
  private(set) var outcomes: [OutcomeFigures?]

  struct Transition: Sendable {
    var labelled = 0
    var fired = 0
    var hits = 0
    var misses = 0
    var falseAlarms = 0
  }

  struct Stop: Sendable {
    var stops = 0
    var falseStops = 0
    var missedStops = 0
    var saved: Int64 = 0
    var steps: Int64 = 0
  }

  init(_ judge: OutcomeJudge, runs: Int) {
    transitions = judge.transitions.map { _ in Transition() }
    stops = judge.stops.map { _ in Stop() }
    outcomes = Array(repeating: nil, count: runs)
  }

  /// Gives a run another outcome.
  mutating func set(_ run: Int, to outcome: OutcomeFigures?) {
    if let old = outcomes[run] { add(old, -1) }
    if let outcome { add(outcome, 1) }
    outcomes[run] = outcome
  }

  private mutating func add(_ outcome: OutcomeFigures, _ sign: Int) {
    for (row, figures) in outcome.transitions.enumerated() {
      guard let figures else { continue }
      if figures.isLabelled { transitions[row].labelled += sign }
      if figures.hasFired { transitions[row].fired += sign }
      if figures.isHit { transitions[row].hits += sign }
      if figures.hasMiss { transitions[row].misses += sign }
      if figures.hasFalseAlarm { transitions[row].falseAlarms += sign }
    }
    for (row, figures) in outcome.stops.enumerated() {
      if figures.isStopped { stops[row].stops += sign }
      if figures.isFalse { stops[row].falseStops += sign }
      if figures.isMissed { stops[row].missedStops += sign }
      stops[row].saved += Int64(sign) * figures.saved
      stops[row].steps += Int64(sign) * figures.steps
    }
  }

  func delays(_ rows: [Int]) -> [Int64] {
    rows.flatMap { row in outcomes.flatMap { $0?.transitions[row]?.delays ?? [] } }
  }

  func delaysFromEarliest(_ rows: [Int]) -> [Int64] {
    rows.flatMap { row in outcomes.flatMap { $0?.transitions[row]?.delaysFromEarliest ?? [] } }
  }

  /// What is known of the stops, run by run.
  func stops(_ row: Int, _ value: (OutcomeFigures.Stop) -> Double?) -> [Double] {
    outcomes.compactMap { $0.flatMap { value($0.stops[row]) } }
  }
}
