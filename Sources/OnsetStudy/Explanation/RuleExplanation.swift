package import OnsetEngine
package import OnsetLanguage
package import OnsetRules
package import OnsetRuns
import OnsetText

/// Why a rule did what it did on a run, and why it did nothing where it did nothing.
package struct RuleExplanation: Sendable {
  package var ruleset: String
  package var rule: String
  /// The name of the run.
  package var run: String
  /// What the rule waits for, with the values of parameters.
  package var hold: SpanLength?
  package var within: SpanLength?
  package var repetition: CheckedRule.Repetition
  package var atMost: Int?
  /// The phases in which it looks; nil for any.
  package var during: [String]?
  /// The phases of the rule set, where it has some.
  package var phases: [PhaseChange]
  /// The run's last step.
  package var lastStep: Int64?
  /// One, or one for each metric of a rule with `each`.
  package var instances: [Instance]

  /// The rule with one metric.
  package struct Instance: Sendable {
    /// Nil for a rule without `each`.
    package var metric: String?
    package var when: ConditionPart
    package var that: ConditionPart?
    package var clear: ConditionPart?
    /// What became of it, in order.
    package var events: [Event]
    /// The steps at which it was waiting again.
    package var rearmed: [Int64]
    package var failedConfirmations: [FailedConfirmation]
    /// How many ticks of `when` there were in the phases in which the rule looks.
    package var ticks: Int
    /// The longest stretch of ticks at which `when` was true; nil where it never was.
    package var longestStreak: Streak?
    /// Where `when` was nearest, if it was never true and anything is known of that.
    package var nearest: Nearest?
    /// Where it stood at the end; nil of a run without rows.
    package var end: Moment?
    /// Where it stood at the row that was asked for.
    package var moment: Moment?
  }

  /// Ticks in a row at which a condition was true. An unknown one ends nothing and counts for nothing.
  package struct Streak: Hashable, Sendable {
    package var first: Int64
    package var last: Int64
    package var ticks: Int
    /// How long it is in the unit of `for`; in samples without one.
    package var length: Double
  }

  /// The tick at which a whole condition came nearest to being true.
  package struct Nearest: Hashable, Sendable {
    package var step: Int64
    /// What kept it from being true, as it is written.
    package var question: String
    package var margin: ConditionPart.Margin?
  }

  /// A confirmation that did not come, and how near what it asks for came.
  package struct FailedConfirmation: Sendable {
    package var detected: Int64
    package var questions: [ConditionPart]
  }

  /// The wait for `clear`, or for `when` to be false, after a fire or a rejection.
  package struct Clearing: Sendable {
    /// At how many ticks it was looked for, and at how many of these it was unknown.
    package var ticks = 0
    package var unknown = 0
    /// How near `clear` came; empty without one.
    package var questions: [ConditionPart] = []
  }

  /// Where the rule stood at a row: the last one, or the last that is not after the step that was asked for.
  package struct Moment: Sendable {
    /// The step of the row.
    package var row: Int64
    package var epoch: Double?
    package var standing: RuleStanding
    /// Nil before the first tick of `when`.
    package var when: SampleValue?
    package var clearing: Clearing?
  }

  // MARK: Explaining

  /// What there is to say, or what the run lacks.
  package enum Outcome: Sendable {
    case explained(RuleExplanation)
    case notApplicable(String)
    /// The rule set has errors in this rule under the run's profile.
    case faulty
  }

  /// Replays a run against a rule set, and follows every part of the conditions of some of its rules. Its memory does
  /// not grow with the run, but for what is read of the run itself.
  ///
  /// - Parameters:
  ///   - set: As it was checked for the profile.
  ///   - names: Those of the rules.
  ///   - step: Where to keep the value of every part.
  /// - Returns: For each name, in order.
  package static func explain(
    _ reference: RunReference, _ set: CheckedRuleSet, rules names: [String], profile: Profile?,
    stepColumn: String? = nil, step: Int64? = nil
  ) throws(RunError) -> [Outcome] {
    let wanted = WantedMetrics([set], profile)
    let run = try reference.read(ReadingOptions(keep: .matching { wanted.contains($0) }, stepColumn: stepColumn))
    return explain(run, set, rules: names, profile: profile, step: step)
  }

  private static func explain(
    _ run: Run, _ set: CheckedRuleSet, rules names: [String], profile: Profile?, step: Int64?
  ) -> [Outcome] {
    let schema = RunSchema(metricNames: run.metricNames, stepsPerEpoch: run.metadata.stepsPerEpoch)
    let compiled = RuleSetCompiler.compile(set, profile: profile, for: schema, tracing: Set(names))
    var session = RunSession(
      [compiled.program], runName: run.name, epochMetric: schema.epochMetric(profile),
      stepsPerEpoch: schema.stepsPerEpoch, logged: schema.logs)
    let row = step.flatMap { step in run.rows.last { $0 <= step } }
    var followers = compiled.traces.compactMap { trace in
      set.rules.first { $0.name == trace.name }.map {
        RuleFollower(trace, $0, wantedStep: row, lastStep: run.rows.last)
      }
    }
    var events: [Event]
    do throws(FeedError) {
      events = try session.feed(RunTable(run, metrics: session.metrics)) { row in
        for index in followers.indices { followers[index].look(row) }
      }
    } catch {
      preconditionFailure("a reader gives ascending steps: \(error)")
    }
    events += session.finish()
    return names.map { name in
      guard let rule = set.rules.first(where: { $0.name == name }) else { return .faulty }
      let instances = zip(compiled.traces, followers).filter { $0.0.name == name }.map { _, follower in
        follower.finished(events)
      }
      if instances.isEmpty {
        let skipped = compiled.skipped.first { $0.rule.split(separator: " ").first ?? "" == name }
        return .notApplicable(skipped?.reason.text ?? "the run has nothing that it reads")
      }
      return .explained(
        RuleExplanation(
          set, rule, run: run.name, phases: session.phases, lastStep: run.rows.last, instances: instances))
    }
  }
}

extension RuleExplanation {
  /// - Parameter phases: Of all rule sets of the session.
  init(
    _ set: CheckedRuleSet, _ rule: CheckedRule, run: String, phases: [PhaseChange], lastStep: Int64?,
    instances: [Instance]
  ) {
    self.init(
      ruleset: set.name, rule: rule.name, run: run, hold: rule.hold, within: rule.confirm?.within,
      repetition: rule.repetition, atMost: rule.atMost, during: set.file.rules[rule.index].during?.map(\.value),
      phases: phases.filter { $0.ruleset == set.name }, lastStep: lastStep, instances: instances)
  }
}

extension RuleExplanation.Instance {
  /// The step at which the rule was waiting again after one of its events; nil where it was not before the next.
  package func rearmed(after index: Int) -> Int64? {
    let event = events[index]
    guard event.kind == .fired || event.kind == .rejected else { return nil }
    let next = events[(index + 1)...].first { $0.kind != .error }?.step ?? .max
    return rearmed.first { $0 > event.step && $0 <= next }
  }

  /// How near the confirmation of an event came that did not come; nil for other events.
  package func failedConfirmation(of event: Event) -> RuleExplanation.FailedConfirmation? {
    guard event.kind == .rejected || event.kind == .undecided else { return nil }
    return failedConfirmations.first { $0.detected == event.detected }
  }
}
