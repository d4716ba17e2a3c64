/// A rule by the names that people write: its rule set and its own.
package struct RuleName: Hashable, Sendable, CustomStringConvertible {
  package var ruleset: String
  /// Nil for all rules of the rule set together.
  package var rule: String?

  package init(ruleset: String, rule: String?) {
    self.ruleset = ruleset
    self.rule = rule
  }

  package var description: String { rule.map { "\(ruleset)/\($0)" } ?? ruleset }
}
