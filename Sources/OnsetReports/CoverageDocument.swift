import OnsetRules
package import OnsetStudy
import OnsetText

/// What of rule sets tests have seen.
package enum CoverageDocument {
  /// For people: what was not seen, with its place, then a table.
  package static func text(_ reports: [CoverageReport], style: TextStyle) -> String {
    var text = ""
    for report in reports {
      let lines = LineMap(report.source)
      for gap in gaps(report) {
        let place = lines.place(of: gap.offset)
        text += "\(report.source.path):\(place.line):\(place.column): \(style.paint("never \(gap.what)", .warning))"
        text += "  \(TerminalText.safe(gap.subject))\n"
      }
    }
    if !text.isEmpty { text += "\n" }
    var table = TextTable([
      .init("rule set"), .init("rules fired", .right), .init("", .right), .init("states", .right), .init("", .right),
      .init("truths", .right), .init("", .right),
    ])
    for report in reports { table.append(row(report.ruleSet, [report])) }
    if reports.count > 1 { table.append(row("all", reports)) }
    return text + table.plain()
  }

  private struct Gap {
    var offset: Int
    /// The rule or the comparison, and what it never did or was.
    var subject: String
    var what: String
  }

  private static func gaps(_ report: CoverageReport) -> [Gap] {
    let states = report.rules.filter { !$0.missing.isEmpty }.map { rule in
      Gap(
        offset: rule.place.lower, subject: "the rule `\(rule.name)`",
        what: rule.missing.map(\.rawValue).joined(separator: ", "))
    }
    let truths = report.conditions.filter { !$0.wasTrue || !$0.wasFalse }.map { condition in
      let values = [condition.wasTrue ? nil : "true", condition.wasFalse ? nil : "false"].compactMap(\.self)
      return Gap(
        offset: condition.place.lower, subject: "`\(oneLine(condition.text))`",
        what: values.joined(separator: " or ")
          + (condition.wasUnknown && values.count == 2 ? ", only unknown" : ""))
    }
    return (states + truths).sorted { $0.offset < $1.offset }
  }

  private static func oneLine(_ text: String) -> String {
    text.split { $0 == " " || $0.isNewline }.joined(separator: " ")
  }

  private static func row(_ name: String, _ reports: [CoverageReport]) -> [String] {
    let counts = [total(reports, \.ruleCount), total(reports, \.stateCount), total(reports, \.truthCount)]
    return [name]
      + counts.flatMap { ["\($0.seen) of \($0.all)", DisplayNumber.percent($0.seen, of: $0.all)] }
  }

  private static func total(
    _ reports: [CoverageReport], _ count: (CoverageReport) -> (seen: Int, all: Int)
  ) -> (seen: Int, all: Int) {
    reports.map(count).reduce((0, 0)) { ($0.0 + $1.seen, $0.1 + $1.all) }
  }

  /// The share of rules, states and truth values that were seen; 1 where there are none.
  package static func share(_ reports: [CoverageReport]) -> Double {
    let counts = [total(reports, \.ruleCount), total(reports, \.stateCount), total(reports, \.truthCount)]
    let all = counts.reduce(0) { $0 + $1.all }
    return all == 0 ? 1 : Double(counts.reduce(0) { $0 + $1.seen }) / Double(all)
  }

  /// A row for each way of a rule and each truth value of a comparison.
  package static func table(_ reports: [CoverageReport]) -> TextTable {
    var table = TextTable([
      .init("ruleset"), .init("file"), .init("line", .right), .init("column", .right), .init("rule"),
      .init("condition"), .init("what"), .init("seen"),
    ])
    for item in reports.flatMap(items) {
      table.append([
        item.ruleSet, item.file, "\(item.place.line)", "\(item.place.column)", item.rule ?? "", item.condition ?? "",
        item.what, "\(item.isSeen)",
      ])
    }
    return table
  }

  /// The same, one line of JSON each, without its end.
  package static func lines(_ report: CoverageReport) -> [String] {
    items(report).map { item in
      JSONOutput.object([
        ("ruleset", JSONOutput.quoted(item.ruleSet)), ("file", JSONOutput.quoted(item.file)),
        ("line", "\(item.place.line)"), ("column", "\(item.place.column)"),
        ("rule", item.rule.map(JSONOutput.quoted) ?? "null"),
        ("condition", item.condition.map(JSONOutput.quoted) ?? "null"), ("what", JSONOutput.quoted(item.what)),
        ("seen", "\(item.isSeen)"),
      ])
    }
  }

  private struct Item {
    var ruleSet: String
    var file: String
    var place: LineColumn
    var rule: String?
    var condition: String?
    var what: String
    var isSeen: Bool
  }

  private static func items(_ report: CoverageReport) -> [Item] {
    let lines = LineMap(report.source)
    let states = report.rules.flatMap { rule in
      rule.states.map { state in
        Item(
          ruleSet: report.ruleSet, file: report.source.path, place: lines.place(of: rule.place.lower), rule: rule.name,
          what: state.rawValue, isSeen: rule.seen.contains(state))
      }
    }
    let truths = report.conditions.flatMap { condition in
      [("true", condition.wasTrue), ("false", condition.wasFalse), ("unknown", condition.wasUnknown)].map {
        Item(
          ruleSet: report.ruleSet, file: report.source.path, place: lines.place(of: condition.place.lower),
          condition: oneLine(condition.text), what: $0.0, isSeen: $0.1)
      }
    }
    return states + truths
  }
}
