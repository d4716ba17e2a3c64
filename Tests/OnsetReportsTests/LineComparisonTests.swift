import OnsetReports
import OnsetText
import Testing

@Suite struct LineComparisonTests {
  private static func text(_ old: String, _ new: String) -> String {
    LineComparison(SourceFile(name: "old", text: old), SourceFile(name: "new", text: new))
      .text(TextStyle(usesColour: false))
  }

  @Test func `What goes and what comes stands between the lines around it`() {
    #expect(
      Self.text("a\nb\nc\nd\ne\nf\ng\n", "a\nb\nC\nd\ne\nf\nG\n") == """
          2   b
          3 - c
            + C
          4   d
          …
          6   f
          7 - g
            + G

        """)
  }

  @Test func `Blanks at the end of a line can be seen, and so can a missing line end`() {
    #expect(Self.text("a \t\n", "a\n") == "  1 - a··\n    + a\n")
    #expect(Self.text("a", "a\n") == "  1   a\n    +\n")
  }

  @Test func `Of many lines the first are shown`() {
    let old = (0..<100).map { "\($0)\n" }.joined()
    let text = Self.text(old, "")
    #expect(text.split(separator: "\n").count == 41)
    #expect(text.hasSuffix("… and 60 more lines\n"))
  }

  @Test func `A change in the middle of a long file is shown alone, and of long changes the beginning`() {
    let old = (0..<5_000).map { "\($0)\n" }.joined()
    #expect(
      Self.text(old, old.replacing("\n2500\n", with: "\nx\n")) == """
          2500   2499
          2501 - 2500
               + x
          2502   2501

        """)
    let text = Self.text(old, old.replacing("\n", with: " \n"))
    #expect(text.hasSuffix("\n  … and more lines\n") && text.split(separator: "\n").count == 41)
  }

  @Test func `What controls a terminal is made visible`() {
    #expect(Self.text("\u{1B}[2J\n", "a\n") == "  1 - \u{FFFD}[2J\n    + a\n")
  }
}
