import OnsetEngine
import OnsetRules
import OnsetRuns
import OnsetStudy

/// Runs by rules: where each rule fired first, and whether that was right.
struct RunGrid {
  /// Those that labels judge, and that fired somewhere or that a label asks for.
  let judged: [RuleName]
  /// Those that fired somewhere, with no label to judge them by.
  let others: [RuleName]
  /// What fired nowhere.
  let quiet: [String]
  private let scores: [RuleName: TransitionScore]

  static let guide =
    "The step of the first firing, and against a label: ✓ right, with the delay in steps; ✗ a false alarm; missed, "
    + "in grey where another rule saw the phase. A firing in brackets is counterfactual; a dot is a rule that the run cannot support."

  init(_ runs: [RunSketch], _ scoring: Scoring, shows: (String, String) -> Bool) {
    var scores: [RuleName: TransitionScore] = [:]
    for score in scoring.transitions where score.rule.rule != nil { scores[score.rule] = score }
    self.scores = scores
    var known: [RuleName] = []
    var seen: Set<RuleName> = []
    for state in runs.flatMap(\.report.states) {
      let name = RuleName(ruleset: state.ruleset, rule: state.rule)
      if shows(state.ruleset, state.rule), seen.insert(name).inserted { known.append(name) }
    }
    let active = Set(
      runs.flatMap(\.report.events).filter { $0.kind == .fired }.map {
        RuleName(ruleset: $0.ruleset, rule: $0.rule)
      })
    let wanted = known.filter { active.contains($0) || (scores[$0]?.labelled ?? 0) > 0 }
    judged = wanted.filter { scores[$0] != nil }
    others = wanted.filter { scores[$0] == nil }
    quiet = known.filter { !wanted.contains($0) }.map(\.description)
  }

  func cell(_ run: RunSketch, _ rule: RuleName) -> (text: String, style: String) {
    if run.report.skipped.contains(where: { $0.ruleset == rule.ruleset && $0.rule == rule.rule }) {
      return ("·", "quiet")
    }
    let event = run.firstFiring(rule)
    func step(_ event: Event) -> String {
      let step = DisplayNumber.grouped(event.step)
      return event.isCounterfactual ? "(\(step))" : step
    }
    let verdict = run.report.metadata.isLabelled ? scores[rule]?.verdicts.first { $0.run == run.name } : nil
    if let found = verdict?.found.first {
      let delay = found.delay > 0 ? "+\(found.delay)" : "\(found.delay)"
      return ("\(DisplayNumber.grouped(found.step)) ✓ \(delay)", "hit")
    }
    if let alarm = verdict?.falseAlarms.first { return ("\(DisplayNumber.grouped(alarm)) ✗", "false") }
    if verdict?.missed.isEmpty == false {
      let isSeen = scores.values.contains { other in
        other.phase == scores[rule]?.phase && other.verdicts.contains { $0.run == run.name && !$0.found.isEmpty }
      }
      return ("missed", isSeen ? "quiet" : "miss")
    }
    return event.map { (step($0), "") } ?? ("–", "quiet")
  }
}

/// A run in a few lines: its labels, what rules saw of them, and what would have changed.
struct RunStory {
  let labels: [String]
  let seen: [Sight]
  let deeds: [String]

  /// What rules made of a labelled phase, or called one.
  struct Sight {
    /// `feature_learning at 150: `
    var what: String
    /// `hit`, `false alarm` or `missed`; nil where no rule looks for the phase.
    var verdict: String?
    /// `, 25 steps before the label (noise-drop/noise-scale-drop)`
    var how: String
    var isRight: Bool { verdict == "hit" }

    var text: String { what + (verdict ?? "") + how }
  }

  init(_ run: RunSketch, _ scoring: Scoring, shows: (String, String) -> Bool) {
    let metadata = run.report.metadata
    labels =
      metadata.labels.isEmpty
      ? [metadata.isLabelled ? "no transition" : "not labelled"]
      : metadata.labels.map { "\($0.phase) at \(DisplayNumber.grouped($0.step))" }
    func isShown(_ rule: RuleName) -> Bool { shows(rule.ruleset ?? "", rule.rule ?? "") }
    var seen: [Sight] = []
    for score in scoring.transitions where score.rule.rule != nil && isShown(score.rule) {
      guard metadata.isLabelled, let verdict = score.verdicts.first(where: { $0.run == run.name }) else { continue }
      for found in verdict.found {
        let delay =
          found.delay == 0
          ? "at the label's step"
          : "\(DisplayNumber.counted(Int(found.delay.magnitude), "step")) \(found.delay < 0 ? "before" : "after") the label"
        seen.append(
          Sight(
            what: "\(score.phase) at \(DisplayNumber.grouped(found.step)): ", verdict: "hit",
            how: ", \(delay) (\(score.rule))"))
      }
      for step in verdict.falseAlarms {
        seen.append(
          Sight(
            what: "\(score.phase) at \(DisplayNumber.grouped(step)): ", verdict: "false alarm", how: " (\(score.rule))")
        )
      }
    }
    for label in metadata.labels {
      let scores = scoring.transitions.filter { $0.phase == label.phase && $0.rule.rule != nil && isShown($0.rule) }
      let verdicts = scores.flatMap(\.verdicts).filter { $0.run == run.name }
      let isFound = verdicts.contains { $0.found.contains { $0.step - $0.delay == label.step } }
      if !isFound {
        seen.append(
          scores.isEmpty
            ? Sight(what: "\(label.phase): ", verdict: nil, how: "no rule enters it")
            : Sight(what: "\(label.phase): ", verdict: "missed", how: ""))
      }
    }
    self.seen = seen
    var deeds: [String] = []
    for event in run.report.events where event.kind == .fired && shows(event.ruleset, event.rule) {
      for action in event.actions where action.changesTraining {
        let wording = ReplayText(isVerbose: false, style: TextStyle(usesColour: false)) { _, _ in true }
        let note = event.isCounterfactual ? ", counterfactual" : ""
        let regret = event.stops ? Self.regret(event, run, scoring) : ""
        deeds.append("step \(DisplayNumber.grouped(event.step)): \(wording.describe(action, nil))\(note)\(regret)")
      }
    }
    let limit = 5
    self.deeds = deeds.count > limit ? Array(deeds.prefix(limit)) + ["… \(deeds.count - limit) more"] : deeds
  }

  private static func regret(_ event: Event, _ run: RunSketch, _ scoring: Scoring) -> String {
    let rule = RuleName(ruleset: event.ruleset, rule: event.rule)
    guard let last = run.report.lastStep else { return "" }
    let saved = " (\(DisplayNumber.grouped(max(0, last - event.step))) steps saved"
    let verdict = scoring.stops.first { $0.stopper == .rule(rule) }?.verdicts.first { $0.run == run.name }
    return saved + (verdict?.regret.map { ", regret \(DisplayNumber.short($0))" } ?? "") + ")"
  }
}

extension Event {
  fileprivate var stops: Bool {
    actions.contains { if case .stop = $0.kind { true } else { false } }
  }
}
