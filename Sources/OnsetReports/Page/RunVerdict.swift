import OnsetEngine
import OnsetRules
import OnsetRuns
import OnsetStudy
import OnsetText

/// What a report says first: when a phase began, what the rules would have done, and whether that was right.
struct RunVerdict {
  struct Sentence {
    enum Kind: String { case good, bad, open, plain }
    var kind: Kind
    var text: String
  }

  let sentences: [Sentence]

  init(_ autopsy: Autopsy, _ scoring: Scoring, shows: (String, String) -> Bool) {
    let report = autopsy.report
    var sentences: [Sentence] = []
    func name(_ event: Event) -> String { "\(event.ruleset)/\(event.rule)" }
    func at(_ step: Int64) -> String { DisplayNumber.grouped(step) }
    // Labels first: what is known, and which rules saw it.
    for label in report.metadata.labels {
      let range =
        label.earliest == label.latest ? "" : " (\(at(label.earliest)) to \(at(label.latest)))"
      let known = "\(label.phase) began at step \(at(label.step))\(range), says the label"
      let scores = scoring.transitions.filter { score in
        score.phase == label.phase && score.rule.rule != nil
          && shows(score.rule.ruleset ?? "", score.rule.rule ?? "")
      }
      let found = scores.flatMap { score in
        score.verdicts.flatMap(\.found).filter { $0.step - $0.delay == label.step }.map { (score.rule, $0) }
      }
      if let (rule, first) = found.min(by: { $0.1.step < $1.1.step }) {
        let others = found.count > 1 ? ", and \(DisplayNumber.counted(found.count - 1, "more rule")) did too" : ""
        sentences.append(
          Sentence(
            kind: .good,
            text: "\(known). Right: \(rule) saw it at step \(at(first.step)), \(Self.delay(first.delay))\(others)."))
      } else if scores.isEmpty {
        sentences.append(Sentence(kind: .open, text: "\(known). None of the rules here enters that phase."))
      } else {
        sentences.append(
          Sentence(
            kind: .bad, text: "\(known). Missed: \(scores.map { "\($0.rule)" }.joined(separator: ", ")) did not see it."
          ))
      }
    }
    for score in scoring.transitions where score.rule.rule != nil {
      guard shows(score.rule.ruleset ?? "", score.rule.rule ?? "") else { continue }
      for step in score.verdicts.flatMap(\.falseAlarms) {
        let label = report.metadata.labels.first { $0.phase == score.phase }
        let wrong =
          label.map { step < $0.earliest ? "too early" : "too late" } ?? "a false alarm: no label says so"
        sentences.append(
          Sentence(kind: .bad, text: "\(score.rule) called \(score.phase) at step \(at(step)): \(wrong)."))
      }
    }
    let judged = Set(scoring.transitions.map { $0.phase })
    for event in report.events where event.kind == .fired && shows(event.ruleset, event.rule) {
      guard let phase = event.enters, !(report.metadata.isLabelled && judged.contains(phase)) else { continue }
      let why = report.metadata.isLabelled ? "no label names that phase" : "the run has no labels to judge it by"
      sentences.append(
        Sentence(kind: .plain, text: "\(name(event)) entered \(phase) at step \(at(event.step)); \(why)."))
    }
    if let stop = autopsy.stop, let last = report.lastStep, shows(stop.ruleset, stop.rule) {
      sentences.append(Self.stop(stop, last, autopsy, scoring))
    }
    let deeds = report.events.filter {
      $0.kind == .fired && $0.enters == nil && shows($0.ruleset, $0.rule) && $0 != autopsy.stop
    }
    if let first = deeds.first {
      let rules = Set(deeds.map { "\($0.ruleset)/\($0.rule)" }).sorted()
      let text =
        deeds.count == 1
        ? "\(name(first)) fired at step \(at(first.step))."
        : "\(DisplayNumber.counted(deeds.count, "more time")) a rule fired, first at step \(at(first.step)): "
          + "\(rules.joined(separator: ", "))."
      sentences.append(Sentence(kind: .plain, text: text))
    }
    if report.events.allSatisfy({ $0.kind != .fired || !shows($0.ruleset, $0.rule) }) {
      sentences.append(Sentence(kind: .plain, text: "No rule fired."))
    }
    if !report.metadata.isLabelled {
      sentences.append(
        Sentence(kind: .open, text: "Nobody has labelled the run: `onset label` writes where a phase began."))
    }
    self.sentences = sentences
  }

  private static func delay(_ steps: Int64) -> String {
    switch steps {
    case 0: "the same step"
    case ..<0: "\(DisplayNumber.grouped(-steps)) before it"
    default: "\(DisplayNumber.grouped(steps)) after it"
    }
  }

  private static func stop(_ stop: Event, _ last: Int64, _ autopsy: Autopsy, _ scoring: Scoring) -> Sentence {
    let name = RuleName(ruleset: stop.ruleset, rule: stop.rule)
    let verdict = scoring.stops.first { $0.stopper == .rule(name) }?.verdicts.first
    var text = "\(name) would have stopped the run at step \(DisplayNumber.grouped(stop.step))"
    text += ", \(DisplayNumber.grouped(last - stop.step)) steps before its end"
    if let seconds = verdict?.secondsSaved { text += " (\(ScoreTables.duration(seconds)))" }
    if let regret = verdict?.regret {
      let metric = scoring.objective.metric
      text +=
        regret == 0
        ? "; the best \(metric) had been reached"
        : "; the best \(metric) was \(DisplayNumber.short(regret)) better later"
    }
    if stop.isCounterfactual { text += "; counterfactual, as an earlier action would have changed the training" }
    let kind: Sentence.Kind =
      switch verdict?.isFalse {
      case true?: .bad
      case false?: .good
      case nil: .plain
      }
    return Sentence(kind: kind, text: "\(text).")
  }

  var html: String {
    "<ul class=\"verdict\">\n"
      + sentences.map { "<li class=\"\($0.kind.rawValue)\">\(HTML.text($0.text))</li>\n" }.joined() + "</ul>\n"
  }
}
