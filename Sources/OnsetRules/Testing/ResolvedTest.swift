package import OnsetLanguage
package import OnsetText

/// A test of which every name has been found.
package struct ResolvedTest: Sendable {
  package var source: SourceFile
  /// The name of the file of tests, and of the test in it.
  package var file: String
  package var name: Located<String>
  package var run: TestRun
  package var expectations: TestExpectations
  package var ruleSets: [RuleSetFile]
  /// The profile that the test names; nil where that of the run's metadata counts.
  package var profile: Profile?
  /// Baselines over those of the profile.
  package var baselines: [String: Profile.Baseline]
  /// Values of parameters, by rule set and parameter.
  package var parameters: [String: [String: ParameterValue]]
  /// For each expectation of events, the rule that it is about.
  package var targets: [RuleID]
  /// The rules that must not fire.
  package var silent: [SilentRule]
  /// The rules that must not be applicable.
  package var notApplicable: [(rule: RuleID, place: ByteRange)]
  /// For each expectation of a phase, the rule set.
  package var phaseSets: [Int]
  /// For each expectation of a value, the rule set whose names it uses.
  package var valueSets: [Int?]

  /// A rule among the rule sets under test, by position.
  package struct RuleID: Hashable, Sendable {
    package var ruleSet: Int
    package var rule: Int
  }

  package struct SilentRule: Sendable {
    package var rule: RuleID
    package var place: ByteRange
    /// Where it must not; nil for nowhere.
    package var range: Located<StepRange>?
  }
}

extension ResolvedTest {
  /// The name by which a rule is shown: `ruleset.rule`.
  package func name(of rule: RuleID) -> String {
    "\(ruleSets[rule.ruleSet].name.value).\(ruleSets[rule.ruleSet].rules[rule.rule].name.value)"
  }

  /// The profile of the test's run: the one that is named or found, with the test's own baselines.
  package func profile(over found: Profile?) -> Profile? {
    guard !baselines.isEmpty else { return profile ?? found }
    var result =
      profile ?? found
      ?? Profile(
        name: "", summary: nil, source: source, lineage: [], match: [], signals: [], baselines: [:], parameters: [:],
        transitions: [])
    result.baselines.merge(baselines) { $1 }
    return result
  }
}
