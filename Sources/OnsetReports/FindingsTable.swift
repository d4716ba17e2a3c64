package import OnsetText

/// Findings as a table.
package enum FindingsTable {
  /// A row for each finding, in the given order.
  package static func table(_ diagnostics: [Diagnostic]) -> TextTable {
    var maps: [String: LineMap] = [:]
    var table = TextTable([
      .init("file"), .init("line", .right), .init("column", .right), .init("severity"), .init("code"),
      .init("message"), .init("hints"),
    ])
    for diagnostic in diagnostics {
      let map = maps[diagnostic.source.path] ?? LineMap(diagnostic.source)
      maps[diagnostic.source.path] = map
      let place = map.place(of: diagnostic.range.lower)
      table.append([
        diagnostic.source.path, "\(place.line)", "\(place.column)", diagnostic.severity.rawValue, diagnostic.code,
        diagnostic.message, diagnostic.hints.joined(separator: "; "),
      ])
    }
    return table
  }
}
