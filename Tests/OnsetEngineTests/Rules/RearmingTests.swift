import OnsetLanguage
import Testing
@testable import OnsetEngine

/// When a rule that has fired is looked at again.
@Suite struct RearmingTests {
  private func story(
    _ scenario: Scenario, _ rearming: RuleProgram.Rearming, for hold: SpanLength? = nil, atMost: Int? = nil,
    clear: String? = nil
  ) throws -> [String] {
    try scenario.story {
      try $0.rule(when: "loss > 1", for: hold, rearming: rearming, atMost: atMost, clear: clear)
    }
  }

  @Test func `A rule that never repeats fires once`() throws {
    #expect(try story(Scenario("2 0 2 0 2"), .never) == ["r fired@0"])
  }

  @Test func `Cleared means a false tick after the fire; an unknown one does not do`() throws {
    #expect(try story(Scenario("2 2 nan 2 0 2"), .whenCleared) == ["r fired@0", "r fired@5"])
  }

  @Test func `At the row that clears the rule the condition is looked at too`() throws {
    // `clear` and `when` are true in the same row: armed and detected at once.
    let scenario = Scenario("2 2 2 2", val: "0 0 9 0")
    #expect(try story(scenario, .whenCleared, clear: "val > 5") == ["r fired@0", "r fired@2"])
    #expect(
      try story(scenario, .whenCleared, for: SpanLength(2, .samples), clear: "val > 5")
        == ["r fired@1 since 0", "r fired@3 since 2"])
  }

  @Test func `A clear condition that was true at the fire's own row is of no use`() throws {
    let scenario = Scenario("2 2 2 2", val: "9 . 0 9")
    #expect(try story(scenario, .whenCleared, clear: "val > 5") == ["r fired@0", "r fired@3"])
  }

  @Test func `A clear condition ticks on a clock of its own`() throws {
    let scenario = Scenario("2 . . 2 2", val: "0 9 . . .")
    #expect(try story(scenario, .whenCleared, clear: "val > 5") == ["r fired@0", "r fired@3"])
  }

  @Test func `After samples the rule looks again at the N-th tick, whatever it is`() throws {
    #expect(
      try story(Scenario("2 2 nan 2 2 2 2"), .after(SpanLength(3, .samples)))
        == ["r fired@0", "r fired@3", "r fired@6"])
  }

  @Test func `After one sample every true tick fires`() throws {
    #expect(try story(Scenario("2 2 0 2"), .after(SpanLength(1, .samples))) == ["r fired@0", "r fired@1", "r fired@3"])
  }

  @Test func `After steps the rule looks again at the first tick that is as far`() throws {
    let scenario = Scenario("2 2 2 2 2", stride: 10)
    #expect(try story(scenario, .after(SpanLength(20, .steps))) == ["r fired@0", "r fired@20", "r fired@40"])
    #expect(try story(scenario, .after(SpanLength(21, .steps))) == ["r fired@0", "r fired@30"])
  }

  @Test func `The tick that ends the rest must be one of the condition`() throws {
    let scenario = Scenario("2 . . 0 2", val: "0 0 0 0 0", stride: 10)
    #expect(try story(scenario, .after(SpanLength(10, .steps))) == ["r fired@0", "r fired@40"])
  }

  @Test func `After epochs the rule looks again where the distance reaches them`() throws {
    let scenario = Scenario("0 2 2 2 2 2", stepsPerEpoch: 10)
    #expect(
      try story(scenario, .after(SpanLength(0.2, .epochs))) == ["r fired@1", "r fired@3", "r fired@5"])
  }

  @Test func `A rule fires at most so many times`() throws {
    #expect(try story(Scenario("2 0 2 0 2 0 2"), .whenCleared, atMost: 2) == ["r fired@0", "r fired@2"])
    #expect(try story(Scenario("2 2 2"), .after(SpanLength(1, .samples)), atMost: 1) == ["r fired@0"])
  }

  @Test func `A rejection does not count among the fires`() throws {
    let scenario = Scenario("2 0 2 0 2 0", val: "0 . 9 . 9 .")
    let story = try scenario.story {
      try $0.rule(
        when: "loss > 1", confirm: .init(that: "val > 5", within: SpanLength(1, .samples)), rearming: .whenCleared,
        atMost: 1)
    }
    #expect(story == ["r rejected@0", "r fired@2"])
  }

  @Test func `Armed, detected and confirmed may be one row`() throws {
    let scenario = Scenario("2 2 2", val: "9 0 9")
    let story = try scenario.story {
      try $0.rule(
        when: "loss > 1", confirm: .init(that: "val > 5", within: SpanLength(3, .samples)),
        rearming: .after(SpanLength(2, .samples)))
    }
    #expect(story == ["r fired@0", "r fired@2"])
  }

  @Test func `The rest begins at the fire and not at the detection`() throws {
    let scenario = Scenario("2 2 2 2 2 2", val: "0 0 9 9 9 9")
    let story = try scenario.story {
      try $0.rule(
        when: "loss > 1", confirm: .init(that: "val > 5", within: SpanLength(5, .samples)),
        rearming: .after(SpanLength(2, .steps)))
    }
    #expect(story == ["r fired@2 since 0 detected 0", "r fired@4"])
  }

  @Test func `A rule that rests or waits to be cleared says so at the end`() throws {
    var builder = try ProgramBuilder()
    try builder.rule("a", when: "loss > 1", rearming: .after(SpanLength(9, .samples)))
    try builder.rule("b", when: "loss > 1", rearming: .whenCleared)
    try builder.rule("c", when: "loss > 1")
    let scenario = Scenario("2 2 2")
    var session = RunSession([builder.program()], over: scenario.log)
    _ = try session.feed(RunTable(scenario.log, metrics: session.metrics))
    #expect(
      session.ruleStates.map(\.progress) == ["resting, 2 of 9 samples", "fired or rejected, not cleared yet", nil])
    #expect(session.ruleStates.map(\.fires) == [1, 1, 1])
  }
}
