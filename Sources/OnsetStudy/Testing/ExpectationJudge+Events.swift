import OnsetEngine
import OnsetRules
import OnsetText

/// Events: those that have to be there, those that must not, and the drawings of what is otherwise.
extension ExpectationJudge {
  func events(
    of rule: ResolvedTest.RuleID, _ kind: EventExpectation.Kind? = nil, metric: String? = nil
  ) -> [Event] {
    let set = test.ruleSets[rule.ruleSet]
    return report.events.filter { event in
      event.ruleset == set.name.value && event.rule == set.rules[rule.rule].name.value
        && (kind == nil || event.kind.rawValue == kind?.rawValue) && (metric == nil || event.metric == metric)
    }
  }

  mutating func judge(_ expectation: EventExpectation, _ target: ResolvedTest.RuleID) {
    if let range = expectation.range, let last = report.lastStep, range.value.last > last {
      return error(.runEndsEarly(lastStep: last), at: range.range)
    }
    let name = test.name(of: target)
    let all = events(of: target, expectation.kind, metric: expectation.metric?.value)
    let inside = all.filter { expectation.range?.value.contains($0.step) ?? true }
    if !expectation.times.contains(inside.count) {
      fail(
        .count(
          rule: name, event: expectation.kind.infinitive, expected: describe(expectation),
          found: describe(all, expectation, target)), at: expectation.range?.range ?? expectation.rule.range)
    }
    for event in inside { judge(event, expectation, name) }
  }

  private mutating func judge(_ event: Event, _ expectation: EventExpectation, _ name: String) {
    for (key, range, step) in [
      ("since", expectation.since, event.since), ("detected", expectation.detected, event.detected),
    ] {
      guard let range, !range.value.contains(step) else { continue }
      fail(
        .onset(
          key: key, rule: name, event: expectation.kind.past, step: event.step, expected: range.value.description,
          found: step),
        at: range.range)
    }
    if let enters = expectation.enters, event.enters != enters.value {
      fail(.enters(rule: name, step: event.step, expected: enters.value, found: event.enters), at: enters.range)
    }
    guard let actions = expectation.actions else { return }
    guard actions.count == event.actions.count else {
      let found = event.actions.map(\.summary).joined(separator: ", ")
      fail(
        .actions(
          rule: name, step: event.step,
          expected: actions.isEmpty ? "no action" : "\(actions.count) \(actions.count == 1 ? "action" : "actions")",
          found: found.isEmpty ? "no action" : found), at: expectation.rule.range)
      return
    }
    for (expected, action) in zip(actions, event.actions) where !expected.fits(action) {
      fail(
        .action(rule: name, step: event.step, expected: expected.summary, found: action.summary), at: expected.place)
    }
  }

  private func describe(_ expectation: EventExpectation) -> String {
    let times = expectation.times
    let count =
      times.lowerBound == times.upperBound
      ? Self.times(times.lowerBound)
      : times.lowerBound == 0
        ? "at most \(Self.times(times.upperBound))" : "\(times.lowerBound) to \(times.upperBound) times"
    return expectation.range.map { "\(count) \($0.value)" } ?? count
  }

  private static func times(_ count: Int) -> String { count == 1 ? "once" : count == 2 ? "twice" : "\(count) times" }

  /// `step 10`, `steps 10, 20, … (12 times)`
  private static func steps(of events: [Event]) -> String {
    let shown = events.prefix(5).map { "\($0.step)" }.joined(separator: ", ")
    if events.count == 1 { return "step \(shown)" }
    return events.count > 5 ? "steps \(shown), … (\(events.count) times)" : "steps \(shown)"
  }

  /// What happened instead: where its events were, and how far it got where there were none.
  private func describe(
    _ events: [Event], _ expectation: EventExpectation, _ target: ResolvedTest.RuleID
  ) -> String {
    let verb = expectation.kind.past
    if !events.isEmpty {
      return "it \(verb) at \(Self.steps(of: events))"
    }
    var text = "it never \(verb)"
    let others = self.events(of: target, metric: expectation.metric?.value)
    if let other = others.first, let kind = EventExpectation.Kind(rawValue: other.kind.rawValue) {
      text += ", but \(kind.past) at step \(other.step)"
    }
    if let progress = states(of: target).compactMap(\.progress).first {
      text += "; at the end of the run it is \(progress)"
    }
    return text
  }

  /// Events of a kind that is expected of a rule, outside the ranges in which they are; and actions that could not be
  /// taken, of any rule.
  mutating func judgeUnexpected() {
    let expected = Array(zip(expectations.events, test.targets))
    for (index, (expectation, target)) in expected.enumerated() where isApplicable(target) {
      // The expectations of one kind of event of one rule are looked at together, with the first of them.
      let group = expected.filter { $0.0.kind == expectation.kind && $0.1 == target }.map(\.0)
      guard expected.firstIndex(where: { $0.0.kind == expectation.kind && $0.1 == target }) == index else { continue }
      let all = events(of: target, expectation.kind)
      // Where too few or too many are in a range, the others have been told with it.
      if group.contains(where: { one in !one.times.contains(all.count { one.isAbout($0) }) }) { continue }
      let others = all.filter { event in !group.contains { $0.isAbout(event) } }
      if !others.isEmpty {
        fail(
          .unexpected(rule: test.name(of: target), event: expectation.kind.past, steps: Self.steps(of: others)),
          at: expectation.rule.range)
      }
    }
    for event in report.events where event.kind == .error {
      let isTold = expected.contains { expectation, target in
        expectation.kind == .error && test.name(of: target) == "\(event.ruleset).\(event.rule)"
      }
      guard !isTold else { continue }
      fail(
        .actionError(rule: "\(event.ruleset).\(event.rule)", step: event.step, message: event.message ?? ""),
        at: expectations.place)
    }
  }

  mutating func judgeSilence() {
    for silent in test.silent {
      if let range = silent.range, let last = report.lastStep, range.value.last > last {
        error(.runEndsEarly(lastStep: last), at: range.range)
        continue
      }
      let fired = events(of: silent.rule, .fired).filter { silent.range?.value.contains($0.step) ?? true }
      let name = test.name(of: silent.rule)
      if let first = fired.first {
        let more = fired.count > 1 ? " and \(Self.times(fired.count - 1)) later" : ""
        fail(.notSilent(rule: name, found: "it fired at step \(first.step)\(more)"), at: silent.place)
      }
      let isExpected = zip(expectations.events, test.targets).contains { $0.kind == .undecided && $1 == silent.rule }
      // A confirmation that comes after the range is none of its business.
      if !isExpected, silent.range == nil, !events(of: silent.rule, .undecided).isEmpty {
        fail(.undecidedSilence(rule: name), at: silent.place)
      }
    }
  }

  /// A drawing of every rule of which something has been said.
  mutating func drawRules() {
    let places = Set((failures + errors).map(\.range))
    var drawn: [ResolvedTest.RuleID] = []
    func expected(of rule: ResolvedTest.RuleID) -> [TestDrawing.Expected] {
      zip(expectations.events, test.targets).filter { $1 == rule }.map { expectation, _ in
        TestDrawing.Expected(
          range: expectation.range?.value ?? StepRange(report.firstStep ?? 0, report.lastStep ?? 0),
          what: "\(expectation.kind.infinitive) \(describe(expectation))")
      }
    }
    func isTold(_ expectation: EventExpectation) -> Bool {
      let own =
        [expectation.rule.range, expectation.range?.range, expectation.since?.range, expectation.detected?.range]
        + [expectation.enters?.range] + (expectation.actions ?? []).map(\.place)
      return own.contains { $0.map(places.contains) ?? false }
    }
    for (expectation, target) in zip(expectations.events, test.targets) where isTold(expectation) {
      if isApplicable(target), !drawn.contains(target) { drawn.append(target) }
    }
    for silent in test.silent where places.contains(silent.place) && !drawn.contains(silent.rule) {
      if !events(of: silent.rule).isEmpty { drawn.append(silent.rule) }
    }
    for rule in drawn {
      let silence = test.silent.filter { $0.rule == rule }.map {
        TestDrawing.Expected(
          range: $0.range?.value ?? StepRange(report.firstStep ?? 0, report.lastStep ?? 0), what: "silence")
      }
      drawings.append(drawing(of: rule, expected: expected(of: rule) + silence))
    }
  }
}

extension EventExpectation {
  /// Whether an event of the rule and kind is at the place, and of the instance, that is meant.
  fileprivate func isAbout(_ event: Event) -> Bool {
    (range?.value.contains(event.step) ?? true) && (metric == nil || metric?.value == event.metric)
  }
}

extension EventExpectation.Kind {
  /// What a rule was to do.
  var infinitive: String {
    switch self {
    case .fired: "fire"
    case .rejected: "be rejected"
    case .undecided: "stay undecided"
    case .error: "fail to act"
    }
  }

  /// What it did.
  fileprivate var past: String {
    switch self {
    case .fired: "fired"
    case .rejected: "was rejected"
    case .undecided: "stayed undecided"
    case .error: "failed to act"
    }
  }
}
