import OnsetText
import Testing

@testable import OnsetYAML

@Suite struct TextMapTests {
  /// A file whose value `v` decodes to `text`; the part of the text and what spells it.
  struct Case: Sendable {
    var file: String
    var text: String
    var part: String
    var spelt: String

    init(_ file: String, _ text: String, _ part: String, _ spelt: String) {
      (self.file, self.text, self.part, self.spelt) = (file, text, part, spelt)
    }
  }

  @Test(arguments: [
    Case("v: abc", "abc", "b", "b"), Case("x: 😀\nv: aéb", "aéb", "éb", "éb"),
    Case("v: a\n   b", "a b", "b", "b"), Case("v: a\n   b", "a b", " ", "\n   "),
    Case("v: a \n\n   b", "a\nb", "a\nb", "a \n\n   b"), Case("v: a\r\n\r\n  b", "a\nb", "\n", "\r\n"),
    Case("v: 'a''b'", "a'b", "'", "''"), Case("v: 'a''b'", "a'b", "b", "b"), Case("v: '''b'", "'b", "b", "b"),
    Case("v: 'a\n\n  b c'", "a\nb c", "b", "b"), Case("v: ' a '", " a ", " a ", " a "),
    Case("v: \"a\\tb\"", "a\tb", "\t", "\\t"), Case("v: \"a\\tb\"", "a\tb", "b", "b"),
    Case("v: \"\\x41\\u00e9\\U0001F600z\"", "Aé😀z", "é", "\\u00e9"),
    Case("v: \"\\x41\\u00e9\\U0001F600z\"", "Aé😀z", "😀z", "\\U0001F600z"),
    Case("v: \"\\Nz\"", "\u{85}z", "z", "z"), Case("v: \"\\Lz\"", "\u{2028}z", "\u{2028}", "\\L"),
    Case("v: \"a \\\n   b\"", "a b", "b", "b"), Case("v: \"a \\\n   b\"", "a b", "a b", "a \\\n   b"),
    Case("v: \"a\\\n  \\ b\"", "a b", " ", "\\ "), Case("v: \"a\n  b\"", "a b", "b", "b"),
    Case("v: |\n  ab\n  cd\n", "ab\ncd\n", "cd", "cd"),
    Case("v: |\n  ab\n   cd\n", "ab\n cd\n", " cd", " cd"),
    Case("v: |\n  ab\n\n  cd", "ab\n\ncd", "cd", "cd"),
    Case("v: |\r\n  ab\r\n  cd\r\n", "ab\ncd\n", "b\nc", "b\r\n  c"),
    Case("v: |-\n  ab\n  cd\n", "ab\ncd", "cd", "cd"), Case("v: |+\n  ab\n\n", "ab\n\n", "ab", "ab"),
    Case("v: |2\n    ab\n", "  ab\n", "  ab", "  ab"), Case("- x\n- v\n", "v", "v", "v"),
    Case("v: >\n  ab\n  cd\n", "ab cd\n", "cd", "cd"), Case("v: >\n  ab\n  cd\n", "ab cd\n", " ", "\n  "),
    Case("v: >\n  ab\n\n  cd\n", "ab\ncd\n", "cd", "cd"),
    Case("v: >\n  ab\n    c\n  d\n", "ab\n  c\nd\n", "c", "c"),
    Case("v: >-\n\n  ab\n", "\nab", "ab", "ab"), Case("v: >\u{85}  é\u{85}  b", "é b", "b", "b"),
    Case("v: a\u{2028}  b", "a\u{2028}b", "\u{2028}b", "\u{2028}  b"),
  ])
  func `a part of the text is spelt by these bytes`(example: Case) throws {
    let source = SourceFile(example.file)
    let scalar = try #require(
      try source.root().allScalars.first { $0.text.utf8.elementsEqual(example.text.utf8) })
    let text = Array(scalar.text.utf8)
    let part = Array(example.part.utf8)
    let lower = try #require(
      (0...text.count - part.count).first { text[$0..<$0 + part.count].elementsEqual(part) })
    let range = scalar.fileRange(of: ByteRange(lower, lower + part.count))
    #expect(source.text(in: range) == example.spelt)
  }

  @Test(arguments: [
    ("v: abc # d", "v: abc"), ("v: 'abc' # d", "v: 'abc"), ("v: \"abc\" # d", "v: \"abc"),
    ("v: \"ab\\n\"", "v: \"ab\\n"),
    ("v: |\n  abc\n\n\nw: d", "v: |\n  abc"), ("v: |+\n  abc\n\n\nw: d", "v: |+\n  abc"),
    ("v: >-\n  abc\n  d \nw: e", "v: >-\n  abc\n  d "), ("v: 'a\n '", "v: 'a\n "), ("v: ''", "v: '"),
    ("v: \"\"", "v: \""),
    ("v:", "v:"), ("v: |\nw: e", "v: |"),
  ])
  func `the end of the text is just behind its last character`(file: String, upToEnd: String) throws {
    let source = SourceFile(file)
    let scalar = try #require(try source.root().mapping?["v"]?.scalar)
    let end = scalar.fileRange(of: .at(scalar.text.utf8.count))
    #expect(end.isEmpty && source.text(in: ByteRange(0, end.lower)) == upToEnd)
    #expect(scalar.fileRange(of: .at(.max)) == end)
  }

  @Test func `offsets outside the text are clamped to it`() throws {
    let scalar = try #require(try SourceFile("v: abc").root().mapping?["v"]?.scalar)
    #expect(scalar.fileRange(of: ByteRange(-5, 2)) == ByteRange(3, 5))
    #expect(scalar.fileRange(of: ByteRange(1, 99)) == ByteRange(4, 6))
    #expect(scalar.fileRange(of: .at(0)) == .at(3))
  }
}
