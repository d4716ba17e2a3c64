import OnsetLanguage
import Testing
@testable import OnsetEngine

/// What a rule asks for, and what that means for the events that follow.
@Suite struct ActionTests {
  private static func notify(_ pieces: TextTemplate.Piece...) -> RuleProgram.Action {
    RuleProgram.Action(kind: .notify(TextTemplate(pieces: pieces)), needsApproval: false)
  }

  private static let stop = RuleProgram.Action(
    kind: .stop(TextTemplate(pieces: [.text("enough")])), needsApproval: true)

  @Test func `A number is read when the rule fires, and bounded`() throws {
    var builder = try ProgramBuilder()
    try builder.rule(when: "loss > 1", rearming: .after(SpanLength(1, .samples)), set: "loss * 2")
    let events = try Scenario("2 4 9").events([builder.program()])
    let values: [Double] = events.flatMap(\.actions).compactMap {
      if case .set("lr", let value, nil, 10) = $0.kind { value } else { nil }
    }
    #expect(values == [4, 8, 10])
  }

  @Test func `No number is an error event and no action`() throws {
    var builder = try ProgramBuilder()
    try builder.rule(when: "loss > 1", set: "val", actions: [Self.notify(.text("hello"))])
    let events = try Scenario("2 2", val: ". 1").events([builder.program()])
    #expect(events.map(\.story) == ["r fired@0", "r error@0"])
    #expect(events[0].actions.map(\.kind) == [.notify(text: "hello")])
    #expect(events[1].actions.isEmpty)
    #expect(events[1].message?.contains("`lr`") == true)
  }

  @Test func `An action that was not taken changes nothing for later events`() throws {
    var builder = try ProgramBuilder()
    try builder.rule(when: "loss > 1", set: "val")
    try builder.rule("later", when: "val > 0")
    let events = try Scenario("2 2", val: ". 1").events([builder.program()])
    #expect(events.map(\.story) == ["r fired@0", "r error@0", "later fired@1"])
  }

  @Test func `Events after a change of training are counterfactual, in every rule set`() throws {
    var first = try ProgramBuilder()
    try first.rule("a", when: "loss > 1", actions: [Self.stop])
    var second = try ProgramBuilder()
    try second.rule("b", when: "loss > 1", rearming: .after(SpanLength(1, .samples)))
    let events = try Scenario("0 2 2").events([first.program("one"), second.program("two")])
    #expect(events.map(\.story) == ["a fired@1", "b fired@1", "b fired@2 counterfactual"])
    #expect(events.map(\.ruleset) == ["one", "two", "two"])
  }

  @Test func `An event of an earlier set in a later row is counterfactual too`() throws {
    var first = try ProgramBuilder()
    try first.rule("b", when: "loss > 1", rearming: .after(SpanLength(1, .samples)))
    var second = try ProgramBuilder()
    try second.rule("a", when: "loss > 1", actions: [Self.stop])
    let events = try Scenario("0 2 2").events([first.program("one"), second.program("two")])
    #expect(events.map(\.story) == ["b fired@1", "a fired@1", "b fired@2 counterfactual"])
  }

  @Test func `An undecided event after a change of training is counterfactual`() throws {
    var builder = try ProgramBuilder()
    try builder.rule("wait", when: "loss > 1", confirm: .init(that: "val > 5", within: SpanLength(9, .steps)))
    try builder.rule("stop", when: "loss > 1", actions: [Self.stop])
    let events = try Scenario("2 2 2", val: "0 0 0").events([builder.program()])
    #expect(events.map(\.story) == ["stop fired@0", "wait undecided@2 since 0 detected 0 counterfactual"])
  }

  @Test func `Telling and saving change nothing`() throws {
    var builder = try ProgramBuilder()
    let save = RuleProgram.Action(kind: .checkpoint(TextTemplate(pieces: [.text("now")])), needsApproval: false)
    try builder.rule(
      when: "loss > 1", rearming: .after(SpanLength(1, .samples)), actions: [Self.notify(.text("x")), save])
    #expect(try Scenario("2 2").events([builder.program()]).map(\.story) == ["r fired@0", "r fired@1"])
  }

  @Test func `A text is filled with what is known when the rule fires`() throws {
    var builder = try ProgramBuilder()
    let text = Self.notify(
      .text("{"), .rule, .text(" in "), .run, .text(" at "), .step, .text(", epoch "), .epoch, .text(", phase "),
      .phase, .text(": "), .number(.constant(0.123456789)), .text(" "), .truth(.constant(true)))
    try builder.rule(when: "loss > 1", actions: [text])
    let scenario = Scenario("0 2", stride: 5, stepsPerEpoch: 10)
    let events = try scenario.events([builder.program(phases: ["early"])])
    #expect(
      events.flatMap(\.actions).map(\.kind)
        == [.notify(text: "{r in run at 5, epoch 0.5, phase early: 0.123457 true")])
  }

  @Test func `Approval is passed on`() throws {
    var builder = try ProgramBuilder()
    try builder.rule(when: "loss > 1", actions: [Self.stop, Self.notify(.text("x"))])
    #expect(try Scenario("2").events([builder.program()]).flatMap(\.actions).map(\.needsApproval) == [true, false])
  }

  @Test func `Events come by row, then by rule set, then by rule`() throws {
    var first = try ProgramBuilder()
    try first.rule("a", when: "loss > 3")
    try first.rule("b", when: "loss > 1")
    var second = try ProgramBuilder()
    try second.rule("c", when: "loss > 1")
    let events = try Scenario("0 2 4").events([first.program("one"), second.program("two")])
    #expect(events.map(\.story) == ["b fired@1", "c fired@1", "a fired@2"])
  }

  @Test(arguments: [
    (0.0, "0"), (-0.0, "0"), (1, "1"), (-12, "-12"), (0.1, "0.1"), (1.0 / 3, "0.333333"), (123456.7, "123457"),
    (2.5e-5, "2.5e-05"), (0.00123456789, "0.00123457"), (1e15, "1000000000000000"), (1.23456789e-200, "1.23457e-200"),
    (1e300, "1e+300"), (.nan, "nan"), (.infinity, "inf"), (0.99999999, "1"),
  ]) func `Numbers for people have six digits`(number: Double, text: String) {
    #expect(ReadableNumber.text(number) == text)
  }
}
