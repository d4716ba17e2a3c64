import OnsetEngine
import OnsetLanguage
import OnsetText
import Testing
import _OnsetTestSupport
@testable import OnsetRules

/// Parameters: wherever a literal may stand.
@Suite struct ParameterTests {
  // Steps 0, 10, 20, …, 90.
  static let log = PlainLog(every: 10, ("loss", [9, 8, 7, 6, 7, 8, 9, 10, 11, 12]))

  @Test(arguments: [
    // A number and a percentage in arithmetic: 20% is 0.2.
    ("p: 8.5", "loss > p", [0, 60, 70, 80, 90]),
    ("p: 20%", "loss > 10 * (1 + p) - 0.5", [90]),
    ("p: -1", "loss + p > 9.5", [80, 90]),
    // A span as a window: the mean of two samples is 8.5 7.5 6.5 6.5 7.5 8.5 9.5 10.5 11.5 from 10 on.
    ("p: 2 samples", "mean(loss, p) < 7", [30, 40]),
    // 20 steps: samples in (t - 20, t] are two, full once t - 0 + 1 >= 20, so from 20 on, and not at 10.
    ("p: 20 steps", "mean(loss, p) > 6", [20, 30, 40, 50, 60, 70, 80, 90]),
    // q of quantile: over 9 8 7 at 20 the 0.25-quantile is 7 + 0.5 = 7.5; then 6.5, 6.5, 6.5, 7.5, …
    ("p: 0.25", "quantile(loss, p, 3 samples) < 7", [30, 40, 50]),
    ("p: 25%", "quantile(loss, p, 3 samples) < 7", [30, 40, 50]),
    // delta as a number is absolute: 8 is not better than 9 by more than 1.5, 7 is (2), 6 is not (1). The best
    // sample stays that of step 20.
    ("p: 1.5", "since_lowest(loss, p) >= 2 samples", [40, 50, 60, 70, 80, 90]),
    // delta as a percentage is relative: 9 - 8 = 1 > 0.9; 8 - 7 > 0.8; 7 - 6 > 0.7. The best is that of step 30.
    ("p: 10%", "since_lowest(loss, p) >= 2 samples", [50, 60, 70, 80, 90]),
    // 12%: 9 - 8 = 1 is not more than 1.08; 9 - 7 = 2 is (best 7, step 20); 7 - 6 = 1 > 0.84 (best 6, step 30).
    ("p: 12%", "since_lowest(loss, p) < 1 samples", [0, 20, 30]),
    // 0.1 as a number is absolute all the same.
    ("p: 1", "since_lowest(loss, p) < 1 samples", [0, 20]),
    // A span in a comparison of elapsed time.
    ("p: 3 samples", "since_lowest(loss) >= p", [60, 70, 80, 90]),
    ("p: 60 steps", "since_lowest(loss) > p", []),
    // In arithmetic of constants where a constant is asked for.
    ("p: 0.5", "quantile(loss, p / 2, 3 samples) < 7", [30, 40, 50]),
  ])
  func `A parameter stands for its value in expressions`(
    _ parameter: String, _ condition: String, _ steps: [Int64]
  ) throws {
    #expect(try Bench.trueSteps(condition, over: Self.log, parameters: parameter) == steps)
  }

  @Test(arguments: [
    // loss > 7.5 is true from step 50 on (and at 0 and 10, then false at 20).
    ("hold: 3 samples", "when: loss > 7.5\nfor: hold", ["r fired 50 70 70"]),
    ("hold: 21 steps", "when: loss > 7.5\nfor: hold", ["r fired 50 70 70"]),  // 70 - 50 + 1 >= 21
    ("hold: 22 steps", "when: loss > 7.5\nfor: hold", ["r fired 50 80 80"]),
    ("hold: 0.2 epochs", "when: loss > 7.5\nfor: hold", ["r fired 50 70 70"]),  // 100 steps an epoch
    // Above 8.5 at 0 alone and from 60 on: detected at 70; 12 comes at 90, 20 steps and three ticks later.
    (
      "p: 20 steps", "when: loss > 8.5\nfor: 2 samples\nconfirm: {that: loss > 11.5, within: p}",
      ["r fired 60 70 90"]
    ),
    (
      "p: 19 steps", "when: loss > 8.5\nfor: 2 samples\nconfirm: {that: loss > 11.5, within: p}",
      ["r rejected 60 70 90"]
    ),
    (
      "p: 3 samples", "when: loss > 8.5\nfor: 2 samples\nconfirm: {that: loss > 11.5, within: p}",
      ["r fired 60 70 90"]
    ),
    // Fires at 0, and again from the first tick 30 or more steps later at which it is true.
    ("p: 30 steps", "when: loss > 7.5\nrepeat: after p", ["r fired 0 0 0", "r fired 50 50 50", "r fired 80 80 80"]),
    (
      "p: 4 samples", "when: loss > 7.5\nrepeat:   after   p",
      ["r fired 0 0 0", "r fired 50 50 50", "r fired 90 90 90"]
    ),
  ])
  func `A parameter stands for a span in the keys of a rule`(
    _ parameter: String, _ rule: String, _ story: [String]
  ) throws {
    let bench = try Bench(rule: rule, parameters: parameter)
    #expect(try bench.story(over: Self.log, stepsPerEpoch: 100) == story)
  }

  @Test func `A parameter stands for a number in the keys of an action`() throws {
    let bench = try Bench(
      rule: """
        when: loss > 11.5
        then:
          - {scale: lr, by: factor, floor: low, ceiling: 2 * low}
          - {set: wd, to: factor, ceiling: low}
        """,
      parameters: "factor: 50%\nlow: 0.25")
    let actions = try bench.events(over: Self.log).flatMap(\.actions).map(\.kind)
    #expect(
      actions == [
        .scale(hyperparameter: "lr", by: 0.5, floor: 0.25, ceiling: 0.5),
        .set(hyperparameter: "wd", to: 0.25, floor: nil, ceiling: 0.25),
      ])
  }

  // MARK: Who says what the value is

  static let base = "profile: base\nparameters: {set: {p: 2}}"
  static let child = "profile: child\nextends: base\nparameters: {set: {p: 3}}"
  static let silent = "profile: child\nextends: base\nparameters: {set: {q: 30}}"

  @Test(
    arguments: [
      ([], [:], 1, "ruleSet"),
      ([base], [:], 2, #"profile("base")"#),
      ([base, child], [:], 3, #"profile("child")"#),
      ([base, silent], [:], 2, #"profile("base")"#),
      ([base, child], ["p": "4"], 4, "commandLine"),
      ([], ["p": "4"], 4, "commandLine"),
      ([child.replacing("extends: base\n", with: "")], [:], 3, #"profile("child")"#),
    ] as [([String], [String: String], Double, String)])
  func `The command line wins over the profile, the profile over what it extends, that over the rule set`(
    _ profiles: [String], _ overrides: [String: String], _ value: Double, _ origin: String
  ) throws {
    let bench = try Bench(
      "parameters: {p: 1, q: 10}\nrules: [{rule: r, when: loss > p}]", profiles: profiles, overrides: overrides)
    let (checked, diagnostics) = bench.check()
    #expect(diagnostics.isEmpty)
    let parameter = try #require(checked.parameters.first { $0.name == "p" })
    #expect(parameter.value == .number(value))
    #expect("\(parameter.origin)" == origin)
  }

  @Test func `The value that wins is the one that the rules use`() throws {
    // Over 9 8 7 6 7 8 9 10 11 12: above 11 only 12, at step 90.
    let bench = try Bench(
      "parameters: {p: 1}\nrules: [{rule: r, when: loss > p}]", profiles: [Self.base], overrides: ["p": "11"])
    #expect(try bench.fires(over: Self.log) == [90])
  }

  @Test func `Whether a delta is relative is up to the value that wins`() throws {
    // 20% relative: 9 to 8 is 1 <= 1.8, to 7 is 2 > 1.8; then 7 to 6 is 1 <= 1.4: the best is that of step 20.
    // 0.2 absolute: the best is that of step 30.
    let text = "parameters: {p: 0.2}\nrules: [{rule: r, when: \"since_lowest(loss, p) >= 2 samples\"}]"
    #expect(try Bench(text).fires(over: Self.log) == [50])
    #expect(try Bench(text, profiles: ["profile: a\nparameters: {set: {p: 20%}}"]).fires(over: Self.log) == [40])
    #expect(try Bench(text, overrides: ["p": "20%"]).fires(over: Self.log) == [40])
  }

  @Test(arguments: [
    ("p: 1", "p: 5 samples", "the parameter `p` has to be a number, and this is a span"),
    ("p: 5 samples", "p: 1", "the parameter `p` has to be a span, and this is a number"),
  ])
  func `A profile's value of another type is an error in the profile, and the rule set's value stays`(
    _ declared: String, _ given: String, _ message: String
  ) throws {
    let bench = try Bench(
      "parameters: {\(declared)}\nrules: [{rule: r, when: loss > 1}]",
      profiles: ["profile: a\nparameters: {set: {\(given)}}"])
    let (checked, diagnostics) = bench.check()
    #expect(diagnostics.map(\.message) == [message])
    #expect(diagnostics.map(\.source.path) == ["profile0.yaml"])
    #expect(checked.parameters.map(\.origin) == [.ruleSet])
  }

  @Test func `A span may be given in another unit`() throws {
    let bench = try Bench(
      "parameters: {p: 5 samples}\nrules: [{rule: r, when: \"mean(loss, p) > 1\"}]",
      profiles: ["profile: a\nparameters: {set: {p: 2 epochs}}"])
    #expect(bench.check().diagnostics.isEmpty)
  }

  @Test(arguments: [
    ("set", "`--set set` is not of the form `ruleset.parameter=value`"),
    ("set.p", "`--set set.p` is not of the form `ruleset.parameter=value`"),
    ("p=3", "`--set p=3` is not of the form `ruleset.parameter=value`"),
    ("sets.p=3", "`--set sets.p=3`: there is no rule set `sets`; did you mean `set`?"),
    (
      "set.windo=3", "`--set set.windo=3`: the rule set `set` has no parameter `windo`; did you mean `window`?"
    ),
    ("set.p=x", "`--set set.p=x`: `x` is neither a number nor a span such as `50 samples`"),
    ("set.p=", "`--set set.p=`: `` is neither a number nor a span such as `50 samples`"),
    ("set.p=5 samples", "`--set set.p=5 samples`: the parameter `p` is a number"),
    ("set.window=5", "`--set set.window=5`: the parameter `window` is a span, such as `50 samples`"),
    (
      "set.window=5 minutes",
      "`--set set.window=5 minutes`: `5 minutes` is neither a number nor a span such as `50 samples`"
    ),
  ])
  func `A setting of the command line that cannot be is refused`(_ text: String, _ message: String) throws {
    let rules = try Bench.ruleSet(
      "parameters: {p: 1, window: 50 samples}\nrules: [{rule: r, when: loss > 1}]")
    #expect(throws: ParameterOverride.Failure(description: message)) {
      try ParameterOverride.parse(text, for: [rules])
    }
  }

  @Test(
    arguments: [
      ("set.p=3", .number(3)), ("set.p=-1.5e-3", .number(-0.0015)), ("set.p=2%", .percentage(0.02)),
      ("set.window=7 steps", .span(SpanLength(7, .steps))), ("set.window=0.5 epochs", .span(SpanLength(0.5, .epochs))),
    ] as [(String, ParameterValue)])
  func `A setting of the command line is a number, a percentage or a span`(
    _ text: String, _ value: ParameterValue
  ) throws {
    let rules = try Bench.ruleSet(
      "parameters: {p: 1, window: 50 samples}\nrules: [{rule: r, when: loss > 1}]")
    #expect(try ParameterOverride.parse(text, for: [rules]).value == value)
  }
}
