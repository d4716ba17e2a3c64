import OnsetText

/// A rule that changes the training or stops it, on the word of one condition.
///
/// A condition that only asks for facts (whether a metric is a number, how far the run is) needs no second opinion, and
/// an action that a person has to approve has one.
enum UnconfirmedAction {
  static func check(_ set: RuleSetView) -> [LintFinding] {
    set.rules.compactMap { rule in
      guard rule.checked.confirm == nil, let first = rule.deeds.first, !set.asksOnlyForFacts(rule.checked.when) else {
        return nil
      }
      let other = set.metricApart(from: set.metrics(read: rule.checked.when))
      return LintFinding(.unconfirmedAction(deed: first.deed, suggestedMetric: other), at: first.range)
    }
  }
}
