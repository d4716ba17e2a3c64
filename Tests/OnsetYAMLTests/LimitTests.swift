import OnsetText
import Testing

@testable import OnsetYAML

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite struct LimitTests {
  /// The codes of what is found in a text, which takes the processor two seconds at most: what is guarded
  /// against here takes minutes.
  private static func codes(_ text: String) throws -> [String] {
    let source = SourceFile(text)
    let start = threadSeconds()
    let codes = YAML.load(source).diagnostics.map(\.code)
    let seconds = threadSeconds() - start
    #expect(seconds < 2, "\(String(text.prefix(20)).debugDescription)")
    return codes
  }

  /// What this thread has used of the processor; other work on the machine does not count.
  private static func threadSeconds() -> Double {
    var time = timespec()
    _ = unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
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

  @Test func `a hundred thousand faults are found and a thousand kept`() throws {
    #expect(try Self.codes(String(repeating: "a: b\n", count: 100_000)).count == 1_000)
    let last = YAML.load(SourceFile(String(repeating: "a: *b\n", count: 2_000) + "c: [")).diagnostics.last
    #expect(last?.code == "O0115", "\(last?.message ?? "") \(last?.range ?? .at(0))")
    #expect(try Self.codes(String(repeating: "\u{1}", count: 100_000)).count == 10)
  }

  @Test func `directives that would take hours are refused`() throws {
    let directives = (0..<100_000).map { "%TAG !\($0)! tag:example.com\n" }.joined()
    #expect(try Self.codes(directives + "--- a") == ["O0123"])
  }

  @Test func `a file without aliases may have more values`() throws {
    #expect(try Self.codes(String(repeating: "- x\n", count: 50_000)) == [])
  }

  @Test func `a file of more than ten mebibytes is refused and one of just as many is read`() throws {
    let text = "a: b #" + String(repeating: "x", count: (10 << 20) - 6)
    #expect(text.utf8.count == 10 << 20)
    #expect(YAML.load(SourceFile(text)).diagnostics == [])
    let diagnostics = YAML.load(SourceFile(text + "\n")).diagnostics
    #expect(diagnostics.map(\.code) == ["O0101"])
    #expect(
      diagnostics.map(\.message) == ["the file has 10485761 bytes, more than the 10485760 that are read"])
  }

  /// A huge text by its name: a test of its own each, without the text in the log.
  struct HugeText: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var text: String

    init(_ name: String, _ text: String) {
      testDescription = name
      self.text = text
    }
  }

  @Test(arguments: [
    HugeText("words", "a: " + String(repeating: "x ", count: 250_000)),
    HugeText("escapes", "a: \"" + String(repeating: "\\n", count: 150_000) + "\""),
    HugeText("doubled quotes", "a: '" + String(repeating: "''", count: 150_000) + "'"),
    HugeText("a sequence in one line", "a: [" + String(repeating: "x,", count: 50_000) + "]"),
    HugeText("a mapping in one line", "{" + (0..<50_000).map { "k\($0): é" }.joined(separator: ",") + "}"),
    HugeText("a plain scalar over many lines", "a: " + String(repeating: "x\n ", count: 150_000)),
    HugeText("a literal block", "a: |\n" + String(repeating: " é\n", count: 150_000)),
    HugeText("a folded block", "a: >\n" + String(repeating: " b\n\n", count: 100_000)),
    HugeText("a block of one blank line", "a: |1\n" + String(repeating: " ", count: 150_000)),
    HugeText(
      "a block of blank lines",
      "a: |9\n" + String(repeating: String(repeating: " ", count: 400) + "\n", count: 2_000)),
    HugeText("empty lines", String(repeating: "\n", count: 250_000) + "a: b"),
    HugeText("a comment", "#" + String(repeating: "é", count: 250_000) + "\na: b"),
    HugeText("spaces", "a:" + String(repeating: " ", count: 250_000) + "b"),
    HugeText("a word", "a: " + String(repeating: "x", count: 250_000)),
    HugeText("a sequence of blocks", (0..<30_000).map { "- |\n  \($0)\n" }.joined()),
  ])
  func `a huge line or value is read in time that grows with its length`(huge: HugeText) throws {
    #expect(try Self.codes(huge.text) == [])
  }
}
