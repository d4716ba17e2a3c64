import OnsetLanguage
import OnsetRules
import OnsetText

/// The metrics of a log that rule sets may read, known before the log is: what else is logged is not kept.
struct WantedMetrics: Sendable {
  private var names: Set<String> = []
  private var globs: [Glob] = []

  /// What rule sets read under a profile, and a metric that is wanted whether or not they do.
  init(_ sets: [CheckedRuleSet], _ profile: Profile?, and other: String? = nil) {
    add("epoch", profile)
    if let other { add(other, profile) }
    for set in sets {
      for term in set.letTerms.compactMap(\.self) { add(term, profile) }
      for rule in set.rules {
        if let each = rule.each { globs.append(each) }
        for term in [rule.when, rule.confirm?.that, rule.clear].compactMap(\.self) { add(term, profile) }
        for action in rule.actions { add(action, profile) }
      }
    }
  }

  func contains(_ name: String) -> Bool {
    names.contains(name) || globs.contains { $0.matches(name) }
  }

  private mutating func add(_ name: String, _ profile: Profile?) {
    names.formUnion(profile?.names(of: name) ?? [name])
  }

  private mutating func add(_ term: Term, _ profile: Profile?) {
    if case .named(let name)? = term.ownMetric { add(name, profile) }
    for operand in term.operands { add(operand, profile) }
  }

  private mutating func add(_ action: CheckedAction, _ profile: Profile?) {
    switch action.kind {
    case .scale(let hyperparameter, let term, _, _), .set(let hyperparameter, let term, _, _):
      add(hyperparameter, profile)
      add(term, profile)
    case .stop(let text), .checkpoint(let text), .notify(let text):
      for case .expression(let term) in text { add(term, profile) }
    }
  }
}
