import OnsetEngine
import OnsetRules
import OnsetRuns
import OnsetText

/// The objective of an experiment, with its figures found among the rules of all variants, so that the outcomes of one
/// variant can stand beside those of another.
struct ExperimentScore: Sendable {
  let objective: TuningObjective
  /// For each figure of the objective, terms first, the rows that it is of.
  private(set) var rows: [[Int]] = []
  private(set) var transitions: [Transition] = []
  private(set) var stops: [RuleName] = []
  private let judge: StopJudge
  private let labelledPhases: Set<String>

  /// A row of the score of transitions.
  struct Transition: Hashable {
    var rules: RuleName
    var phase: String
  }

  /// - Parameters:
  ///   - ruleSets: Those of all variants.
  ///   - phases: The phases that labels of the runs name, in order.
  init(
    _ objective: TuningObjective, _ ruleSets: [RuleSetFile], phases: [String], _ judge: StopJudge
  ) throws(ObjectiveScore.Failure) {
    self.objective = objective
    self.judge = judge
    labelledPhases = Set(phases)
    let rules = ruleSets.flatMap { file in
      file.rules.map { (name: RuleName(ruleset: file.name.value, rule: $0.name.value), declaration: $0) }
    }
    let entered = phases.filter { phase in rules.contains { $0.declaration.enter?.value == phase } }
    let stopping = rules.filter(\.declaration.mayStop).map(\.name)
    for figure in objective.figures {
      let target = figure.target?.value
      let named = rules.filter { target == nil || $0.name.isCalled(target ?? "") }
      if figure.metric.isOfStops {
        guard !stopping.isEmpty else {
          throw ObjectiveScore.Failure(description: "`\(figure.description)`: no rule of any variant stops a run")
        }
        guard target == nil || named.contains(where: \.declaration.mayStop) else {
          throw Self.noTarget(figure, stopping.map(\.description))
        }
        rows.append([Self.index(of: Self.common(named.map(\.name), target), in: &stops)])
        continue
      }
      guard !entered.isEmpty else {
        throw ObjectiveScore.Failure(
          description: "`\(figure.description)`: no run has a label of a phase that a rule enters; "
            + "`onset label RUN PHASE STEP` writes one")
      }
      var targets: [Transition] = []
      if let target, entered.contains(target) {
        targets = [Transition(rules: .any, phase: target)]
      } else if target != nil {
        let ofRules = named.compactMap(\.declaration.enter?.value)
        targets = entered.filter(ofRules.contains).map {
          Transition(rules: Self.common(named.map(\.name), target), phase: $0)
        }
      } else {
        targets = entered.map { Transition(rules: .any, phase: $0) }
      }
      if targets.isEmpty {
        throw Self.noTarget(
          figure,
          entered + rules.filter { entered.contains($0.declaration.enter?.value ?? "") }.map(\.name.description))
      }
      rows.append(targets.map { Self.index(of: $0, in: &transitions) })
    }
  }

  private static func index<Row: Equatable>(of row: Row, in list: inout [Row]) -> Int {
    if let known = list.firstIndex(of: row) { return known }
    list.append(row)
    return list.count - 1
  }

  /// The name that stands for some rules: their own where it is one, else that of their rule set.
  private static func common(_ names: [RuleName], _ target: String?) -> RuleName {
    guard target != nil, let first = names.first else { return .any }
    return names.allSatisfy { $0 == first } ? first : RuleName(ruleset: first.ruleset, rule: nil)
  }

  private static func noTarget(_ figure: TuningObjective.Figure, _ known: [String]) -> ObjectiveScore.Failure {
    var names: [String] = []
    for name in known where !names.contains(name) { names.append(name) }
    let target = figure.target?.value ?? ""
    let hint =
      Suggestion.nearest(to: target, among: names).map { "did you mean `\($0)`?" }
      ?? "there \(names.count == 1 ? "is" : "are") \(names.map { "`\($0)`" }.joined(separator: ", "))"
    return ObjectiveScore.Failure(
      description:
        "`\(figure.description)`: `\(target)` is no rule and no phase of which the score has such a figure; \(hint)")
  }

  // MARK: Outcomes

  /// An empty count of so many runs.
  func tally(runs: Int) -> OutcomeTally {
    OutcomeTally(transitions: transitions.count, stops: stops.count, runs: runs)
  }

  /// What a run adds to the figures, under the rule sets of one variant.
  func figures(of run: ScoredRun, by ruleSets: [RuleSetFile]) -> OutcomeFigures {
    OutcomeFigures(
      transitions: transitions.map { transition($0, run, ruleSets) }, stops: stops.map { stop($0, run, ruleSets) })
  }

  private func transition(
    _ row: Transition, _ run: ScoredRun, _ ruleSets: [RuleSetFile]
  ) -> OutcomeFigures.Transition? {
    guard let labels = run.labels else { return nil }
    let entering = ruleSets.flatMap { file in
      file.rules.filter { $0.enter?.value == row.phase }.map {
        RuleName(ruleset: file.name.value, rule: $0.name.value)
      }
    }.filter(row.rules.covers)
    // Rules that are not there call nothing; those that lack a metric are not judged.
    if !entering.isEmpty, entering.allSatisfy(run.notApplicable.contains) { return nil }
    let firings = run.events.filter {
      $0.kind == .fired && $0.enters == row.phase
        && row.rules.covers(RuleName(ruleset: $0.ruleset, rule: $0.rule))
    }.map(\.step)
    let verdict = TransitionJudge.verdict(
      on: run, labels.filter { $0.phase == row.phase }, firings: firings, tolerance: judge.tolerance)
    return OutcomeFigures.Transition(
      isLabelled: verdict.isLabelled, hasFired: verdict.hasFired, isHit: verdict.isHit,
      hasMiss: !verdict.missed.isEmpty, hasFalseAlarm: !verdict.falseAlarms.isEmpty,
      delays: verdict.found.map(\.delay), delaysFromEarliest: verdict.found.map(\.delayFromEarliest))
  }

  private func stop(_ row: RuleName, _ run: ScoredRun, _ ruleSets: [RuleSetFile]) -> OutcomeFigures.Stop {
    var phases: [RuleName: String?] = [:]
    for file in ruleSets {
      for rule in file.rules where rule.mayStop {
        let name = RuleName(ruleset: file.name.value, rule: rule.name.value)
        let phase = rule.enter?.value
        if row.covers(name) { phases[name] = phase.flatMap { phase in labelledPhases.contains(phase) ? phase : nil } }
      }
    }
    let event = run.events.first { $0.stopsRun && row.covers(RuleName(ruleset: $0.ruleset, rule: $0.rule)) }
    let stop = event.map { (rule: RuleName(ruleset: $0.ruleset, rule: $0.rule), step: $0.step) }
    let verdict =
      phases.count == 1
      ? judge.verdict(of: phases.keys.first ?? row, phase: phases.values.first ?? nil, stop: stop?.step, on: run)
      : judge.verdictOfAll(phases, stop: stop, on: run)
    return OutcomeFigures.Stop(
      isStopped: verdict.stop != nil, isFalse: verdict.isFalse == true, isMissed: verdict.isMissed == true,
      saved: verdict.stepsSaved, steps: verdict.steps, seconds: verdict.secondsSaved, price: verdict.priceSaved,
      regret: verdict.regret)
  }
}

extension RuleName {
  /// Whether people call the rule so: by its own name, with its rule set's before it, or by that alone.
  fileprivate func isCalled(_ name: String) -> Bool {
    name == rule || name == ruleset || name == "\(ruleset ?? "").\(rule ?? "")"
  }

  /// Whether a rule is among those that this stands for.
  fileprivate func covers(_ other: RuleName) -> Bool {
    (ruleset == nil || ruleset == other.ruleset) && (rule == nil || rule == other.rule)
  }
}
