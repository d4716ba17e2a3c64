import Foundation
import OnsetText
import Testing
import _OnsetTestSupport

@testable import OnsetRules

@Suite struct FileFormatTests {
  /// A file formatted; itself where it is formatted already, nil where it cannot be.
  static func format(_ source: SourceFile) -> SourceFile? {
    switch FileFormat.format(source) {
    case .same: source
    case .changed(let bytes): SourceFile(path: source.path, bytes: bytes)
    case .faulty, .unknown, .refused: nil
    }
  }

  static func text(_ source: SourceFile?) -> String? { source.map { String(decoding: $0.bytes, as: UTF8.self) } }

  private static func rule(_ keys: String) -> String {
    "onset: 1\nruleset: set\nrules:\n  - rule: r\n    \(keys.replacing("\n", with: "\n    "))\n"
  }

  static let rules: [(before: String, after: String)] = [
    ("when: a<b", "when: a < b"),
    ("when: 'mean( a,5samples )<b'", "when: 'mean(a, 5 samples) < b'"),
    ("when: \"  a<b \"", "when: \"a < b\""),
    ("when: \"a<\\x62\"", "when: \"a < \\x62\""),
    ("when: >-\n  a<b\n  and   c>d", "when: >-\n  a < b\n  and c > d"),
    ("when: |\n  a<b\n    and   c>d", "when: |\n  a < b\n    and c > d"),
    ("when: a<b\n  and   c>d", "when: a < b\n  and c > d"),
    ("when: a < b\nfor: 3   samples", "when: a < b\nfor: 3 samples"),
    ("when: a < b\nconfirm: {that: c<d, within: 3  samples}", "when: a < b\nconfirm: {that: c < d, within: 3 samples}"),
    (
      "when: a < b\nrepeat: after  3   samples\nsummary: a<b,  c",
      "when: a < b\nrepeat: after  3 samples\nsummary: a<b,  c"
    ),
    ("when: a < b\nrepeat:   when cleared\nclear: a>b", "when: a < b\nrepeat: when cleared\nclear: a > b"),
    (
      "when: a < b\nthen:\n- {notify: \"a<b {a+1} { step } {{a+1}} {`x}`*2}\"}",
      "when: a < b\nthen:\n  - {notify: \"a<b {a + 1} { step } {{a+1}} {`x}` * 2}\"}"
    ),
    (
      "when: a < b\nthen: [{set: batch_size, to: \"median(c,5 samples)\", floor: 2*3}]",
      "when: a < b\nthen: [{set: batch_size, to: \"median(c, 5 samples)\", floor: 2 * 3}]"
    ),
    // What is no expression stays, and is for `onset check` to tell.
    ("when: a<", "when: a<"),
  ]

  @Test(arguments: rules)
  func `the expressions of a rule are spaced, and its texts stay`(before: String, after: String) {
    let source = SourceFile(name: "r.yaml", text: Self.rule(before))
    #expect(Self.text(Self.format(source)) == Self.rule(after))
    #expect(Self.text(Self.format(SourceFile(name: "r.yaml", text: Self.rule(after)))) == Self.rule(after))
  }

  @Test func `The spans and parameters of a profile are spaced`() {
    let text = """
      onset: 1
      profile: p
      baselines:
          loss: { measure: {after: 0   steps,over: 5   steps} }
      parameters:
          set: {window: 5   samples}

      """
    #expect(
      Self.text(Self.format(SourceFile(name: "p.yaml", text: text))) == """
        onset: 1
        profile: p
        baselines:
          loss: {measure: {after: 0 steps, over: 5 steps}}
        parameters:
          set: {window: 5 samples}

        """)
  }

  @Test func `The expressions of tests are spaced, and their series stay`() {
    let text = """
      onset: 1
      tests: t
      cases:
      - test: a
        rulesets: r
        run: {series: {loss: "1  x 5,2 x 5"}}
        expect:
          values: [{expression: "mean( loss,5samples )",step: 5,is: 1}]
      - test: b
        rulesets: r
        run: {series: {loss: 1 x 5}}
        expect: {silent: r.*}

      """
    #expect(
      Self.text(Self.format(SourceFile(name: "t.yaml", text: text))) == """
        onset: 1
        tests: t
        cases:
          - test: a
            rulesets: r
            run: {series: {loss: "1  x 5,2 x 5"}}
            expect:
              values: [{expression: "mean(loss, 5 samples)", step: 5, is: 1}]

          - test: b
            rulesets: r
            run: {series: {loss: 1 x 5}}
            expect: {silent: r.*}

        """)
  }

  @Test func `A value that is a text elsewhere stays as it is`() {
    let text = Self.rule("summary: &s a<b\nwhen: *s")
    #expect(Self.text(Self.format(SourceFile(name: "r.yaml", text: text))) == text)
  }

  @Test func `What is none of Onset's files, and what is no YAML, is left alone`() {
    guard case .unknown = FileFormat.format(SourceFile(name: "a.yaml", text: "lr:   0.1\n")) else {
      Issue.record("another program's file is formatted")
      return
    }
    guard case .faulty(let findings) = FileFormat.format(SourceFile(name: "a.yaml", text: "ruleset: [a\n")) else {
      Issue.record("a broken file is formatted")
      return
    }
    #expect(findings.map(\.code) == ["O0115"])
  }

  // MARK: Properties

  /// What a file that was formatted has to be: the same twice, and the same to everything that reads it.
  static func expectSameMeaning(_ source: SourceFile) {
    switch FileFormat.format(source) {
    case .same, .unknown, .faulty: break
    case .refused: Issue.record("refused: \(source.text(in: ByteRange(0, source.bytes.count)))")
    case .changed(let bytes):
      let formatted = SourceFile(path: source.path, bytes: bytes)
      guard case .same = FileFormat.format(formatted) else {
        Issue.record("not twice the same: \(formatted.text(in: ByteRange(0, bytes.count)))")
        return
      }
    }
  }

  /// A rule set with other blanks: more of them between the values, and other indentation.
  static func disarranged(_ text: String, by numbers: inout SeededNumbers) -> String {
    var result = ""
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let indentation = line.prefix { $0 == " " }.count
      result += String(repeating: " ", count: indentation * 2)
      var isQuoted = false
      // The keys below a `-` have to stay aligned with the one behind it.
      let isItem = line.dropFirst(indentation).hasPrefix("- ")
      if isItem { result += "-   " }
      for character in line.dropFirst(indentation + (isItem ? 2 : 0)) {
        if character == "\"" || character == "#" { isQuoted = true }
        result.append(character)
        if !isQuoted, " ,({[".contains(character), numbers.happens(0.3) { result += "  " }
      }
      result += numbers.happens(0.2) ? "  \n" : "\n"
      if line.isEmpty, numbers.happens(0.3) { result += "\n\n" }
    }
    return result
  }

  static let shipped = ["rules", "profiles", "runs", "onset.yaml"]

  private static var checkout: URL {
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  }

  private static func files(at paths: [String]) throws -> [SourceFile] {
    try YAMLFileSearch.files(at: paths).paths.map { try FileAccess.read($0, limit: FileFormat.largestFile) }
  }

  @Test func `Every file that is shipped is formatted`() throws {
    let files = try Self.files(at: Self.shipped.map { Self.checkout.appending(path: $0).path })
    #expect(files.count > 20)
    for file in files {
      guard case .same = FileFormat.format(file) else {
        Issue.record("\(file.path) is not formatted")
        continue
      }
    }
  }

  @Test func `Shipped files with other blanks can be formatted, and keep their meaning`() throws {
    var numbers = SeededNumbers(seed: 7)
    let files = try Self.files(at: ["rules", "profiles"].map { Self.checkout.appending(path: $0).path })
    for file in files {
      for _ in 0..<10 {
        let text = Self.disarranged(String(decoding: file.bytes, as: UTF8.self), by: &numbers)
        let source = SourceFile(path: file.path, bytes: Array(text.utf8))
        Self.expectSameMeaning(source)
        #expect(Self.format(source) != nil, "\(file.path): \(text)")
      }
    }
  }

  private struct Vector: Decodable { var ruleset: String }

  @Test func `The rule sets of the conformance vectors keep their meaning`() throws {
    var vectors = try VectorFile.objects("rules.jsonl", as: Vector.self)
    if SharedFolder.isPresent { vectors += try SharedFolder.objects("conformance/rules.jsonl", as: Vector.self) }
    var numbers = SeededNumbers(seed: 11)
    for vector in vectors {
      Self.expectSameMeaning(SourceFile(name: "vector.yaml", text: vector.ruleset))
      let text = Self.disarranged(vector.ruleset, by: &numbers)
      Self.expectSameMeaning(SourceFile(name: "vector.yaml", text: text))
    }
  }

  @Test func `No file of the project can be changed so that formatting it changes its meaning`() throws {
    let pieces = [
      " ", "  ", "\n", "\n\n", "\t", "#", " # c\n", ": ", ", ", "- ", "'", "\"", "`", "{", "}", "[", "]", "|", "> ",
      "&a ", "*a", "and", "-", "%", "(",
    ]
    var numbers = SeededNumbers(seed: 13)
    let files = try Self.files(at: ["rules", "profiles"].map { Self.checkout.appending(path: $0).path })
    for file in files {
      for _ in 0..<60 {
        var text = Array(String(decoding: file.bytes, as: UTF8.self))
        for _ in 0..<numbers.integer(1...3) {
          let place = numbers.integer(0...text.count - 1)
          if numbers.happens(0.3) {
            text.removeSubrange(place..<min(text.count, place + numbers.integer(1...8)))
          } else {
            text.insert(contentsOf: pieces[numbers.integer(0...pieces.count - 1)], at: place)
          }
        }
        Self.expectSameMeaning(SourceFile(name: file.path, text: String(text)))
      }
    }
  }

  @Test(.enabled(if: SharedFolder.isPresent))
  func `So do the metadata of real runs`() throws {
    let files = try Self.files(at: [SharedFolder.file("traces").path])
    #expect(files.count > 50)
    for file in files { Self.expectSameMeaning(file) }
  }
}
