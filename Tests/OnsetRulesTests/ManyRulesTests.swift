import OnsetText
import Testing
@testable import OnsetRules

/// Rule sets that are long enough to be worked on in portions: all comes out in the order of the file, as for short ones.
@Suite struct ManyRulesTests {
  private static let count = 3 * Portions.itemCount + 7

  /// Rules, one a line, of which the third of every seven has `fault` in it.
  private static func file(with fault: (Int) -> String) throws -> (model: RuleSetFile, diagnostics: [Diagnostic]) {
    var text = "onset: 1\nruleset: set\nrules:\n"
    for index in 0..<count {
      text += "  - {rule: r\(index), when: loss > \(index)\(isFaulty(index) ? fault(index) : "")}\n"
    }
    let (model, diagnostics) = RuleSetFile.decode(SourceFile(name: "rules.yaml", text: text))
    return (try #require(model), diagnostics)
  }

  private static func isFaulty(_ index: Int) -> Bool { index % 7 == 2 }
  private static let faulty = (0..<count).filter(isFaulty)

  private static func rules(of diagnostics: [Diagnostic]) -> [Int] {
    diagnostics.map { LineMap($0.source).place(of: $0.range.lower).line - 4 }
  }

  @Test func `What is wrong with the keys of rules is found in their order`() throws {
    let (model, diagnostics) = try Self.file { ", key\($0): 1" }
    #expect(diagnostics.allSatisfy { $0.code == diagnostics[0].code })
    #expect(Self.rules(of: diagnostics) == Self.faulty)
    #expect(model.rules.map(\.name.value) == (0..<Self.count).map { "r\($0)" })
  }

  @Test func `What is wrong with expressions is found in their order, and leaves the other rules`() throws {
    let (model, diagnostics) = try Self.file { " + nothing(\($0))" }
    try Bench.requireNone(diagnostics)
    let (checked, found) = RuleSetChecker.check(model, profile: nil)
    #expect(Self.rules(of: found) == Self.faulty)
    #expect(checked.rules.map(\.index) == (0..<Self.count).filter { !Self.isFaulty($0) })
  }

  @Test func `What is naive is found as in the rules one by one`() throws {
    let (model, diagnostics) = try Self.file { _ in ", then: [{stop: now}]" }
    try Bench.requireNone(diagnostics)
    let found = RuleSetReview.findings(in: model, profiles: []).sortedForReading()
    let alone = try Bench.ruleSet("rules: [{rule: r, when: loss > 2, then: [{stop: now}]}]\n")
    let codes = RuleSetReview.findings(in: alone, profiles: []).sortedForReading().map(\.code)
    #expect(!codes.isEmpty)
    #expect(found.map(\.code) == Self.faulty.flatMap { _ in codes })
    #expect(Self.rules(of: found) == Self.faulty.flatMap { index in codes.map { _ in index } })
  }
}
