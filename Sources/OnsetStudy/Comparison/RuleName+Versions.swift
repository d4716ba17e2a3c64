package import OnsetRules
import OnsetText

extension RuleName {
  /// The rules that a text may name: `set/rule`, `set.rule`, a rule set, a rule.
  package static func named(_ text: String, in ruleSets: [RuleSetFile]) -> [RuleName] {
    if let set = ruleSets.first(where: { $0.name.value == text }) {
      return [RuleName(ruleset: set.name.value, rule: nil)]
    }
    let path = text.replacing(".", with: "/", maxReplacements: 1)
    return ruleSets.flatMap { set in
      set.rules.map(\.name.value).filter { $0 == text || "\(set.name.value)/\($0)" == path }.map {
        RuleName(ruleset: set.name.value, rule: $0)
      }
    }
  }

  /// What the rule is called in an older version; the same name where that lacks it, or cannot be read.
  ///
  /// - Parameter newer: The version that has the rule under this name.
  func inOlder(_ older: RuleVersion, than newer: RuleVersion) -> RuleName {
    guard isMissing(in: older) else { return self }
    return VersionComparison(from: older, to: newer).renamed.first { $0.value == self }?.key ?? self
  }

  /// What the rule is called in a newer version; the same name where that lacks it, or cannot be read.
  ///
  /// - Parameter older: The version that has the rule under this name.
  func inNewer(_ newer: RuleVersion, than older: RuleVersion) -> RuleName {
    guard isMissing(in: newer) else { return self }
    return VersionComparison(from: older, to: newer).renamed[self] ?? self
  }

  private func isMissing(in version: RuleVersion) -> Bool {
    version.breakage(of: self) == nil && RuleInForce(self, in: version) == nil
  }
}

extension RuleVersion {
  /// Why nothing is known of a rule; nil where nothing is in the way.
  func breakage(of name: RuleName) -> BrokenRuleSet? {
    if let broken = broken.first(where: { $0.name == name.ruleset }) { return broken }
    guard !ruleSets.contains(where: { $0.name.value == name.ruleset }) else { return nil }
    return broken.first { $0.name == nil }
  }
}
