import OnsetText
import Testing

@Suite struct DiagnosticTests {
  private static func drawing(_ text: String, _ lower: Int, _ upper: Int, hints: [String] = []) -> String {
    let diagnostic = Diagnostic(
      source: SourceFile(name: "a.yaml", text: text), range: ByteRange(lower, upper), code: "O0999",
      message: "wrong", hints: hints)
    return DiagnosticRenderer(usesColour: false).render([diagnostic])
  }

  @Test func `a finding shows its line, its place and its hints`() {
    #expect(
      Self.drawing("one\n  two\nthree", 6, 9, hints: ["write it out"])
        == """
        error[O0999]: wrong
         --> a.yaml:2:3
          |
        2 |   two
          |   ^^^
          = hint: write it out

        """)
  }

  @Test(arguments: [
    ("ab\tcd", 3, 5, "ab cd", "   ^^"), ("é😀x", 6, 7, "é😀x", "  ^"), ("ab", 2, 2, "ab", "  ^"),
    ("ab\ncd", 1, 5, "ab", " ^"),
    ("a\u{1B}[31mb", 6, 7, "a\u{FFFD}[31mb", "      ^"), ("\u{FEFF}ab", 3, 4, "ab", "^"),
    ("a\r\nb", 0, 1, "a", "^"),
  ])
  func `the caret stands under what is meant`(
    text: String, lower: Int, upper: Int, line: String, caret: String
  ) {
    let lines = Self.drawing(text, lower, upper).split(separator: "\n")
    #expect(lines[3] == "1 | \(line)")
    #expect(lines[4] == "  | \(caret)")
  }

  @Test(arguments: [0, 500, 99_990]) func `a huge line is cut around the caret`(place: Int) {
    let text = String((0..<100_000).map { Character(String($0 % 10)) })
    let lines = Self.drawing(text, place, place + 3).split(separator: "\n")
    #expect(lines[3].count < 140)
    let column =
      lines[4].firstIndex(of: "^").map { lines[4].distance(from: lines[4].startIndex, to: $0) } ?? 0
    #expect(lines[3].dropFirst(column).first == Character(String(place % 10)))
  }

  @Test func `findings are sorted by place in their file, and given once`() {
    func finding(_ path: String, _ lower: Int, _ message: String) -> Diagnostic {
      Diagnostic(
        source: SourceFile(name: path, text: "abc"), range: .at(lower), code: "O0999", message: message)
    }
    let sorted = [finding("b", 2, "1"), finding("a", 1, "2"), finding("b", 0, "3"), finding("b", 2, "1")]
      .sortedForReading()
    #expect(sorted.map(\.message) == ["3", "1", "2"])
  }

  @Test func `more findings than the limit are counted`() {
    let finding = Diagnostic(
      source: SourceFile(name: "a", text: "abc"), range: .at(0), code: "O0999", message: "wrong")
    let drawing = DiagnosticRenderer(usesColour: false).render(Array(repeating: finding, count: 5), limit: 3)
    #expect(drawing.hasSuffix("… and 2 more findings\n"))
  }

  @Test func `errors are told from warnings`() {
    let warning = Diagnostic(
      source: SourceFile(name: "a", text: ""), range: .at(0), severity: .warning, code: "O0999",
      message: "odd")
    #expect(![warning].containsErrors)
    #expect(Severity.note < .warning && Severity.warning < .error)
  }
}
