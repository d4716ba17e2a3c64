import OnsetRules
package import OnsetText

/// Findings as a log in SARIF 2.1.0, which code hosts show beside the lines.
package enum SARIF {
  /// One run of the tool with a result for each finding, in the given order. Columns are counted in characters, as
  /// everywhere else.
  package static func log(_ diagnostics: [Diagnostic], version: String) -> String {
    var codes: [String] = []
    var indices: [String: Int] = [:]
    for diagnostic in diagnostics where indices[diagnostic.code] == nil {
      indices[diagnostic.code] = codes.count
      codes.append(diagnostic.code)
    }
    var maps: [String: LineMap] = [:]
    let results = diagnostics.map { diagnostic in
      let map = maps[diagnostic.source.path] ?? LineMap(diagnostic.source)
      maps[diagnostic.source.path] = map
      return result(diagnostic, map, ruleIndex: indices[diagnostic.code] ?? 0)
    }
    let driver = JSONOutput.object([
      ("name", JSONOutput.quoted("onset")), ("version", JSONOutput.quoted(version)),
      ("rules", list(codes.map(rule), indent: "        ")),
    ])
    return """
      {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
          {
            "tool": {"driver": \(driver)},
            "columnKind": "unicodeCodePoints",
            "results": \(list(results, indent: "      "))
          }
        ]
      }

      """
  }

  private static func list(_ items: [String], indent: String) -> String {
    items.isEmpty ? "[]" : "[\n\(indent)  \(items.joined(separator: ",\n\(indent)  "))\n\(indent)]"
  }

  private static func rule(_ code: String) -> String {
    var entries = [("id", JSONOutput.quoted(code))]
    if let lint = Lints.named(code) {
      entries += [
        ("name", JSONOutput.quoted(lint.name)), ("shortDescription", message(lint.summary)),
        ("fullDescription", message("Avoid \(lint.avoid). Prefer \(lint.prefer).")),
        ("help", message("\(lint.why) (onset explain \(code))")),
        (
          "defaultConfiguration",
          JSONOutput.object([("level", JSONOutput.quoted(level(lint.severity)))])
        ),
      ]
    } else {
      let title = DiagnosticReference.entry(code)?.title ?? code
      entries += [
        ("shortDescription", message(title)), ("help", message("onset explain \(code) shows an example")),
      ]
    }
    return JSONOutput.object(entries.map { (key: $0.0, value: $0.1) })
  }

  private static func result(_ diagnostic: Diagnostic, _ map: LineMap, ruleIndex: Int) -> String {
    let start = map.place(of: diagnostic.range.lower)
    let end = map.place(of: diagnostic.range.upper)
    let region = JSONOutput.object([
      ("startLine", "\(start.line)"), ("startColumn", "\(start.column)"), ("endLine", "\(end.line)"),
      ("endColumn", "\(end.column)"),
    ])
    let place = JSONOutput.object([
      ("artifactLocation", JSONOutput.object([("uri", JSONOutput.quoted(uri(diagnostic.source.path)))])),
      ("region", region),
    ])
    let text = ([diagnostic.message] + diagnostic.hints.map { "hint: \($0)" }).joined(separator: "\n")
    return JSONOutput.object([
      ("ruleId", JSONOutput.quoted(diagnostic.code)), ("ruleIndex", "\(ruleIndex)"),
      ("level", JSONOutput.quoted(level(diagnostic.severity))), ("message", message(text)),
      ("locations", JSONOutput.array([JSONOutput.object([("physicalLocation", place)])])),
    ])
  }

  private static func message(_ text: String) -> String { JSONOutput.object([("text", JSONOutput.quoted(text))]) }

  private static func level(_ severity: Severity) -> String {
    switch severity {
    case .error: "error"
    case .warning: "warning"
    case .note: "note"
    }
  }

  /// A path as a relative reference, or as a `file:` URI where it begins at the root.
  private static func uri(_ path: String) -> String {
    var text = path.hasPrefix("/") ? "file://" : ""
    for byte in path.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "~"), UInt8(ascii: "/"):
        text.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        text += "%" + (digits.count == 1 ? "0" : "") + digits
      }
    }
    return text
  }
}
