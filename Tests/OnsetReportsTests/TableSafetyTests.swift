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
}
