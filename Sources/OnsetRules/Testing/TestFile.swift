package import OnsetText

/// A file of tests as it says them: decoded, nothing resolved.
package struct TestFile: Sendable {
  package var source: SourceFile
  package var name: Located<String>
  package var summary: Located<String>?
  /// What the cases have in common, unless they say otherwise.
  package var settings: TestSettings
  package var run: TestRun
  package var cases: [TestCase]
}

/// One test: a run, and what has to happen on it.
package struct TestCase: Sendable {
  package var name: Located<String>
  package var summary: Located<String>?
  package var settings: TestSettings
  package var run: TestRun
  package var expectations: TestExpectations
}

/// Which rules a test is about, and what they are told.
package struct TestSettings: Sendable {
  /// Names of the project's rule sets, or paths that are relative to the test's file; nil where nothing is said.
  package var ruleSets: [Located<String>]?
  /// A profile's name or file.
  package var profile: Located<String>?
  /// Baselines instead of, or over, those of the profile.
  package var baselines: [ProfileFile.Baseline]
  package var parameters: [ProfileFile.RuleSetParameters]
}

extension TestSettings {
  /// The settings of a case over those of its file: baselines and parameters are merged one by one.
  package func over(_ defaults: TestSettings) -> TestSettings {
    let ownBaselines = Set(baselines.map(\.metric.value))
    return TestSettings(
      ruleSets: ruleSets ?? defaults.ruleSets, profile: profile ?? defaults.profile,
      baselines: defaults.baselines.filter { !ownBaselines.contains($0.metric.value) } + baselines,
      parameters: defaults.parameters + parameters)
  }
}
