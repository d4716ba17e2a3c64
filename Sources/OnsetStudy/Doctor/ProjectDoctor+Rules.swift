import OnsetLanguage
import OnsetRules
import OnsetText

extension ProjectDoctor {
  /// What the rules do.
  var ruleLines: [Checkup.Line] { [smoothing, actions, crossChecks, tested] }

  private typealias Placed = (set: RuleSetView, rule: RuleSetView.Rule)

  private var rules: [Placed] { ruleSets.flatMap { set in set.rules.map { (set, $0) } } }

  /// A line about rules, of which each has something or lacks it.
  private func line(
    _ id: String, _ question: String, _ what: String, among rules: [Placed], remedy: String, command: String,
    where has: (Placed) -> Bool
  ) -> Checkup.Line {
    let lacking = rules.filter { !has($0) }
    let count = "\(rules.count - lacking.count) of \(rules.count) \(what)"
    return Checkup.Line(
      id, question, ruleSets.isEmpty ? .unknown : lacking.isEmpty ? .yes : .no,
      ruleSets.isEmpty
        ? ["there are no rules"] : evidence(count, except: lacking.map { "not \(place($0.rule, in: $0.set))" }),
      remedy: remedy, command: command)
  }

  /// The rules that judge a value; a condition that asks for facts only, such as `is_nan`, needs no smoothing and no second opinion.
  private var judging: [Placed] { rules.filter { !$0.set.asksOnlyForFacts($0.rule.checked.when) } }

  private var smoothing: Checkup.Line {
    line(
      "smoothing", "Does every rule smooth what it looks at?", "rules look at more than one sample", among: judging,
      remedy: "use a window (`mean`, `median`, `ewma`) or a hold (`for`)", command: "onset functions"
    ) { set, rule in
      if let hold = rule.checked.hold, hold.unit != .samples || hold.count > 1 { return true }
      return set.contains(rule.checked.when, where: Self.looksBack)
    }
  }

  /// Whether a term looks at more than the latest sample.
  private static func looksBack(_ term: Term) -> Bool {
    switch term.kind {
    case .window(_, _, let span), .quantile(_, _, let span), .fraction(_, let span), .ewma(_, let span):
      span.unit != .samples || span.count > 1
    case .cusum, .sinceExtreme, .since, .age, .elapsedComparison: true
    default: false
    }
  }

  private var actions: Checkup.Line {
    line(
      "actions", "Is it defined what happens when a rule fires?", "rules have an action or enter a phase", among: rules,
      remedy: "add `then`, even if it only notifies", command: "onset schema ruleset"
    ) { !$0.rule.declaration.actions.isEmpty || $0.rule.declaration.enter != nil }
  }

  private var crossChecks: Checkup.Line {
    line(
      "cross-checks", "Are detections that change the training cross-checked?",
      "rules that change the training confirm with another metric", among: judging.filter { !$0.rule.deeds.isEmpty },
      remedy: "add `confirm` with a metric that `when` does not read, or `approval: required`",
      command: "onset explain unconfirmed-action"
    ) { set, rule in
      guard let that = rule.checked.confirm?.that else { return false }
      let read = set.metrics(read: rule.checked.when)
      return set.metrics(read: that).contains { !read.contains($0) }
    }
  }

  private var tested: Checkup.Line {
    let files = ruleSets.map(\.file)
    let lacking = UntestedRule.findings(in: files, tests)
    let untested = Set(lacking.map { "\($0.source.path) \($0.range.lower)" })
    return line(
      "tests", "Is every rule tested?", "rules have a test that expects something of them", among: rules,
      remedy: "write a test, or record one from a run", command: "onset test --record RUN --rule RULE"
    ) { !untested.contains("\($0.set.file.source.path) \($0.rule.declaration.name.range.lower)") }
  }
}
