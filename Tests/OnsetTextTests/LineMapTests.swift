import OnsetText
import Testing

@Suite struct LineMapTests {
  @Test(arguments: [
    ("", 0, 1, 1), ("ab", 1, 1, 2), ("ab", 2, 1, 3), ("a\nb", 1, 1, 2), ("a\nb", 2, 2, 1), ("a\n", 2, 2, 1),
    ("a\r\nb", 2, 1, 3), ("a\r\nb", 3, 2, 1), ("a\rb", 2, 2, 1), ("a\r\r\nb", 4, 3, 1), ("é😀x", 6, 1, 3),
    ("\u{FEFF}ab", 3, 1, 1), ("\u{FEFF}ab", 0, 1, 1), ("\u{FEFF}ab", 4, 1, 2), ("a\u{85}b\u{2028}c", 7, 1, 5),
    ("ab", 99, 1, 3), ("ab", -1, 1, 1),
  ])
  func `an offset has a line and a column in characters`(text: String, offset: Int, line: Int, column: Int) {
    let map = LineMap(SourceFile(name: "a", text: text))
    #expect(map.place(of: offset) == LineColumn(line: line, column: column))
  }

  @Test(arguments: [
    ("", [""]), ("a", ["a"]), ("a\n", ["a", ""]), ("a\r\nb\rc\n\nd", ["a", "b", "c", "", "d"]),
    ("\u{FEFF}a\n", ["a", ""]), ("\r\n\r\n", ["", "", ""]),
  ])
  func `a line's content is without its end`(text: String, lines: [String]) {
    let source = SourceFile(name: "a", text: text)
    let map = LineMap(source)
    #expect((1...map.lineCount).map { source.text(in: map.contentRange(ofLine: $0)) } == lines)
  }
}

@Suite struct TextEditTests {
  private let source = SourceFile(name: "a", text: "abcdef")

  @Test(
    arguments: [
      ([], "abcdef"), ([(0, 0, "x")], "xabcdef"), ([(6, 6, "x")], "abcdefx"), ([(1, 3, "")], "adef"),
      ([(4, 5, "y"), (1, 2, "xx")], "axxcdyf"), ([(0, 6, "z")], "z"), ([(2, 2, "1"), (2, 4, "2")], "ab12ef"),
    ] as [([(Int, Int, String)], String)])
  func `edits are made at once, whatever their order`(edits: [(Int, Int, String)], result: String) {
    let edits = edits.map { TextEdit(range: ByteRange($0.0, $0.1), replacement: Array($0.2.utf8)) }
    #expect(String(decoding: source.applying(edits), as: UTF8.self) == result)
  }
}

@Suite struct ByteRangeTests {
  @Test func `a range that ends before it begins is empty`() {
    #expect(ByteRange(5, 3) == .at(5))
    #expect(ByteRange(5, 3).isEmpty)
    #expect(ByteRange(2, 5).count == 3)
  }

  @Test func `a union holds both`() {
    #expect(ByteRange(1, 2).union(ByteRange(4, 6)) == ByteRange(1, 6))
    #expect(ByteRange(1, 9).union(ByteRange(4, 6)) == ByteRange(1, 9))
  }

  @Test func `text outside a file is empty and broken text is replaced`() {
    #expect(SourceFile(name: "a", text: "abc").text(in: ByteRange(2, 9)) == "c")
    #expect(SourceFile(name: "a", text: "abc").text(in: ByteRange(7, 9)) == "")
    #expect(SourceFile(path: "a", bytes: [0x61, 0xFF]).text(in: ByteRange(0, 2)) == "a\u{FFFD}")
  }

  @Test func `a located value keeps its place`() {
    let located = Located(3, at: ByteRange(1, 2)).map { $0 + 1 }
    #expect(located == Located(4, at: ByteRange(1, 2)))
  }
}
