import OnsetText
import Testing

@testable import OnsetYAML

@Suite struct ScalarEditTests {
  private static func edited(_ text: String, at path: String, to new: String) throws -> String {
    let source = SourceFile(text)
    let scalar = try #require(try source.root().at(path)?.scalar)
    let bytes = source.applying([try YAML.replacing(scalar, with: new, in: source)])
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test(arguments: [
    // Plain stays plain where that is safe at this place.
    ("a: 1  # c\n", "a", "2.5", "a: 2.5  # c\n"), ("a: 1\n", "a", "100 samples", "a: 100 samples\n"),
    ("a: 1\n", "a", "-0.5", "a: -0.5\n"), ("a: 1\n", "a", "b, [c]", "a: b, [c]\n"),
    ("a: [1, 2]\n", "a/1", "b, [c]", "a: [1, \"b, [c]\"]\n"), ("a: {b: 1}\n", "a/b", "2", "a: {b: 2}\n"),
    ("a: 1\n", "a", "b: c", "a: \"b: c\"\n"), ("a: 1\n", "a", "b #c", "a: \"b #c\"\n"),
    ("a: 1\n", "a", "b#c", "a: b#c\n"),
    ("a: 1\n", "a", "`b` < 1", "a: \"`b` < 1\"\n"), ("a: 1\n", "a", "", "a: \"\"\n"),
    ("a: 1\n", "a", "null", "a: \"null\"\n"),
    ("a: 1\n", "a", "- b", "a: \"- b\"\n"), ("a: 1\n", "a", "---", "a: \"---\"\n"),
    ("a: 1\n", "a", "b:", "a: \"b:\"\n"),
    ("a: b\n  c\n\n  d\ne: f\n", "a", "g", "a: g\ne: f\n"), ("- a\n- b\n", "1", "*", "- a\n- \"*\"\n"),
    // Quotes stay.
    ("a: '1' # c\n", "a", "it's", "a: 'it''s' # c\n"), ("a: '1'\n", "a", "b\nc", "a: \"b\\nc\"\n"),
    ("a: \"1\" # c\n", "a", "\"b\\\"", "a: \"\\\"b\\\\\\\"\" # c\n"),
    ("a: \"1\"\n", "a", "é😀\u{7}", "a: \"é😀\\x07\"\n"),
    ("a: {\"b\":1}\n", "a/b", "x", "a: {\"b\":x}\n"), ("a: \"b\\\n  c\"\n", "a", "d", "a: \"d\"\n"),
    // Block scalars stay where the text has as many line ends at its end.
    ("a: |  # c\n  b\n  c\n\n\nd: e\n", "a", "f\n\ng\n", "a: |  # c\n  f\n\n  g\n\n\nd: e\n"),
    ("a: |  # c\n  b\n\nd: e\n", "a", "f", "a: \"f\" # c\n\nd: e\n"),
    ("a: |-\n    b\n", "a", "f", "a: |-\n    f\n"),
    ("a: >-\n  b\n  c\nd: e\n", "a", "f < 1", "a: >-\n  f < 1\nd: e\n"),
    ("a: >-\n  b\n", "a", "f\ng", "a: >-\n  f\n\n  g\n"),
    ("a: |+\n  b\n\nd: e\n", "a", "f\n\n", "a: |+\n  f\n\nd: e\n"),
    ("a: |\r\n  b\r\nd: e\r\n", "a", "f\ng\n", "a: |\r\n  f\r\n  g\r\nd: e\r\n"),
    ("a: |-\n  b\n", "a", " f", "a: \" f\"\n"), ("a: |2-\n    b\nc: d\n", "a", "f", "a: |2-\n  f\nc: d\n"),
    ("a: |\nc: d\n", "a", "f", "a: \"f\"\nc: d\n"),
    // Anchors, tags, byte-order mark, line ends, and what a value uses elsewhere.
    ("a: &x !!str 1 # c\nb: *x\n", "a", "2", "a: &x !!str 2 # c\nb: *x\n"),
    ("a: &x 1\nb: *x\n", "b", "2", "a: &x 2\nb: *x\n"),
    ("\u{FEFF}a: é\r\nb: 1\r\n", "b", "2", "\u{FEFF}a: é\r\nb: 2\r\n"),
    ("a:\t1\t# c\r", "a", "2", "a:\t2\t# c\r"),
    // Where nothing was.
    ("a:\nb: c\n", "a", "d", "a: d\nb: c\n"), ("a: # c\n", "a", "d", "a: d # c\n"),
    ("a: &x\nb: c\n", "a", "d", "a: &x d\nb: c\n"),
    ("-\n- b\n", "0", "d", "- d\n- b\n"), ("{a: , b: c}\n", "a", "d", "{a: d , b: c}\n"),
    ("a:", "a", "d", "a: d"),
  ])
  func `a value is replaced and nothing else`(text: String, path: String, new: String, result: String) throws {
    #expect(try Self.edited(text, at: path, to: new) == result)
  }

  @Test func `a key can be renamed, but not to one that is there`() throws {
    let source = SourceFile("a: 1\nb: 2\n")
    let key = try #require(try source.root().mapping?.entries.first?.key)
    let edit = try YAML.replacing(key, with: "c d", in: source)
    #expect(String(decoding: source.applying([edit]), as: UTF8.self) == "c d: 1\nb: 2\n")
    #expect(throws: ScalarEditError.changesMore) { try YAML.replacing(key, with: "b", in: source) }
  }

  @Test func `a value of another file is refused`() throws {
    let scalar = try #require(try SourceFile("abc: 1\n").root().at("abc")?.scalar)
    #expect(throws: ScalarEditError.notInFile) {
      try YAML.replacing(scalar, with: "2", in: SourceFile("a: 1\n"))
    }
    #expect(throws: ScalarEditError.notInFile) {
      try YAML.replacing(scalar, with: "2", in: SourceFile("abc: 3\n"))
    }
    #expect(throws: ScalarEditError.notInFile) { try YAML.replacing(scalar, with: "2", in: SourceFile("[")) }
  }

  @Test func `a place with no room for a value is refused`() throws {
    let source = SourceFile("? a\n? b\n")
    let scalar = try #require(try source.root().at("a")?.scalar)
    #expect(throws: ScalarEditError.changesMore) { try YAML.replacing(scalar, with: "c", in: source) }
  }

  @Test func `a file that has other faults can be edited`() throws {
    #expect(try Self.edited("a: 1\nb: 2\nb: 3\n", at: "a", to: "4") == "a: 4\nb: 2\nb: 3\n")
  }
}
