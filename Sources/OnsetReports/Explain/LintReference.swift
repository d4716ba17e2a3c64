package import OnsetRules
import OnsetText

/// The table of lints, for people and for programs.
package enum LintReference {
  /// A row for each lint, then one for each other code.
  package static var table: TextTable {
    var table = TextTable([.init("id"), .init("severity"), .init("finds")])
    for lint in Lints.all {
      table.append([lint.id.rawValue, lint.severity.rawValue, lint.summary])
    }
    for entry in DiagnosticReference.all {
      table.append([entry.code, entry.severity.rawValue, entry.title])
    }
    return table
  }

  package static var jsonLines: [String] {
    Lints.all.map(jsonLine)
      + DiagnosticReference.all.map { entry in
        JSONOutput.object([
          ("id", JSONOutput.quoted(entry.code)), ("severity", JSONOutput.quoted(entry.severity.rawValue)),
          ("finds", JSONOutput.quoted(entry.title)),
        ])
      }
  }

  package static func jsonLine(_ lint: Lint) -> String {
    JSONOutput.object([
      ("id", JSONOutput.quoted(lint.id.rawValue)), ("severity", JSONOutput.quoted(lint.severity.rawValue)),
      ("finds", JSONOutput.quoted(lint.summary)), ("name", JSONOutput.quoted(lint.name)),
      ("avoid", JSONOutput.quoted(lint.avoid)), ("prefer", JSONOutput.quoted(lint.prefer)),
      ("why", JSONOutput.quoted(lint.why)),
    ])
  }

  // MARK: One lint

  /// One lint with its examples.
  package static func text(_ lint: Lint, _ medium: FunctionReference.Medium) -> String {
    medium == .terminal ? terminal(lint) : markdown(lint, drawing: nil)
  }

  private static func terminal(_ lint: Lint) -> String {
    func part(_ name: String, _ text: String) -> String {
      "\(name)\n\(PlainText.wrapped(sentence(text), indent: "  "))\n"
    }
    var text = "\(lint.id.rawValue) \(lint.name) (\(lint.severity.rawValue))\n\n"
    text += PlainText.wrapped("Finds \(lint.summary).") + "\n"
    text += part("Avoid", lint.avoid) + part("Prefer", lint.prefer) + part("Why", lint.why)
    text += "Not so:\n\n\(shown(lint.bad))\nBut so:\n\n\(shown(lint.good))"
    return text
  }

  private static func shown(_ example: Lint.Example) -> String {
    var text = ""
    for file in example.files {
      text += "  # \(file.path)\n"
      for line in excerpt(of: file).split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
        text += line.isEmpty ? "\n" : "  \(line)\n"
      }
    }
    return text
  }

  /// A file as it is shown: of a log, the beginning.
  private static func excerpt(of file: (path: String, text: String)) -> String {
    guard !file.path.hasSuffix(".yaml") else { return file.text }
    let lines = file.text.split(separator: "\n")
    return lines.count <= 5 ? file.text : lines.prefix(4).map { $0 + "\n" }.joined() + "…\n"
  }

  private static func sentence(_ text: String) -> String {
    let text = text.hasSuffix(".") ? text : "\(text)."
    guard let first = text.first, first.isLetter else { return text }
    return first.uppercased() + text.dropFirst()
  }

  // MARK: The page

  /// The page about all of them, docs/lints.md.
  ///
  /// - Parameter drawing: What `onset check` prints for the bad example of a lint.
  package static func page(drawing: (Lint) -> String?) -> String {
    var text = """
      # Lints

      <!-- Generated from the table of lints by `make docs`. -->

      What `onset check` advises against, beside the [errors](diagnostics.md). Rules with such a finding work; most of them
      work less well than their author believes. `onset explain L0101` shows one of these on the terminal. Warnings
      change the exit status with `--strict` only, notes never do.

      A finding that is right in general and not here is allowed by a comment in its line, or in the line above, that says
      why, and if need be until when:

      ```yaml
      then:
        # onset: allow L0201 until 2027-01-31: compared with patience, which is unconfirmed too
        - {stop: "no progress"}
      ```

      | id | | finds |
      | --- | --- | --- |

      """
    for lint in Lints.all {
      text += "| [\(lint.id.rawValue)](#\(lint.id.rawValue.lowercased())-\(lint.name)) | \(lint.severity.rawValue) | "
      text += "\(lint.summary) |\n"
    }
    for lint in Lints.all { text += "\n\(markdown(lint, drawing: drawing(lint)))" }
    return text
  }

  private static func markdown(_ lint: Lint, drawing: String?) -> String {
    var text = "## \(lint.id.rawValue) \(lint.name)\n\n"
    text += PlainText.wrapped("Finds \(lint.summary).", width: 120)
    text += "\n" + PlainText.wrapped("**Avoid** \(ended(lint.avoid))", width: 120)
    text += "\n" + PlainText.wrapped("**Prefer** \(ended(lint.prefer))", width: 120)
    text += "\n" + PlainText.wrapped("**Why.** \(ended(lint.why))", width: 120)
    text += "\nNot so:\n\n\(blocks(lint.bad))"
    if let drawing { text += "\n````\n$ onset check \(lint.bad.arguments)\n\(drawing)````\n" }
    text += "\nBut so:\n\n\(blocks(lint.good))"
    return text
  }

  private static func ended(_ text: String) -> String { text.hasSuffix(".") ? text : "\(text)." }

  private static func blocks(_ example: Lint.Example) -> String {
    example.files.map { file in
      "`\(file.path)`:\n\n````\(file.path.hasSuffix(".yaml") ? "yaml" : "csv")\n\(excerpt(of: file))````\n"
    }.joined(separator: "\n")
  }
}
