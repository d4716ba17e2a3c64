import OnsetLanguage
import OnsetText
import Testing
import _OnsetTestSupport
@testable import OnsetRules

/// A shared vector of an expression that does not compile.
struct ErrorVector: Decodable, Sendable {
  var id: String
  var expression: String
  /// Columns in characters from 1, the end exclusive; nil where the place is free.
  var start: Int?
  var end: Int?
}

/// How a text can be written as a YAML value, and where its characters then are.
enum Spelling: String, CaseIterable {
  case singleQuoted, doubleQuoted, literal, folded

  /// The lines from the key on, and the place of the text's first character: line and column from 1 below
  /// a first line `key`.
  func write(_ text: String, indent: Int) -> (lines: String, line: Int, column: Int)? {
    let space = String(repeating: " ", count: indent)
    switch self {
    case .singleQuoted:
      return (" '" + text.replacing("'", with: "''") + "'", 0, 2)
    case .doubleQuoted:
      return (" \"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\"", 0, 2)
    case .literal:
      return text.hasPrefix(" ") || text.isEmpty || text.contains("\n") ? nil : (" |-\n\(space)\(text)", 1, indent)
    case .folded:
      return text.hasPrefix(" ") || text.isEmpty || text.contains("\n") ? nil : (" >\n\(space)\(text)", 1, indent)
    }
  }

  /// The column at which a character of the text is written: a quote before it takes two characters.
  func column(_ column: Int, of text: String) -> Int {
    let doubled: Set<Character> = self == .singleQuoted ? ["'"] : self == .doubleQuoted ? ["\"", "\\"] : []
    return column + text.prefix(column - 1).count { doubled.contains($0) }
  }
}

@Suite struct ErrorPositionTests {
  /// The first error of a rule's `when`, written in a way, as columns of the expression.
  static func columns(_ expression: String, _ spelling: Spelling) throws -> (line: Int, columns: Range<Int>)? {
    let key = "    when:"
    guard let (text, line, column) = spelling.write(expression, indent: 8) else { return nil }
    let file = "onset: 1\nruleset: set\nrules:\n  - rule: r\n\(key)\(text)\n"
    let source = SourceFile(name: "rules.yaml", text: file)
    let (model, findings) = RuleSetFile.decode(source)
    let rules = try #require(model, "\(findings.map(\.message))")
    let diagnostics = findings + RuleSetChecker.check(rules, profile: nil).diagnostics
    let first = try #require(
      diagnostics.first { $0.severity == .error }, "no error in \(expression) written \(spelling)")
    let map = LineMap(source)
    let start = map.place(of: first.range.lower)
    let end = map.place(of: first.range.upper)
    let offset = line == 0 ? key.count + column : column
    return (start.line - 5 - line, (start.column - offset)..<(end.column - offset))
  }

  static func check(_ vector: ErrorVector) throws {
    for spelling in Spelling.allCases {
      guard let found = try columns(vector.expression, spelling) else { continue }
      guard let start = vector.start, let end = vector.end else { continue }
      let columns = spelling.column(start, of: vector.expression)..<spelling.column(end, of: vector.expression)
      #expect(found.columns == columns, "\(vector.id) written \(spelling): \(vector.expression)")
      #expect(found.line == 0, "\(vector.id) written \(spelling): \(vector.expression)")
    }
  }

  @Test(.enabled(if: SharedFolder.isPresent))
  func `Every shared error points at its characters of the file, however the value is quoted`() throws {
    let vectors = try SharedFolder.objects("conformance/errors.jsonl", as: ErrorVector.self)
    #expect(vectors.count >= 72)
    for vector in vectors { try Self.check(vector) }
  }

  @Test func `Every copied error points at its characters of the file, however the value is quoted`() throws {
    let vectors = try VectorFile.objects("errors.jsonl", as: ErrorVector.self)
    #expect(vectors.count == 24)
    for vector in vectors { try Self.check(vector) }
  }
}
