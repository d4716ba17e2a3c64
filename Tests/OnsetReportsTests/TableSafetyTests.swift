import Testing
@testable import OnsetReports

/// What comes from logs and files controls no terminal.
@Suite struct TableSafetyTests {
  @Test(arguments: [
    ("\u{1B}[31mred\u{1B}[0m", "\u{FFFD}[31mred\u{FFFD}[0m"), ("\u{9B}2J", "\u{FFFD}2J"), ("a\u{7}", "a\u{FFFD}"),
    ("a\u{202E}b", "a\u{FFFD}b"), ("loss/train é", "loss/train é"),
  ])
  func `Control characters are made visible, in text and in tables`(_ text: String, _ safe: String) {
    #expect(TerminalText.safe(text) == safe)
    var table = TextTable([.init("metric")])
    table.append([text])
    for output in [table.csv, table.markdown] {
      #expect(!output.unicodeScalars.contains { $0.properties.generalCategory == .control && $0 != "\n" })
    }
  }

  @Test func `A cell of CSV keeps its tabs and line ends`() {
    #expect(TextTable.quoted("a\tb\nc") == "\"a\tb\nc\"")
  }

  @Test(arguments: [
    ("loss", "loss"), ("größer → 5", "größer → 5"), ("a\u{1B}[31mb", "a\u{FFFD}[31mb"),
    ("a\nb\tc", "a\u{FFFD}b\u{FFFD}c"),
    ("\u{202E}evil", "\u{FFFD}evil"), ("\u{7}", "\u{FFFD}"), ("\u{85}\u{2028}", "\u{FFFD}\u{FFFD}"),
  ])
  func `What controls a terminal is made visible`(_ text: String, _ safe: String) {
    #expect(TerminalText.safe(text) == safe)
  }

  @Test func `Paint is used only where it may be`() {
    #expect(TextStyle(usesColour: false).paint("x", .bad) == "x")
    #expect(TextStyle(usesColour: true).paint("x", .bad) == "\u{1B}[31mx\u{1B}[0m")
  }
}
