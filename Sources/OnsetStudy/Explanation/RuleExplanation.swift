package import OnsetEngine
package import OnsetRules
package import OnsetRuns
import OnsetText

/// Why a rule did what it did on a run, and why it did nothing where it did nothing.
package struct RuleExplanation: Sendable {
  package var ruleset: String
  package var rule: String
  /// The name of the run.
  package var run: String
  /// What the rule waits for, `for` and `within` of `confirm`, with the values of parameters.
  package var hold: String?
  package var within: String?
  /// The phases in which it looks; nil for any.
  package var during: [String]?
  package var when: ConditionPart
  package var that: ConditionPart?
  package var clear: ConditionPart?
  /// What became of the rule, its instances together, in order.
  package var events: [Event]
  /// Where the rule, or each of its instances, stood at the end.
  package var states: [RuleState]
  /// The phases of the rule set, where it has some.
  package var phases: [PhaseChange]
  /// The longest stretch of ticks at which `when` was true; nil where it never was, or cannot be followed.
  package var longestStreak: Streak?

  /// Ticks in a row at which a condition was true. An unknown one ends nothing and counts for nothing.
  package struct Streak: Hashable, Sendable {
    package var first: Int64
    package var last: Int64
    package var ticks: Int
  }

  /// What there is to say, or what the run lacks.
  package enum Outcome: Sendable {
    case explained(RuleExplanation)
    case notApplicable(String)
    /// The rule set has errors in this rule under the run's profile.
    case faulty
  }

  /// Replays a run against the rule's own set, and follows every part of its conditions.
  ///
  /// - Parameter set: As it was checked for the profile.
  package static func explain(
    _ reference: RunReference, _ set: CheckedRuleSet, rule name: String, profile: Profile?, stepColumn: String? = nil
  ) throws(RunError) -> Outcome {
    let view = RuleSetView(set, profiles: profile.map { [$0] } ?? [])
    guard let rule = view.rules.first(where: { $0.checked.name == name }) else { return .faulty }
    let wanted = WantedMetrics([set], profile)
    let run = try reference.read(ReadingOptions(keep: .matching { wanted.contains($0) }, stepColumn: stepColumn))
    let report = Replay.report(on: run, [set], profile)
    let states = report.states.filter { $0.rule == name }
    if states.isEmpty, let skipped = report.skipped.first(where: { $0.rule.split(separator: " ").first ?? "" == name })
    {
      return .notApplicable(skipped.reason.text)
    }
    let during = rule.declaration.during?.map(\.value)
    let phases = report.phases.filter { $0.ruleset == set.file.name.value }
    let looking = LookingTime(during, phases)
    let tracer = ConditionTracer(view, profile, run, looking)
    let when = tracer.part(rule.checked.when, of: rule.when)
    return .explained(
      RuleExplanation(
        ruleset: set.file.name.value, rule: name, run: run.name, hold: rule.checked.hold.map { "\($0)" },
        within: rule.checked.confirm.map { "\($0.within)" }, during: during, when: when,
        that: rule.that.map { tracer.part($0.term, of: $0) }, clear: rule.clear.map { tracer.part($0.term, of: $0) },
        events: report.events.filter { $0.rule == name }, states: states, phases: phases,
        longestStreak: longestStreak(when.samples ?? [], looking)))
  }

  private static func longestStreak(_ samples: [ExpressionStream.Sample], _ looking: LookingTime) -> Streak? {
    var longest: Streak?
    var current: Streak?
    var stretch: Int?
    for sample in samples {
      let here = looking.stretch(at: sample.step)
      if here == nil || here != stretch { current = nil }
      stretch = here
      switch sample.value {
      case .truth(true?) where here != nil:
        current = Streak(first: current?.first ?? sample.step, last: sample.step, ticks: (current?.ticks ?? 0) + 1)
        if let current, current.ticks > longest?.ticks ?? 0 { longest = current }
      case .truth(false?): current = nil
      default: break
      }
    }
    return longest
  }

  /// For how many ticks in a row `when` had been true at a step, in the phases in which the rule looks.
  package func streak(at step: Int64) -> Int? {
    guard let samples = when.samples else { return nil }
    let looking = LookingTime(during, phases)
    guard let here = looking.stretch(at: step) else { return 0 }
    var ticks = 0
    for sample in samples where sample.step <= step && looking.stretch(at: sample.step) == here {
      switch sample.value {
      case .truth(true?): ticks += 1
      case .truth(false?): ticks = 0
      default: break
      }
    }
    return ticks
  }
}

extension ConditionPart {
  /// The comparisons in it, in the order of the text.
  package var comparisons: [ConditionPart] { (margin == nil ? [] : [self]) + parts.flatMap(\.comparisons) }
}
