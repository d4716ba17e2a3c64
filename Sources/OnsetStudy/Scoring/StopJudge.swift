import OnsetEngine
package import OnsetRules
import OnsetRuns
import OnsetText

/// Judges the stops that rules ask for.
package struct StopJudge: Sendable {
  package var objective: StopObjective
  package var cost: CostModel
  /// How many steps before a label's range a stop for its phase may come.
  package var tolerance: Int64

  package init(objective: StopObjective = StopObjective(), cost: CostModel = CostModel(), tolerance: Int64 = 0) {
    self.objective = objective
    self.cost = cost
    self.tolerance = tolerance
  }

  /// The scores of every rule that may stop a run, of all of them together where there are several, and of what people
  /// do without: never stopping, and patience on the metric.
  package func scores(of runs: [ScoredRun], by ruleSets: [RuleSetFile]) -> [StopScore] {
    let phases = Set(runs.flatMap { $0.labels ?? [] }.map(\.phase))
    var rules: [(name: RuleName, phase: String?)] = []
    for file in ruleSets {
      for rule in file.rules where rule.mayStop {
        let phase = rule.enter?.value
        rules.append(
          (RuleName(ruleset: file.name.value, rule: rule.name.value), phase.flatMap { phases.contains($0) ? $0 : nil }))
      }
    }
    guard !rules.isEmpty else { return [] }
    var scores = rules.map { rule in
      StopScore(stopper: .rule(rule.name), verdicts: runs.map { verdict(of: rule.name, phase: rule.phase, on: $0) })
    }
    if rules.count > 1 {
      let phaseOfRule = Dictionary(uniqueKeysWithValues: rules.map { ($0.name, $0.phase) })
      scores.append(StopScore(stopper: .anyRule, verdicts: runs.map { verdictOfAll(phaseOfRule, on: $0) }))
    }
    scores.append(StopScore(stopper: .never, verdicts: runs.map { verdict(stop: nil, on: $0, isWatched: false) }))
    for count in [5, 10] {
      scores.append(
        StopScore(
          stopper: .patience(count),
          verdicts: runs.map { run in
            verdict(stop: run.objective.flatMap { objective.patience(count, on: $0) }, on: run, isWatched: false)
          }))
    }
    return scores
  }

  private func verdict(of rule: RuleName, phase: String?, on run: ScoredRun) -> StopScore.Verdict {
    let event = run.events.first { $0.stopsRun && $0.ruleset == rule.ruleset && $0.rule == rule.rule }
    var verdict = verdict(of: rule, phase: phase, stop: event?.step, on: run)
    verdict.isCounterfactual = event?.isCounterfactual ?? false
    return verdict
  }

  /// What it is worth that a rule first stops a run at a step, or does not.
  ///
  /// - Parameter phase: The phase that the rule enters, where labels name it.
  func verdict(of rule: RuleName, phase: String?, stop: Int64?, on run: ScoredRun) -> StopScore.Verdict {
    var verdict = verdict(stop: stop, on: run)
    guard let phase, let labels = run.labels, !run.notApplicable.contains(rule) else { return verdict }
    let ofPhase = labels.filter { $0.phase == phase }
    verdict.isFalse = stop.map { stop in !ofPhase.contains { isReason($0, forStopAt: stop) } } ?? false
    if !ofPhase.isEmpty { verdict.isMissed = stop == nil }
    return verdict
  }

  private func verdictOfAll(_ phaseOfRule: [RuleName: String?], on run: ScoredRun) -> StopScore.Verdict {
    let event = run.events.first { $0.stopsRun }
    var verdict = verdictOfAll(
      phaseOfRule, stop: event.map { (RuleName(ruleset: $0.ruleset, rule: $0.rule), $0.step) }, on: run)
    verdict.isCounterfactual = event?.isCounterfactual ?? false
    return verdict
  }

  /// What it is worth that the first rule to stop a run does so at a step, or that none does.
  func verdictOfAll(
    _ phaseOfRule: [RuleName: String?], stop: (rule: RuleName, step: Int64)?, on run: ScoredRun
  ) -> StopScore.Verdict {
    var verdict = verdict(stop: stop?.step, on: run)
    guard let labels = run.labels else { return verdict }
    let phases = Set(phaseOfRule.values.compactMap(\.self))
    if let stop {
      guard let phase = phaseOfRule[stop.rule] ?? nil else { return verdict }
      verdict.isFalse = !labels.contains { $0.phase == phase && isReason($0, forStopAt: stop.step) }
    } else {
      verdict.isFalse = false
    }
    if labels.contains(where: { phases.contains($0.phase) }) { verdict.isMissed = stop == nil }
    return verdict
  }

  private func isReason(_ label: RunMetadata.TransitionLabel, forStopAt step: Int64) -> Bool {
    step >= label.earliest.subtractingSaturated(tolerance)
  }

  private func verdict(stop: Int64?, on run: ScoredRun, isWatched: Bool = true) -> StopScore.Verdict {
    let steps = run.lastStep.subtractingSaturated(run.firstStep).addingSaturated(1)
    let saved = stop.map { max(0, run.lastStep.subtractingSaturated($0)) } ?? 0
    let seconds = cost.secondsSaved(
      steps: saved, watched: isWatched ? steps - saved : 0, secondsPerStep: run.secondsPerStep)
    return StopScore.Verdict(
      run: run.name, stop: stop, stepsSaved: saved, steps: steps, secondsSaved: seconds,
      priceSaved: seconds.flatMap(cost.price(ofSeconds:)),
      regret: run.objective.flatMap { objective.regret(of: $0, stoppedAt: stop) })
  }
}

extension RuleDeclaration {
  /// Whether an action of it ends the run.
  var mayStop: Bool {
    actions.contains { if case .stop = $0.kind { true } else { false } }
  }
}

extension Event {
  /// Whether it asks for the end of the run.
  var stopsRun: Bool {
    kind == .fired && actions.contains { if case .stop = $0.kind { true } else { false } }
  }
}
