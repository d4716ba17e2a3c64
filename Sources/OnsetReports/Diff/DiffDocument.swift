import OnsetEngine
package import OnsetStudy
import OnsetText

/// What has changed between two versions of rules, for programs.
package enum DiffDocument {
  /// One object with everything.
  package static func json(_ comparison: VersionComparison) -> String {
    JSONValue.object([
      ("before", version(comparison.before, comparison.digests.before)),
      ("after", version(comparison.after, comparison.digests.after)), ("runs", .integer(Int64(comparison.runCount))),
      ("runs_digest", text(comparison.runsDigest.map { "\($0)" })),
      ("changes", .array(entries(comparison))), ("engine", .text(EngineVersion.current)),
    ]).pretty() + "\n"
  }

  /// An object for each change.
  package static func lines(_ comparison: VersionComparison) -> [String] {
    let stamp: [(key: String, value: JSONValue)] = [
      (
        "digests",
        .object([
          ("before", digests(comparison.digests.before)), ("after", digests(comparison.digests.after)),
          ("runs", text(comparison.runsDigest.map { "\($0)" })),
        ])
      ), ("engine", .text(EngineVersion.current)),
    ]
    return entries(comparison).map { entry in
      guard case .object(let own) = entry else { return entry.compact }
      return JSONValue.object(own + stamp).compact
    }
  }

  /// A row for each change.
  package static func table(_ comparison: VersionComparison) -> TextTable {
    var table = TextTable(
      [
        "kind", "run", "subject", "change", "before", "after", "before_place", "after_place", "before_rules_digest",
        "before_profiles_digest", "after_rules_digest", "after_profiles_digest", "runs_digest", "engine",
      ].map { .init($0) })
    let (old, new) = comparison.digests
    let stamp =
      [old.rules, old.profiles, new.rules, new.profiles, comparison.runsDigest].map(OutcomeStamp.cell)
      + [OutcomeStamp.engine]
    for change in comparison.meaning {
      func place(_ side: MeaningChange.Side?) -> String { side.map { "\($0.path):\($0.line)" } ?? "" }
      table.append(
        [
          "meaning", "", ChangeWording.subject(change.subject), ChangeWording.verb(change), change.before?.text ?? "",
          change.after?.text ?? "", place(change.before), place(change.after),
        ] + stamp)
    }
    for row in DiffReport.behaviour(comparison).rows {
      table.append(["behaviour", row[0], row[1], row[2]] + row[3...4].map { $0 == "–" ? "" : $0 } + ["", ""] + stamp)
    }
    for change in comparison.scores {
      for figure in change.figures {
        func text(_ value: Double?) -> String { value.map { JSONOutput.number($0) } ?? "" }
        table.append(
          [
            "score", "", ChangeWording.subject(change.subject), figure.name, text(figure.before), text(figure.after),
            "", "",
          ] + stamp)
      }
    }
    for broken in comparison.before.broken + comparison.after.broken {
      table.append(
        ["not compared", "", broken.name ?? "", broken.message, "", "", "\(broken.path):\(broken.line)", ""] + stamp)
    }
    return table
  }

  // MARK: Parts

  private static func entries(_ comparison: VersionComparison) -> [JSONValue] {
    var entries = comparison.meaning.map(meaning)
    for change in comparison.behaviour { entries += behaviour(change) }
    entries += comparison.scores.map(score)
    for (side, version) in [("before", comparison.before), ("after", comparison.after)] {
      entries += version.broken.map { broken in
        .object([
          ("kind", .text("not compared")), ("version", .text(side)), ("ruleset", text(broken.name)),
          ("file", .text(broken.path)), ("line", .integer(Int64(broken.line))), ("message", .text(broken.message)),
        ])
      }
    }
    return entries
  }

  static func version(_ version: RuleVersion, _ digests: VersionComparison.Digests?) -> JSONValue {
    var entries: [(key: String, value: JSONValue)] = [("name", .text(version.name))]
    if let commit = version.commit {
      entries += [
        ("commit", .text(commit.id)), ("subject", .text(commit.subject)), ("day", .text(commit.day)),
      ]
    }
    if let digests { entries.append(("digests", self.digests(digests))) }
    return .object(entries)
  }

  private static func digests(_ digests: VersionComparison.Digests) -> JSONValue {
    .object([("rules", .text("\(digests.rules)")), ("profiles", .text("\(digests.profiles)"))])
  }

  static func meaning(_ change: MeaningChange) -> JSONValue {
    func side(_ side: MeaningChange.Side?) -> JSONValue {
      guard let side else { return .null }
      return .object([("text", .text(side.text)), ("file", .text(side.path)), ("line", .integer(Int64(side.line)))])
    }
    return .object([
      ("kind", .text("meaning")), ("change", .text(ChangeWording.verb(change))),
      ("subject", .text(ChangeWording.subject(change.subject))), ("ruleset", text(change.subject.ruleset)),
      ("before", side(change.before)), ("after", side(change.after)),
    ])
  }

  private static func behaviour(_ change: BehaviourChange) -> [JSONValue] {
    var entries = change.events.map { event -> JSONValue in
      let (before, after) = ChangeWording.steps(event)
      return .object([
        ("kind", .text("event")), ("run", .text(change.run)), ("ruleset", .text(event.event.ruleset)),
        ("rule", .text(event.event.rule)), ("metric", text(event.event.metric)),
        ("event", .text(event.event.kind.rawValue)), ("change", .text(ChangeWording.kind(event))),
        ("before", integer(before)), ("after", integer(after)),
      ])
    }
    if let phases = change.phases {
      entries.append(
        .object([
          ("kind", .text("phases")), ("run", .text(change.run)), ("before", .array(phases.before.map(phase))),
          ("after", .array(phases.after.map(phase))),
        ]))
    }
    if let stops = change.stops {
      entries.append(
        .object([
          ("kind", .text("stop")), ("run", .text(change.run)), ("before", integer(stops.before)),
          ("after", integer(stops.after)),
        ]))
    }
    if let profiles = change.profiles {
      entries.append(
        .object([
          ("kind", .text("profile")), ("run", .text(change.run)), ("before", text(profiles.before)),
          ("after", text(profiles.after)),
        ]))
    }
    return entries
  }

  private static func phase(_ change: PhaseChange) -> JSONValue {
    .object([
      ("ruleset", .text(change.ruleset)), ("phase", .text(change.phase)), ("step", .integer(change.step)),
    ])
  }

  private static func score(_ change: ScoreChange) -> JSONValue {
    .object([
      ("kind", .text("score")), ("subject", .text(ChangeWording.subject(change.subject))),
      (
        "figures",
        .array(
          change.figures.map { figure in
            .object([
              ("name", .text(figure.name)), ("before", figure.before.map { .number($0) } ?? .null),
              ("after", figure.after.map { .number($0) } ?? .null),
            ])
          })
      ),
    ])
  }

  static func text(_ text: String?) -> JSONValue { text.map { .text($0) } ?? .null }
  static func integer(_ value: Int64?) -> JSONValue { value.map { .integer($0) } ?? .null }
}
