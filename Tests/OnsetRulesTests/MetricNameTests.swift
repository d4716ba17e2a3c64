import OnsetEngine
import OnsetText
import Testing
import _OnsetTestSupport
@testable import OnsetRules

/// Aliases of a profile, and metrics that a run never logs.
@Suite struct MetricNameTests {
  static let profile = """
    profile: p
    signals:
      gns: {aliases: [noise_scale, train/gns]}
      epoch: {aliases: [current_epoch]}
    baselines:
      gns: {mean: 1, std: 0.5}
    """

  static func log(_ names: String...) -> PlainLog {
    // The first name has 10, the second 20, and so on, at one step.
    PlainLog(steps: [0], columns: names.enumerated().map { ($0.element, [Double($0.offset + 1) * 10]) })
  }

  // MARK: Aliases

  @Test(
    arguments: [
      (["gns"], 10), (["noise_scale"], 10), (["train/gns"], 10), (["noise_scale", "gns"], 20),
      (["train/gns", "noise_scale"], 20), (["train/gns", "noise_scale", "gns"], 30), (["other", "train/gns"], 20),
    ] as [([String], Double)])
  func `A metric is read under its own name, else under the first alias that the run has`(
    _ logged: [String], _ value: Double
  ) throws {
    let log = PlainLog(
      steps: [0], columns: logged.enumerated().map { ($0.element, [Double($0.offset + 1) * 10]) })
    let bench = try Bench(rule: "when: gns > baseline(gns)", profiles: [Self.profile])
    // The event calls it as the rule does.
    #expect(try bench.events(over: log).map(\.valueTexts) == [["gns \(value)"]])
  }

  @Test(
    arguments: [
      (["gns"], []), (["noise_scale"], []),
      (["noise_scale", "gns"], [AliasNote(metric: "gns", used: "gns", passedOver: ["noise_scale"])]),
      (
        ["train/gns", "noise_scale", "gns"],
        [AliasNote(metric: "gns", used: "gns", passedOver: ["noise_scale", "train/gns"])]
      ),
      (["train/gns", "noise_scale"], [AliasNote(metric: "gns", used: "noise_scale", passedOver: ["train/gns"])]),
    ] as [([String], [AliasNote])])
  func `A run that logs a metric under two names gets a note that says which is read`(
    _ logged: [String], _ notes: [AliasNote]
  ) throws {
    let log = PlainLog(steps: [0], columns: logged.map { ($0, [1]) })
    let bench = try Bench(
      "let: {x: gns}\nrules: [{rule: r, when: gns > 1}, {rule: s, when: x > 2}]", profiles: [Self.profile])
    #expect(try bench.compile(for: log).aliasNotes == notes)
  }

  @Test func `An alias in backquotes or not is a metric of its own name, with the baseline of the signal`() throws {
    let log = Self.log("gns", "train/gns")
    // `train/gns` is 20, over a baseline of 1 + 2 * 0.5.
    let bench = try Bench(
      rule: "when: \"`train/gns` > baseline(`train/gns`) + 2 * sigma(`train/gns`)\"", profiles: [Self.profile])
    #expect(try bench.events(over: log).map(\.valueTexts) == [["train/gns 20.0"]])
  }

  @Test func `The epoch of a run may come from an alias of it`() throws {
    let log = PlainLog(("loss", [5, 5, 5]), ("current_epoch", [0, 0.5, 1]))
    let bench = try Bench(rule: "when: loss > 1\nfor: 1 epochs", profiles: [Self.profile])
    let events = try bench.events(over: log)
    #expect(events.map(\.short) == ["r fired 0 2 2"])
    #expect(events.map(\.epoch) == [1])
  }

  // MARK: Metrics that are not there

  @Test(arguments: [
    ("when: grad_nrm > 1", "", "the run never logs `grad_nrm`; did you mean `grad_norm`?"),
    ("when: loss > 1 or grad_nrm > 1", "", "the run never logs `grad_nrm`; did you mean `grad_norm`?"),
    (
      "when: loss > 1\nconfirm: {that: vloss > 1, within: 5 samples}", "",
      "the run never logs `vloss`; did you mean `loss`?"
    ),
    ("when: loss > 1\nrepeat: when cleared\nclear: zzzzzz > 1", "", "the run never logs `zzzzzz`"),
    ("when: x > 1", "x: mean(grad_nrm, 2 samples)", "the run never logs `grad_nrm`; did you mean `grad_norm`?"),
    ("when: x > 1", "x: y + 1\ny: grad_nrm", "the run never logs `grad_nrm`; did you mean `grad_norm`?"),
    ("when: is_nan(grad_nrm)", "", "the run never logs `grad_nrm`; did you mean `grad_norm`?"),
    ("when: age(grad_nrm) > 1 step", "", "the run never logs `grad_nrm`; did you mean `grad_norm`?"),
    ("when: loss > baseline(grad_nrm)", "", "the run never logs `grad_nrm`; did you mean `grad_norm`?"),
    ("when: \"loss > at_entry(grad_nrm)\"", "", "the run never logs `grad_nrm`; did you mean `grad_norm`?"),
    ("when: \"at(loss, grad_nrm) > 1\"", "", "the run never logs `grad_nrm`; did you mean `grad_norm`?"),
    // A column without a sample was never logged either.
    ("when: empty > 1", "", "the run never logs `empty`"),
  ])
  func `A rule that names a metric that the run never logs is not applicable, and says so with the nearest name`(
    _ rule: String, _ lets: String, _ reason: String
  ) throws {
    let log = PlainLog(("loss", [5, 5]), ("grad_norm", [1, 1]), ("empty", [nil, nil]))
    let bench = try Bench(rule: rule, lets: lets)
    let result = try bench.compile(for: log)
    #expect(result.program.rules.isEmpty)
    #expect(result.skipped.map(\.reason.text) == [reason])
    #expect(try bench.events(over: log).isEmpty)
  }

  @Test func `The other rules of the set go on`() throws {
    let bench = try Bench("rules: [{rule: a, when: grad > 1}, {rule: b, when: loss > 1}]")
    #expect(try bench.story(over: PlainLog(("loss", [5]))) == ["b fired 0 0 0"])
  }

  @Test func `A metric that only an action names does not matter for whether the rule applies`() throws {
    let bench = try Bench(
      rule: "when: loss > 1\nthen: [{notify: \"{grad}\"}, {set: lr, to: grad / 2}, {checkpoint: \"{lr * 0}\"}]")
    let events = try bench.events(over: PlainLog(("loss", [5])))
    #expect(events.map(\.short) == ["r fired 0 0 0", "r error 0 0 0"])
    #expect(events[0].actions.map(\.kind) == [.notify(text: "nan"), .checkpoint(reason: "nan")])
    #expect(events[1].message == "no number to set `lr` to")
  }

  @Test(arguments: [
    ("when: epoch > 1 and loss > 1", ""), ("when: loss > 1\nfor: 2 epochs", ""),
    ("when: loss > 1\nconfirm: {that: loss > 2, within: 1 epoch}", ""),
    ("when: loss > 1\nrepeat: after 0.5 epochs", ""), ("when: \"mean(loss, 1 epoch) > 1\"", ""),
    ("when: since_lowest(loss) > 1 epoch", ""), ("when: x > 1", "x: ewma(loss, 1 epoch)"),
    ("when: \"mean(loss, w) > 1\"", "w: 2 epochs"), ("when: loss > 1 and since_entered > 1 epoch", ""),
    ("when: loss > 1\nrepeat: when cleared\nclear: \"mean(loss, 1 epoch) < 1\"", ""),
    ("when: \"age(loss) > 1 epoch\"", ""),
  ])
  func `A rule that uses epochs is not applicable to a run that knows none`(_ rule: String, _ lets: String) throws {
    let bench = try Bench(rule: rule, lets: lets)
    let log = PlainLog(("loss", [5, 5]))
    #expect(try bench.compile(for: log).skipped.map(\.reason) == [.noEpochs])
    #expect(try bench.compile(for: log, stepsPerEpoch: 10).skipped.isEmpty)
    let withEpoch = PlainLog(("loss", [5, 5]), ("epoch", [0, 1]))
    #expect(try bench.compile(for: withEpoch).skipped.isEmpty)
  }

  @Test func `A rule that measures its baseline in epochs is not applicable to a run that knows none`() throws {
    let bench = try Bench(
      rule: "when: loss > baseline(loss)",
      profiles: ["profile: p\nbaselines: {loss: {measure: {after: 0 epochs, over: 1 epoch}}}"])
    #expect(try bench.compile(for: PlainLog(("loss", [5, 5]))).skipped.map(\.reason) == [.noEpochs])
  }

  @Test func `The metric epoch in backquotes is only the metric`() throws {
    let bench = try Bench(rule: "when: \"`epoch` > 1\"")
    let log = PlainLog(("loss", [5, 5]))
    #expect(
      try bench.compile(for: log, stepsPerEpoch: 1).skipped.map(\.reason) == [.neverLogged("epoch", nearest: nil)])
  }

  // MARK: Baselines that are not there

  @Test func `A baseline that the profile lacks is an error once the profile is known`() throws {
    let rule = "when: loss > baseline(loss) + sigma(grad)"
    #expect(try Bench(rule: rule).check().diagnostics.isEmpty)
    let bench = try Bench(rule: rule, profiles: ["profile: p\nbaselines: {los: {mean: 1, std: 1}}"])
    let diagnostics = bench.check().diagnostics
    #expect(
      diagnostics.map(\.message) == ["the profile has no baseline of `loss`", "the profile has no baseline of `grad`"])
  }

  @Test func `Without a profile a rule with a baseline is not applicable`() throws {
    let bench = try Bench(rule: "when: loss > baseline(loss)")
    #expect(try bench.compile(for: PlainLog(("loss", [5]))).skipped.map(\.reason) == [.noBaseline("loss")])
  }
}
