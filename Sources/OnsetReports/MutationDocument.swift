import OnsetRules
package import OnsetStudy
import OnsetText

/// Which slight changes of rule sets no test noticed.
package enum MutationDocument {
  /// For people: the survivors with their places, then a table.
  package static func text(_ reports: [MutationReport], style: TextStyle) -> String {
    var text = ""
    for report in reports {
      let lines = LineMap(report.source)
      for entry in report.survivors {
        let place = lines.place(of: entry.mutant.place.lower)
        text += "\(report.source.path):\(place.line):\(place.column): \(style.paint("not noticed", .bad))"
        text += "  \(entry.mutant.kind.rawValue)  `\(entry.mutant.before)` → `\(entry.mutant.after)`\n"
      }
    }
    if !text.isEmpty { text += "\n" }
    var table = TextTable([
      .init("rule set"), .init("tests", .right), .init("mutants", .right), .init("noticed", .right),
      .init("not noticed", .right), .init("equivalent", .right), .init("share noticed", .right),
    ])
    for report in reports { table.append(row(report.ruleSet, "\(report.testCount)", [report])) }
    if reports.count > 1 { table.append(row("all", "", reports)) }
    return text + table.plain()
  }

  private static func row(_ name: String, _ tests: String, _ reports: [MutationReport]) -> [String] {
    let noticed = reports.reduce(0) { $0 + $1.noticed.count }
    let survivors = reports.reduce(0) { $0 + $1.survivors.count }
    let equivalent = reports.reduce(0) { $0 + $1.equivalent.count }
    return [
      name, tests, "\(noticed + survivors + equivalent)", "\(noticed)", "\(survivors)", "\(equivalent)",
      DisplayNumber.percent(noticed, of: noticed + survivors),
    ]
  }

  /// The share of the mutants that were noticed, of those that could be; 1 where there are none.
  package static func share(_ reports: [MutationReport]) -> Double {
    let noticed = reports.reduce(0) { $0 + $1.noticed.count }
    let survivors = reports.reduce(0) { $0 + $1.survivors.count }
    return noticed + survivors == 0 ? 1 : Double(noticed) / Double(noticed + survivors)
  }

  /// A row for each mutant that is a rule set.
  package static func table(_ reports: [MutationReport]) -> TextTable {
    var table = TextTable([
      .init("ruleset"), .init("file"), .init("line", .right), .init("column", .right), .init("kind"), .init("before"),
      .init("after"), .init("fate"), .init("by"),
    ])
    for report in reports {
      let lines = LineMap(report.source)
      for entry in report.entries where entry.fate != .invalid {
        let place = lines.place(of: entry.mutant.place.lower)
        table.append([
          report.ruleSet, report.source.path, "\(place.line)", "\(place.column)", entry.mutant.kind.rawValue,
          entry.mutant.before, entry.mutant.after, entry.fateName, entry.noticer ?? entry.remark ?? "",
        ])
      }
    }
    return table
  }

  /// A mutant, one line without its end.
  package static func lines(_ report: MutationReport) -> [String] {
    let lines = LineMap(report.source)
    return report.entries.filter { $0.fate != .invalid }.map { entry in
      let place = lines.place(of: entry.mutant.place.lower)
      var entries: [(key: String, value: String)] = [
        ("ruleset", JSONOutput.quoted(report.ruleSet)), ("file", JSONOutput.quoted(report.source.path)),
        ("line", "\(place.line)"), ("column", "\(place.column)"),
        ("kind", JSONOutput.quoted(entry.mutant.kind.rawValue)), ("before", JSONOutput.quoted(entry.mutant.before)),
        ("after", JSONOutput.quoted(entry.mutant.after)), ("fate", JSONOutput.quoted(entry.fateName)),
      ]
      entries.append(("by", entry.noticer.map(JSONOutput.quoted) ?? "null"))
      entries.append(("remark", entry.remark.map(JSONOutput.quoted) ?? "null"))
      return JSONOutput.object(entries)
    }
  }
}

extension MutationReport.Entry {
  fileprivate var fateName: String {
    switch fate {
    case .noticed: "noticed"
    case .survived: remark == nil ? "not noticed" : "equivalent"
    case .invalid: "invalid"
    }
  }

  fileprivate var noticer: String? {
    if case .noticed(let test) = fate { test } else { nil }
  }
}
