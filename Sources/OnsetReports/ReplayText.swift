import OnsetEngine
import OnsetRules
import OnsetRuns
package import OnsetStudy

/// What a replay found, for people: run by run, then a summary.
package struct ReplayText: Sendable {
  /// Whether to show what is not about events: files read, rules that do not apply, rules left in the middle.
  package var isVerbose: Bool
  package var style: TextStyle
  /// Whether a rule is to be shown, by rule set and rule.
  package var shows: @Sendable (String, String) -> Bool

  package init(isVerbose: Bool, style: TextStyle, shows: @escaping @Sendable (String, String) -> Bool) {
    self.isVerbose = isVerbose
    self.style = style
    self.shows = shows
  }

  // MARK: One run

  /// A run: its head, its events, the phases reached, and with `isVerbose` everything else; ends in a line end.
  package func section(_ outcome: RunOutcome) -> String {
    switch outcome.result {
    case .failure(let failure):
      let name = style.paint(TerminalText.safe(outcome.name), .strong)
      return "\(name)  \(style.paint("not replayed", .bad))\n  \(TerminalText.safe(failure.message))\n"
    case .success(let report): return section(outcome.name, report)
    }
  }

  private func section(_ name: String, _ report: RunReport) -> String {
    var text = style.paint(TerminalText.safe(name), .strong) + style.paint(facts(report), .quiet) + "\n"
    let labels = report.metadata.labels
    let shown = report.events.indices.filter { shows(report.events[$0].ruleset, report.events[$0].rule) }
    if shown.isEmpty { text += style.paint("  no events", .quiet) + "\n" }
    let width = shown.map { "\(report.events[$0].step)".count }.max() ?? 0
    for index in shown { text += event(report.events[index], report.projections[index], stepWidth: width) }
    if !labels.isEmpty {
      let list = labels.map { label in
        "\(label.phase) \(label.step)"
          + (label.earliest == label.latest ? "" : " (\(label.earliest) to \(label.latest))")
      }
      text += style.paint("  labelled  \(TerminalText.safe(list.joined(separator: ", ")))", .quiet) + "\n"
    }
    for line in remarks(report) + (isVerbose ? details(report) : []) {
      text += style.paint("  \(TerminalText.safe(line))", .quiet) + "\n"
    }
    return text
  }

  private func facts(_ report: RunReport) -> String {
    var facts: [String] = []
    if let architecture = report.metadata.architecture { facts.append(architecture) }
    facts.append(report.profile.map { "profile \($0)" } ?? "no profile")
    if let first = report.firstStep, let last = report.lastStep { facts.append("steps \(first) to \(last)") }
    facts.append(DisplayNumber.counted(report.rowCount, "row"))
    return "  " + TerminalText.safe(facts.joined(separator: ", "))
  }

  private func event(_ event: Event, _ projections: [Projection?], stepWidth: Int) -> String {
    let step = "\(event.step)"
    let padding = String(repeating: " ", count: stepWidth - step.count)
    let kind: String =
      switch event.kind {
      case .fired: style.paint("fired", .good)
      case .rejected: style.paint("rejected", .warning)
      case .undecided: style.paint("undecided", .warning)
      case .error: style.paint("error", .bad)
      }
    var line = "  step \(padding)\(step)  \(kind)  \(event.ruleset)/\(event.rule)"
    if let metric = event.metric { line += " for \(TerminalText.safe(metric))" }
    if let enters = event.enters { line += "  \(event.phase ?? "") → \(style.paint(enters, .accent))" }
    if event.isCounterfactual { line += style.paint("  (counterfactual)", .quiet) }
    line += "\n"
    let indent = String(repeating: " ", count: 9 + stepWidth)
    if let message = event.message { return line + "\(indent)\(TerminalText.safe(message))\n" }
    line += style.paint("\(indent)\(evidence(event))", .quiet) + "\n"
    for (action, projection) in zip(event.actions, projections) {
      line += "\(indent)\(describe(action, projection))\n"
    }
    return line
  }

  /// Since when the condition held, and what it saw.
  func evidence(_ event: Event) -> String {
    var times: [String] = []
    if event.since != event.step { times.append("since \(event.since)") }
    if event.detected != event.step, event.detected != event.since { times.append("detected \(event.detected)") }
    if let epoch = event.epoch { times.append("epoch \(DisplayNumber.short(epoch))") }
    let values = event.values.map { "\(TerminalText.safe($0.name)) \(display($0.value))" }
    return (times + values).joined(separator: ", ")
  }

  private func display(_ value: SampleValue) -> String {
    switch value {
    case .number(let number): DisplayNumber.short(number)
    case .truth(let truth): truth.map { "\($0)" } ?? "unknown"
    }
  }

  /// What an action asks for, and what it would have done.
  func describe(_ action: IssuedAction, _ projection: Projection?) -> String {
    let approval = action.needsApproval ? style.paint(" (needs approval)", .quiet) : ""
    let change =
      projection.map { ": \(DisplayNumber.short($0.before)) → \(DisplayNumber.short($0.after))" } ?? ""
    let text: String =
      switch action.kind {
      case .scale(let name, let factor, _, _):
        "scale \(TerminalText.safe(name)) by \(DisplayNumber.short(factor))\(change)"
      case .set(let name, let value, _, _): "set \(TerminalText.safe(name)) to \(DisplayNumber.short(value))\(change)"
      case .stop(let reason): "\(style.paint("stop", .bad)): \(TerminalText.safe(reason))"
      case .checkpoint(let reason): "checkpoint: \(TerminalText.safe(reason))"
      case .notify(let text): "notify: \(TerminalText.safe(text))"
      }
    return text + approval
  }

  /// What everybody should know: rules that the run's end cut off, and what was mended in the log.
  private func remarks(_ report: RunReport) -> [String] {
    var lines = openRules(report, where: \.isInTheMiddle).map { "at the end  \($0)" }
    for alias in report.aliases {
      let others = alias.passedOver.map { "`\($0)`" }.joined(separator: ", ")
      lines.append("note  `\(alias.metric)` is read from `\(alias.used)`; the run logs \(others) too")
    }
    return lines + report.notes.map { "note  \($0.message)" }
  }

  /// What one asks for who wonders why something did not happen.
  private func details(_ report: RunReport) -> [String] {
    var bySet: [(set: String, phases: [String])] = []
    for change in report.phases {
      let text = "\(change.phase) from \(change.step)"
      if let index = bySet.firstIndex(where: { $0.set == change.ruleset }) {
        bySet[index].phases.append(text)
      } else {
        bySet.append((change.ruleset, [text]))
      }
    }
    var lines = bySet.map { "phases  \($0.set): \($0.phases.joined(separator: ", "))" }
    lines += openRules(report) { !$0.isInTheMiddle }.map { "at the end  \($0)" }
    for skipped in report.skipped where shows(skipped.ruleset, skipped.rule) {
      lines.append("not applicable  \(skipped.ruleset)/\(skipped.rule): \(skipped.reason.text)")
    }
    lines += report.sources.map { "read  \($0.path)" }
    return lines + (report.digests.map { ["digests  \(OutcomeStamp.line($0))"] } ?? [])
  }

  private func openRules(_ report: RunReport, where isWanted: (RuleState) -> Bool) -> [String] {
    report.states.filter { shows($0.ruleset, $0.rule) && isWanted($0) }.compactMap { state in
      state.progress.map { "\(state.ruleset)/\(state.rule)\(state.metric.map { " for \($0)" } ?? ""): \($0)" }
    }
  }
}
