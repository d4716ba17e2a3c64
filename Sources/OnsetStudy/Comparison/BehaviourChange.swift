package import OnsetEngine

/// What two versions of rule sets did differently to one run.
package struct BehaviourChange: Sendable {
  package var run: String
  package var events: [EventChange]
  /// The phases that came into force, where they are others or at other steps.
  package var phases: Change<[PhaseChange]>?
  /// The profile that was found for the run, where it is another.
  package var profiles: Change<String?>?
  /// The step at which a rule stopped the run, where it is another.
  package var stops: Change<Int64?>?

  /// Something as it was and as it is.
  package struct Change<Value: Sendable & Hashable>: Sendable, Hashable {
    package var before: Value
    package var after: Value

    /// Nil where both are the same.
    init?(_ before: Value, _ after: Value) {
      guard before != after else { return nil }
      self.before = before
      self.after = after
    }
  }

  /// An event that is not the same in both versions.
  package enum EventChange: Sendable, Hashable {
    case appeared(Event)
    case disappeared(Event)
    /// At another step, or the same step with other consequences.
    case moved(from: Event, to: Event)
  }

  /// Compares two replays of one run; nil where they agree.
  package init?(run: String, from before: RunReport, to after: RunReport) {
    let events = Self.changes(from: before.events, to: after.events)
    let phases = Change(before.phases, after.phases)
    let profiles = Change(before.profile, after.profile)
    guard !events.isEmpty || phases != nil || profiles != nil else { return nil }
    self.run = run
    self.events = events
    self.phases = phases
    self.profiles = profiles
    stops = Change(before.firstStop, after.firstStop)
  }

  /// What has to be equal of two events for one to be the other, at whatever step.
  private struct Identity: Hashable {
    var ruleset: String
    var rule: String
    var metric: String?
    var kind: Event.Kind

    init(_ event: Event) {
      (ruleset, rule, metric, kind) = (event.ruleset, event.rule, event.metric, event.kind)
    }
  }

  /// The changes in order of step. Events of one rule and kind that both versions have at a step are the same; the others
  /// are paired in order, and what is left over has appeared or disappeared.
  private static func changes(from before: [Event], to after: [Event]) -> [EventChange] {
    var changes: [EventChange] = []
    let old = Dictionary(grouping: before, by: Identity.init)
    let new = Dictionary(grouping: after, by: Identity.init)
    for identity in Set(old.keys).union(new.keys) {
      var left = old[identity] ?? []
      var right = new[identity] ?? []
      for event in left {
        guard let place = right.firstIndex(where: { $0.step == event.step }) else { continue }
        let other = right.remove(at: place)
        left.removeAll { $0.step == event.step }
        if event.differsInEffect(from: other) { changes.append(.moved(from: event, to: other)) }
      }
      for (event, other) in zip(left, right) { changes.append(.moved(from: event, to: other)) }
      changes += left.dropFirst(right.count).map { .disappeared($0) }
      changes += right.dropFirst(left.count).map { .appeared($0) }
    }
    return changes.sorted { $0.order < $1.order }
  }
}

extension RunReport {
  /// The first step at which a rule would have stopped the run.
  fileprivate var firstStop: Int64? {
    events.first { $0.actions.contains { if case .stop = $0.kind { true } else { false } } }?.step
  }
}

extension Event {
  /// Whether what it asks for, or what came of it, is something else.
  fileprivate func differsInEffect(from other: Event) -> Bool {
    actions != other.actions || enters != other.enters || isCounterfactual != other.isCounterfactual
      || detected != other.detected || since != other.since
  }
}

extension BehaviourChange.EventChange {
  /// The event, as the later version has it where it does.
  package var event: Event {
    switch self {
    case .appeared(let event), .disappeared(let event), .moved(_, let event): event
    }
  }

  fileprivate var order: (Int64, String, String, String) {
    (event.step, event.ruleset, event.rule, event.metric ?? "")
  }
}
