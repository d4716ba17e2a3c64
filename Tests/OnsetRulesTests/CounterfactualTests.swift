import OnsetEngine
import Testing
import _OnsetTestSupport
@testable import OnsetRules

/// Events after an action that changes training would not have been seen like that.
@Suite struct CounterfactualTests {
  static let log = PlainLog(every: 10, ("loss", [1, 2, 3, 4, 5]))

  /// The events of two rule sets, `set` and a copy of it, as `step mark`.
  static func marks(_ rules: String, other: String, blockSize: Int = 1024) throws -> [String] {
    let events = try RunSession.events([Bench(rules), Bench(other)], over: log, blockSize: blockSize)
    return events.map { "\($0.rule) \($0.step)\($0.isCounterfactual ? " counterfactual" : "")" }
  }

  static let watch = "rules: [{rule: w, when: loss > 0, repeat: after 1 sample}]"

  @Test(arguments: ["{scale: lr, by: 0.5}", "{set: lr, to: 1}", "{stop: now}", "{stop: now, approval: required}"])
  func `After an action that changes training every later event of the run is marked, of any rule set`(
    _ action: String
  ) throws {
    let acting = "rules: [{rule: a, when: loss > 2.5, then: [\(action)]}]"
    // Fires at 20. What else happens at 20 is not marked, before or after it in the order of rule sets.
    let late = ["w 0", "w 10", "w 20", "w 30 counterfactual", "w 40 counterfactual"]
    for blockSize in [1, 2, 1024] {
      #expect(
        try Self.marks(acting, other: Self.watch, blockSize: blockSize)
          == [late[0], late[1], "a 20", late[2], late[3], late[4]])
      #expect(
        try Self.marks(Self.watch, other: acting, blockSize: blockSize)
          == [late[0], late[1], late[2], "a 20", late[3], late[4]])
    }
  }

  @Test(arguments: ["{checkpoint: now}", "{notify: now}"])
  func `A checkpoint or a notification marks nothing`(_ action: String) throws {
    let acting = "rules: [{rule: a, when: loss > 2.5, then: [\(action)]}]"
    #expect(try Self.marks(acting, other: Self.watch).allSatisfy { !$0.hasSuffix("counterfactual") })
  }

  @Test func `An action that could not be issued changes nothing`() throws {
    let acting = "rules: [{rule: a, when: loss > 2.5, then: [{set: lr, to: 0 / 0}]}]"
    #expect(try Self.marks(acting, other: Self.watch).allSatisfy { !$0.hasSuffix("counterfactual") })
  }

  @Test func `The first change counts, and the events of its own rule after it are marked too`() throws {
    let acting = "rules: [{rule: a, when: loss > 1.5, repeat: after 1 step, then: [{scale: lr, by: 0.5}]}]"
    #expect(
      try Self.marks(acting, other: "rules: [{rule: b, when: loss > 9}]")
        == ["a 10", "a 20 counterfactual", "a 30 counterfactual", "a 40 counterfactual"])
  }

  @Test func `An undecided event at the end is marked when the change came before the last row`() throws {
    let waiting = "rules: [{rule: u, when: loss > 0, confirm: {that: loss > 9, within: 100 steps}}]"
    #expect(
      try Self.marks("rules: [{rule: a, when: loss > 3.5, then: [{stop: x}]}]", other: waiting)
        == ["a 30", "u 40 counterfactual"])
    #expect(
      try Self.marks("rules: [{rule: a, when: loss > 4.5, then: [{stop: x}]}]", other: waiting) == ["a 40", "u 40"])
  }

  @Test func `The mark survives saving between the rows`() throws {
    let benches = [
      try Bench("rules: [{rule: a, when: loss > 2.5, then: [{stop: x}]}]"), try Bench(Self.watch),
    ]
    let fresh = try RunSession.of(benches, over: Self.log)
    var session = fresh
    var events: [Event] = []
    for row in Self.log.steps.indices {
      let state = session.save()
      session = fresh
      try session.restore(state)
      var block = RowBlock(metricCount: 1)
      block.append(step: Self.log.steps[row], [(metric: 0, value: Self.log.columns[0].values[row] ?? .nan)])
      events += try session.feed(block)
    }
    #expect(events.filter(\.isCounterfactual).map(\.step) == [30, 40])
  }
}
