import OnsetEngine
import OnsetLanguage
import OnsetText
import Testing
@testable import OnsetRules

/// Rule sets that no person wrote: what is wrong is said in time that grows with the file and no faster.
@Suite struct HostileRuleSetTests {
  private static func check(_ text: String) -> (checked: CheckedRuleSet?, diagnostics: [Diagnostic]) {
    let (model, found) = RuleSetFile.decode(SourceFile(name: "hostile.yaml", text: text))
    guard let model else { return (nil, found) }
    let (checked, more) = RuleSetChecker.check(model, profile: nil)
    return (checked, found + more)
  }

  private static func lets(_ definitions: [String], rule: String = "when: l0 > 1") -> String {
    "onset: 1\nruleset: a\nlet:\n" + definitions.map { "  \($0)\n" }.joined()
      + "rules:\n  - rule: r\n    \(rule)\n"
  }

  @Test(.timeLimit(.minutes(5))) func `Thousands of rules of one name are as many findings`() {
    let rules = (0..<5000).map { _ in "  - rule: r\n    when: loss > 1\n" }.joined()
    let findings = Self.check("onset: 1\nruleset: a\nrules:\n" + rules).diagnostics
    #expect(findings.count { $0.code == "O0602" } == 4999)
    #expect(findings.last?.hints == ["the first is in line 4"])
  }

  @Test(.timeLimit(.minutes(5))) func `Thousands of unknown phases are compared with the known ones a hundred times`() {
    let phases = (0..<3000).map { "p\($0)" }.joined(separator: ", ")
    let rules = (0..<3000).map { "  - rule: r\($0)\n    when: loss > 1\n    enter: q\($0)\n" }.joined()
    let findings = Self.check("onset: 1\nruleset: a\nphases: [\(phases)]\nrules:\n" + rules).diagnostics
    #expect(findings.count == 3000)
    #expect(findings.allSatisfy { $0.hints.joined().utf8.count < 1000 })
  }

  @Test(.timeLimit(.minutes(5))) func `A circle of thousands of lets is named by its ends`() {
    let circle = (0..<5000).map { "l\($0): l\(($0 + 1) % 5000) + 1" }
    let findings = Self.check(Self.lets(circle)).diagnostics
    #expect(
      findings.first { $0.code == "O0311" }?.message
        == "`let` names use each other in a circle: `l0` → `l1` → `l2` → `l3` → `l4` → `l5` → (4993 more) → `l4999` → `l0`"
    )
  }

  @Test(.timeLimit(.minutes(5))) func `A chain of thousands of lets is one finding, at the first that is too deep`()
    throws
  {
    let chain = (0..<5000).map { "l\($0): l\($0 + 1) + 1" } + ["l5000: loss"]
    let (checked, findings) = Self.check(Self.lets(chain))
    #expect(findings.map(\.code) == ["O0212"])
    let found = try #require(findings.first)
    #expect(found.source.text(in: found.range) == "l4500")
    #expect(checked?.rules.isEmpty == true)
  }

  @Test(.timeLimit(.minutes(5))) func `Lets that use another twice cost no more than their number`() throws {
    let chain = (0..<200).map { "l\($0): l\($0 + 1) - l\($0 + 1) / 2" }
    let (checked, findings) = Self.check(Self.lets(chain + ["l200: loss"]))
    #expect(findings.map(\.code) == [])
    let compiled = RuleSetCompiler.compile(
      try #require(checked), profile: nil, for: RunSchema(metricNames: ["loss"], stepsPerEpoch: nil))
    #expect(compiled.program.plan.instructions.count == 401)
    let scale = "when: loss > 1\n    then: [{scale: lr, by: l0}]"
    #expect(Self.check(Self.lets(chain + ["l200: 3"], rule: scale)).diagnostics.map(\.code) == [])
  }

  /// A test runs in a task, whose stack may be smaller than that of the main thread.
  @Test(arguments: [("(", ")"), ("-", ""), ("abs(", ")"), ("previous(", ")"), ("least(loss, ", ")")])
  func `The deepest nesting is parsed, checked and compiled in a task`(_ before: String, _ after: String) throws {
    func nested(_ depth: Int) -> String {
      String(repeating: before, count: depth) + "loss" + String(repeating: after, count: depth)
    }
    // The comparison is inside a pair of parentheses of its own, and `not` is in front.
    let (checked, findings) = Self.check(Self.lets(["l0: loss"], rule: "when: not (\(nested(198)) > 1)"))
    #expect(findings.map(\.code) == [])
    let compiled = RuleSetCompiler.compile(
      try #require(checked), profile: nil, for: RunSchema(metricNames: ["loss"], stepsPerEpoch: nil))
    #expect(compiled.program.rules.count == 1)
    #expect(Self.check(Self.lets(["l0: loss"], rule: "when: \(nested(201)) > 1")).diagnostics.map(\.code) == ["O0212"])
  }

  @Test func `The deepest lets are compiled in a task`() throws {
    let deep = (0..<4).map { "l\($0): \(String(repeating: "-", count: 199))l\($0 + 1)" } + ["l4: loss"]
    let (checked, findings) = Self.check(Self.lets(deep))
    #expect(findings.map(\.code) == [])
    let compiled = RuleSetCompiler.compile(
      try #require(checked), profile: nil, for: RunSchema(metricNames: ["loss"], stepsPerEpoch: nil))
    #expect(compiled.program.rules.count == 1)
  }
}
