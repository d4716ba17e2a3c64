import OnsetText
import Testing

@testable import OnsetYAML

@Suite struct FaultTests {
  @Test func `every fault is drawn as the golden file shows`() throws {
    var golden = try GoldenFile("Faults.txt")
    for index in golden.cases.indices {
      let example = golden.cases[index]
      let source = SourceFile(path: "file.yaml", bytes: example.bytes)
      let drawing = DiagnosticRenderer(usesColour: false).render(YAML.load(source).diagnostics) + "\n"
      if GoldenFile.isRecording { golden.cases[index].expected = drawing }
      #expect(drawing == example.expected, "\(example.name)")
    }
    if GoldenFile.isRecording {
      try golden.record()
      Issue.record("the golden file was written anew")
    }
  }

  @Test func `every fault of a file has an example`() throws {
    let golden = try GoldenFile("Faults.txt")
    let shown = golden.cases.map(\.expected).joined()
    for code in YAMLFault.Code.allCases where code.rawValue < YAMLFault.Code.wrongType.rawValue {
      // A file that is too large has a test of its own; the catch-all is for faults that nobody has seen.
      if code == .tooLarge || code == .otherSyntax { continue }
      #expect(shown.contains("[\(code.rawValue)]"), "\(code)")
    }
  }
}
