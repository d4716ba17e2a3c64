import OnsetEngine
package import OnsetStudy
import OnsetText

/// The history of a rule, for people and for programs.
package struct HistoryReport: Sendable {
  private let history: RuleHistory
  /// Whether revisions are shown that left the meaning as it was.
  private let showsAll: Bool

  package init(_ history: RuleHistory, showsAll: Bool) {
    self.history = history
    self.showsAll = showsAll
  }

  private var shown: [RuleHistory.Entry] {
    history.entries.filter { entry in
      switch entry.kind {
      case .added, .changed, .removed, .broken: true
      case .same, .absent: showsAll
      }
    }
  }

  // MARK: Text

  /// For a terminal: a revision, what it did to the rule, and what the rule did to the runs from then on.
  package func text(_ style: TextStyle) -> String {
    var parts = shown.map { entry in
      var text = style.paint(TerminalText.safe(Self.title(entry.version)), .strong)
      text += "  \(style.paint(TerminalText.safe(Self.words(entry)), Self.role(entry.kind)))"
      text += (entry.digest.map { style.paint(", \($0.short)", .quiet) } ?? "") + "\n"
      if case .changed(let changes) = entry.kind { text += DiffReport.meaning(changes, style) }
      for line in Self.outcome(entry) { text += "  \(TerminalText.safe(line))\n" }
      return text
    }
    let hidden = history.entries.count - shown.count
    if hidden > 0 {
      parts.append(
        style.paint(
          "\(DisplayNumber.counted(hidden, "revision")) of YAML files did not change what it means; `--all` shows them",
          .quiet) + "\n")
    }
    if !parts.isEmpty {
      // All revisions are replayed on the same runs.
      let runs = shown.lazy.compactMap { $0.outcome?.runsDigest }.first.map { "runs \($0.short), " } ?? ""
      parts.append(style.paint("\(runs)onset \(OutcomeStamp.engine)", .quiet) + "\n")
    }
    return parts.joined(separator: "\n")
  }

  private static func title(_ version: RuleVersion) -> String {
    version.commit.map { "\($0.short) \($0.day) \($0.subject)" } ?? version.name
  }

  private static func role(_ kind: RuleHistory.Kind) -> TextStyle.Role {
    switch kind {
    case .added: .good
    case .changed: .accent
    case .removed, .broken: .bad
    case .same, .absent: .quiet
    }
  }

  /// What a revision did, in words.
  private static func words(_ entry: RuleHistory.Entry) -> String {
    switch entry.kind {
    case .added: "added as \(entry.name)"
    case .changed: "changed \(entry.name)"
    case .removed: "removed"
    case .same: "the same meaning"
    case .absent: "not there"
    case .broken(let broken): "errors, \(broken.path):\(broken.line): \(broken.message)"
    }
  }

  private static func kind(_ entry: RuleHistory.Entry) -> String {
    switch entry.kind {
    case .added: "added"
    case .changed: "changed"
    case .removed: "removed"
    case .same: "same"
    case .absent: "absent"
    case .broken: "broken"
    }
  }

  private static func outcome(_ entry: RuleHistory.Entry) -> [String] {
    guard let outcome = entry.outcome, outcome.runs > 0 else { return [] }
    var lines = [
      "fires in \(outcome.runsFired) of \(DisplayNumber.counted(outcome.runs, "run"))"
        + (outcome.fired == outcome.runsFired ? "" : ", \(outcome.fired) times")
    ]
    lines += outcome.transitions.map { score in
      "\(score.phase): \(counts(score)), F1 \(score.f1.map(ScoreTables.hundredths) ?? "–")"
    }
    lines += outcome.stops.map {
      "\(DisplayNumber.counted($0.stops, "stop")), \(DisplayNumber.grouped($0.stepsSaved)) steps saved"
    }
    return lines
  }

  private static func counts(_ score: TransitionScore) -> String {
    "\(score.hits) of \(DisplayNumber.counted(score.labelled, "run")) found"
      + (score.runsWithFalseAlarm > 0 ? ", \(DisplayNumber.counted(score.runsWithFalseAlarm, "false alarm"))" : "")
  }

  // MARK: Tables

  /// A row for each revision, for a page.
  package var markdown: String { table(isForPrograms: false).markdown }

  /// A row for each revision, with all that says to what it belongs.
  package var csv: String { table(isForPrograms: true).csv }

  private func table(isForPrograms: Bool) -> TextTable {
    let digests = ["rule_digest", "rules_digest", "profiles_digest", "runs_digest", "engine"]
    var table = TextTable(
      [
        .init("revision"), .init("day"), .init("subject"), .init("rule"), .init("what"), .init("runs", .right),
        .init("fired in", .right), .init("fired", .right), .init("F1", .right), .init("steps saved", .right),
        .init("changes"),
      ] + (isForPrograms ? digests : ["digest"]).map { .init($0) })
    for entry in shown {
      let outcome = entry.outcome
      let changes: String =
        switch entry.kind {
        case .changed(let changes): changes.map(Self.summary).joined(separator: "; ")
        case .broken(let broken): "\(broken.path):\(broken.line): \(broken.message)"
        case .added, .removed, .same, .absent: ""
        }
      let cells: [String] = [
        entry.version.commit?.short ?? entry.version.name, entry.version.commit?.day ?? "",
        entry.version.commit?.subject ?? "", entry.name.description, Self.kind(entry),
        outcome.map { "\($0.runs)" } ?? "", outcome.map { "\($0.runsFired)" } ?? "",
        outcome.map { "\($0.fired)" } ?? "",
        outcome?.transitions.first?.f1.map(ScoreTables.hundredths) ?? "",
        outcome?.stops.first.map { "\($0.stepsSaved)" } ?? "", changes,
      ]
      let stamp: [String] = isForPrograms ? Self.stamp(entry) : [entry.digest?.short ?? ""]
      table.append(cells + stamp)
    }
    return table
  }

  private static func stamp(_ entry: RuleHistory.Entry) -> [String] {
    let own = VersionComparison.Digests(entry.version)
    let digests: [ContentDigest?] = [entry.digest, own.rules, own.profiles, entry.outcome?.runsDigest]
    return digests.map(OutcomeStamp.cell) + [OutcomeStamp.engine]
  }

  /// `spike.limit: 3 → 4`.
  static func summary(_ change: MeaningChange) -> String {
    "\(ChangeWording.subject(change.subject)): \(change.before?.text ?? "nothing") → \(change.after?.text ?? "nothing")"
  }

  // MARK: JSON

  package var json: String { JSONValue.array(shown.map(Self.value)).pretty() + "\n" }

  package var lines: [String] { shown.map { Self.value($0).compact } }

  private static func value(_ entry: RuleHistory.Entry) -> JSONValue {
    var entries: [(key: String, value: JSONValue)] = [
      ("version", DiffDocument.version(entry.version, VersionComparison.Digests(entry.version))),
      ("rule", .text(entry.name.description)),
      ("what", .text(kind(entry))),
    ]
    switch entry.kind {
    case .changed(let changes): entries.append(("changes", .array(changes.map(DiffDocument.meaning))))
    case .broken(let broken):
      entries.append(
        (
          "error",
          .object([
            ("file", .text(broken.path)), ("line", .integer(Int64(broken.line))), ("message", .text(broken.message)),
          ])
        ))
    case .added, .removed, .same, .absent: break
    }
    if let digest = entry.digest { entries.append(("digest", .text("\(digest)"))) }
    if let outcome = entry.outcome {
      entries.append(
        (
          "outcome",
          .object([
            ("runs", .integer(Int64(outcome.runs))),
            ("runs_digest", DiffDocument.text(outcome.runsDigest.map { "\($0)" })),
            ("runs_fired", .integer(Int64(outcome.runsFired))),
            ("fired", .integer(Int64(outcome.fired))),
            (
              "transitions",
              .array(
                outcome.transitions.map { score in
                  .object([
                    ("phase", .text(score.phase)), ("labelled", .integer(Int64(score.labelled))),
                    ("hits", .integer(Int64(score.hits))), ("misses", .integer(Int64(score.runsWithMiss))),
                    ("false_alarms", .integer(Int64(score.runsWithFalseAlarm))),
                    ("f1", score.f1.map { .number($0) } ?? .null),
                  ])
                })
            ),
            (
              "stops",
              .array(
                outcome.stops.map { score in
                  .object([
                    ("stops", .integer(Int64(score.stops))), ("steps_saved", .integer(score.stepsSaved)),
                    ("mean_regret", score.meanRegret.map { .number($0) } ?? .null),
                  ])
                })
            ),
          ])
        ))
    }
    entries.append(("engine", .text(EngineVersion.current)))
    return .object(entries)
  }
}
