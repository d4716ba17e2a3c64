import OnsetText
import Testing
import _OnsetTestSupport

@testable import OnsetYAML

@Suite struct LayoutTests {
  /// A file laid out, or nil where it has faults.
  static func layout(_ source: SourceFile) -> SourceFile? {
    let (root, diagnostics) = YAML.load(source)
    guard let root, diagnostics.isEmpty else { return nil }
    let edits = YAML.layoutEdits(for: source, root: root, separatedKeys: ["rules"])
    return SourceFile(path: source.path, bytes: source.applying(edits))
  }

  static func layout(_ text: String) -> String? {
    layout(SourceFile(text)).map { String(decoding: $0.bytes, as: UTF8.self) }
  }

  /// What is wrong with the layout of a file; nil if nothing, or if the file has faults.
  static func problem(with source: SourceFile) -> String? {
    guard let root = YAML.load(source).root, let once = layout(source) else { return nil }
    let (newRoot, faults) = YAML.load(once)
    let drawn =
      "\(source.text(in: ByteRange(0, source.bytes.count)).debugDescription) became "
      + "\(once.text(in: ByteRange(0, once.bytes.count)).debugDescription)"
    guard let newRoot, faults.isEmpty else { return "\(faults.map(\.message)): \(drawn)" }
    if !root.isSame(as: newRoot, where: { $0.text.utf8.elementsEqual($1.text.utf8) }) {
      return "another tree: \(drawn)"
    }
    if YAML.comments(of: source, root: root) != YAML.comments(of: once, root: newRoot) {
      return "other comments: \(drawn)"
    }
    guard layout(once)?.bytes == once.bytes else {
      return
        "not twice the same: \(drawn), then "
        + "\(layout(once).map { $0.text(in: ByteRange(0, $0.bytes.count)) }.debugDescription)"
    }
    return nil
  }

  static let cases: [(before: String, after: String)] = [
    // Space in a line.
    ("a:   1\nb :2\n", "a:   1\nb :2\n"),
    ("a:   1\nb : 2\n", "a: 1\nb: 2\n"),
    ("a: [ 1,2 ,3 ]\n", "a: [1, 2, 3]\n"),
    ("a: { b:   1,c: 2 }\n", "a: {b: 1, c: 2}\n"),
    ("a: {\"b\":1, 'c' : 2}\n", "a: {\"b\": 1, 'c': 2}\n"),
    ("a: &x   1\nb:  *x\n*x : 2\n", "a: &x 1\nb: *x\n*x : 2\n"),
    ("a: {b: , c}\n", "a: {b: , c}\n"),
    ("a: 1   \nb: 2 # c  \n", "a: 1\nb: 2 # c\n"),
    ("a: 1      # aligned\n", "a: 1      # aligned\n"),
    // Indentation.
    ("a:\n    b:\n        c: 1\n", "a:\n  b:\n    c: 1\n"),
    ("a:\n- b\n- c\n", "a:\n  - b\n  - c\n"),
    ("a:\n   -   b: 1\n       c: 2\n", "a:\n  - b: 1\n    c: 2\n"),
    ("-   -   a\n    -   b\n", "- - a\n  - b\n"),
    ("a:\n - b:\n   - c\n   d: 1\n - e\nf: 1\n", "a:\n  - b:\n      - c\n    d: 1\n  - e\nf: 1\n"),
    ("a:\n    long\n      text\nb:\n    c: one\n     two\n", "a:\n    long\n      text\nb:\n  c: one\n   two\n"),
    ("a:   [b,\n      c]\n", "a: [b,\n    c]\n"),
    ("a:\n    b: [\n      c,\n      d\n    ]\n", "a:\n  b: [\n    c,\n    d\n  ]\n"),
    ("a:\n    b: |\n          one\n            two\n\n    c: 1\n", "a:\n  b: |\n    one\n      two\n\n  c: 1\n"),
    ("a:\n    b: >2-\n          one\n", "a:\n  b: >2-\n        one\n"),
    // Comments.
    ("# a\n\n\n# b\na: 1\n", "# a\n\n# b\na: 1\n"),
    ("a:\n    # of b\n    b: 1\n    # behind b\n# of c\nc: 1\n", "a:\n  # of b\n  b: 1\n  # behind b\n# of c\nc: 1\n"),
    ("a:\n- b\n# of c\n- c\n", "a:\n  - b\n  # of c\n  - c\n"),
    ("a:\n      # deep\n  b: 1\n", "a:\n  # deep\n  b: 1\n"),
    ("a:\n    b: |\n        text\n      # no text\n    c: 1\n", "a:\n  b: |\n    text\n  # no text\n  c: 1\n"),
    // Lines.
    ("\n\na: 1\n\n\n\nb: 2\n\n\n", "a: 1\n\nb: 2\n"),
    ("a: 1", "a: 1\n"), ("a: 1\r\nb:  2", "a: 1\r\nb: 2\r\n"), ("\u{FEFF}a:  1\n", "\u{FEFF}a: 1\n"),
    ("a: |\n  b", "a: |\n  b"), ("a: |-\n  b", "a: |-\n  b\n"), ("a: |+\n  b\n\n\n", "a: |+\n  b\n\n\n"),
    ("a: |+\n  b\n\n\n# c\nd: 1\n", "a: |+\n  b\n\n\n# c\nd: 1\n"),
    (
      "rules:\n  - a: 1\n    b: 2\n  # of c\n  - c: 3\n\n  - d\n  - e\n",
      "rules:\n  - a: 1\n    b: 2\n\n  # of c\n  - c: 3\n\n  - d\n  - e\n"
    ),
    ("---\na:  1\n...\n", "---\na: 1\n...\n"),
  ]

  @Test(arguments: cases)
  func `a file is laid out so`(before: String, after: String) {
    #expect(Self.layout(before) == (YAML.load(SourceFile(before)).diagnostics.isEmpty ? after : nil))
  }

  @Test(arguments: cases.map(\.after))
  func `a file that is laid out stays`(text: String) {
    #expect(Self.layout(text) == (YAML.load(SourceFile(text)).diagnostics.isEmpty ? text : nil))
  }

  @Test(arguments: Corpus.files)
  func `awkward files keep their values and comments, and a second time changes nothing`(file: Corpus.File) {
    #expect(Self.problem(with: file.source) == nil)
  }

  @Test(arguments: Corpus.files)
  func `so do files that were changed at random`(file: Corpus.File) {
    var generator = SeededNumbers(seed: 20_261_124)
    for _ in 0..<400 {
      let source = SourceFile(path: "mutated.yaml", bytes: MutationTests.mutated(file.bytes, by: &generator))
      if let problem = Self.problem(with: source) {
        Issue.record("\(problem)")
        return
      }
    }
  }
}
