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

  /// The value of outcomes that have been counted.
  func value(of tally: OutcomeTally) -> ObjectiveValue { objective.value(of: tally, rows) }

  /// The value of every figure, terms first.
  func figures(of tally: OutcomeTally) -> [Double?] { objective.figures(of: tally, rows) }
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
    self.init(transitions: judge.transitions.count, stops: judge.stops.count, runs: runs)
  }

  /// - Parameters:
  ///   - transitions: How many rows of the score of transitions the outcomes have.
  ///   - stops: How many of the score of stops.
  init(transitions: Int, stops: Int, runs: Int) {
    self.transitions = Array(repeating: Transition(), count: transitions)
    self.stops = Array(repeating: Stop(), count: stops)
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
