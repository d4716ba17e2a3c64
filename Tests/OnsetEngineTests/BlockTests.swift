import OnsetLanguage
import Testing
import _OnsetTestSupport
@testable import OnsetEngine

/// How rows are cut into blocks, and whether a session is saved in between, changes nothing, bit for bit.
@Suite struct BlockTests {
  @Test(arguments: AwkwardLog.all) func `Blocks of any size give the same events, to the last bit`(
    _ awkward: AwkwardLog
  ) throws {
    let log = awkward.log
    let program = try Recorder.program()
    let whole = try RunSession.events([program], over: log, stepsPerEpoch: awkward.stepsPerEpoch)
    #expect(whole.count { $0.rule == "record" } == log.samples("loss").steps.count)
    for size in [1, 7, 64] {
      let events = try RunSession.events([program], over: log, stepsPerEpoch: awkward.stepsPerEpoch, blockSize: size)
      try Self.expectSame(events, whole, "blocks of \(size)")
    }
  }

  @Test func `A run longer than a block gives the same events in blocks of any size`() throws {
    let awkward = AwkwardLog(shape: .walk, epochs: .logged, seed: 5, rowCount: 1500)
    let log = awkward.log
    let program = try Recorder.program()
    let whole = try RunSession.events([program], over: log)
    for size in [64, 1000] {
      try Self.expectSame(
        RunSession.events([program], over: log, blockSize: size), whole, "blocks of \(size)")
    }
  }

  @Test func `The recorder sees every state of a rule's life`() throws {
    let events = try AwkwardLog.all.flatMap { awkward in
      try RunSession.events([Recorder.program()], over: awkward.log, stepsPerEpoch: awkward.stepsPerEpoch)
    }
    for rule in ["record", "enter", "leave", "confirm", "cross"] {
      #expect(events.contains { $0.rule == rule && $0.kind == .fired }, "\(rule)")
    }
    #expect(events.contains { $0.rule == "confirm" && $0.kind == .rejected })
    #expect(events.contains { $0.rule == "cross" && $0.kind == .rejected })
    #expect(events.contains { $0.phase == "second" })
  }

  @Test(arguments: AwkwardLog.all.filter { [.spikes, .holes].contains($0.shape) && $0.epochs != .unknown })
  func `A session restored at every row goes on as if nothing had been`(
    _ awkward: AwkwardLog
  ) throws {
    var awkward = awkward
    awkward.rowCount = 70
    let log = awkward.log
    let program = try Recorder.program()
    let fresh = RunSession([program], over: log, stepsPerEpoch: awkward.stepsPerEpoch)
    var straight = fresh
    var session = fresh
    for block in RunTable(log, metrics: fresh.metrics).rowBlocks() {
      let state = session.save()
      session = fresh
      try session.restore(state)
      #expect(session.save() == state)
      try Self.expectSame(session.feed(block), straight.feed(block), "step \(block.steps[0])")
    }
    try Self.expectSame(session.finish(), straight.finish(), "the end")
    #expect(session.phases == straight.phases)
    #expect(session.ruleStates == straight.ruleStates)
  }

  static func expectSame(_ events: [Event], _ wanted: [Event], _ place: String) throws {
    try #require(events.count == wanted.count, "\(place): how many events")
    for (event, other) in zip(events, wanted) {
      var (bare, bareOther) = (event, other)
      bare.values = []
      bareOther.values = []
      #expect(bare == bareOther, "\(place)")
      #expect(event.values.map(\.name) == other.values.map(\.name))
      for (value, wanted) in zip(event.values, other.values) where !value.value.isIdentical(to: wanted.value) {
        Issue.record("\(place), step \(event.step): \(value.name) is \(value.value), not \(wanted.value)")
      }
    }
  }
}
