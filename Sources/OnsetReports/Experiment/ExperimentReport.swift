package import OnsetStudy
import OnsetText

/// The result of an experiment for people.
package enum ExperimentReport {
  /// For a terminal.
  package static func text(_ result: ExperimentResult, _ style: TextStyle) -> String {
    var text = head(result).map { $0 + "\n" }.joined()
    for group in result.groups {
      text += "\n\(style.paint(TerminalText.safe(title(group, result)), .strong))  \(size(group))\n"
      text += table(group, result).plain()
    }
    text += "\n" + conclusions(result).map { $0 + "\n" }.joined()
    return text + remarks(result).map { style.paint($0, .quiet) + "\n" }.joined()
  }

  /// For a page.
  package static func markdown(_ result: ExperimentResult) -> String {
    var text = "### \(TextTable.escaped(result.name))\n\n" + head(result).map { $0 + "\n" }.joined()
    for group in result.groups {
      text += "\n**\(TextTable.escaped(title(group, result)))**, \(size(group))\n\n" + table(group, result).markdown
    }
    return text + "\n" + (conclusions(result) + remarks(result)).map { "* \($0)\n" }.joined()
  }

  private static func head(_ result: ExperimentResult) -> [String] {
    let question = result.question.map { [TerminalText.safe($0)] } ?? []
    return question + [
      "\(DisplayNumber.counted(result.variants.count, "variant")) on "
        + "\(DisplayNumber.counted(result.runCount, "run")), by `\(result.objective.text)`"
        + (result.objective.isMinimized ? " (less is better)" : "")
        + ", compared with `\(TerminalText.safe(result.variants[result.against].name))`."
    ]
  }

  private static func title(_ group: ExperimentResult.Group, _ result: ExperimentResult) -> String {
    guard let name = group.name, let split = result.split else { return "All runs" }
    return name.isEmpty ? "no \(split)" : "\(split) \(name)"
  }

  private static func size(_ group: ExperimentResult.Group) -> String {
    "\(DisplayNumber.counted(group.runCount, "run")), \(group.labelledCount) with labels"
  }

  // MARK: Tables

  private static func table(_ group: ExperimentResult.Group, _ result: ExperimentResult) -> TextTable {
    let hasTransitions = group.rows.contains { $0.transitions != nil }
    let hasStops = group.rows.contains { $0.stops != nil }
    let objective = result.objective.text
    var columns: [TextTable.Column] = [.init("variant"), .init(objective.count <= 24 ? objective : "objective")]
    if hasTransitions {
      columns += [
        .init("hits", .right), .init("misses", .right), .init("false alarms", .right), .init("delay", .right),
      ]
    }
    if hasStops { columns += [.init("stops", .right), .init("false stops", .right), .init("steps saved", .right)] }
    columns += [.init("difference", .right), .init("on runs", .right), .init("p", .right), .init("")]
    var table = TextTable(columns)
    for (variant, row) in zip(result.variants, group.rows) {
      var cells = [TerminalText.safe(variant.name), value(row)]
      if let counts = row.transitions {
        cells += [
          "\(counts.hits)", "\(counts.misses)", "\(counts.falseAlarms)",
          counts.delay.map(DisplayNumber.signed) ?? "–",
        ]
      }
      if let counts = row.stops {
        cells += [
          "\(counts.stops)", "\(counts.falseStops)", DisplayNumber.percent(Int(counts.saved), of: Int(counts.steps)),
        ]
      }
      cells += difference(row, result)
      table.append(cells)
    }
    return table
  }

  private static func value(_ row: ExperimentResult.Row) -> String {
    guard let value = row.value else { return row.isAllowed ? "–" : "– (not allowed)" }
    var text = number(value)
    if let interval = row.interval { text += " [\(number(interval.lowerBound)), \(number(interval.upperBound))]" }
    return row.isAllowed ? text : text + " (not allowed)"
  }

  private static func number(_ value: Double) -> String {
    abs(value) < 10 ? DisplayNumber.decimals(value, 2) : DisplayNumber.short(value)
  }

  private static func difference(_ row: ExperimentResult.Row, _ result: ExperimentResult) -> [String] {
    guard let difference = row.difference else { return ["", "", "", ""] }
    guard let value = difference.value else { return ["–", "\(difference.differingRuns)", "–", "not known"] }
    if difference.differingRuns == 0 { return ["0", "0", "", "does the same"] }
    return [
      (value > 0 ? "+" : "") + number(value), "\(difference.differingRuns)",
      difference.corrected.map { DisplayNumber.decimals($0, 3) } ?? "–",
      difference.isWithinNoise ? "within noise" : (value > 0) == result.objective.isMinimized ? "worse" : "better",
    ]
  }

  // MARK: Words

  private static func conclusions(_ result: ExperimentResult) -> [String] {
    guard let choice = result.choice else { return [] }
    let counts = Dictionary(grouping: choice.held, by: \.variant).sorted { $0.key < $1.key }
    let held = counts.map { variant, parts in
      let name = "`\(TerminalText.safe(result.variants[variant].name))`"
      guard result.split != nil else { return "\(name) for \(DisplayNumber.counted(parts.count, "run"))" }
      return
        "\(name) for \(parts.map { $0.name.isEmpty ? "the rest" : TerminalText.safe($0.name) }.joined(separator: ", "))"
    }
    let value = choice.value.map(number) ?? "–"
    return [
      "Chosen without \(result.split == nil ? "the run" : "the part") that it is judged on: "
        + "\(held.joined(separator: ", ")); `\(result.objective.text)` \(value) over all runs"
        + (choice.isAllowed ? "." : ", which the constraints do not allow.")
    ]
  }

  private static func remarks(_ result: ExperimentResult) -> [String] {
    let rows = result.groups.flatMap(\.rows)
    var remarks: [String] = []
    let kinds = [
      rows.contains(where: \.isExact) ? "exact (Clopper-Pearson)" : nil,
      rows.contains { !$0.isExact && $0.interval != nil }
        ? "from \(DisplayNumber.grouped(Int64(Bootstrap.draws))) draws of the runs" : nil,
    ].compactMap(\.self)
    if !kinds.isEmpty { remarks.append("95% intervals over runs, \(kinds.joined(separator: ", else ")).") }
    if let most = result.groups.map(\.comparisons).max(), most > 0 {
      remarks.append(
        "p: permutation test paired by run"
          + (most > 1 ? ", corrected for the comparisons of its table (Holm)" : "")
          + "; above \(DisplayNumber.short(ExperimentResult.significance)) a difference is within noise.")
    }
    if !result.failures.isEmpty {
      remarks.append(
        "\(DisplayNumber.counted(result.failures.count, "run")) could not be replayed, and count for no variant.")
    }
    let against = result.variants[result.against]
    remarks.append("`\(TerminalText.safe(against.name))`: \(OutcomeStamp.line(result.digests(of: against)))")
    return remarks
  }
}
