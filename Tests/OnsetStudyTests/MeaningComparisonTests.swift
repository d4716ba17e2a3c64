import OnsetRules
@testable import OnsetStudy
import OnsetText
import Testing

@Suite struct MeaningComparisonTests {
  private static let before = """
    onset: 1
    ruleset: spike
    phases: [calm, wild]
    parameters: {limit: 3}
    let:
      usual: mean(loss, 3 samples)
    rules:
      - rule: high
        when: usual > limit
        for: 2 samples
        enter: wild
      - rule: low
        when: loss < 0.40

    """

  private static func checked(_ text: String) throws -> [CheckedRuleSet] {
    let file = try #require(RuleSetFile.decode(SourceFile(name: "rules/a.yaml", text: text)).model)
    let (checked, findings) = RuleSetChecker.check(file, profile: nil, overrides: [:])
    try #require(findings.filter { $0.severity == .error }.map(\.message) == [])
    return [checked]
  }

  /// `SUBJECT: BEFORE (LINE) -> AFTER (LINE)`.
  private static func changes(_ replacements: (String, String)...) throws -> [String] {
    var text = before
    for (old, new) in replacements {
      try #require(text.contains(old))
      text = text.split(separator: old, omittingEmptySubsequences: false).joined(separator: new)
    }
    return MeaningComparison.changes(from: try checked(before), to: try checked(text)).map { change in
      let subject =
        switch change.subject {
        case .ruleSet(let name), .ruleSetName(let name): "rule set \(name)"
        case .phases: "phases"
        case .order: "order"
        case .parameter(_, let name): "parameter \(name)"
        case .binding(_, let name): "let \(name)"
        case .rule(_, let name): "rule \(name)"
        case .fact(let rule, let key): "\(rule) \(key)"
        case .profile, .match, .aliases, .baseline, .setting: "profile"
        }
      func side(_ side: MeaningChange.Side?) -> String { side.map { "\($0.text) (\($0.line))" } ?? "nothing" }
      return "\(subject): \(side(change.before)) -> \(side(change.after))"
    }
  }

  @Test func `Each change is told once, with its lines`() throws {
    #expect(try Self.changes(("limit: 3", "limit: 4")) == ["parameter limit: 3 (4) -> 4 (4)"])
    #expect(try Self.changes(("0.40", "0.38")) == ["spike/low when: loss < 0.40 (13) -> loss < 0.38 (13)"])
    #expect(try Self.changes(("for: 2", "for: 5")) == ["spike/high for: 2 samples (10) -> 5 samples (10)"])
    #expect(
      try Self.changes(("    enter: wild\n", "")) == ["spike/high enter: wild (11) -> nothing"])
    #expect(
      try Self.changes(("mean(loss", "median(loss")) == [
        "let usual: mean(loss, 3 samples) (6) -> median(loss, 3 samples) (6)"
      ])
    #expect(try Self.changes(("rule: low", "rule: lower")) == ["rule lower: low (12) -> lower (12)"])
    #expect(
      try Self.changes(("  - rule: low\n    when: loss < 0.40\n", "")) == ["rule low: low (12) -> nothing"])
    #expect(try Self.changes(("ruleset: spike", "ruleset: peak")) == ["rule set peak: spike (2) -> peak (2)"])
    // A rule set of another name and rules of the same names is the same one; of other names it is another.
    #expect(
      try Self.changes(("ruleset: spike", "ruleset: peak"), ("0.40", "0.38")) == [
        "rule set peak: spike (2) -> peak (2)", "peak/low when: loss < 0.40 (13) -> loss < 0.38 (13)",
      ])
    #expect(try Self.changes(("ruleset: spike", "ruleset: peak"), ("rule: low", "rule: lower")).count == 2)
    // A rule of another name and the same condition is the same rule, whatever else was changed.
    #expect(
      try Self.changes(("rule: high", "rule: tall"), ("limit: 3", "limit: 4")) == [
        "parameter limit: 3 (4) -> 4 (4)", "rule tall: high (8) -> tall (8)",
      ])
    #expect(
      try Self.changes(("rule: high", "rule: tall"), ("for: 2", "for: 5")) == [
        "rule tall: high (8) -> tall (8)", "spike/tall for: 2 samples (10) -> 5 samples (10)",
      ])
  }

  @Test func `What leaves the meaning as it was is no change`() throws {
    #expect(try Self.changes(("loss < 0.40", "4e-1>loss"), ("usual > limit", "3 < usual  # why")) == [])
    #expect(try Self.changes() == [])
  }
}
