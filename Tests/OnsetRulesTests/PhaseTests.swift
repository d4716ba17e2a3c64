import OnsetEngine
import OnsetText
import Testing
import _OnsetTestSupport
@testable import OnsetRules

/// Phases, what is read at their beginning, and rules that only look during some of them.
@Suite struct PhaseTests {
  // Steps 0, 10, …, 110; val at every second row.
  static let log = PlainLog(
    every: 10,
    ("loss", [9, 8, 7, 6, 5, 4, 3, 2, 1, 2, 3, 4]),
    ("val", [20, nil, 18, nil, 16, nil, 14, nil, 12, nil, 14, nil]))

  /// A rule set of two phases: `enter` takes the second when `loss` is below 6.5, at step 30, so that it is in
  /// force from step 40 on.
  static func bench(_ rules: String, lets: String = "") throws -> Bench {
    try Bench(
      """
      phases: [first, second]
      \(lets.isEmpty ? "" : "let: {\(lets)}")
      rules:
        - {rule: enter, during: first, when: loss < 6.5, enter: second}
      \(rules)
      """)
  }

  static func fires(_ condition: String, lets: String = "", stepsPerEpoch: Double? = nil) throws -> [Int64] {
    try bench("  - {rule: r, when: \"\(condition)\", repeat: after 1 sample}", lets: lets)
      .events(over: log, stepsPerEpoch: stepsPerEpoch).filter { $0.rule == "r" }.map(\.step)
  }

  @Test func `The first phase is in force from the first row, an entered one from the row after the fire`() throws {
    let bench = try Self.bench("  - {rule: r, when: loss > 0, repeat: after 1 sample}")
    let events = try bench.events(over: Self.log)
    #expect(events.filter { $0.rule == "enter" }.map(\.short) == ["enter fired 30 30 30"])
    #expect(events.filter { $0.rule == "enter" }.map(\.enters) == ["second"])
    #expect(events.filter { $0.rule == "enter" }.map(\.phase) == ["first"])
    let inFirst = events.filter { $0.rule == "r" && $0.phase == "first" }.map(\.step)
    #expect(inFirst == [0, 10, 20, 30])
    var session = try bench.session(over: Self.log)
    _ = try session.feed(RunTable(Self.log, metrics: session.metrics))
    #expect(session.phases.map { "\($0.phase) \($0.step)" } == ["first 0", "second 40"])
  }

  @Test func `at_detection may look at how far something was from the beginning of the phase`() throws {
    // The second phase is in force from step 40 on, where loss is 5. `loss < 4.5` at 50, where loss - 5 is -1; the
    // first tick with loss - 5 below -1 - 1.5 is step 70, with -3.
    let bench = try Self.bench(
      """
        - rule: r
          during: second
          when: loss < 4.5
          confirm: {that: loss - at_entry(loss) < at_detection(loss - at_entry(loss)) - 1.5, within: 5 samples}
      """)
    #expect(try bench.events(over: Self.log).filter { $0.rule == "r" }.map(\.short) == ["r fired 50 50 70"])
  }

  // MARK: since_entered

  @Test(arguments: [
    // From the first row at step 0; again from step 40.
    ("since_entered >= 20 steps", [20, 30, 60, 70, 80, 90, 100, 110]),
    ("since_entered > 20 steps", [30, 70, 80, 90, 100, 110]),
    ("since_entered < 20 steps", [0, 10, 40, 50]),
    ("since_entered <= 0.2 epochs", [0, 10, 20, 40, 50, 60]),
    ("since_entered >= 0.3 epochs", [30, 70, 80, 90, 100, 110]),
    ("70 steps <= since_entered", [110]),
    ("not (since_entered < 20 steps)", [20, 30, 60, 70, 80, 90, 100, 110]),
  ])
  func `since_entered counts from the row at which the phase came into force`(
    _ condition: String, _ steps: [Int64]
  ) throws {
    // A clock comes from loss, which is always above 0; 100 steps an epoch.
    #expect(try Self.fires("loss > 0 and \(condition)", stepsPerEpoch: 100) == steps)
  }

  @Test func `since_entered is no clock, takes no samples, and is fine within a window`() throws {
    #expect(try Self.bench("  - {rule: r, when: since_entered > 5 steps}").check().diagnostics.containsErrors)
    #expect(
      try Self.bench("  - {rule: r, when: loss > 0 and since_entered > 5 samples}").check().diagnostics.map(\.code)
        == ["O0306"])
    // The share, of the last two ticks, at which 20 steps had passed: 20 and 30 (in the first phase), then 40
    // is false, 60 is the next. Half of two is one: at 20, 30, 40, and from 60 on.
    #expect(
      try Self.fires("fraction(loss > 0 and since_entered >= 20 steps, 2 samples) >= 0.5")
        == [20, 30, 40, 60, 70, 80, 90, 100, 110])
  }

  // MARK: at_entry

  @Test(arguments: [
    // In the first phase from step 0: loss was 9. In the second, from step 40: it was 5.
    ("loss < at_entry(loss) - 2.5", [30, 70, 80, 90]),
    // val at 40 was 16, at 0 it was 20; the latest at or before.
    ("val < at_entry(val) - 1", [20, 60, 80, 100]),
    // An expression is read as a whole: at 0 it is 9 - 20 = -11, at 40 it is 5 - 16 = -11.
    ("loss - val > at_entry(loss - val)", [90, 110]),
    // A window's value at the entry: the mean of 5 and 6 is 5.5 at 40; NaN at step 0, since it was not full.
    ("loss < at_entry(mean(loss, 2 samples)) - 3", [70, 80, 90]),
    // A truth-like use through arithmetic: relative to the entry.
    ("loss / at_entry(loss) <= 0.5", [70, 80, 90]),
  ])
  func `at_entry is the latest value at the row at which the phase came into force`(
    _ condition: String, _ steps: [Int64]
  ) throws {
    let found = try Self.fires(condition)
    // `loss - val` ticks at every row; from 80 on: 1 - 12 = -11 is not above, 2 - 12 = -10 is, 3 - 14 is not,
    // 4 - 14 = -10 is. Before: 10: 8 - 20 = -12, 20: 7 - 18 = -11, 30: 6 - 18 = -12, 50: 4 - 16, …: no.
    #expect(found == steps)
  }

  @Test func `at_entry of a metric that had no sample yet is no number`() throws {
    let log = PlainLog(("loss", [1, 2, 3, 4]), ("late", [nil, 5, 6, 7]))
    #expect(try Bench.trueSteps("late > at_entry(late)", over: log) == [])
    #expect(try Bench.trueSteps("otherwise(late > at_entry(late), loss > 2.5)", over: log) == [2, 3])
  }

  @Test func `at_entry through a let is read at the entry too, and not within a window`() throws {
    #expect(try Self.fires("drop > 2.5", lets: "drop: at_entry(loss) - loss") == [30, 70, 80, 90])
    let bench = try Self.bench(
      "  - {rule: r, when: \"mean(drop, 2 samples) > 1\"}", lets: "drop: at_entry(loss) - loss")
    #expect(bench.check().diagnostics.containsErrors)
  }

  // MARK: during and enter

  @Test(arguments: [
    // true at every row; the second phase is in force from 40.
    ("during: second, when: loss > 0", ["r fired 40 40 40"]),
    ("during: [second], when: loss > 0", ["r fired 40 40 40"]),
    ("during: [first, second], when: loss > 0, for: 6 samples", ["r fired 0 50 50"]),
    // The streak begins anew with the phase, windows do not: mean of 9 8 7 6 5 is known at 40.
    ("during: second, when: loss > 0, for: 3 samples", ["r fired 40 60 60"]),
    ("during: second, when: \"mean(loss, 5 samples) > 6.5\"", ["r fired 40 40 40"]),
    // A hold of the first phase is lost when it ends.
    ("during: first, when: loss > 0, for: 5 samples", []),
    ("during: first, when: loss > 0, for: 4 samples", ["r fired 0 30 30"]),
    // A confirmation goes on, whatever the phase does.
    (
      "during: first, when: loss < 7.5, confirm: {that: val < 15, within: 100 steps}", ["r fired 20 20 60"]
    ),
    // So does re-arming: `clear` at 70 arms it, but it looks only during its phases.
    ("during: first, when: loss > 8.5, repeat: when cleared", ["r fired 0 0 0"]),
  ])
  func `A rule looks during its phases only`(_ keys: String, _ story: [String]) throws {
    let bench = try Self.bench("  - {rule: r, \(keys)}")
    #expect(try bench.story(over: Self.log).filter { $0.hasPrefix("r ") } == story)
  }

  @Test func `Of several rules that enter phases in one row the first in the file wins`() throws {
    let bench = try Bench(
      """
      phases: [one, two, three]
      rules:
        - {rule: b, when: loss < 6.5, enter: three}
        - {rule: a, when: loss < 6.5, enter: two}
      """)
    var session = try bench.session(over: Self.log)
    let events = try session.feed(RunTable(Self.log, metrics: session.metrics))
    #expect(events.map(\.enters) == ["three", "two"])
    #expect(session.phases.map { "\($0.phase) \($0.step)" } == ["one 0", "three 40"])
  }

  @Test func `Entering the phase that is in force changes nothing`() throws {
    let bench = try Bench(
      """
      phases: [one, two]
      rules:
        - {rule: again, when: loss < 6.5, enter: one}
        - {rule: r, when: loss > 0 and since_entered >= 50 steps}
      """)
    var session = try bench.session(over: Self.log)
    let events = try session.feed(RunTable(Self.log, metrics: session.metrics))
    #expect(session.phases.map { "\($0.phase) \($0.step)" } == ["one 0"])
    #expect(events.map(\.short) == ["again fired 30 30 30", "r fired 50 50 50"])
  }

  @Test func `Every rule of a row sees the phase in force when the row began`() throws {
    let bench = try Bench(
      """
      phases: [one, two]
      rules:
        - {rule: a, during: one, when: loss < 6.5, enter: two}
        - {rule: b, during: one, when: loss < 6.5}
        - {rule: c, during: two, when: loss < 6.5}
      """)
    #expect(try bench.story(over: Self.log) == ["a fired 30 30 30", "b fired 30 30 30", "c fired 40 40 40"])
  }

  @Test func `A phase entered at the last row never comes into force`() throws {
    let bench = try Bench(
      "phases: [one, two]\nrules: [{rule: r, when: loss > 3.5 and step > 100, enter: two}]")
    var session = try bench.session(over: Self.log)
    let events = try session.feed(RunTable(Self.log, metrics: session.metrics)) + session.finish()
    #expect(events.map(\.enters) == ["two"])
    #expect(session.phases.map(\.phase) == ["one"])
  }

  // MARK: The end

  @Test func `A confirmation that the run's end cuts off is an undecided event at its last row`() throws {
    let bench = try Self.bench(
      "  - {rule: r, during: second, when: loss > 3.5, for: 2 samples, confirm: {that: val > 90, within: 1000 steps}}")
    let events = try bench.events(over: Self.log)
    #expect(events.map(\.short) == ["enter fired 30 30 30", "r undecided 40 50 110"])
    #expect(events.last?.phase == "second")
    #expect(events.last?.valueTexts == ["loss 4.0"])
  }

  @Test(arguments: [
    // loss is above 2.5 again at 100 and 110.
    ("when: loss > 2.5, during: second, for: 7 samples", "holding, 2 of 7 samples"),
    ("when: loss > 2.5, during: second, for: 50 steps", "holding, 11 of 50 steps"),
    ("when: loss > 2.5, during: second, for: 2 epochs", "holding, 0.1 of 2 epochs"),
    ("when: loss < 1.5, confirm: {that: val > 90, within: 3 samples}", "confirming, 2 of 3 samples"),
    ("when: loss < 1.5, confirm: {that: val > 90, within: 80 steps}", "confirming, 30 of 80 steps"),
    ("when: loss < 1.5, repeat: after 60 steps", "resting, 30 of 60 steps"),
    ("when: loss > 900", nil),
    ("when: loss < 1.5", nil),
  ])
  func `A rule that the run's end finds in the middle says how far it got`(_ keys: String, _ progress: String?) throws {
    var session = try Self.bench("  - {rule: r, \(keys)}").session(over: Self.log, stepsPerEpoch: 100)
    _ = try session.feed(RunTable(Self.log, metrics: session.metrics))
    _ = session.finish()
    #expect(session.ruleStates.first { $0.rule == "r" }?.progress == progress)
  }
}
