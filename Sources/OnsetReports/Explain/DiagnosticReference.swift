package import OnsetText

/// The codes of errors and of the other findings that are no lints, with what the page about them says.
package enum DiagnosticReference {
  package struct Entry: Sendable {
    package var code: String
    package var title: String
    /// What stands below its heading in docs/diagnostics.md.
    var body: String
  }

  package static let all: [Entry] = entries(of: String(decoding: PackageResources.diagnostics_md, as: UTF8.self))

  private static let byCode = Dictionary(uniqueKeysWithValues: all.map { ($0.code, $0) })

  package static func entry(_ code: String) -> Entry? { byCode[code] }

  private static func entries(of page: String) -> [Entry] {
    var entries: [Entry] = []
    var isOpen = false
    for line in page.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("### ") {
        let words = line.dropFirst(4).split(separator: ":", maxSplits: 1)
        let title = words.count == 2 ? words[1].drop { $0 == " " } : ""
        entries.append(Entry(code: String(words[0]), title: String(title), body: ""))
        isOpen = true
      } else if line.hasPrefix("## ") {
        isOpen = false
      } else if isOpen {
        entries[entries.count - 1].body += line + "\n"
      }
    }
    for index in entries.indices {
      let body = entries[index].body.drop { $0 == "\n" }
      entries[index].body = String(body.reversed().drop { $0 == "\n" }.reversed()) + "\n"
    }
    return entries
  }
}

extension DiagnosticReference.Entry {
  /// As its example draws it; what has none is an error.
  package var severity: Severity {
    Severity.allCases.first { body.contains("\($0.rawValue)[\(code)]") } ?? .error
  }

  /// The entry with its example.
  package func text(_ medium: FunctionReference.Medium) -> String {
    guard medium == .terminal else { return "## \(code): \(title)\n\n\(body)" }
    var text = "\(code): \(title)\n\n"
    var isCode = false
    for line in body.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
      if line.hasPrefix("````") {
        isCode.toggle()
      } else {
        text += line.isEmpty ? "\n" : isCode ? "  \(line)\n" : "\(line)\n"
      }
    }
    return text.replacing("\n\n\n", with: "\n\n")
  }
}
