import OnsetRules
import OnsetRuns
import OnsetText

/// What one outcome of one run adds to the figures of an objective.
struct OutcomeFigures: Hashable, Sendable {
  /// For each of the judge's transition targets; nil where the run is not judged.
  var transitions: [Transition?]
  /// For each of the judge's stop targets.
  var stops: [Stop]

  struct Transition: Hashable, Sendable {
    var isLabelled: Bool
    var hasFired: Bool
    var isHit: Bool
    var hasMiss: Bool
    var hasFalseAlarm: Bool
    /// Of the transitions found; empty where no figure asks for them.
    var delays: [Int64]
    var delaysFromEarliest: [Int64]
  }

  struct Stop: Hashable, Sendable {
    var isStopped: Bool
    var isFalse: Bool
    var isMissed: Bool
    // What follows is 0 or nil where no figure asks for it.
    var saved: Int64
    var steps: Int64
    var seconds: Double?
    var price: Double?
    var regret: Double?
  }
}

/// Turns what rules did on a run into what an objective counts: the verdicts are those of the score.
struct OutcomeJudge: Sendable {
  let ruleSet: String
  let rules: [RuleDeclaration]
  let transitions: [TransitionTarget]
  let stops: [StopTarget]
  let stopJudge: StopJudge
  let readsSteps: Bool
  /// The phase of each rule that may stop a run, where a label names it.
  private let phaseOfRule: [RuleName: String?]

  /// A row of the score of transitions: rules that are taken as one, and their phase.
  struct TransitionTarget: Hashable, Sendable {
    var rules: [Int]
    var phase: String
  }

  /// A row of the score of stops: one rule, or the first stop of several.
  struct StopTarget: Hashable, Sendable {
    var rules: [Int]
  }

  init(
    _ file: RuleSetFile, transitions: [TransitionTarget], stops: [StopTarget], stopJudge: StopJudge, readsSteps: Bool,
    labelledPhases: Set<String>
  ) {
    ruleSet = file.name.value
    rules = file.rules
    self.transitions = transitions
    self.stops = stops
    self.stopJudge = stopJudge
    self.readsSteps = readsSteps
    var phases: [RuleName: String?] = [:]
    for rule in file.rules where rule.mayStop {
      let phase = rule.enter?.value
      phases[RuleName(ruleset: ruleSet, rule: rule.name.value)] = phase.flatMap {
        labelledPhases.contains($0) ? $0 : nil
      }
    }
    phaseOfRule = phases
  }

  private func name(_ rule: Int) -> RuleName { RuleName(ruleset: ruleSet, rule: rules[rule].name.value) }

  /// - Parameter firings: In the order in which they happened.
  func figures(of firings: [RuleFiring], on run: ScoredRun) -> OutcomeFigures {
    OutcomeFigures(
      transitions: transitions.map { transition($0, firings, run) }, stops: stops.map { stop($0, firings, run) })
  }

  private func transition(
    _ target: TransitionTarget, _ firings: [RuleFiring], _ run: ScoredRun
  ) -> OutcomeFigures.Transition? {
    guard let labels = run.labels, !target.rules.allSatisfy({ run.notApplicable.contains(name($0)) }) else {
      return nil
    }
    let verdict = TransitionJudge.verdict(
      on: run, labels.filter { $0.phase == target.phase },
      firings: firings.lazy.filter { target.rules.contains($0.rule) }.map(\.step), tolerance: stopJudge.tolerance)
    return OutcomeFigures.Transition(
      isLabelled: verdict.isLabelled, hasFired: verdict.hasFired, isHit: verdict.isHit,
      hasMiss: !verdict.missed.isEmpty, hasFalseAlarm: !verdict.falseAlarms.isEmpty,
      delays: readsSteps ? verdict.found.map(\.delay) : [],
      delaysFromEarliest: readsSteps ? verdict.found.map(\.delayFromEarliest) : [])
  }

  private func stop(_ target: StopTarget, _ firings: [RuleFiring], _ run: ScoredRun) -> OutcomeFigures.Stop {
    let stop = firings.first { target.rules.contains($0.rule) && rules[$0.rule].mayStop }
    let verdict: StopScore.Verdict
    if target.rules.count == 1 {
      let name = name(target.rules[0])
      verdict = stopJudge.verdict(of: name, phase: phaseOfRule[name] ?? nil, stop: stop?.step, on: run)
    } else {
      verdict = stopJudge.verdictOfAll(phaseOfRule, stop: stop.map { (name($0.rule), $0.step) }, on: run)
    }
    return OutcomeFigures.Stop(
      isStopped: verdict.stop != nil, isFalse: verdict.isFalse == true, isMissed: verdict.isMissed == true,
      saved: readsSteps ? verdict.stepsSaved : 0, steps: readsSteps ? verdict.steps : 0,
      seconds: readsSteps ? verdict.secondsSaved : nil, price: readsSteps ? verdict.priceSaved : nil,
      regret: readsSteps ? verdict.regret : nil)
  }
}
