import OnsetLanguage
import Testing
@testable import OnsetEngine

/// Phases: who enters them, who is looked at in them, and what reads them.
@Suite struct PhaseTests {
  private static let two = ["first", "second"]

  @Test func `A phase comes into force at the row after the fire`() throws {
    let story = try Scenario("2 2 2 0").story(phases: Self.two) {
      try $0.rule("enter", when: "loss > 1", enters: 1)
      try $0.rule("inside", when: "loss > 1", during: [1])
    }
    #expect(story == ["enter fired@0", "inside fired@1"])
  }

  @Test func `An event shows the phase of when its row began, and the one it enters`() throws {
    var builder = try ProgramBuilder()
    try builder.rule("enter", when: "loss > 1", enters: 1)
    try builder.rule("later", when: "loss < 1")
    let scenario = Scenario("2 0")
    let events = try scenario.events([builder.program(phases: Self.two)])
    #expect(events.map(\.phase) == ["first", "second"])
    #expect(events.map(\.enters) == ["second", nil])
  }

  @Test func `Where several enter in one row the first in the file wins`() throws {
    var builder = try ProgramBuilder()
    try builder.rule("a", when: "loss > 1", enters: 2)
    try builder.rule("b", when: "loss > 1", enters: 1)
    let scenario = Scenario("0 2 0")
    var session = RunSession([builder.program(phases: ["x", "y", "z"])], over: scenario.log)
    _ = try session.feed(RunTable(scenario.log, metrics: session.metrics))
    #expect(session.phases.map(\.phase) == ["x", "z"])
    #expect(session.phases.map(\.step) == [0, 2])
  }

  @Test func `Entering the phase in force changes nothing`() throws {
    // `inside` holds on, and the entry stays where it was.
    let story = try Scenario("0 2 2 2 2").story(phases: Self.two) {
      try $0.rule("enter", when: "loss > 1", enters: 0, rearming: .after(SpanLength(1, .samples)), atMost: 2)
      try $0.rule("inside", when: "loss > 1", for: SpanLength(3, .samples), during: [0])
      try $0.rule("since", when: "loss > 1 and since_entered >= 4 steps")
      try $0.rule("value", when: "loss > at_entry(loss) + 1 and loss > 1")
    }
    #expect(
      story == ["enter fired@1", "value fired@1", "enter fired@2", "inside fired@3 since 1", "since fired@4"])
  }

  @Test func `If the first to enter names the phase in force, nobody else enters`() throws {
    var builder = try ProgramBuilder()
    try builder.rule("stay", when: "loss > 1", enters: 0)
    try builder.rule("go", when: "loss > 1", enters: 1)
    let scenario = Scenario("2 2 2")
    var session = RunSession([builder.program(phases: Self.two)], over: scenario.log)
    _ = try session.feed(RunTable(scenario.log, metrics: session.metrics))
    #expect(session.phases.map(\.phase) == ["first"])
  }

  @Test func `A hold does not outlive its phase`() throws {
    let story = try Scenario("0 2 2 2 2", val: "9 . . 9 .").story(phases: Self.two) {
      try $0.rule("inside", when: "loss > 1", for: SpanLength(3, .samples), during: [0])
      try $0.rule("enter", when: "val > 5", enters: 1)
    }
    // In force from step 1 on: the hold that would be met at step 3 never begins.
    #expect(story == ["enter fired@0"])
  }

  @Test func `A hold begins anew when its phase comes back`() throws {
    let story = try Scenario("2 2 2 2 2 2 2", val: "0 9 0 1 0 0 0").story(phases: Self.two) {
      try $0.rule("inside", when: "loss > 1", for: SpanLength(3, .samples), during: [0])
      try $0.rule("away", when: "val > 5", enters: 1)
      try $0.rule("back", when: "val > 0.5", during: [1], enters: 0)
    }
    // Away in rows 2 and 3, back in force from row 4 on.
    #expect(story == ["away fired@1", "back fired@3", "inside fired@6 since 4"])
  }

  @Test func `A confirmation goes on whatever the phase does`() throws {
    let story = try Scenario("2 0 0 0", val: "0 0 0 9").story(phases: Self.two) {
      try $0.rule("enter", when: "loss > 1", enters: 1)
      try $0.rule(
        "inside", when: "loss > 1", confirm: .init(that: "val > 5", within: SpanLength(9, .steps)), during: [0])
    }
    #expect(story == ["enter fired@0", "inside fired@3 since 0 detected 0"])
  }

  @Test func `Re-arming goes on whatever the phase does`() throws {
    let story = try Scenario("2 2 2 2 2", val: "9 0 9 0 0").story(phases: Self.two) {
      try $0.rule("inside", when: "loss > 1", during: [0], rearming: .after(SpanLength(3, .samples)))
      try $0.rule(
        "toggle", when: "val > 5", enters: 1, rearming: .never)
      try $0.rule("back", when: "val > 5", during: [1], enters: 0)
    }
    // Second from row 1 to row 2, first from row 3 on, where the rest of three samples is over.
    #expect(story == ["inside fired@0", "toggle fired@0", "back fired@2", "inside fired@3"])
  }

  @Test func `A window is fed in every phase`() throws {
    let story = try Scenario("8 8 8 0 0", val: "0 0 9 0 0").story(phases: Self.two) {
      try $0.rule("inside", when: "mean(loss, 4 samples) > 5", during: [1])
      try $0.rule("enter", when: "val > 5", enters: 1)
    }
    #expect(story == ["enter fired@2", "inside fired@3"])
  }

  @Test func `The value at the entry is the latest at or before the row of the entry`() throws {
    var builder = try ProgramBuilder()
    try builder.rule("enter", when: "loss > 1", enters: 1)
    try builder.rule(
      "tell", when: "loss > -9", rearming: .after(SpanLength(1, .samples)),
      report: ["at_entry(loss)", "at_entry(val)"])
    let scenario = Scenario("0 2 5 6 . 7", val: "3 . . 4 . .")
    let events = try scenario.events([builder.program(phases: Self.two)]).filter { $0.rule == "tell" }
    // The first phase begins at row 0, the second at row 2, where loss is 5 and val still 3.
    let wanted: [[Double]] = [[0, 3], [0, 3], [5, 3], [5, 3], [5, 3]]
    #expect(events.map { $0.values.map(\.value) } == wanted.map { $0.map { .number($0) } })
  }

  @Test func `The time since the entry begins at the row of the entry`() throws {
    let story = try Scenario("2 0 0 0 0", stride: 10).story(phases: Self.two) {
      try $0.rule("enter", when: "loss > 1", enters: 1)
      try $0.rule("late", when: "since_entered >= 20 steps and loss < 1", during: [1])
    }
    #expect(story == ["enter fired@0", "late fired@30"])
  }

  @Test func `The time since the entry is in epochs where they are asked for`() throws {
    let story = try Scenario("2 0 0 0 0", stepsPerEpoch: 10).story(phases: Self.two) {
      try $0.rule("enter", when: "loss > 1", enters: 1)
      try $0.rule("late", when: "since_entered >= 0.2 epochs and loss < 1", during: [1])
      try $0.rule("exceeds", when: "since_entered > 0.2 epochs and loss < 1", during: [1])
    }
    #expect(story == ["enter fired@0", "late fired@3", "exceeds fired@4"])
  }

  @Test func `A rule that reads the phase is looked at in the first row of its phase`() throws {
    let story = try Scenario("2 0 2 0").story(phases: Self.two) {
      try $0.rule("enter", when: "loss < 1", enters: 1)
      try $0.rule("first", when: "loss >= at_entry(loss) and loss > 1", during: [1])
    }
    #expect(story == ["enter fired@1", "first fired@2"])
  }

  @Test func `A confirmation may compare with the value at the entry`() throws {
    let story = try Scenario("2 0 0 0", val: "5 6 7 4").story(phases: Self.two) {
      try $0.rule(
        "low", when: "loss > 1", confirm: .init(that: "val < at_entry(val)", within: SpanLength(9, .steps)))
    }
    #expect(story == ["low fired@3 since 0 detected 0"])
  }

  @Test func `A confirmation may compare what was at the detection with what was at the entry`() throws {
    let story = try Scenario("0 2 0 0", val: "5 6 7 8").story(phases: Self.two) {
      try $0.rule(
        "sum", when: "loss > 1",
        confirm: .init(that: "val > at_detection(val) + at_entry(val) - 4", within: SpanLength(9, .steps)))
    }
    // More than 6 + 5 - 4 = 7: at step 3.
    #expect(story == ["sum fired@3 since 1 detected 1"])
  }

  @Test func `A rule without phases has none in its events`() throws {
    var builder = try ProgramBuilder()
    try builder.rule(when: "loss > 1", during: nil)
    #expect(try Scenario("2").events([builder.program()]).map(\.phase) == [nil])
  }
}
