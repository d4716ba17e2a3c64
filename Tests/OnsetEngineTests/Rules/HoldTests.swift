import OnsetLanguage
import Testing
@testable import OnsetEngine

/// How long a condition must hold before it is a detection.
@Suite struct HoldTests {
  private func story(_ scenario: Scenario, for hold: SpanLength?) throws -> [String] {
    try scenario.story { try $0.rule(when: "loss > 1", for: hold, rearming: .whenCleared) }
  }

  @Test func `Without a hold the first true tick is the detection`() throws {
    #expect(try story(Scenario("0 0 2 2 0 2"), for: nil) == ["r fired@2", "r fired@5"])
  }

  @Test func `A hold in samples counts true ticks, and an unknown one neither counts nor breaks it`() throws {
    #expect(try story(Scenario("0 2 nan 2 nan 2 2"), for: SpanLength(3, .samples)) == ["r fired@5 since 1"])
  }

  @Test func `A false tick starts the hold anew`() throws {
    #expect(try story(Scenario("2 2 0 2 2 2"), for: SpanLength(3, .samples)) == ["r fired@5 since 3"])
  }

  @Test func `A hold of one sample is met at once`() throws {
    #expect(try story(Scenario("0 2 2"), for: SpanLength(1, .samples)) == ["r fired@1"])
  }

  @Test func `A hold in steps includes its first step and passes at unknown ticks too`() throws {
    // From step 10 on: 40 - 10 + 1 >= 31. The tick at 30 is unknown, so none can be met there.
    #expect(try story(Scenario("0 2 2 nan 2 2", stride: 10), for: SpanLength(31, .steps)) == ["r fired@40 since 10"])
    #expect(try story(Scenario("0 2 2 nan 2 2", stride: 10), for: SpanLength(21, .steps)) == ["r fired@40 since 10"])
    #expect(try story(Scenario("0 2 2 2 2 2", stride: 10), for: SpanLength(21, .steps)) == ["r fired@30 since 10"])
    #expect(try story(Scenario("0 2 2 2 2 2", stride: 10), for: SpanLength(22, .steps)) == ["r fired@40 since 10"])
    #expect(try story(Scenario("0 2 2", stride: 10), for: SpanLength(1, .steps)) == ["r fired@10"])
  }

  @Test func `A hold in epochs is met where the distance reaches it, up to the slack`() throws {
    // Ten steps an epoch: 0.3 - 0.1 is less than 0.2 in floating point.
    let scenario = Scenario("0 2 2 2 2 2", stepsPerEpoch: 10)
    #expect(try story(scenario, for: SpanLength(0.2, .epochs)) == ["r fired@3 since 1"])
    #expect(try story(scenario, for: SpanLength(0.21, .epochs)) == ["r fired@4 since 1"])
  }

  @Test func `Without epochs a hold in epochs is never met`() throws {
    #expect(try story(Scenario("0 2 2 2 2 2"), for: SpanLength(0.3, .epochs)) == [])
  }

  @Test func `A rule ticks at the clock of its condition only`() throws {
    let scenario = Scenario("2 2 2 2 2 2", val: ". 2 . . 2 2")
    let story = try scenario.story { try $0.rule(when: "val > 1", for: SpanLength(2, .samples)) }
    #expect(story == ["r fired@4 since 1"])
  }

  @Test func `A rule that still holds at the end says how far it got`() throws {
    var builder = try ProgramBuilder()
    try builder.rule("a", when: "loss > 1", for: SpanLength(10, .samples))
    try builder.rule("b", when: "loss > 1", for: SpanLength(10, .steps))
    try builder.rule("c", when: "loss < 1", for: SpanLength(10, .steps))
    let scenario = Scenario("0 2 nan 2", stride: 2)
    var session = RunSession([builder.program()], over: scenario.log)
    #expect(try session.feed(RunTable(scenario.log, metrics: session.metrics)).isEmpty)
    #expect(session.finish().isEmpty)
    #expect(session.ruleStates.map(\.progress) == ["holding, 2 of 10 samples", "holding, 5 of 10 steps", nil])
  }
}
