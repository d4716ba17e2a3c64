package import OnsetStudy
import OnsetText

/// What has changed between two versions of rules, for people.
package enum DiffReport {
  /// For a terminal.
  package static func text(_ comparison: VersionComparison, _ style: TextStyle) -> String {
    var text = "\(names(comparison, style))\n\(summary(comparison))\n"
    if !comparison.meaning.isEmpty {
      text += "\n\(style.paint("What the rules say", .strong))\n" + meaning(comparison.meaning, style)
    }
    if !comparison.behaviour.isEmpty {
      text += "\n\(style.paint("What they do", .strong))\n"
      for change in comparison.behaviour { text += behaviour(change, style) }
    }
    if !comparison.scores.isEmpty {
      text += "\n\(style.paint("Scores", .strong))\n" + scores(comparison).plain(indent: "  ")
    }
    return text + "\n\(style.paint(digests(comparison), .quiet))\n"
  }

  /// For a pull request: what matters first, long tables folded.
  package static func markdown(_ comparison: VersionComparison) -> String {
    func code(_ version: RuleVersion) -> String {
      "`\(TerminalText.safe(version.name))`" + (version.commit.map { " (\($0.short))" } ?? "")
    }
    var text = "### Rules: \(code(comparison.before)) → \(code(comparison.after))\n\n**\(summary(comparison))**\n"
    for broken in comparison.before.broken + comparison.after.broken {
      text += "\n> ⚠️ `\(broken.path):\(broken.line)` is not compared: \(TerminalText.safe(broken.message))\n"
    }
    if !comparison.meaning.isEmpty {
      var table = TextTable([.init("what the rules say"), .init("before"), .init("after"), .init("where")])
      for change in comparison.meaning {
        table.append([
          "\(ChangeWording.subject(change.subject)) \(ChangeWording.verb(change))", change.before?.text ?? "–",
          change.after?.text ?? "–", ChangeWording.place(change),
        ])
      }
      text += "\n" + table.markdown
    }
    if !comparison.scores.isEmpty {
      var table = TextTable([.init("score"), .init("before → after")])
      for change in comparison.scores {
        let figures = change.figures.map {
          "\($0.name) \(ChangeWording.figure($0.before)) → \(ChangeWording.figure($0.after))"
        }
        table.append([ChangeWording.subject(change.subject), figures.joined(separator: ", ")])
      }
      text += "\n" + table.markdown
    }
    if !comparison.behaviour.isEmpty {
      let table = behaviour(comparison).markdown
      text +=
        comparison.behaviour.count > 5
        ? "\n<details><summary>What they do to \(DisplayNumber.counted(comparison.behaviour.count, "run"))</summary>\n\n\(table)\n</details>\n"
        : "\n" + table
    }
    return text + "\n<sub>\(digests(comparison))</sub>\n"
  }

  /// One line: what there is.
  static func summary(_ comparison: VersionComparison) -> String {
    var parts: [String] = []
    let broken = comparison.before.broken.count + comparison.after.broken.count
    parts.append(
      comparison.meaning.isEmpty
        ? "no change of meaning" : DisplayNumber.counted(comparison.meaning.count, "change") + " of meaning")
    if comparison.runCount > 0 {
      parts.append(
        comparison.behaviour.isEmpty
          ? "the same on \(DisplayNumber.counted(comparison.runCount, "run"))"
          : "something else on \(comparison.behaviour.count) of \(DisplayNumber.counted(comparison.runCount, "run"))")
    } else {
      parts.append("no runs replayed")
    }
    if !comparison.failures.isEmpty {
      parts.append("\(DisplayNumber.counted(comparison.failures.count, "run")) not replayed")
    }
    if broken > 0 {
      parts.append("\(DisplayNumber.counted(broken, "file")) with errors not compared")
    }
    return parts.joined(separator: ", ")
  }

  private static func names(_ comparison: VersionComparison, _ style: TextStyle) -> String {
    let (before, after) = (ChangeWording.name(comparison.before), ChangeWording.name(comparison.after))
    return style.paint(TerminalText.safe("\(before) → \(after)"), .strong)
  }

  // MARK: Meaning

  /// As a patch is written, each side with its place.
  static func meaning(_ changes: [MeaningChange], _ style: TextStyle) -> String {
    changes.map { change in
      let verb = ChangeWording.verb(change)
      var text = "  \(TerminalText.safe(ChangeWording.subject(change.subject)))"
      if verb != "changed" { text += style.paint("  \(verb)", .accent) }
      text += "\n"
      for (mark, side, role) in [("-", change.before, TextStyle.Role.bad), ("+", change.after, .good)] {
        guard let side else { continue }
        let place = style.paint(TerminalText.safe("  \(side.path):\(side.line)"), .quiet)
        text += "    " + style.paint("\(mark) \(TerminalText.safe(side.text))", role) + place + "\n"
      }
      return text
    }.joined()
  }

  // MARK: Behaviour

  private static func behaviour(_ change: BehaviourChange, _ style: TextStyle) -> String {
    var text = "  \(style.paint(TerminalText.safe(change.run), .strong))\n"
    var table = TextTable([.init("", .right), .init(""), .init(""), .init("")])
    for event in change.events {
      let (before, after) = ChangeWording.steps(event)
      let was = before.map { $0 == after || after == nil ? "" : "was \($0)" } ?? ""
      table.append([
        "step \(after ?? before ?? 0)", ChangeWording.kind(event), ChangeWording.event(event.event), was,
      ])
    }
    // No titles: the words say what they are.
    let lines = table.plain(indent: "    ").split(separator: "\n", omittingEmptySubsequences: false).dropFirst()
    text += lines.joined(separator: "\n")
    for line in otherLines(change) { text += "    \(TerminalText.safe(line))\n" }
    return text
  }

  private static func otherLines(_ change: BehaviourChange) -> [String] {
    others(change).map { "\($0.what): \($0.before) → \($0.after)" }
  }

  /// The phases, the stop and the profile of a run, where they are others.
  static func others(_ change: BehaviourChange) -> [(what: String, before: String, after: String)] {
    var lines: [(what: String, before: String, after: String)] = []
    if let phases = change.phases {
      lines += ChangeWording.phases(phases).map { ("phases of \($0.ruleset)", $0.before, $0.after) }
    }
    if let stops = change.stops {
      func words(_ step: Int64?) -> String { step.map { "at step \($0)" } ?? "never" }
      lines.append(("stopped", words(stops.before), words(stops.after)))
    }
    if let profiles = change.profiles {
      lines.append(("profile", profiles.before ?? "none", profiles.after ?? "none"))
    }
    return lines
  }

  /// A row for each event, phase, stop and profile that is another.
  package static func behaviour(_ comparison: VersionComparison) -> TextTable {
    var table = TextTable([
      .init("run"), .init("what they do"), .init("change"), .init("before", .right), .init("after", .right),
    ])
    for change in comparison.behaviour {
      for event in change.events {
        let (before, after) = ChangeWording.steps(event)
        table.append([
          change.run, ChangeWording.event(event.event), ChangeWording.kind(event), before.map(String.init) ?? "–",
          after.map(String.init) ?? "–",
        ])
      }
      for line in others(change) { table.append([change.run, line.what, "", line.before, line.after]) }
    }
    return table
  }

  static func scores(_ comparison: VersionComparison) -> TextTable {
    var table = TextTable([.init("score"), .init("figure"), .init("before", .right), .init("after", .right)])
    for change in comparison.scores {
      for (index, figure) in change.figures.enumerated() {
        table.append([
          index == 0 ? ChangeWording.subject(change.subject) : "", figure.name, ChangeWording.figure(figure.before),
          ChangeWording.figure(figure.after),
        ])
      }
    }
    return table
  }

  private static func digests(_ comparison: VersionComparison) -> String {
    digests(
      comparison.digests.before, comparison.digests.after, comparison.runsDigest.map { "runs \($0.short)" })
  }

  /// `rules 1d0c2a4e → 77b3a1f0, profiles 5e6f7a8b, onset 1.0.0`.
  static func digests(
    _ before: VersionComparison.Digests, _ after: VersionComparison.Digests, _ runs: String?
  ) -> String {
    func pair(_ name: String, _ before: ContentDigest, _ after: ContentDigest) -> String {
      before == after ? "\(name) \(after.short)" : "\(name) \(before.short) → \(after.short)"
    }
    let parts = [pair("rules", before.rules, after.rules), pair("profiles", before.profiles, after.profiles)]
    return (parts + [runs, "onset \(OutcomeStamp.engine)"].compactMap(\.self)).joined(separator: ", ")
  }
}
