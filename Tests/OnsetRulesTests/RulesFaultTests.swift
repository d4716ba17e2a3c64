import OnsetText
import Testing
@testable import OnsetRules

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Every fault of a rule set or profile, drawn as the golden file shows.
///
/// The file holds cases `=== name`, the text of a file (rule sets and profiles are told apart by their keys; `~~~`
/// parts a rule set from profiles it is checked under), `--- expected` and the drawing. With `ONSET_RECORD` in the
/// environment it is written anew, and the test fails all the same.
@Suite struct RulesFaultTests {
  struct Case {
    var name: String
    var input: String
    var expected: String
  }

  static let isRecording = unsafe getenv("ONSET_RECORD") != nil
  static let path = "\(String(#filePath.dropLast("RulesFaultTests.swift".count)))Golden/Faults.txt"

  static func cases() throws -> [Case] {
    let file = try FileAccess.read(path, limit: 1 << 20)
    func cut(_ text: String, at separator: String) -> (String, String) {
      guard let range = text.firstRange(of: separator) else { return (text, "") }
      return (String(text[..<range.lowerBound]), String(text[range.upperBound...]))
    }
    return file.text(in: ByteRange(0, file.bytes.count)).split(separator: "=== ").map { section in
      let (name, rest) = cut(String(section), at: "\n")
      let (input, expected) = cut(rest, at: "--- expected\n")
      return Case(name: name, input: input, expected: expected)
    }
  }

  /// Everything found in the files of a case.
  static func findings(_ input: String) -> [Diagnostic] {
    var diagnostics: [Diagnostic] = []
    var rules: [RuleSetFile] = []
    var profiles: [ProfileFile] = []
    for (index, text) in input.split(separator: "~~~\n").enumerated() {
      let isProfile = text.contains("\nprofile:")
      let name = isProfile ? "profile\(index).yaml" : "rules.yaml"
      let source = SourceFile(name: name, text: String(text))
      if isProfile {
        let (model, found) = ProfileFile.decode(source)
        diagnostics += found
        if let model { profiles.append(model) }
      } else if text.contains("\nruleset:") {
        let (model, found) = RuleSetFile.decode(source)
        diagnostics += found
        if let model { rules.append(model) }
      } else {
        diagnostics += RulesFault.findings(ofUnknownFile: source)
      }
    }
    let (resolved, found) = ProfileResolver.resolve(profiles)
    diagnostics += found
    for file in rules { diagnostics += RuleSetReview.findings(in: file, profiles: resolved) }
    // What the lints say of examples of something else is another matter.
    return diagnostics.filter { LintID(rawValue: $0.code) == nil }.sortedForReading()
  }

  @Test func `every fault is drawn as the golden file shows`() throws {
    var cases = try Self.cases()
    for index in cases.indices {
      let drawing = DiagnosticRenderer(usesColour: false).render(Self.findings(cases[index].input)) + "\n"
      if Self.isRecording { cases[index].expected = drawing }
      #expect(drawing == cases[index].expected, "\(cases[index].name)")
    }
    if Self.isRecording {
      let text = cases.map { "=== \($0.name)\n\($0.input)--- expected\n\($0.expected)" }.joined()
      try FileAccess.replaceAtomically(Self.path, with: Array(text.utf8))
      Issue.record("the golden file was written anew")
    }
  }

  @Test func `every fault has an example`() throws {
    let shown = try Self.cases().map(\.expected).joined()
    // `O0602` and `O0617` are also told of whole projects, `O0646` when a run is matched: they have tests of their own.
    for code in [
      601, 602, 603, 604, 605, 606, 607, 610, 611, 612, 613, 614, 615, 616, 620, 621, 622, 623, 624, 625, 626, 630, 631,
      632, 633, 634, 635, 636, 640, 641, 642, 643, 644, 645,
    ] {
      #expect(shown.contains("[O0\(code)]"), "O0\(code)")
    }
  }
}
