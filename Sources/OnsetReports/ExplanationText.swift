import OnsetEngine
import OnsetRules
package import OnsetStudy

/// Why a rule did what it did on a run, for people.
package struct ExplanationText {
  private typealias Wording = ExplanationWording

  private let style: TextStyle
  /// How many events, and how many metrics of a rule with `each`, are told one by one.
  private static let toldCount = 10

  package init(usesColour: Bool) { style = TextStyle(usesColour: usesColour) }

  // MARK: A run

  /// The story of a rule on a run: what became of it, and where nothing did, how near it came.
  package func digest(_ explanation: RuleExplanation) -> String {
    var lines = ["\(name(explanation))  \(style.paint(Wording.verdict(explanation), .strong))"]
    lines += stories(explanation)
    let isSilent = explanation.instances.allSatisfy(\.events.isEmpty)
    if isSilent {
      if let during = explanation.during {
        let phases = explanation.phases.map { "\($0.phase) from step \($0.step)" }.joined(separator: ", ")
        let never = explanation.isEverLooking ? "" : ", where the run never was"
        lines.append("  looks during \(during.joined(separator: ", "))\(never): \(phases)")
      }
      if explanation.isEverLooking { lines += nearness(explanation) }
    }
    for instance in explanation.instances {
      guard let end = instance.end, end.standing.stage.isOpen else { continue }
      lines.append("  at the end\(label(instance))  \(Wording.standing(end, instance, of: explanation))")
      lines += rows(end.clearing?.questions ?? [], indent: "    ")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// What the run lacks, in the form of a digest.
  package func notApplicable(_ name: String, _ run: String, _ reason: String) -> String {
    "\(name) on \(TerminalText.safe(run))  not applicable: \(TerminalText.safe(reason))\n"
  }

  private func name(_ explanation: RuleExplanation) -> String {
    "\(explanation.ruleset)/\(explanation.rule) on \(TerminalText.safe(explanation.run))"
  }

  private func label(_ instance: RuleExplanation.Instance) -> String {
    instance.metric.map { " (\(TerminalText.safe($0)))" } ?? ""
  }

  // MARK: Events

  private func stories(_ explanation: RuleExplanation, until step: Int64 = .max) -> [String] {
    var told: [(step: Int64, lines: [String])] = []
    for instance in explanation.instances {
      for (index, event) in instance.events.enumerated() where event.step <= step {
        let rearmed = instance.rearmed(after: index).flatMap { $0 <= step ? $0 : nil }
        told.append((event.step, story(event, rearmed: rearmed, instance, explanation)))
      }
    }
    told.sort { $0.step < $1.step }
    var lines = told.prefix(Self.toldCount).flatMap(\.lines)
    if told.count > Self.toldCount {
      let rest = DisplayNumber.counted(told.count - Self.toldCount, "more event")
      lines.append("  … \(rest): `--format jsonl` has them all")
    }
    return lines
  }

  /// How an event came about, and of one that was rejected, how near the confirmation came.
  func story(
    _ event: Event, rearmed: Int64?, _ instance: RuleExplanation.Instance, _ explanation: RuleExplanation
  ) -> [String] {
    let that = instance.that.map { "`\(TerminalText.safe($0.text))`" } ?? ""
    let hold = explanation.hold.map { ", for \($0)" } ?? ""
    var parts = ["true from step \(event.since)"]
    if event.detected != event.since || explanation.hold != nil { parts.append("detected at \(event.detected)\(hold)") }
    switch event.kind {
    case .fired:
      parts.append(instance.that == nil ? "fired at \(event.step)" : "confirmed and fired at \(event.step)")
      if let enters = event.enters { parts.append("enters \(enters)") }
    case .rejected:
      let within = explanation.within.map { "\($0)" } ?? ""
      parts.append("rejected at \(event.step): \(that) did not come within \(within)")
    case .undecided: parts.append("undecided: the run ended at \(event.step), and \(that) had not come")
    case .error: parts.append("an action failed at \(event.step): \(TerminalText.safe(event.message ?? ""))")
    }
    if event.isCounterfactual { parts.append("counterfactual") }
    if let rearmed { parts.append("re-armed at \(rearmed)") }
    let metric = event.metric.map { "(\(TerminalText.safe($0))) " } ?? ""
    var lines = ["  \(metric)\(parts.joined(separator: "; "))"]
    if let failed = instance.failedConfirmation(of: event) { lines += rows(failed.questions, indent: "    ") }
    return lines
  }

  // MARK: Nearness

  /// How near a rule came that has not even detected anything.
  func nearness(_ explanation: RuleExplanation) -> [String] {
    guard let nearest = explanation.nearestInstance else { return [] }
    if explanation.instances.count == 1 { return nearness(nearest, explanation) }
    var lines = ["  nearest of \(explanation.instances.count) metrics: \(TerminalText.safe(nearest.metric ?? ""))"]
    lines += nearness(nearest, explanation).map { "  \($0)" }
    let others = explanation.instances.filter { $0.metric != nearest.metric }
    let width = others.prefix(Self.toldCount).map { TerminalText.safe($0.metric ?? "").count }.max() ?? 0
    for other in others.prefix(Self.toldCount) {
      lines.append("  \(padded(TerminalText.safe(other.metric ?? ""), width))  \(oneLine(other, explanation))")
    }
    if others.count > Self.toldCount { lines.append("  … \(others.count - Self.toldCount) more metrics") }
    return lines
  }

  private func nearness(_ instance: RuleExplanation.Instance, _ explanation: RuleExplanation) -> [String] {
    if let streak = instance.longestStreak {
      return ["  longest streak of `when`: \(Wording.streak(streak, of: explanation.hold))"]
    }
    var lines = ["  `when` was not true at any of \(DisplayNumber.counted(instance.ticks, "sample"))"]
    let questions = instance.when.questions
    if questions.count > 1, let nearest = instance.nearest, let margin = nearest.margin {
      lines.append(
        "  the whole was nearest at step \(margin.step): `\(TerminalText.safe(Wording.clipped(nearest.question)))` "
          + Wording.offBy(margin))
    }
    return lines + rows(questions, indent: "  ")
  }

  /// What is asked and how near it came, in two columns.
  private func rows(_ questions: [ConditionPart], indent: String) -> [String] {
    let texts = questions.map { TerminalText.safe($0.questionText) }
    let width = min(80, texts.map(\.count).max() ?? 0)
    return zip(questions, texts).map { question, text in
      "\(indent)\(padded(text, width))  \(Wording.nearness(question.nearness ?? ConditionPart.Nearness()))"
    }
  }

  private func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  // MARK: Many runs

  /// One rule on several runs, a line for each.
  package func lines(_ answers: [(run: String, outcome: RuleExplanation.Outcome)]) -> String {
    var table = [(run: String, verdict: String, detail: String)]()
    for (run, outcome) in answers {
      let run = TerminalText.safe(run)
      switch outcome {
      case .explained(let explanation): table.append((run, Wording.verdict(explanation), detail(explanation)))
      case .notApplicable(let reason): table.append((run, "not applicable", TerminalText.safe(reason)))
      case .faulty: break
      }
    }
    let widths = (table.map(\.run.count).max() ?? 0, table.map(\.verdict.count).max() ?? 0)
    return table.map { row in
      let line =
        "  \(padded(row.run, widths.0))  \(style.paint(padded(row.verdict, widths.1), .strong))  \(row.detail)"
      return row.detail.isEmpty ? String(line.reversed().drop { $0 == " " }.reversed()) : line
    }.joined(separator: "\n") + "\n"
  }

  private func detail(_ explanation: RuleExplanation) -> String {
    let stories = stories(explanation)
    if let first = stories.first {
      let count = explanation.instances.reduce(0) { $0 + $1.events.count }
      let rest = count > 1 ? "; \(DisplayNumber.counted(count - 1, "more event"))" : ""
      return first.drop { $0 == " " } + rest
    }
    if !explanation.isEverLooking {
      return "looks during \((explanation.during ?? []).joined(separator: ", ")), where the run never was"
    }
    guard let nearest = explanation.nearestInstance else { return "" }
    let metric = nearest.metric.map { "\(TerminalText.safe($0)): " } ?? ""
    return metric + oneLine(nearest, explanation)
  }

  /// Of a rule without an event, how near it came; of one with some, where it stood at the end.
  func remark(_ explanation: RuleExplanation) -> String {
    let isSilent = explanation.instances.allSatisfy(\.events.isEmpty)
    guard !isSilent else { return detail(explanation) }
    let ends = explanation.instances.compactMap { instance in
      instance.end.map { end in
        (instance.metric.map { "\(TerminalText.safe($0)): " } ?? "") + Wording.standing(end, instance, of: explanation)
      }
    }
    return ends.count == 1 ? "at the end: \(ends[0])" : ""
  }

  private func oneLine(_ instance: RuleExplanation.Instance, _ explanation: RuleExplanation) -> String {
    if let streak = instance.longestStreak { return "longest streak \(Wording.streak(streak, of: explanation.hold))" }
    guard let nearest = instance.nearest else { return "`when` has no sample that is known" }
    let question = TerminalText.safe(Wording.clipped(nearest.question))
    let offBy = nearest.margin.map { Wording.offBy($0) } ?? "not met"
    return "nearest at step \(nearest.step): \(question) \(offBy)"
  }

  // MARK: One step

  /// Where the rule stood at a step, and every part of its conditions as it was there.
  ///
  /// - Parameter metric: Of a rule with `each`, the one to take apart; without it the nearest to an event there.
  package func parts(_ explanation: RuleExplanation, at step: Int64, metric: String? = nil) -> String {
    let instances = explanation.instances
    let chosen = metric.flatMap { metric in instances.first { $0.metric == metric } } ?? mostAdvanced(instances)
    guard let chosen, let moment = chosen.moment else {
      return "\(name(explanation)) at step \(step): the run begins later\n"
    }
    var lines = ["\(name(explanation))\(label(chosen)) at step \(step)"]
    if moment.row != step { lines[0] += ", of the row at step \(moment.row)" }
    if let epoch = moment.epoch { lines[0] += ", epoch \(DisplayNumber.short(epoch))" }
    if let phase = explanation.phases.last(where: { $0.step <= moment.row }) { lines[0] += ", phase \(phase.phase)" }
    lines.append("  \(style.paint(Wording.standing(moment, chosen, of: explanation), .strong))")
    lines += rows(moment.clearing?.questions ?? [], indent: "    ")
    var rows: [(text: String, value: String)] = []
    var shown: Set<String> = []
    for (title, part) in [("when", chosen.when), ("that", chosen.that), ("clear", chosen.clear)] {
      guard let part else { continue }
      rows.append((title, ""))
      add(part, depth: 1, &shown, &rows)
    }
    let width = min(72, rows.map(\.text.count).max() ?? 0)
    for (text, value) in rows {
      lines.append(value.isEmpty ? "  \(text)" : "  \(padded(text, width))  \(value)")
    }
    if instances.count > 1 {
      let others = instances.filter { $0.metric != chosen.metric }
      let width = others.map { TerminalText.safe($0.metric ?? "").count }.max() ?? 0
      for other in others {
        guard let moment = other.moment else { continue }
        lines.append(
          "  \(padded(TerminalText.safe(other.metric ?? ""), width))  \(Wording.standing(moment, other, of: explanation))"
        )
      }
    }
    return (lines + stories(explanation, until: moment.row)).joined(separator: "\n") + "\n"
  }

  private func mostAdvanced(_ instances: [RuleExplanation.Instance]) -> RuleExplanation.Instance? {
    func advance(_ instance: RuleExplanation.Instance) -> (Int, Double) {
      guard let standing = instance.moment?.standing else { return (-1, 0) }
      let order: [RunSession.Stage] = [.waiting, .holding, .confirming, .clearing, .resting, .spent]
      return (order.firstIndex(of: standing.stage) ?? 0, standing.progress?.done ?? 0)
    }
    return instances.enumerated().max {
      (advance($0.element).0, advance($0.element).1, -$0.offset)
        < (advance($1.element).0, advance($1.element).1, -$1.offset)
    }?.element
  }

  /// - Parameter shown: The `let`s that were taken apart already; once is enough.
  private func add(
    _ part: ConditionPart, depth: Int, _ shown: inout Set<String>, _ rows: inout [(text: String, value: String)]
  ) {
    let value = part.value.map { ExplanationDocument.text($0) } ?? ""
    rows.append((String(repeating: "  ", count: depth) + TerminalText.safe(part.text), value))
    if part.isLet, !shown.insert(part.text).inserted { return }
    for inner in part.parts { add(inner, depth: depth + 1, &shown, &rows) }
  }
}

extension RunSession.Stage {
  /// Whether it is worth a word at the end of a run.
  fileprivate var isOpen: Bool {
    switch self {
    case .holding, .confirming, .clearing, .resting: true
    case .waiting, .spent: false
    }
  }
}
