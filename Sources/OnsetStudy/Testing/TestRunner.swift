import OnsetEngine
package import OnsetLanguage
package import OnsetRules
import OnsetRuns
package import OnsetText

/// Runs tests: each through the engine that replays runs, then against what it expects.
package enum TestRunner {
  /// Rule sets in another form than the test's own, as mutants are.
  package struct Variant: Sendable {
    /// In the place of the rule set of the same name.
    package var ruleSet: RuleSetFile
    /// Values of its parameters, over all others.
    package var parameters: [String: ParameterValue]

    package init(ruleSet: RuleSetFile, parameters: [String: ParameterValue] = [:]) {
      self.ruleSet = ruleSet
      self.parameters = parameters
    }
  }

  /// What came of a test, its run made first.
  package static func result(of test: ResolvedTest, profiles: [Profile]) -> TestResult {
    switch PreparedTest.prepare(test, profiles: profiles) {
    case .success(let prepared): run(prepared, hasDigests: true)
    case .failure(let findings): TestResult(test, failures: [], errors: findings.diagnostics, report: nil)
    }
  }

  /// What came of a test.
  ///
  /// - Parameter hasDigests: Whether the result says to what it belongs, which nobody asks of a mutant.
  package static func run(_ prepared: PreparedTest, variant: Variant? = nil, hasDigests: Bool = false) -> TestResult {
    let (sets, errors) = check(prepared, variant)
    guard !errors.containsErrors else {
      return TestResult(prepared.test, failures: [], errors: errors, report: nil)
    }
    var report = Replay.report(on: prepared.run, sets, prepared.profile)
    if hasDigests {
      report.digests = OutcomeDigests(
        rules: ContentDigest(of: sets), profile: prepared.profile.map { ProfileMeaning($0).digest },
        run: prepared.run.contentDigest)
    }
    var judge = ExpectationJudge(prepared, sets, report)
    judge.judge()
    return TestResult(
      prepared.test, failures: judge.failures.sortedForReading(), errors: judge.errors.sortedForReading(),
      report: report, drawings: judge.drawings)
  }

  /// The rule sets under the test's profile and parameters.
  ///
  /// A baseline that the profile lacks makes its rule unusable, and that is a fault only of a test that is about it.
  package static func check(
    _ prepared: PreparedTest, _ variant: Variant? = nil
  ) -> (sets: [CheckedRuleSet], errors: [Diagnostic]) {
    var errors: [Diagnostic] = []
    let sets = prepared.test.ruleSets.map { file in
      let isVaried = variant?.ruleSet.name.value == file.name.value
      var parameters = prepared.test.parameters[file.name.value] ?? [:]
      if isVaried, let variant { parameters.merge(variant.parameters) { $1 } }
      let (checked, found) = RuleSetChecker.check(
        isVaried ? variant?.ruleSet ?? file : file, profile: prepared.profile, overrides: parameters)
      errors += found.filter { $0.severity == .error && $0.code != "O0312" }
      return checked
    }
    return (sets, errors)
  }
}
