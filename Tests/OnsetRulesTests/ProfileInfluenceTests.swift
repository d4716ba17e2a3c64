import OnsetText
import Testing
@testable import OnsetRules

/// A profile that is passed over must change nothing in what is found.
@Suite struct ProfileInfluenceTests {
  private static let rules = """
    parameters: {w: 20 samples}
    let: {usual: "baseline(loss)"}
    rules:
      - rule: r
        when: mean(loss, w) > usual
        then: [{notify: "{(loss - baseline(grad_norm)) / sigma(grad_norm)}"}]
    """
  private static let fixed = "{mean: 1, std: 1}"

  @Test(arguments: [
    ("baselines: {loss: FIXED, grad_norm: FIXED}", false),
    ("baselines: {loss: FIXED, grad_norm: FIXED, val_loss: FIXED}\nparameters: {other: {w: 3 samples}}", false),
    ("signals: {gradient: {aliases: [grad_norm]}}\nbaselines: {loss: FIXED, gradient: FIXED}", false),
    ("baselines: {loss: FIXED}", true),
    ("baselines: {grad_norm: FIXED}", true),
    ("signals: {loss: }", true),
    ("signals: {w: }\nbaselines: {loss: FIXED, grad_norm: FIXED}", true),
    ("signals: {usual: }\nbaselines: {loss: FIXED, grad_norm: FIXED}", true),
    ("parameters: {set: {w: 5}}\nbaselines: {loss: FIXED, grad_norm: FIXED}", true),
  ])
  func `A profile counts if it sets a parameter, takes a name or lacks a baseline`(
    profile text: String, changesWhatIsFound: Bool
  ) throws {
    let file = try Bench.ruleSet(Self.rules)
    let profile = try #require(try Bench.profile(["profile: p\n" + text.replacing("FIXED", with: Self.fixed) + "\n"]))
    let (checked, itself) = RuleSetChecker.check(file, profile: nil)
    try Bench.requireNone(itself)
    let influence = ProfileInfluence(on: checked, isComplete: true)
    #expect(influence.mayBe(of: profile) == changesWhatIsFound)
    let found = RuleSetChecker.check(file, profile: profile).diagnostics
    #expect(found.isEmpty == !changesWhatIsFound)
    #expect(RuleSetReview.findings(in: file, profiles: [profile]).count == found.count)
  }

  @Test func `Any profile counts for a rule set with errors`() throws {
    let file = try Bench.ruleSet("rules: [{rule: r, when: \"(loss - baseline(loss)) > nothing(1)\"}]\n")
    let profile = try #require(try Bench.profile(["profile: p\nsignals: {loss: }\n"]))
    let (checked, itself) = RuleSetChecker.check(file, profile: nil)
    #expect(itself.count == 1)
    #expect(ProfileInfluence(on: checked, isComplete: false).mayBe(of: profile))
    #expect(RuleSetReview.findings(in: file, profiles: [profile]).count == 2)
  }
}
