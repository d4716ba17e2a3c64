/// One thing that two versions of rule sets and profiles say differently.
package struct MeaningChange: Sendable, Hashable {
  package var subject: Subject
  /// What the first version says and where; nil where it says nothing.
  package var before: Side?
  /// What the second version says.
  package var after: Side?

  /// What is said differently.
  package enum Subject: Sendable, Hashable {
    case ruleSet(String)
    /// The name of a rule set, by the one that it has now.
    case ruleSetName(String)
    case phases(ruleset: String)
    /// The order in which the rules stand, which decides who enters a phase first.
    case order(ruleset: String)
    case parameter(ruleset: String, name: String)
    case binding(ruleset: String, name: String)
    /// A rule as a whole: there in one version only, or of another name.
    case rule(ruleset: String, name: String)
    /// One key of a rule: `when`, `for`, `then`.
    case fact(RuleName, key: String)
    case profile(String)
    /// What of a run's metadata a profile is for.
    case match(profile: String, field: String)
    /// The other names of a signal.
    case aliases(profile: String, signal: String)
    case baseline(profile: String, metric: String)
    /// The value that a profile gives to a parameter.
    case setting(profile: String, ruleset: String, name: String)
  }

  /// What one version says.
  package struct Side: Sendable, Hashable {
    package var text: String
    package var path: String
    /// Counted from 1.
    package var line: Int
  }
}
