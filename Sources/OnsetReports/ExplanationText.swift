import OnsetEngine
package import OnsetStudy

/// Why a rule did what it did on a run, for people.
package struct ExplanationText {
  private let style: TextStyle

  package init(usesColour: Bool) { style = TextStyle(usesColour: usesColour) }

  // MARK: The whole run

  /// The story of a rule on a run: what became of it, and where nothing did, how near it came.
  package func digest(_ explanation: RuleExplanation) -> String {
    var lines = ["\(name(explanation))  \(style.paint(verdict(explanation), .strong))"]
    lines += explanation.events.flatMap { story($0, explanation) }
    var isLooking = true
    if let during = explanation.during, explanation.events.isEmpty {
      let phases = explanation.phases.map { "\($0.phase) from step \($0.step)" }.joined(separator: ", ")
      isLooking = explanation.phases.contains { during.contains($0.phase) }
      lines.append(
        "  looks during \(during.joined(separator: ", "))\(isLooking ? "" : ", where the run never was"): \(phases)")
    }
    if explanation.events.isEmpty, isLooking { lines += nearness(explanation) }
    lines += explanation.states.compactMap { state in
      state.progress.map { "  at the end\(state.metric.map { " (\(TerminalText.safe($0)))" } ?? "")  \($0)" }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func name(_ explanation: RuleExplanation) -> String {
    "\(explanation.ruleset)/\(explanation.rule) on \(TerminalText.safe(explanation.run))"
  }

  private func verdict(_ explanation: RuleExplanation) -> String {
    let fired = explanation.events.filter { $0.kind == .fired }
    if !fired.isEmpty { return "fired at \(list(fired.map(\.step)))" }
    let rejected = explanation.events.filter { $0.kind == .rejected }
    if !rejected.isEmpty { return "rejected at \(list(rejected.map(\.step))), and never fired" }
    if explanation.events.contains(where: { $0.kind == .undecided }) { return "the run ended before it was decided" }
    return "never fired"
  }

  /// The first steps, and how many more there are.
  private func list(_ steps: [Int64]) -> String {
    let shown = steps.prefix(5).map { "\($0)" }.joined(separator: ", ")
    return steps.count > 5 ? "\(shown) and \(steps.count - 5) more steps" : shown
  }

  private func story(_ event: Event, _ explanation: RuleExplanation) -> [String] {
    let hold = explanation.hold.map { ", for \($0)" } ?? ""
    var parts = ["true from step \(event.since)"]
    if event.detected != event.since || explanation.hold != nil { parts.append("detected at \(event.detected)\(hold)") }
    let within = explanation.within ?? ""
    switch event.kind {
    case .fired:
      parts.append(explanation.that == nil ? "fired at \(event.step)" : "confirmed and fired at \(event.step)")
      if let enters = event.enters { parts.append("enters \(enters)") }
    case .rejected:
      parts.append("rejected at \(event.step): `\(explanation.that?.text ?? "")` did not come within \(within)")
    case .undecided:
      parts.append("undecided: the run ended at \(event.step), and `\(explanation.that?.text ?? "")` had not come")
    case .error: parts.append("an action failed at \(event.step): \(event.message ?? "")")
    }
    if event.isCounterfactual { parts.append("counterfactual") }
    let metric = event.metric.map { "(\(TerminalText.safe($0))) " } ?? ""
    return ["  \(metric)\(parts.joined(separator: "; "))"]
  }

  /// How near a rule came that has not even detected anything.
  private func nearness(_ explanation: RuleExplanation) -> [String] {
    if let streak = explanation.longestStreak {
      let ticks = DisplayNumber.counted(streak.ticks, "sample")
      let wanted = explanation.hold.map { "; it has to hold for \($0)" } ?? ""
      let steps = streak.first == streak.last ? "step \(streak.first)" : "steps \(streak.first) to \(streak.last)"
      return ["  longest streak of `when`: \(ticks), \(steps)\(wanted)"]
    }
    guard let samples = explanation.when.samples else {
      return ["  `when` depends on where the rule stands, or is of a rule with `each`: it is not followed here"]
    }
    var lines = ["  `when` was not true at any of \(DisplayNumber.counted(samples.count, "sample"))"]
    var said: Set<String> = []
    for part in explanation.when.comparisons where said.insert(part.text).inserted {
      guard let margin = part.margin else { continue }
      let text = TerminalText.safe(part.text)
      if part.metCount > 0 {
        lines.append("  \(text): met at \(DisplayNumber.counted(part.metCount, "sample")), but not with the rest")
      } else {
        let sides = "\(DisplayNumber.short(margin.left)) against \(DisplayNumber.short(margin.right))"
        let distance = margin.distance == 0 ? "equal" : "off by \(DisplayNumber.short(margin.distance))"
        lines.append("  \(text): nearest at step \(margin.step), \(distance) (\(sides))")
      }
    }
    return lines
  }

  // MARK: One step

  /// Every part of the rule's conditions as it was at a step.
  package func parts(_ explanation: RuleExplanation, at step: Int64) -> String {
    var lines = ["\(name(explanation)) at step \(step)"]
    if let phase = explanation.phases.last(where: { $0.step <= step }) { lines[0] += ", phase \(phase.phase)" }
    let sections = [("when", explanation.when), ("that", explanation.that), ("clear", explanation.clear)]
    var rows: [(text: String, value: String)] = []
    var shown: Set<String> = []
    for (title, part) in sections {
      guard let part else { continue }
      rows.append((title, ""))
      add(part, at: step, depth: 1, &shown, &rows)
    }
    let width = min(60, rows.map(\.text.count).max() ?? 0)
    for (text, value) in rows {
      let padding = String(repeating: " ", count: max(0, width - text.count))
      lines.append(value.isEmpty ? "  \(text)" : "  \(text)\(padding)  \(value)")
    }
    if let streak = streak(explanation, at: step) { lines.append("  \(streak)") }
    let past = explanation.events.filter { $0.step <= step }
    lines += past.flatMap { story($0, explanation) }
    return lines.joined(separator: "\n") + "\n"
  }

  /// - Parameter shown: The `let`s that were taken apart already; once is enough.
  private func add(
    _ part: ConditionPart, at step: Int64, depth: Int, _ shown: inout Set<String>,
    _ rows: inout [(text: String, value: String)]
  ) {
    let value: String
    if part.samples == nil {
      value = "depends on where the rule stands"
    } else {
      switch part.value(at: step) {
      case .number(let number)?: value = DisplayNumber.short(number)
      case .truth(let truth)?: value = truth.map { "\($0)" } ?? "unknown"
      case nil: value = "no sample yet"
      }
    }
    rows.append((String(repeating: "  ", count: depth) + TerminalText.safe(part.text), value))
    if part.isLet, !shown.insert(part.text).inserted { return }
    for inner in part.parts { add(inner, at: step, depth: depth + 1, &shown, &rows) }
  }

  /// For how many samples `when` had been true at a step.
  private func streak(_ explanation: RuleExplanation, at step: Int64) -> String? {
    let wanted = explanation.hold.map { "; it has to hold for \($0)" } ?? ""
    return explanation.streak(at: step).map {
      "`when` has been true for \(DisplayNumber.counted($0, "sample"))\(wanted)"
    }
  }
}
