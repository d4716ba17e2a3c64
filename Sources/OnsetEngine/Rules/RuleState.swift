import OnsetLanguage

/// Where a rule stands, for the summary of a run.
public struct RuleState: Hashable, Sendable {
  /// The rule set's name.
  public var ruleset: String
  /// The rule's name.
  public var rule: String
  /// The metric, for an instance of a rule with `each`.
  public var metric: String?
  /// How often it has fired.
  public var fires: Int
  /// What it was in the middle of, such as `holding, 7 of 10 samples`; nil if nothing is open.
  public var progress: String?
  /// Whether the rule was holding or confirming, so that more rows might have brought an event.
  public var isInTheMiddle: Bool

  init(ruleset: String, rule: RuleProgram, _ life: RuleLife, last: RuleLife.Mark) {
    self.ruleset = ruleset
    self.rule = rule.name
    metric = rule.metric
    fires = life.fires
    // What the phase is changes nothing of how far the rule has got.
    let standing = RuleStanding(rule, life, phase: 0, now: last)
    isInTheMiddle = standing.stage == .holding || standing.stage == .confirming
    progress =
      switch standing.stage {
      case .waiting, .spent: nil
      case .holding: standing.progress.map { "holding, \($0.text)" }
      case .confirming: standing.progress.map { "confirming, \($0.text)" }
      case .clearing: "fired or rejected, not cleared yet"
      case .resting: standing.progress.map { "resting, \($0.text)" }
      }
  }
}
