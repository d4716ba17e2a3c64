/// A rule by the names that people write: its rule set and its own.
package struct RuleName: Hashable, Sendable, CustomStringConvertible {
  /// Nil for all rules of all rule sets together.
  package var ruleset: String?
  /// Nil for all rules of the rule set together.
  package var rule: String?

  /// All rules of all rule sets together.
  package static let any = RuleName(ruleset: nil, rule: nil)

  package init(ruleset: String?, rule: String?) {
    self.ruleset = ruleset
    self.rule = rule
  }

  package var description: String { ruleset.map { set in rule.map { "\(set)/\($0)" } ?? set } ?? "any rule" }
}
