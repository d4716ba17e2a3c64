import OnsetEngine
import OnsetRules
import OnsetRuns
import OnsetStudy
import OnsetText
import Testing

@Suite("Tests of rules")
struct RuleTestTests {
  /// The loss is above the limit from step 50 to 80 and from 120 on: `high` fires at 60 and 130.
  static let series = "{loss: [1 x 5, 5 x 4, 1 x 3, 5 x 8], grad_norm: 1 x 20}"

  @Test(
    "expectations are met, missed, or cannot be decided",
    arguments: [
      ("{fires: [{rule: high, times: 2}]}", "passed", []),
      ("{fires: [{rule: spike.high, at: 60}, {rule: spike/high, at: 130}]}", "passed", []),
      (
        "{fires: [{rule: high, between: [0, 100], since: 50, detected: 60, enter: wild}, {rule: high, at: 130}]}",
        "passed", []
      ),
      ("{fires: [{rule: high, times: [1, 3], actions: [{scale: learning_rate, by: 0.5, floor: 0.01}]}]}", "passed", []),
      ("{fires: [{rule: high}]}", "failed", ["O0850"]),
      ("{fires: [{rule: high, at: 60}]}", "failed", ["O0851"]),
      ("{fires: [{rule: high, between: [70, 100]}, {rule: high, at: 130}]}", "failed", ["O0850"]),
      ("{fires: [{rule: high, times: 2, since: [50, 60]}]}", "failed", ["O0853"]),
      ("{fires: [{rule: high, times: 2, enter: calm}]}", "failed", ["O0854", "O0854"]),
      ("{fires: [{rule: high, times: 2, actions: []}]}", "failed", ["O0855", "O0855"]),
      ("{fires: [{rule: high, times: 2, actions: [{scale: learning_rate, by: 0.4}]}]}", "failed", ["O0855", "O0855"]),
      ("{fires: [{rule: high, at: 60}, {rule: high, between: [130, 200]}]}", "error", ["O0842"]),
      ("{silent: spike.high}", "failed", ["O0852"]),
      ("{silent: \"finite\"}", "passed", []),
      ("{silent: [finite, {rule: high, between: [0, 50]}, {rule: spike.h*, between: [70, 120]}]}", "passed", []),
      ("{silent: {rule: high, between: [60, 70]}}", "failed", ["O0852"]),
      ("{silent: [{rule: high, between: [140, 200]}]}", "error", ["O0842"]),
      ("{silent: spike.*}", "failed", ["O0852"]),
      ("{rejected: [{rule: confirmed, at: 70}, {rule: confirmed, at: 140}]}", "passed", []),
      ("{rejected: [{rule: confirmed, times: 2}], silent: confirmed}", "passed", []),
      ("{fires: [{rule: confirmed, between: [50, 100]}]}", "failed", ["O0850"]),
      ("{phases: [{step: 69, is: calm}, {step: 70, is: wild}]}", "passed", []),
      ("{phases: [{step: 60, is: wild}]}", "failed", ["O0857"]),
      ("{phases: [{step: 200, is: wild}]}", "error", ["O0842"]),
      ("{values: [{expression: usual, step: 60, is: 3.6666666667}]}", "passed", []),
      ("{values: [{expression: usual, step: 65, is: 3.6, within: 0.1}]}", "passed", []),
      (
        "{values: [{expression: usual, step: 10, is: nan}, {expression: usual > 3, step: 10, is: unknown}]}", "passed",
        []
      ),
      (
        "{values: [{expression: usual > limit, step: 60, is: true}, {expression: usual, step: 60, is: 3.6}]}", "failed",
        ["O0858"]
      ),
      ("{values: [{expression: usual, step: 500, is: 1}]}", "error", ["O0842"]),
      ("{not_applicable: high}", "error", ["O0841"]),
      ("{fires: [{rule: finite, metric: loss}]}", "error", ["O0843", "O0850"]),
    ])
  func expectations(expect: String, status: String, codes: [String]) throws {
    let test = try RuleTestFixture.test(series: Self.series, expect: expect)
    let result = TestRunner.result(of: test, profiles: [])
    #expect(result.status.rawValue == status)
    #expect(result.findings.map(\.code).sorted() == codes.sorted(), "\(result.findings.map(\.message))")
    #expect(result.findings.allSatisfy { $0.range.upper <= $0.source.bytes.count })
  }

  @Test("a rule that still waits for its confirmation has not been silent")
  func undecided() throws {
    let series = "{loss: [1 x 5, 5 x 3], grad_norm: [1 x 7]}"
    let result = TestRunner.result(
      of: try RuleTestFixture.test(series: series, expect: "{silent: confirmed}"), profiles: [])
    #expect(result.findings.map(\.code) == ["O0852"])
    let expected = try RuleTestFixture.test(
      series: series, expect: "{undecided: [{rule: confirmed}], silent: confirmed}")
    #expect(TestRunner.result(of: expected, profiles: []).status == .passed)
  }

  @Test("a rule that does not apply is an error where a test names it, and nothing where it does not")
  func applicability() throws {
    let series = "{loss: [1 x 5, 5 x 4]}"
    for (expect, status) in [
      ("{fires: [{rule: high}]}", TestResult.Status.passed), ("{silent: confirmed}", .error),
      ("{fires: [{rule: high}], silent: spike.con*}", .error),
      ("{not_applicable: [confirmed, finite]}", .passed), ("{not_applicable: [confirmed, high]}", .error),
    ] {
      let result = TestRunner.result(of: try RuleTestFixture.test(series: series, expect: expect), profiles: [])
      #expect(result.status == status, "\(expect): \(result.findings.map(\.message))")
    }
  }

  @Test("what a test sees is what a replay of the same samples gives")
  func sameEngine() throws {
    let test = try RuleTestFixture.prepared(series: Self.series, expect: "{silent: finite}")
    let report = try #require(TestRunner.run(test).report)
    let file = try #require(try RuleTestFixture.project(RuleTestFixture.ruleSet).ruleSets.first)
    let replayed = Replay.report(on: test.run, [RuleSetChecker.check(file, profile: nil).checked], nil)
    #expect(report.events == replayed.events)
    #expect(report.events.count == 4)
  }

  @Test("baselines and parameters of a test go over those of its file, its profile and its rule set")
  func settings() throws {
    let rules = """
      onset: 1
      ruleset: low
      parameters: {deviations: 3}
      rules:
        - {rule: low, when: loss < baseline(loss) - deviations * sigma(loss)}
        - {rule: other, when: val_loss < baseline(val_loss)}

      """
    let text = """
      onset: 1
      tests: a
      rulesets: low
      baselines: {loss: {mean: 10, std: 1}}
      run: {series: {loss: [10, 8.5, 6.5]}}
      cases:
        - {test: usual, expect: {fires: [{rule: low, at: 2}]}}
        - {test: parameter, parameters: {low: {deviations: 1}}, expect: {fires: [{rule: low, at: 1}]}}
        - {test: baseline, baselines: {loss: {mean: 5, std: 1}}, expect: {silent: low}}
        - {test: measured, baselines: {loss: {measure: {after: 0 steps, over: 1 steps}}}, expect: {values: [{expression: baseline(loss), step: 2, is: 10}]}}
        - {test: lacking, expect: {not_applicable: other}}

      """
    for test in try RuleTestFixture.tests(text, RuleTestFixture.project(rules)) {
      let result = TestRunner.result(of: test, profiles: [])
      #expect(result.status == .passed, "\(result.name): \(result.findings.map(\.message))")
    }
  }
}
