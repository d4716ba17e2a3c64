import OnsetLanguage
import Testing
@testable import OnsetEngine

/// The wait for a second, independent sign.
@Suite struct ConfirmTests {
  private func story(
    _ scenario: Scenario, that: String, within: SpanLength, rearming: RuleProgram.Rearming = .never,
    clear: String? = nil
  ) throws -> [String] {
    try scenario.story {
      try $0.rule(when: "loss > 1", confirm: .init(that: that, within: within), rearming: rearming, clear: clear)
    }
  }

  @Test func `The detection's own row may confirm it`() throws {
    #expect(
      try story(Scenario("0 2 2", val: "9 9 9"), that: "val > 5", within: SpanLength(1, .samples)) == ["r fired@1"])
  }

  @Test func `The condition may turn false while the rule confirms`() throws {
    let scenario = Scenario("0 2 0 0 0", val: "0 0 0 9 9")
    #expect(try story(scenario, that: "val > 5", within: SpanLength(5, .steps)) == ["r fired@3 since 1 detected 1"])
  }

  @Test func `A tick of before the detection does not confirm`() throws {
    let scenario = Scenario("0 2 0 0 0", val: "9 . . 0 .")
    #expect(
      try story(scenario, that: "val > 5", within: SpanLength(2, .steps)) == ["r rejected@4 since 1 detected 1"])
  }

  @Test func `Steps are inside up to the last, and a later row rejects before it is read`() throws {
    let scenario = Scenario("0 2 0 0 0", val: "0 0 0 9 9", stride: 10)
    #expect(
      try story(scenario, that: "val > 5", within: SpanLength(20, .steps)) == ["r fired@30 since 10 detected 10"])
    #expect(
      try story(scenario, that: "val > 5", within: SpanLength(19, .steps)) == ["r rejected@30 since 10 detected 10"])
  }

  @Test func `A row of any metric rejects`() throws {
    let scenario = Scenario("0 2 0 0 0", val: "0 . . . 9", stride: 10)
    #expect(
      try story(scenario, that: "val > 5", within: SpanLength(15, .steps)) == ["r rejected@30 since 10 detected 10"])
  }

  @Test func `Samples are ticks of the confirmation, unknown ones included`() throws {
    let scenario = Scenario("0 2 0 0 0 0", val: "0 . nan . 0 9")
    let rejected = ["r rejected@4 since 1 detected 1"]
    #expect(try story(scenario, that: "val > 5", within: SpanLength(2, .samples)) == rejected)
    #expect(
      try story(scenario, that: "val > 5", within: SpanLength(3, .samples)) == ["r fired@5 since 1 detected 1"])
  }

  @Test func `Epochs are inside until the distance exceeds, up to the slack`() throws {
    let scenario = Scenario("0 2 0 0 0", val: "0 0 0 0 9", stepsPerEpoch: 10)
    #expect(
      try story(scenario, that: "val > 5", within: SpanLength(0.3, .epochs)) == ["r fired@4 since 1 detected 1"])
    #expect(
      try story(scenario, that: "val > 5", within: SpanLength(0.2, .epochs)) == ["r rejected@4 since 1 detected 1"])
  }

  @Test func `A run that ends first leaves it undecided, at its last row`() throws {
    let scenario = Scenario("0 2 0 0", val: "0 0 0 0")
    #expect(
      try story(scenario, that: "val > 5", within: SpanLength(9, .steps)) == ["r undecided@3 since 1 detected 1"])
  }

  @Test func `After a rejection the rule waits for its condition to clear, whatever repeat says`() throws {
    let scenario = Scenario("2 2 2 0 2 2", val: "0 0 0 0 9 9")
    #expect(
      try story(scenario, that: "val > 5", within: SpanLength(1, .samples)) == ["r rejected@0", "r fired@4"])
  }

  @Test func `After a rejection a clear condition is asked where there is one`() throws {
    let scenario = Scenario("2 0 2 -1 2 2", val: "0 9 9 9 9 9")
    #expect(
      try story(
        scenario, that: "val > 5", within: SpanLength(1, .samples), rearming: .whenCleared, clear: "loss < 0")
        == ["r rejected@0", "r fired@4"])
  }

  @Test func `The value at the detection is the latest at or before it`() throws {
    let scenario = Scenario("0 0 2 0 0 0", val: "5 . . 5 4 3")
    let story = try scenario.story {
      try $0.rule(
        when: "loss > 1", confirm: .init(that: "val < at_detection(val)", within: SpanLength(9, .steps)))
    }
    #expect(story == ["r fired@4 since 2 detected 2"])
  }

  @Test func `Without a value at the detection the comparison stays unknown`() throws {
    let scenario = Scenario("2 0 0 0", val: ". 5 4 3")
    let story = try scenario.story {
      try $0.rule(
        when: "loss > 1", confirm: .init(that: "val < at_detection(val)", within: SpanLength(9, .steps)))
    }
    #expect(story == ["r undecided@3 since 0 detected 0"])
  }

  @Test func `A crossing of the value at the detection looks at the tick before it`() throws {
    // At step 3 val crosses 5, the value at the detection, from below: 5 at step 2, itself the tick before.
    let scenario = Scenario("0 0 2 0 0 0", val: "1 . 5 6 1 9")
    let story = try scenario.story {
      try $0.rule(
        when: "loss > 1",
        confirm: .init(that: "crosses_above(val, at_detection(val))", within: SpanLength(9, .steps)))
    }
    #expect(story == ["r fired@3 since 2 detected 2"])
  }

  @Test func `Each detection takes its value anew`() throws {
    let scenario = Scenario("2 0 0 0 2 0", val: "5 6 4 9 3 2")
    let story = try scenario.story {
      try $0.rule(
        when: "loss > 1", confirm: .init(that: "val < at_detection(val)", within: SpanLength(2, .steps)),
        rearming: .whenCleared)
    }
    #expect(story == ["r fired@2 since 0 detected 0", "r fired@5 since 4 detected 4"])
  }

  @Test func `A confirmation in progress says how far it got`() throws {
    var builder = try ProgramBuilder()
    try builder.rule(when: "loss > 1", confirm: .init(that: "val > 5", within: SpanLength(5, .samples)))
    let scenario = Scenario("2 0 0", val: "0 0 0")
    var session = RunSession([builder.program()], over: scenario.log)
    _ = try session.feed(RunTable(scenario.log, metrics: session.metrics))
    #expect(session.ruleStates.map(\.progress) == ["confirming, 3 of 5 samples"])
  }
}
