import OnsetRules
import OnsetText
import Testing

@Suite struct RuleSetMeaningTests {
  private static func meaning(_ text: String) throws -> RuleSetMeaning {
    let (model, findings) = RuleSetFile.decode(SourceFile(name: "rules/a.yaml", text: text))
    try #require(findings.map(\.message) == [])
    let (checked, more) = RuleSetChecker.check(try #require(model), profile: nil, overrides: [:])
    try #require(more.filter { $0.severity == .error }.map(\.message) == [])
    return RuleSetMeaning(checked)
  }

  private static let plain = """
    onset: 1
    ruleset: spike
    phases: [calm, wild]
    parameters: {limit: 3, window: 3 samples}
    let:
      usual: mean(loss, window)
      unused: loss + 1
    rules:
      - rule: high
        when: usual > limit and loss > 0.50
        during: [wild, calm]
        for: 2 samples
        enter: wild
        then: [{scale: learning_rate, by: 0.5, floor: 0.01}, {notify: "high at {step}: {usual}"}]
        repeat: when cleared

    """

  @Test func `Everything that is said has its fact`() throws {
    #expect(
      try Self.meaning(Self.plain).text == """
        ruleset spike
        phases calm, wild
        let usual = mean(loss, 3 samples)
        rule high
          during calm, wild
          when 3 < usual and 0.5 < loss
          for 2 samples
          enter wild
          then scale learning_rate by 0.5, floor 0.01; notify "high at {step}: {usual}"
          repeat when cleared

        """)
  }

  @Test(arguments: [
    ("loss > 0.50", "loss > 0.51"), ("for: 2 samples", "for: 3 samples"), ("limit: 3", "limit: 4"),
    ("by: 0.5", "by: 0.4"),
    ("enter: wild", "enter: calm"), ("[wild, calm]", "[wild]"), ("rule: high", "rule: higher"),
    ("repeat: when cleared", "repeat: after 3 steps"), ("mean(loss, window)", "median(loss, window)"),
  ])
  func `What changes the meaning changes the text`(before: String, after: String) throws {
    let changed = Self.plain.split(separator: before, omittingEmptySubsequences: false).joined(separator: after)
    try #require(changed != Self.plain)
    #expect(try Self.meaning(changed) != Self.meaning(Self.plain))
  }

  @Test(arguments: [
    ("onset: 1", "# A comment.\nonset: 1"), ("loss > 0.50", "5e-1<loss"), ("> limit", "> 3"),
    ("limit: 3", "limit: 3.0"), ("  unused: loss + 1\n", ""), ("[wild, calm]", "[calm, wild]"),
    ("    for: 2 samples\n    enter: wild", "    enter: wild\n    for: 2 samples"),
    ("rule: high", "rule: high\n    summary: Too high."),
  ])
  func `What does not change the meaning does not change the text`(before: String, after: String) throws {
    let changed = Self.plain.split(separator: before, omittingEmptySubsequences: false).joined(separator: after)
    try #require(changed != Self.plain)
    #expect(try Self.meaning(changed) == Self.meaning(Self.plain))
  }
}
