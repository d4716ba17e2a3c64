import OnsetRules
import OnsetText

/// An objective whose figures have been found among the rows of the score.
struct ObjectiveScore: Sendable {
  let objective: TuningObjective
  let judge: OutcomeJudge
  /// For each figure of the objective, terms first, the rows that it is of.
  private let rows: [[Int]]
  /// The row and the squared weight of recall, where the objective is the F score of one row and nothing else.
  private let onlyFScore: (row: Int, square: Double)?

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
    if objective.figures.count == 1, objective.terms[0].weight == 1, rows[0].count == 1,
      case .fScore(let beta) = objective.terms[0].figure.metric
    {
      onlyFScore = (rows[0][0], beta * beta)
    } else {
      onlyFScore = nil
    }
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

  /// The sum, where the outcomes that have been counted may be chosen; asked for every piece of every combination.
  func allowedValue(of tally: OutcomeTally) -> Double? {
    guard let (row, square) = onlyFScore else { return value(of: tally).allowed }
    let labelled = tally.counts[row * 5 + OutcomeTally.Transition.labelled.rawValue]
    let fired = tally.counts[row * 5 + OutcomeTally.Transition.fired.rawValue]
    let hits = tally.counts[row * 5 + OutcomeTally.Transition.hits.rawValue]
    let whole = square * Double(labelled) + Double(fired)
    return whole > 0 ? (1 + square) * Double(hits) / whole : nil
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
    func count(_ kind: OutcomeTally.Transition, _ row: Int) -> Int { tally.counts[row * 5 + kind.rawValue] }
    func stop(_ kind: OutcomeTally.Stop) -> Int {
      tally.counts[(judge.transitions.count + rows[0]) * 5 + kind.rawValue]
    }
    func mean(_ value: (Int) -> Double?) -> Double? {
      var sum = 0.0
      var known = 0
      for row in rows {
        if let value = value(row) {
          sum += value
          known += 1
        }
      }
      return known == 0 ? nil : sum / Double(known)
    }
    func total(_ kind: OutcomeTally.Transition) -> Double { Double(rows.reduce(0) { $0 + count(kind, $1) }) }
    func ratio(_ part: Int, _ whole: Int) -> Double? { whole > 0 ? Double(part) / Double(whole) : nil }
    switch metric {
    case .fScore(let beta):
      return mean { row in
        let square = beta * beta
        let whole = square * Double(count(.labelled, row)) + Double(count(.fired, row))
        return whole > 0 ? (1 + square) * Double(count(.hits, row)) / whole : nil
      }
    case .precision: return mean { ratio(count(.hits, $0), count(.fired, $0)) }
    case .recall: return mean { ratio(count(.hits, $0), count(.labelled, $0)) }
    case .hits: return total(.hits)
    case .misses: return total(.misses)
    case .falseAlarms: return total(.falseAlarms)
    case .delay: return Self.median(tally.delays(rows))
    case .delayFromEarliest: return Self.median(tally.delaysFromEarliest(rows))
    case .worstDelay: return tally.delays(rows).map { Double($0.magnitude) }.max()
    case .savings: return ratio(stop(.saved), stop(.steps))
    case .stepsSaved: return Double(stop(.saved))
    case .secondsSaved: return Self.sum(tally.stops(rows[0]) { $0.seconds })
    case .priceSaved: return Self.sum(tally.stops(rows[0]) { $0.price })
    case .stops: return Double(stop(.stops))
    case .falseStops: return Double(stop(.falseStops))
    case .missedStops: return Double(stop(.missedStops))
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
///
/// The counts of all rows lie in one list: for each row of transitions five, then for each of stops five.
struct OutcomeTally: Sendable {
  private(set) var counts: [Int]
  /// The outcome of each run, nil of one that does not count; kept only where a figure is more than a count.
  private var outcomes: [OutcomeFigures?]

  enum Transition: Int, CaseIterable { case labelled, fired, hits, misses, falseAlarms }
  enum Stop: Int, CaseIterable { case stops, falseStops, missedStops, saved, steps }

  init(_ judge: OutcomeJudge, runs: Int) {
    counts = Array(repeating: 0, count: judge.countWidth)
    outcomes = Array(repeating: nil, count: judge.readsSteps ? runs : 0)
  }

  /// Counts a run's outcome, or takes it away; at most one of a run is counted at a time.
  mutating func add(_ run: Int, _ outcome: Int, of table: OutcomeTable) {
    let start = outcome * counts.count
    for index in counts.indices { counts[index] += table.counts[start + index] }
    if !outcomes.isEmpty { outcomes[run] = table.figures[outcome] }
  }

  mutating func remove(_ run: Int, _ outcome: Int, of table: OutcomeTable) {
    let start = outcome * counts.count
    for index in counts.indices { counts[index] -= table.counts[start + index] }
    if !outcomes.isEmpty { outcomes[run] = nil }
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

extension OutcomeJudge {
  /// How many numbers count an outcome.
  var countWidth: Int {
    transitions.count * OutcomeTally.Transition.allCases.count + stops.count * OutcomeTally.Stop.allCases.count
  }
}

extension OutcomeFigures {
  /// What is added to the counts of a tally.
  var counts: [Int] {
    transitions.flatMap { figures -> [Int] in
      guard let figures else { return [0, 0, 0, 0, 0] }
      return [figures.isLabelled, figures.hasFired, figures.isHit, figures.hasMiss, figures.hasFalseAlarm].map {
        $0 ? 1 : 0
      }
    }
      + stops.flatMap { figures -> [Int] in
        [figures.isStopped, figures.isFalse, figures.isMissed].map { $0 ? 1 : 0 } + [
          Int(figures.saved), Int(figures.steps),
        ]
      }
  }
}
