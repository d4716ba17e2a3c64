import OnsetEngine
import OnsetRules
import OnsetRuns
package import OnsetStudy
import OnsetText

/// A whole replay as one document: JSON, CSV or Markdown.
package enum ReplayDocument {
  /// One JSON object: `runs`, each with its events as `--format jsonl` prints them, `summary`, and
  /// `scores` where runs have labels.
  package static func json(_ outcomes: [RunOutcome], _ summary: ReplaySummary, shows: (String, String) -> Bool)
    -> String
  {
    let runs = outcomes.map { "    \(json($0, shows))" }.joined(separator: ",\n")
    let rows = summary.rows.filter { shows($0.ruleset, $0.rule) }.map { row in
      "    "
        + JSONOutput.object([
          ("ruleset", JSONOutput.quoted(row.ruleset)), ("rule", JSONOutput.quoted(row.rule)),
          ("runs", "\(row.applicableRuns)"), ("runs_fired", "\(row.runsFired)"), ("fired", "\(row.fired)"),
          ("rejected", "\(row.rejected)"), ("undecided", "\(row.undecided)"), ("errors", "\(row.errors)"),
          ("counterfactual", "\(row.counterfactual)"), ("runs_stopped", "\(row.stops)"),
        ])
    }
    let scores = summary.scores(shows: shows).map { "    " + JSONOutput.object(ScoreDocument.transition($0)) }
    let tail = scores.isEmpty ? "" : ",\n  \"scores\": [\n\(scores.joined(separator: ",\n"))\n  ]"
    let engine = JSONOutput.quoted(OutcomeStamp.engine)
    let totals = rows.joined(separator: ",\n")
    return
      "{\n  \"engine\": \(engine),\n  \"runs\": [\n\(runs)\n  ],\n  \"summary\": [\n\(totals)\n  ]\(tail)\n}\n"
  }

  private static func json(_ outcome: RunOutcome, _ shows: (String, String) -> Bool) -> String {
    var entries: [(key: String, value: String)] = [
      ("run", JSONOutput.quoted(outcome.name)), ("path", JSONOutput.quoted(outcome.path)),
    ]
    switch outcome.result {
    case .failure(let failure): entries.append(("error", JSONOutput.quoted(failure.message)))
    case .success(let report):
      entries += [
        ("profile", report.profile.map(JSONOutput.quoted) ?? "null"), ("rows", "\(report.rowCount)"),
        ("digests", OutcomeStamp.object(report.digests)),
        (
          "events",
          JSONOutput.array(
            report.events.filter { shows($0.ruleset, $0.rule) }.map { MachineOutput.line($0, run: outcome.name) })
        ),
        (
          "phases",
          JSONOutput.array(
            report.phases.map { change in
              JSONOutput.object([
                ("ruleset", JSONOutput.quoted(change.ruleset)), ("phase", JSONOutput.quoted(change.phase)),
                ("step", "\(change.step)"),
              ])
            })
        ),
        (
          "not_applicable",
          JSONOutput.array(
            report.skipped.filter { shows($0.ruleset, $0.rule) }.map { skipped in
              JSONOutput.object([
                ("ruleset", JSONOutput.quoted(skipped.ruleset)), ("rule", JSONOutput.quoted(skipped.rule)),
                ("reason", JSONOutput.quoted(skipped.reason.text)),
              ])
            })
        ),
        ("notes", JSONOutput.array(report.notes.map { JSONOutput.quoted($0.message) })),
      ]
    }
    return JSONOutput.object(entries)
  }

  /// The events as a table: a row each, actions in one cell.
  ///
  /// - Parameter hasDigests: Whether each row also says to what it belongs.
  package static func events(
    _ outcomes: [RunOutcome], hasDigests: Bool = false, shows: (String, String) -> Bool
  ) -> TextTable {
    var table = TextTable(
      [
        .init("run"), .init("ruleset"), .init("rule"), .init("metric"), .init("event"), .init("since", .right),
        .init("detected", .right), .init("step", .right), .init("epoch", .right), .init("phase"), .init("enters"),
        .init("counterfactual"), .init("actions"),
      ] + (hasDigests ? OutcomeStamp.columns : []))
    for outcome in outcomes {
      guard case .success(let report) = outcome.result else { continue }
      for event in report.events where shows(event.ruleset, event.rule) {
        table.append(
          [
            outcome.name, event.ruleset, event.rule, event.metric ?? "", event.kind.rawValue, "\(event.since)",
            "\(event.detected)", "\(event.step)", event.epoch.map { SampleText.exact(.number($0)) } ?? "",
            event.phase ?? "",
            event.enters ?? "", "\(event.isCounterfactual)", event.actions.map(describe).joined(separator: "; "),
          ] + (hasDigests ? OutcomeStamp.cells(report.digests) : []))
      }
    }
    return table
  }

  /// A table of events and one of rules, for a wiki or a pull request.
  package static func markdown(
    _ outcomes: [RunOutcome], _ summary: ReplaySummary, shows: (String, String) -> Bool
  ) -> String {
    var text =
      "\(summary.headline(shows: shows))\n\n\(summary.table(shows: shows).markdown)\n\(events(outcomes, shows: shows).markdown)"
    if let headline = summary.headlineOfScores(shows: shows) {
      text += "\n\(headline)\n\n\(ScoreTables.brief(summary.scores(shows: shows)).markdown)"
    }
    let failures = outcomes.compactMap { outcome -> String? in
      guard case .failure(let failure) = outcome.result else { return nil }
      return "- not replayed: \(outcome.name): \(failure.message)\n"
    }
    if !failures.isEmpty { text += "\n" + failures.joined() }
    return text
  }

  private static func describe(_ action: IssuedAction) -> String {
    let approval = action.needsApproval ? " (needs approval)" : ""
    let text: String =
      switch action.kind {
      case .scale(let name, let factor, _, _): "scale \(name) by \(SampleText.exact(.number(factor)))"
      case .set(let name, let value, _, _): "set \(name) to \(SampleText.exact(.number(value)))"
      case .stop(let reason): "stop: \(reason)"
      case .checkpoint(let reason): "checkpoint: \(reason)"
      case .notify(let text): "notify: \(text)"
      }
    return text + approval
  }
}
