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

  private mutating func begin(_ checked: CheckedRuleSet) { builder.begin(letTerms: checked.letTerms) }
  private mutating func begin(rule: Int, each: String?) { builder.begin(rule: rule, each: each) }

  /// The parts of a condition, where they are known from the samples alone.
  private mutating func critical(_ condition: SweptCondition, of term: Term) -> Life.Part? {
    let clock = builder.clock(ofCondition: term)
    let part = Life.Part(condition: builder.critical(condition, on: clock), clock: clock)
    return builder.isKnownAhead(part.condition) ? part : nil
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
      guard Self.firesOnceByItself(rule, of: instances.count),
        let condition = rule.when.sweptCondition(checked.letTerms)
      else { return nil }
      builder.begin(rule: position, each: each)
      let clock = builder.clock(ofCondition: rule.when)
      let when = builder.critical(condition, on: clock)
      guard builder.isKnownAhead(when) else { return nil }
      rules.append(Rule(index: rule.index, when: when, clock: clock, hold: rule.hold))
    }
    return rules
  }

  /// Whether a rule fires at most once, and the other ones have no influence on it.
  private static func firesOnceByItself(_ rule: CheckedRule, of count: Int) -> Bool {
    if let during = rule.during, count > 1 || !during.contains(0) { return false }
    return rule.confirm == nil && (rule.repetition == .never || rule.atMost == 1)
  }

  /// The like of a rule that two parameters decide.
  package struct PairedRule: Sendable {
    /// Its position in the file.
    package var index: Int
    package var when: PairedCondition<PlanBuilder.CriticalCondition>
    package var clock: ClockID
    package var hold: SpanLength?
  }

  /// The rules as two parameters decide them; nil where one comparison depends on both, or a rule does not fire once and
  /// by itself.
  ///
  /// - Parameters:
  ///   - first: Checked with the first parameter marked.
  ///   - second: Checked with the second parameter marked.
  package mutating func firstFirings(of first: CheckedRuleSet, _ second: CheckedRuleSet) -> [PairedRule]? {
    let pairs = Array(zip(instances(of: first), instances(of: second)))
    var rules: [PairedRule] = []
    for (position, (own, other)) in pairs.enumerated() {
      guard Self.firesOnceByItself(own.rule, of: pairs.count),
        let condition = PairedCondition(own.rule.when, other.rule.when, lets: (first.letTerms, second.letTerms))
      else { return nil }
      builder.begin(rule: position, each: own.each)
      builder.begin(letTerms: first.letTerms)
      let clock = builder.clock(ofCondition: own.rule.when)
      var isKnownAhead = true
      func critical(_ part: SweptCondition, of checked: CheckedRuleSet) -> PlanBuilder.CriticalCondition {
        builder.begin(letTerms: checked.letTerms)
        let critical = builder.critical(part, on: clock)
        isKnownAhead = isKnownAhead && builder.isKnownAhead(critical)
        return critical
      }
      let when = condition.map {
        critical($0, of: first)
      } second: {
        critical($0, of: second)
      }
      guard isKnownAhead else { return nil }
      rules.append(PairedRule(index: own.rule.index, when: when, clock: clock, hold: own.rule.hold))
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

// MARK: Whole lives

extension SweptPlanBuilder {
  /// What of a rule's life the parameter that is swept decides; all else follows from the phases that are in force.
  package struct Life: Sendable {
    package var name: String
    /// The metric, for an instance of a rule with `each`.
    package var metric: String?
    package var during: Set<Int>?
    /// Nil where the parameter does not decide it.
    package var when: Part?
    package var hold: SpanLength?
    /// Nil where there is none, or the parameter does not decide it.
    package var that: Part?
    package var within: SpanLength?
    /// Nil where there is none.
    package var clear: Part?
    package var repetition: CheckedRule.Repetition
    package var atMost: Int?

    /// A condition in its parts, and the clock that they are on.
    package struct Part: Sendable {
      package var condition: PlanBuilder.CriticalCondition
      package var clock: ClockID
    }
  }

  /// The rules that the parameter decides, where it does so by conditions that are known from the samples alone and in
  /// which it only decides comparisons; nil where it is not so.
  ///
  /// - Parameter checked: Checked with the parameter that is swept marked.
  package mutating func lives(of checked: CheckedRuleSet) -> [Life]? {
    begin(checked)
    var lives: [Life] = []
    for (position, (rule, each)) in instances(of: checked).enumerated() {
      let isSwept = [rule.when, rule.confirm?.that, rule.clear].map { $0?.traits.contains(.swept) == true }
      guard isSwept.contains(true) else { continue }
      begin(rule: position, each: each)
      var life = Life(
        name: rule.name, metric: each, during: rule.during, hold: rule.hold, within: rule.confirm?.within,
        repetition: rule.repetition, atMost: rule.atMost)
      if isSwept[0] {
        guard let part = part(rule.when, checked) else { return nil }
        life.when = part
      }
      if isSwept[1], let that = rule.confirm?.that {
        guard !that.traits.contains(.detection), let part = part(that, checked) else { return nil }
        life.that = part
      }
      if let clear = rule.clear {
        guard let part = part(clear, checked) else { return nil }
        life.clear = part
      }
      lives.append(life)
    }
    return lives
  }

  private mutating func part(_ term: Term, _ checked: CheckedRuleSet) -> Life.Part? {
    guard let condition = term.sweptCondition(checked.letTerms) else { return nil }
    return critical(condition, of: term)
  }
}
