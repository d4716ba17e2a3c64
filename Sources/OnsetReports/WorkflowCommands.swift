package import OnsetText

/// Findings as workflow commands of GitHub, which shows them beside the lines of a pull request.
package enum WorkflowCommands {
  /// A line for each finding, with its end.
  package static func text(_ diagnostics: [Diagnostic]) -> String {
    var maps: [String: LineMap] = [:]
    return diagnostics.map { diagnostic in
      let map = maps[diagnostic.source.path] ?? LineMap(diagnostic.source)
      maps[diagnostic.source.path] = map
      return line(diagnostic, map)
    }.joined()
  }

  private static func line(_ diagnostic: Diagnostic, _ map: LineMap) -> String {
    let start = map.place(of: diagnostic.range.lower)
    let end = map.place(of: diagnostic.range.upper)
    let command =
      switch diagnostic.severity {
      case .error: "error"
      case .warning: "warning"
      case .note: "notice"
      }
    var properties = [("file", diagnostic.source.path), ("line", "\(start.line)")]
    // Columns count only where a finding is in one line. The last one is meant to be in it.
    if start.line == end.line {
      properties += [("col", "\(start.column)"), ("endColumn", "\(max(start.column, end.column - 1))")]
    } else {
      properties.append(("endLine", "\(end.line)"))
    }
    properties.append(("title", diagnostic.code))
    let values = properties.map { "\($0.0)=\(escaped($0.1, isProperty: true))" }.joined(separator: ",")
    let text = ([diagnostic.message] + diagnostic.hints.map { "hint: \($0)" }).joined(separator: "\n")
    return "::\(command) \(values)::\(escaped(text, isProperty: false))\n"
  }

  private static func escaped(_ text: String, isProperty: Bool) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "%": result += "%25"
      case "\r": result += "%0D"
      case "\n": result += "%0A"
      case ":" where isProperty: result += "%3A"
      case "," where isProperty: result += "%2C"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
