import Foundation
import Testing

@Suite("Diagnostic pages")
struct DiagnosticPageTests {
  static let scripts = Checkout.files(in: "Tests/OnsetCommandTests/Diagnostics", named: ".script")

  @Test("every example of a diagnostic draws what its script says", arguments: scripts)
  func examples(path: String) async throws {
    try await ScriptTests.play(path)
  }

  @Test("every code has an example, and every example has its code")
  func completeness() throws {
    var documented: Set<String> = []
    for path in Self.scripts {
      for example in try DiagnosticExample.all(in: path) {
        #expect(
          example.runs.isEmpty ? !example.prose.isEmpty : example.output.contains("[\(example.code)]"),
          "the example of \(example.code) shows it")
        #expect(documented.insert(example.code).inserted, "\(example.code) has one example")
      }
    }
    var known: Set<String> = []
    for path in Checkout.files(in: "Sources", named: ".swift") {
      known.formUnion(try Checkout.text(path).matches(of: /"(O\d{4})"/).map { String($0.output.1) })
    }
    #expect(known.subtracting(documented).sorted() == [], "codes without an example")
    #expect(documented.subtracting(known).sorted() == [], "examples of codes that there are not")
  }

  @Test("docs/diagnostics.md is what the examples say")
  func page() throws {
    var text = DiagnosticExample.head
    for path in Self.scripts {
      text += "\n\(Script(try Checkout.text(path)).introduction)"
      for example in try DiagnosticExample.all(in: path) { text += "\n\(example.markdown)" }
    }
    try expectFresh("docs/diagnostics.md", text)
  }
}

/// One code: what it means, files that show it, and the drawing.
struct DiagnosticExample {
  var code: String
  var message: String
  var prose = ""
  var files: [(path: String, text: String)] = []
  var runs: [(line: String, output: String)] = []

  var output: String { runs.map(\.output).joined() }

  static let head = """
    # Diagnostics

    <!-- Generated from Tests/OnsetCommandTests/Diagnostics by `make docs`. -->

    Everything that `onset check` can find, by its code. A code never changes its meaning; what is here in words may
    change. Each example is run by the project's tests, and what is shown is what it prints. `⟪FF⟫` stands for a byte
    that is no text.

    """

  /// The examples of a script: a case each, called `O0101 the message`.
  static func all(in path: String) throws -> [DiagnosticExample] {
    var examples: [DiagnosticExample] = []
    for section in Script(try Checkout.text(path)).sections {
      if section.kind == .case {
        let words = section.argument.split(separator: " ", maxSplits: 1)
        examples.append(
          DiagnosticExample(
            code: String(words[0]), message: words.count == 2 ? String(words[1]) : "", prose: section.body))
        continue
      }
      let last = examples.count - 1
      // What stands before the first case is there for all of them, and the introduction tells of it.
      guard last >= 0 else { continue }
      switch section.kind {
      case .file: examples[last].files.append((section.argument, section.body))
      case .run: examples[last].runs.append((section.argument, ""))
      case .output, .error: examples[last].runs[examples[last].runs.count - 1].output += section.body
      default: break
      }
    }
    return examples
  }

  var markdown: String {
    var text = "### \(code): \(message)\n"
    if !prose.isEmpty { text += "\n\(prose)" }
    // A fence of four, since a file may hold one of three.
    for file in files { text += "\n`\(file.path)`:\n\n````yaml\n\(file.text)````\n" }
    for run in runs { text += "\n````\n$ \(run.line)\n\(run.output)````\n" }
    return text
  }
}
