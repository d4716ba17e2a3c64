import OnsetText
import Testing

@testable import OnsetYAML

@Suite struct LimitTests {
  /// The codes of what is found in a text, which has to be found in a second: a slow machine takes a few times
  /// as long as one that made these tests, and what is guarded against here takes minutes.
  private static func codes(_ text: String) throws -> [String] {
    let clock = ContinuousClock()
    var codes: [String] = []
    let source = SourceFile(text)
    let time = clock.measure { codes = YAML.load(source).diagnostics.map(\.code) }
    #expect(time < .seconds(2), "\(text.prefix(20))")
    return codes
  }

  @Test(arguments: ["[", "{a: ", "- ", "? ", "{", "[{", "!!seq [", "&a ["])
  func `twenty thousand open brackets are refused at once`(bracket: String) throws {
    #expect(try Self.codes(String(repeating: bracket, count: 20_000)) == ["O0130"])
  }

  @Test(arguments: [("[", "O0130"), ("[\n", "O0130")])
  func `a hundred levels are read and the next is refused`(bracket: String, code: String) throws {
    let closing = String(repeating: "]", count: 101)
    #expect(try Self.codes(String(repeating: bracket, count: 100) + closing.dropLast()) == [])
    #expect(try Self.codes(String(repeating: bracket, count: 101) + closing) == [code])
  }

  @Test func `levels behind an alias count`() throws {
    let inner = String(repeating: "[", count: 60) + String(repeating: "]", count: 60)
    func outer(_ count: Int) -> String {
      String(repeating: "[", count: count) + "*a" + String(repeating: "]", count: count)
    }
    #expect(try Self.codes("a: &a \(inner)\nb: \(outer(39))\n") == [])
    #expect(try Self.codes("a: &a \(inner)\nb: \(outer(40))\n") == ["O0130"])
  }

  @Test func `ten thousand values are read through aliases and one more is not`() throws {
    // The root, its two keys, the list `a` of 99 texts, and 98 times that list with its own node in a list.
    let list = Array(repeating: "x", count: 99).joined(separator: ",")
    func file(_ aliases: Int, and texts: Int) -> String {
      let items = Array(repeating: "*a", count: aliases) + Array(repeating: "y", count: texts)
      return "a: &a [\(list)]\nb: [\(items.joined(separator: ","))]\n"
    }
    #expect(try SourceFile(file(98, and: 96)).root().all.count == 10_000)
    #expect(try Self.codes(file(98, and: 97)) == ["O0136"])
    #expect(try Self.codes(file(99, and: 0)) == ["O0136"])
  }

  @Test func `a file without aliases may have more values`() throws {
    #expect(try Self.codes(String(repeating: "- x\n", count: 50_000)) == [])
  }

  @Test func `a file of more than ten mebibytes is refused and one of just as many is read`() throws {
    let text = "a: '" + String(repeating: "x", count: (10 << 20) - 5) + "'"
    #expect(text.utf8.count == 10 << 20)
    #expect(YAML.load(SourceFile(text)).diagnostics == [])
    let diagnostics = YAML.load(SourceFile(text + "\n")).diagnostics
    #expect(diagnostics.map(\.code) == ["O0101"])
    #expect(
      diagnostics.map(\.message) == ["the file has 10485761 bytes, more than the 10485760 that are read"])
  }

  @Test(arguments: [
    "a: " + String(repeating: "x ", count: 500_000),
    "a: \"" + String(repeating: "\\n", count: 300_000) + "\"",
    "a: '" + String(repeating: "''", count: 300_000) + "'",
    "a: [" + String(repeating: "x,", count: 100_000) + "]",
    "{" + (0..<50_000).map { "k\($0): é" }.joined(separator: ",") + "}",
    "a: " + String(repeating: "x\n ", count: 300_000), "a: |\n" + String(repeating: " é\n", count: 300_000),
    "a: >\n" + String(repeating: " b\n\n", count: 200_000),
    "a: |1\n" + String(repeating: " ", count: 300_000),
    "a: |9\n" + String(repeating: String(repeating: " ", count: 400) + "\n", count: 2_000),
    String(repeating: "\n", count: 500_000) + "a: b", "#" + String(repeating: "é", count: 500_000) + "\na: b",
    "a:" + String(repeating: " ", count: 500_000) + "b", (0..<30_000).map { "- |\n  \($0)\n" }.joined(),
  ])
  func `a huge line or value is read in time that grows with its length`(text: String) throws {
    #expect(try Self.codes(text) == [])
  }
}
