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

  /// The sum, where the outcomes that have been counted may be chosen; asked for every piece of every combination.
  func allowedValue(of tally: OutcomeTally) -> Double? {
    guard let (row, square) = onlyFScore else { return value(of: tally).allowed }
    let counts = tally.transition(row)
    let whole = square * Double(counts.labelled) + Double(counts.fired)
    return whole > 0 ? (1 + square) * Double(counts.hits) / whole : nil
  }

  /// The value of outcomes that have been counted.
  func value(of tally: OutcomeTally) -> ObjectiveValue { objective.value(of: tally, rows) }

  /// The value of every figure, terms first.
  func figures(of tally: OutcomeTally) -> [Double?] { objective.figures(of: tally, rows) }
}
