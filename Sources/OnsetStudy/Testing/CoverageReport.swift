import OnsetEngine
package import OnsetRules
import OnsetRuns
package import OnsetText

/// What of a rule set tests have seen.
package struct CoverageReport: Sendable {
  package var source: SourceFile
  package var ruleSet: String
  package var rules: [Rule]
  package var conditions: [Condition]

  /// A way that a rule can go.
  package enum State: String, Hashable, Sendable, CaseIterable {
    /// It fired; and on another run it could have and did not.
    case fired
    case silent
    /// Its hold was met; and was broken off before that.
    case held
    case broken = "broken off"
    case confirmed, rejected
    case rearmed = "re-armed"
    case exhausted = "reached at_most"
  }

  package struct Rule: Sendable {
    package var name: String
    package var place: ByteRange
    /// The ways that the rule has, in order.
    package var states: [State]
    package var seen: Set<State>

    package var missing: [State] { states.filter { !seen.contains($0) } }
  }

  /// A comparison, or what else is true or false by itself.
  package struct Condition: Sendable {
    package var place: ByteRange
    package var text: String
    package var wasTrue = false
    package var wasFalse = false
    package var wasUnknown = false
  }

  /// A report of a rule set that nothing has been seen of.
  package init(_ file: RuleSetFile) {
    source = file.source
    ruleSet = file.name.value
    let checked = RuleSetChecker.check(file, profile: nil).checked
    rules = checked.rules.map { Rule(name: $0.name, place: $0.place, states: State.all(of: $0), seen: []) }
    conditions = ConditionSite.places(in: checked).map { Condition(place: $0, text: file.source.text(in: $0)) }
  }

  package var ruleCount: (seen: Int, all: Int) {
    (rules.count { $0.seen.contains(.fired) }, rules.count)
  }

  package var stateCount: (seen: Int, all: Int) {
    (rules.reduce(0) { $0 + $1.states.count - $1.missing.count }, rules.reduce(0) { $0 + $1.states.count })
  }

  /// Both truth values of each comparison; being unknown is no aim.
  package var truthCount: (seen: Int, all: Int) {
    (conditions.reduce(0) { $0 + ($1.wasTrue ? 1 : 0) + ($1.wasFalse ? 1 : 0) }, conditions.count * 2)
  }
}

extension CoverageReport.State {
  fileprivate static func all(of rule: CheckedRule) -> [Self] {
    allCases.filter { state in
      switch state {
      case .fired, .silent: true
      case .held, .broken: rule.hold != nil
      case .confirmed, .rejected: rule.confirm != nil
      case .rearmed: rule.repetition != .never
      case .exhausted: rule.atMost != nil
      }
    }
  }
}

// MARK: Looking

extension CoverageReport {
  /// Adds what another report of the same rule set has seen.
  package mutating func merge(_ other: CoverageReport) {
    for index in rules.indices { rules[index].seen.formUnion(other.rules[index].seen) }
    for index in conditions.indices {
      conditions[index].wasTrue = conditions[index].wasTrue || other.conditions[index].wasTrue
      conditions[index].wasFalse = conditions[index].wasFalse || other.conditions[index].wasFalse
      conditions[index].wasUnknown = conditions[index].wasUnknown || other.conditions[index].wasUnknown
    }
  }

  /// What one test sees of its rule sets: the run goes through the engine once more, row by row.
  package static func reports(of prepared: PreparedTest) -> [CoverageReport] {
    let run = prepared.run
    let schema = RunSchema(metricNames: run.metricNames, stepsPerEpoch: run.metadata.stepsPerEpoch)
    let (sets, _) = TestRunner.check(prepared)
    let compiled = sets.map {
      RuleSetCompiler.compile($0, profile: prepared.profile, for: schema, isProbing: true)
    }
    var session = RunSession(
      compiled.map(\.program), runName: run.name, epochMetric: schema.epochMetric(prepared.profile),
      stepsPerEpoch: schema.stepsPerEpoch, logged: schema.logs)
    var watches = compiled.indices.map { CoverageWatch(prepared.test.ruleSets[$0], compiled[$0], index: $0) }
    let table = RunTable(run, metrics: session.metrics)
    do throws(FeedError) {
      try session.feed(table) { session, events in
        for index in watches.indices { watches[index].look(session, events) }
      }
    } catch {
      preconditionFailure("a run's steps ascend: \(error)")
    }
    return watches.map { $0.finished() }
  }
}
