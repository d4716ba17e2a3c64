package import OnsetEngine
package import OnsetStudy
package import OnsetText

/// Events, samples and findings as JSON, in the stable form of the language's section 8.
package enum MachineOutput {
  /// An event, one line without its end, with the digests of what it belongs to where they are given.
  package static func line(_ event: Event, run: String, _ digests: OutcomeDigests? = nil) -> String {
    var entries: [(key: String, value: String)] = [
      ("run", JSONOutput.quoted(run)), ("ruleset", JSONOutput.quoted(event.ruleset)),
      ("rule", JSONOutput.quoted(event.rule)),
    ]
    if let metric = event.metric { entries.append(("metric", JSONOutput.quoted(metric))) }
    entries += [
      ("event", JSONOutput.quoted(event.kind.rawValue)), ("since", "\(event.since)"), ("detected", "\(event.detected)"),
      ("step", "\(event.step)"), ("epoch", event.epoch.map { JSONOutput.number($0) } ?? "null"),
      ("phase", text(event.phase)), ("enters", text(event.enters)), ("counterfactual", "\(event.isCounterfactual)"),
      ("values", JSONOutput.object(event.values.map { ($0.name, value($0.value)) })),
      ("actions", JSONOutput.array(event.actions.map(action))),
    ]
    if let message = event.message { entries.append(("message", JSONOutput.quoted(message))) }
    if let digests { entries += OutcomeStamp.entries(digests) }
    return JSONOutput.object(entries)
  }

  /// A sample, one line without its end.
  package static func line(step: Int64, _ value: SampleValue) -> String {
    JSONOutput.object([("step", "\(step)"), ("value", self.value(value))])
  }

  /// A finding, one line without its end. `map` is that of the finding's source.
  package static func line(_ diagnostic: Diagnostic, _ map: LineMap) -> String {
    let start = map.place(of: diagnostic.range.lower)
    let end = map.place(of: diagnostic.range.upper)
    return JSONOutput.object([
      ("file", JSONOutput.quoted(diagnostic.source.path)), ("line", "\(start.line)"), ("column", "\(start.column)"),
      ("end_line", "\(end.line)"), ("end_column", "\(end.column)"),
      ("severity", JSONOutput.quoted(diagnostic.severity.rawValue)), ("code", JSONOutput.quoted(diagnostic.code)),
      ("message", JSONOutput.quoted(diagnostic.message)),
      ("hints", JSONOutput.array(diagnostic.hints.map(JSONOutput.quoted))),
    ])
  }

  /// A number, `"inf"`, `"-inf"`, `null` for no number or unknown, `true` or `false`.
  package static func value(_ value: SampleValue) -> String {
    switch value {
    case .number(let number): JSONOutput.number(number)
    case .truth(let truth): truth.map { "\($0)" } ?? "null"
    }
  }

  private static func text(_ text: String?) -> String { text.map(JSONOutput.quoted) ?? "null" }

  /// An action as the rule file writes it, with numbers computed.
  package static func action(_ action: IssuedAction) -> String {
    var entries: [(key: String, value: String)]
    switch action.kind {
    case .scale(let hyperparameter, let factor, let floor, let ceiling):
      entries = [("scale", JSONOutput.quoted(hyperparameter)), ("by", JSONOutput.number(factor))]
      entries += bounds(floor, ceiling)
    case .set(let hyperparameter, let value, let floor, let ceiling):
      entries = [("set", JSONOutput.quoted(hyperparameter)), ("to", JSONOutput.number(value))]
      entries += bounds(floor, ceiling)
    case .stop(let reason): entries = [("stop", JSONOutput.quoted(reason))]
    case .checkpoint(let reason): entries = [("checkpoint", JSONOutput.quoted(reason))]
    case .notify(let text): entries = [("notify", JSONOutput.quoted(text))]
    }
    if action.needsApproval { entries.append(("approval", JSONOutput.quoted("required"))) }
    return JSONOutput.object(entries)
  }

  private static func bounds(_ floor: Double?, _ ceiling: Double?) -> [(key: String, value: String)] {
    (floor.map { [("floor", JSONOutput.number($0))] } ?? [])
      + (ceiling.map { [("ceiling", JSONOutput.number($0))] } ?? [])
  }
}
