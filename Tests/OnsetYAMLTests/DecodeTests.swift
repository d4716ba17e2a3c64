import OnsetText
import Testing

@testable import OnsetYAML

@Suite struct DecodeTests {
  private static func drawing<Model>(_ text: String, _ read: (inout MappingReader) -> Model?) -> String {
    let diagnostics = YAML.decode(SourceFile(text), as: "the file", read: read).diagnostics
    return diagnostics.map { diagnostic in
      let place = LineMap(diagnostic.source).place(of: diagnostic.range.lower)
      let marked = diagnostic.source.text(in: diagnostic.range)
      return "\(place.line):\(place.column) [\(marked)] \(diagnostic.code) \(diagnostic.message)"
    }.joined(separator: "\n")
  }

  @Test(arguments: [
    ("onset: 1", ""), ("# comment\n---\nonset: 1", ""), ("onset: 0x1", ""),
    ("a: b", "1:1 [a] O0160 the file does not say in which version of the format it is written"),
    ("a: b\nonset: 1", "1:1 [a] O0160 the first key is `a`, and has to be `onset`"),
    ("onset: 2", "1:8 [2] O0161 `2` is not a version of the format that this program reads"),
    ("onset: '1'", "1:8 ['1'] O0161 `1` is not a version of the format that this program reads"),
    ("onset:", "1:7 [] O0161 nothing is not a version of the format that this program reads"),
    ("onset: [1]", "1:8 [[1]] O0161 a list is not a version of the format that this program reads"),
    ("{}", "1:1 [{}] O0160 the file does not say in which version of the format it is written"),
    ("- onset: 1", "1:1 [] O0150 the file is a list, and has to be a mapping that begins with `onset: 1`"),
    (
      "onset 1",
      "1:1 [] O0150 the file is a single value, and has to be a mapping that begins with `onset: 1`"
    ),
  ])
  func `a file begins with its version`(text: String, found: String) {
    let actual = Self.drawing(text) { reader -> Int? in
      _ = reader.remaining()
      return 0
    }
    #expect(actual == found)
  }

  @Test(arguments: [
    ("a: b", ""), ("a: 12", ""), ("a: true", ""), ("a: ''", ""),
    ("a:", "2:3 [] O0151 `a` has no value, and has to be a text"),
    ("a: ~", "2:4 [~] O0151 `a` has no value, and has to be a text"),
    ("a: [b]", "2:5 [b] O0150 `a` is a list, and has to be a text"),
    ("a: []", "2:4 [[]] O0150 `a` is a list, and has to be a text"),
    ("a:\n  b: c", "3:3 [b] O0150 `a` is a mapping, and has to be a text"),
    ("x: &x [1]\na: *x", "3:4 [*x] O0150 `a` is a list, and has to be a text"),
    ("A: b", "2:1 [A] O0153 the file has no key `A`"),
    ("zeta: c", "1:1 [onset] O0152 the file needs the key `a`\n2:1 [zeta] O0153 the file has no key `zeta`"),
    ("<<: {a: b}\na: c", "2:1 [<<] O0153 the file has no key `<<`"),
    ("a: *b", "2:4 [*b] O0134 `*b` is an alias, and no anchor `&b` stands before it"),
    ("a: !b", "2:4 [!b] O0137 `!b` is a YAML tag, and means nothing here"),
    ("[a]: b\na: c", "2:1 [[a]] O0133 a key has to be a text, and this one is a list or a mapping"),
  ])
  func `a text is asked for`(text: String, found: String) {
    let actual = Self.drawing("onset: 1\n" + text) { reader in
      if reader.key("x") != nil { _ = reader.optional("x") }
      return reader.text("a", .required)
    }
    #expect(actual == found)
  }

  @Test(arguments: [
    ("1e-5", ""), ("'0.5'", ""), (".inf", ""), ("0x10", ""),
    ("high", "2:4 [high] O0150 `a` is the text `high`, and has to be a number"),
    ("true", "2:4 [true] O0150 `a` is `true`, and has to be a number"),
    ("1_000", "2:4 [1_000] O0150 `a` is the text `1_000`, and has to be a number"),
  ])
  func `a number is asked for`(spelling: String, found: String) {
    #expect(Self.drawing("onset: 1\na: \(spelling)") { $0.number("a") } == found)
  }

  @Test(arguments: [
    ("true", ""), ("False", ""),
    ("yes", "2:4 [yes] O0150 `a` is the text `yes`, and has to be `true` or `false`"),
    ("'true'", "2:4 ['true'] O0150 `a` is the text `true`, and has to be `true` or `false`"),
    ("1", "2:4 [1] O0150 `a` is `1`, and has to be `true` or `false`"),
  ])
  func `a truth is asked for`(spelling: String, found: String) {
    #expect(Self.drawing("onset: 1\na: \(spelling)") { $0.boolean("a") } == found)
  }

  @Test(arguments: [
    ("3", ""), ("3.5", "2:4 [3.5] O0150 `a` is `3.5`, and has to be a whole number"),
    ("1e30", "2:4 [1e30] O0150 `a` is `1e30`, and has to be a whole number"),
    (
      "99999999999999999999",
      "2:4 [99999999999999999999] O0150 `a` is `99999999999999999999`, and has to be a whole number"
    ),
  ])
  func `a whole number is asked for`(spelling: String, found: String) {
    #expect(Self.drawing("onset: 1\na: \(spelling)") { $0.integer("a") } == found)
  }

  @Test(arguments: [
    ("[b, c]", ["b", "c"], ""), ("b", ["b"], ""), ("[]", [], ""), ("- b\n- 1\n", ["b", "1"], ""),
    ("[b, [c]]", ["b"], "2:9 [c] O0150 an item of `a` is a list, and has to be a text"),
    ("{b: c}", nil, "2:5 [b] O0150 `a` is a mapping, and has to be a text or a list of texts"),
  ])
  func `a text or a list of texts is asked for`(spelling: String, texts: [String]?, found: String) {
    var actual: [String]?
    let separator = spelling.hasPrefix("-") ? "\n" : " "
    let drawing = Self.drawing("onset: 1\na:\(separator)\(spelling)") { reader in
      actual = reader.texts("a", orOne: true)?.map(\.value)
      return actual
    }
    #expect(drawing == found)
    #expect(actual == texts)
  }

  @Test func `a free mapping has fields that are known and others`() {
    var others: [String] = []
    let drawing = Self.drawing("onset: 1\nrun: 7\nseed: 3\nnotes: {a: b}\n") { reader in
      let run = reader.text("run", .required)
      others = reader.remaining().map(\.key.text)
      return run
    }
    #expect(drawing == "")
    #expect(others == ["seed", "notes"])
  }

  @Test func `after an error of syntax there is no model and no other finding`() {
    #expect(
      Self.drawing("onset: 1\na: [") { $0.text("b", .required) } == "2:4 [[] O0115 this `[` is not closed")
  }

  @Test func `faults of the structure and of the model are reported together, in the order of the file`() {
    let text = "onset: 1\na: [1]\na: 2\nb: 3\n"
    #expect(
      Self.drawing(text) { $0.text("a") }
        == """
        2:5 [1] O0150 `a` is a list, and has to be a text
        3:1 [a] O0132 the key `a` is there twice
        4:1 [b] O0153 the file has no key `b`
        """)
  }

  @Test func `every code has a number of its own in this stage's range`() {
    let codes = YAMLFault.Code.allCases.map(\.rawValue)
    #expect(Set(codes).count == codes.count)
    #expect(codes.allSatisfy { $0.hasPrefix("O01") && $0.count == 5 })
    #expect(codes == codes.sorted())
  }
}
