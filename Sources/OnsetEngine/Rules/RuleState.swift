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
    isInTheMiddle =
      switch life.state {
      case .holding, .confirming: true
      case .waiting, .clearing, .resting, .spent: false
      }
    progress =
      switch life.state {
      case .waiting, .spent: nil
      case .holding(let since, let trueTicks):
        rule.hold.map { "holding, \(Self.done(since, last, count: trueTicks, $0, inclusive: true))" }
      case .confirming(let confirmation):
        rule.confirm.map {
          "confirming, \(Self.done(confirmation.detected, last, count: confirmation.ticks, $0.within, inclusive: false))"
        }
      case .clearing: "fired or rejected, not cleared yet"
      case .resting(let since, let ticks):
        rule.rearming.span.map {
          "resting, \(Self.done(since, last, count: ticks, $0, inclusive: false))"
        }
      }
  }

  /// How much of a span has passed: `7 of 10 samples`.
  private static func done(
    _ start: RuleLife.Mark, _ now: RuleLife.Mark, count: Int, _ span: SpanLength, inclusive: Bool
  ) -> String {
    let passed: String =
      switch span.unit {
      case .samples: "\(count)"
      case .steps: "\(StepDistance.between(start.step, now.step) + (inclusive ? 1 : 0))"
      case .epochs: ReadableNumber.text(now.epoch - start.epoch)
      }
    return "\(passed) of \(span)"
  }
}
