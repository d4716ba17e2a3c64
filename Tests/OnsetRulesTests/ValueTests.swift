import OnsetEngine
import OnsetText
import Testing
import _OnsetTestSupport
@testable import OnsetRules

/// The values of an event: what `when` names, in its order.
@Suite struct ValueTests {
  static let log = PlainLog(
    ("loss", [3, 2, 1]), ("val", [9, nil, nil]), ("bad", [.nan, .nan, .infinity]), ("late", [nil, nil, 4]),
    ("low", [7, nil, nil]))

  @Test(arguments: [
    ("loss < 1.5 and val > 1", "", "", ["loss 1.0", "val 9.0"]),
    ("val > 1 and loss < 1.5", "", "", ["val 9.0", "loss 1.0"]),
    // Each once, however often and deep it is named.
    ("loss < 1.5 and val - loss > loss and loss > 0", "", "", ["loss 1.0", "val 9.0"]),
    ("mean(loss, 2 samples) < 1.6 and greatest(val, loss) > 0", "", "", ["loss 1.0", "val 9.0"]),
    // A let by its name, and what it names not; `let`s of numbers and truths.
    ("m < 1.6", "m: mean(loss, 2 samples)", "", ["m 1.5"]),
    ("low and m < val", "m: mean(loss, 2 samples)\nlow: loss < 1.5", "", ["low true", "m 1.5", "val 9.0"]),
    ("low or unsure", "low: loss < 1.5\nunsure: late > 99 or bad < -1", "", ["low true", "unsure false"]),
    // A let that is elapsed or a span has no value.
    ("loss < 1.5 and stale < w", "stale: since_lowest(loss)\nw: 5 samples", "", ["loss 1.0"]),
    // Neither parameters nor built-ins.
    ("loss < p and step > 1 and since_entered > 1 step", "", "p: 1.5", ["loss 1.0"]),
    // A constant `let` is one all the same.
    ("loss < limit", "limit: 1 + 0.5", "", ["loss 1.0", "limit 1.5"]),
    // A metric that only baseline() names, and one in at().
    ("loss < baseline(val) and at(loss, late) > 0", "", "", ["loss 1.0", "val 9.0", "late 4.0"]),
    // No numbers and infinities as they are.
    ("loss < 1.5 or bad > 1 or late > 1", "", "", ["loss 1.0", "bad inf", "late 4.0"]),
    // A metric in backquotes is the metric, and is not told twice.
    ("loss < 1.5 and `loss` > 0", "", "", ["loss 1.0"]),
    ("low < 1.5 and `low` > 0", "low: loss", "", ["low 1.0", "`low` 7.0"]),
    ("`val` > 8 and loss < 1.5 and val > 0", "", "", ["val 9.0", "loss 1.0"]),
  ])
  func `The values are those of the metrics and lets that the condition names, once each, in its order`(
    _ condition: String, _ lets: String, _ parameters: String, _ values: [String]
  ) throws {
    let bench = try Bench(
      rule: "when: \"\(condition)\"", lets: lets, parameters: parameters,
      profiles: ["profile: p\nbaselines: {val: {mean: 1.5, std: 1}}"])
    #expect(try bench.events(over: Self.log).map(\.valueTexts) == [values])
  }

  @Test func `What has no sample yet has no value, and what is NaN is NaN`() throws {
    let bench = try Bench(rule: "when: loss < 2.5 or late > 1 or bad > 1 or known", lets: "known: late > 1")
    #expect(
      try bench.events(over: Self.log).map(\.valueTexts) == [["loss 2.0", "late nan", "bad nan", "known unknown"]])
  }

  @Test func `The values of a confirmed rule are those at the step of the event, without those of confirm`() throws {
    let log = PlainLog(("loss", [3, 2, 1, 5]), ("val", [9, 8, 7, 1]))
    let bench = try Bench(rule: "when: loss < 2.5\nconfirm: {that: val < 5, within: 5 samples}")
    let events = try bench.events(over: log)
    #expect(events.map(\.short) == ["r fired 1 1 3"])
    #expect(events.map(\.valueTexts) == [["loss 5.0"]])
  }

  @Test func `An instance of each does not tell its metric twice when the condition names it too`() throws {
    let bench = try Bench(rule: "each: lo*\nwhen: each < 1.5 and loss < 3")
    #expect(try bench.events(over: Self.log).map(\.valueTexts) == [["loss 1.0"]])
  }
}
