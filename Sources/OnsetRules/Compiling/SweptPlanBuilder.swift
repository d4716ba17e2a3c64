import OnsetEngine
package import OnsetLanguage
import OnsetText

/// Compiles what decides the rules of one rule set as a parameter moves, for many values of its other parameters at
/// once: all share one plan, and what they have in common is computed once.
package struct SweptPlanBuilder {
  private let profile: Profile?
  private let schema: RunSchema
  private var builder: PlanBuilder

  /// A rule, or an instance of one, that fires at most once, by itself.
  package struct Rule: Sendable {
    /// Its position in the file.
    package var index: Int
    package var when: PlanBuilder.CriticalCondition
    package var clock: ClockID
    package var hold: SpanLength?
  }

  package init(profile: Profile?, schema: RunSchema) {
    self.profile = profile
    self.schema = schema
    builder = PlanBuilder(
      letTerms: [], metricName: { schema.name(of: $0, profile) ?? $0 }, baseline: { profile?.baseline(of: $0) })
  }

  package consuming func finish() -> Plan { builder.finish() }

  /// The rules that a run supports, instance by instance.
  private func instances(of checked: CheckedRuleSet) -> [(rule: CheckedRule, each: String?)] {
    var requirements = Requirements(letTerms: checked.letTerms, profile: profile)
    return checked.rules.flatMap { rule -> [(rule: CheckedRule, each: String?)] in
      let needs = requirements.of(rule)
      if needs.missing(in: schema, profile) != nil { return [] }
      guard let each = rule.each else { return [(rule, nil)] }
      return schema.metricNames.filter { name in
        each.matches(name) && !(needs.baselineOfEach && profile?.baseline(of: name) == nil)
      }.map { (rule, $0) }
    }
  }

  /// The rules, where each of them fires at most once and none has an influence on another, so that the first tick at
  /// which its condition has held long enough is all there is to know; nil where it is not so.
  ///
  /// - Parameter checked: Checked with the parameter that is swept marked.
  package mutating func firstFirings(of checked: CheckedRuleSet) -> [Rule]? {
    let instances = instances(of: checked)
    builder.begin(letTerms: checked.letTerms)
    var rules: [Rule] = []
    for (position, (rule, each)) in instances.enumerated() {
      if let during = rule.during, instances.count > 1 || !during.contains(0) { return nil }
      guard rule.confirm == nil, rule.repetition == .never || rule.atMost == 1 else { return nil }
      guard let condition = rule.when.sweptCondition(checked.letTerms) else { return nil }
      builder.begin(rule: position, each: each)
      let clock = builder.clock(ofCondition: rule.when)
      let when = builder.critical(condition, on: clock)
      guard builder.isKnownAhead(when) else { return nil }
      rules.append(Rule(index: rule.index, when: when, clock: clock, hold: rule.hold))
    }
    return rules
  }

  /// The comparisons through which alone the parameter has its influence, each on a clock of its own; nil where it has
  /// another influence too.
  package mutating func comparisons(of checked: CheckedRuleSet) -> [PlanBuilder.CriticalComparison]? {
    builder.begin(letTerms: checked.letTerms)
    var comparisons: [PlanBuilder.CriticalComparison] = []
    for (position, (rule, each)) in instances(of: checked).enumerated() {
      builder.begin(rule: position, each: each)
      for term in [rule.when, rule.confirm?.that, rule.clear].compactMap(\.self) {
        guard let found = term.sweptComparisons(checked.letTerms) else { return nil }
        for (term, left, right) in found {
          if !term.traits.isDisjoint(with: [.detection, .entry]) { return nil }
          let comparison = builder.critical(term, left, .less, right)
          guard builder.isKnownAhead(.comparison(comparison)) else { return nil }
          if !comparisons.contains(comparison) { comparisons.append(comparison) }
        }
      }
    }
    return comparisons
  }
}

extension CheckedRuleSet {
  /// Whether a condition, or how long it has to hold, depends on the parameter that is swept.
  package var dependsOnSwept: Bool {
    rules.contains { rule in
      [rule.when, rule.confirm?.that, rule.clear].contains { $0?.traits.contains(.swept) == true }
    }
  }
}
