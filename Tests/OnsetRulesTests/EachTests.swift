import OnsetEngine
import OnsetText
import Testing
import _OnsetTestSupport
@testable import OnsetRules

/// Rules with `each`: one instance for every metric that matches.
@Suite struct EachTests {
  static let log = PlainLog(
    ("grad_norm/a", [1, 2, 9, 1, 9, 1]),
    ("loss", [5, 4, 3, 2, 1, 0]),
    ("grad_norm/b", [1, 9, 1, nil, 9, 9]),
    ("grad_norm", [9, 9, 9, 9, 9, 9]))

  static func events(_ rule: String, lets: String = "", profiles: [String] = []) throws -> [String] {
    try Bench(rule: "each: \"grad_norm/*\"\n" + rule, lets: lets, profiles: profiles).events(over: log).map {
      "\($0.metric ?? "-") \($0.kind.rawValue) \($0.step)"
    }
  }

  @Test func `Every metric that matches has an instance of its own, with its own streak and its own life`() throws {
    // a is above 5 at 2 and 4, b at 1, 4 and 5; each instance fires once.
    #expect(try Self.events("when: each > 5") == ["grad_norm/b fired 1", "grad_norm/a fired 2"])
    // Cleared by its own fall: a at 2 and 4; b at 1 and, after 2, at 4. In one row, in the order of the metrics.
    #expect(
      try Self.events("when: each > 5\nrepeat: when cleared")
        == ["grad_norm/b fired 1", "grad_norm/a fired 2", "grad_norm/a fired 4", "grad_norm/b fired 4"])
    // Two in a row: only b, at 4 and 5.
    #expect(try Self.events("when: each > 5\nfor: 2 samples") == ["grad_norm/b fired 5"])
    // At most two fires is counted for each.
    #expect(
      try Self.events("when: each > 5\nrepeat: after 1 step\nat_most: 2")
        == ["grad_norm/b fired 1", "grad_norm/a fired 2", "grad_norm/a fired 4", "grad_norm/b fired 4"])
  }

  @Test func `Each is the metric in confirm, clear, actions, texts and lets too`() throws {
    let bench = try Bench(
      rule: """
        each: "grad_norm/?"
        when: high
        confirm: {that: each < at_detection(each), within: 2 samples}
        repeat: when cleared
        clear: each < 1.5
        then: [{notify: "{each} {high} {loss}"}, {set: lr, to: each / 2}]
        """, lets: "high: each > 5")
    let events = try bench.events(over: Self.log)
    // a: detected at 2 (9), confirmed at 3 (1 < 9); clear at 4? 9 is not under 1.5, at 5 it is: no more fires.
    // b: detected at 1 (9), confirmed at 2 (1 < 9); `clear` ticks next at 4 (9) and 5 (9): never.
    // a fires at 3 where clear is true, but clearing begins with the row after: 4 is high and not cleared.
    #expect(
      events.map { "\($0.metric ?? "-") \($0.kind.rawValue) \($0.since) \($0.detected) \($0.step)" }
        == ["grad_norm/b fired 1 1 2", "grad_norm/a fired 2 2 3"])
    #expect(
      events.flatMap(\.actions).map(\.kind) == [
        .notify(text: "1 false 3"), .set(hyperparameter: "lr", to: 0.5, floor: nil, ceiling: nil),
        .notify(text: "1 false 2"), .set(hyperparameter: "lr", to: 0.5, floor: nil, ceiling: nil),
      ])
  }

  @Test func `The values of an instance name its metric, and a let that is of each`() throws {
    let bench = try Bench(rule: "each: \"*/b\"\nwhen: loss < 4.5 and twice > 9 and each > 0", lets: "twice: 2 * each")
    // At step 1: loss 4, twice 18, grad_norm/b 9.
    #expect(
      try bench.events(over: Self.log).map(\.valueTexts) == [["loss 4.0", "twice 18.0", "grad_norm/b 9.0"]])
  }

  @Test func `The baseline of each is that of its metric, fixed or measured`() throws {
    let profile = """
      profile: p
      baselines:
        grad_norm/a: {mean: 8, std: 0.25}
        grad_norm/b: {measure: {after: 0 samples, over: 2 samples}}
      """
    // a: over 8 + 2 * 0.25 = 8.5 at 2 and 4. b: (1 + 9) / 2 = 5, std = sqrt(32) = 5.66, known from 1 on:
    // over 5 + 2 * 5.66 = 16.3 never; over the mean at 1, 4, 5.
    #expect(
      try Self.events("when: each > baseline(each) + 2 * sigma(each)", profiles: [profile]) == ["grad_norm/a fired 2"])
    #expect(
      try Self.events("when: each > baseline(each)\nrepeat: after 1 step", profiles: [profile])
        == [
          "grad_norm/b fired 1", "grad_norm/a fired 2", "grad_norm/a fired 4", "grad_norm/b fired 4",
          "grad_norm/b fired 5",
        ])
  }

  @Test func `An instance whose metric has no baseline is left out, and the others stay`() throws {
    let profile = "profile: p\nbaselines: {grad_norm/a: {mean: 8, std: 0.25}}"
    let bench = try Bench(rule: "each: \"grad_norm/*\"\nwhen: each > baseline(each)", profiles: [profile])
    let result = try bench.compile(for: Self.log)
    #expect(result.program.rules.map(\.metric) == ["grad_norm/a"])
    #expect(
      result.skipped == [
        SkippedRule(ruleset: "set", rule: "r for grad_norm/b", reason: .noBaseline("grad_norm/b"))
      ])
  }

  @Test func `A pattern that no metric fits makes the rule not applicable`() throws {
    let bench = try Bench(rule: "each: \"grads/*\"\nwhen: each > 5")
    let result = try bench.compile(for: Self.log)
    #expect(result.program.rules.isEmpty)
    #expect(result.skipped.map(\.reason.text) == ["no metric of the run matches `grads/*`"])
  }

  @Test(arguments: [
    ("when: each > 1", ""), ("when: x > 1", "x: mean(each, 5 samples)"), ("when: y > 1", "x: each\ny: x + 1"),
  ])
  func `Each outside a rule with each is an error, through lets as well`(_ rule: String, _ lets: String) throws {
    #expect(try Bench(rule: rule, lets: lets).check().diagnostics.map(\.code) == ["O0310"])
  }

  @Test(arguments: [
    ("*", "", true), ("*", "a/b", true), ("grad_norm/*", "grad_norm/", true), ("grad_norm/*", "grad_norm", false),
    ("*loss", "val_loss", true), ("*loss", "loss_scale", false), ("a*b*c", "a-b-b-c", true), ("a*b*c", "acb", false),
    ("?", "é", true), ("?", "", false), ("l?ss", "loss", true), ("l?ss", "looss", false), ("**", "x", true),
    ("loss", "loss", true), ("loss", "Loss", false), ("*a*a*a*a*b", "aaaaaaaaaaaaaaaaaaaa", false),
  ])
  func `A star fits any characters, a question mark one`(_ pattern: String, _ name: String, _ fits: Bool) {
    #expect(Glob(pattern).matches(name) == fits)
  }
}
