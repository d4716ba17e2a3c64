import OnsetEngine
import OnsetRules
import OnsetRuns
import OnsetStudy
import OnsetText
import Testing
import _OnsetTestSupport

/// What a report shows of a run, as data.
@Suite struct AutopsyTests {
  private static func autopsy(_ rules: String, _ run: Run, profile: Profile? = nil) throws -> Autopsy {
    let (file, findings) = RuleSetFile.decode(
      SourceFile(name: "a.yaml", text: "onset: 1\nruleset: a\n\(rules)"))
    #expect(findings.map(\.message) == [])
    let (checked, faults) = RuleSetChecker.check(try #require(file), profile: profile)
    #expect(faults.map(\.message) == [])
    return Autopsy.make(of: run, path: "run.csv", [checked], profile) { _, _ in true }
  }

  private static let run: Run = {
    var loss: [Double?] = []
    var validation: [Double?] = []
    var norm: [Double?] = []
    for step in 0..<60 {
      loss.append(5.0 / (1.0 + Double(step)) + (step % 7 == 0 ? 0.5 : 0))
      validation.append(step % 5 == 0 ? 4.0 - Double(step) / 20 : nil)
      norm.append(step == 30 ? Double.nan : Double(1 + step % 3))
    }
    return ExpressionEvaluationTests.run(("loss", loss), ("val_loss", validation), ("grad_norm", norm))
  }()

  private static func moving(_ series: ChartSeries?) throws -> DrawnSamples {
    guard case .moving(let samples)? = series?.course else { throw NotMoving() }
    return samples
  }

  private struct NotMoving: Error {}

  /// The stream of an expression, from the command `eval`.
  private static func stream(_ text: String, profile: Profile? = nil) throws -> (steps: [Int64], values: [Double]) {
    guard case .samples(let samples) = try ExpressionEvaluationTests.outcome(text, run, profile: profile) else {
      throw NotMoving()
    }
    return (
      samples.map(\.step),
      samples.map { if case .number(let number) = $0.value { number } else { .nan } }
    )
  }

  private static func expectSame(_ found: DrawnSamples, _ text: String) throws {
    let expected = try stream(text)
    #expect(found.steps == expected.steps)
    #expect(found.values.elementsEqual(expected.values) { $0 == $1 || ($0.isNaN && $1.isNaN) })
  }

  // MARK: Lines

  @Test func `A comparison in a metric's unit is drawn over it, its sides as eval has them`() throws {
    let autopsy = try Self.autopsy(
      """
      let: {level: "mean(loss, 4 samples)"}
      rules: [{rule: r, when: level < 1.1 * lowest(level) and grad_norm > 2}]
      """, Self.run)
    let chart = try #require(autopsy.charts.first { $0.title == "loss" })
    #expect(try Self.moving(chart.samples).steps.count == 60)
    #expect(chart.series.map(\.role) == [.value, .threshold])
    #expect(chart.series[0].text == "level" && chart.series[0].definition == "mean(loss, 4 samples)")
    try Self.expectSame(Self.moving(chart.series[0]), "mean(loss, 4 samples)")
    try Self.expectSame(Self.moving(chart.series[1]), "1.1 * lowest(mean(loss, 4 samples))")
    let norm = try #require(autopsy.charts.first { $0.title == "grad_norm" })
    #expect(norm.series.count == 1)
    #expect(norm.series[0].course == .constant(2))
    #expect(norm.series[0].comparison == "grad_norm > 2")
  }

  @Test func `A ratio has a chart of its own, and what it is made of is drawn over its metric`() throws {
    let autopsy = try Self.autopsy(
      "rules: [{rule: r, when: 'relative_change(median(loss, 3 samples), 5 samples) > 0.2'}]", Self.run)
    let ratio = try #require(
      autopsy.charts.first { if case .expression = $0.subject { true } else { false } })
    #expect(ratio.title == "relative_change(median(loss, 3 samples), 5 samples)")
    try Self.expectSame(Self.moving(ratio.series[0]), ratio.title)
    #expect(ratio.series[1].course == .constant(0.2))
    let loss = try #require(autopsy.charts.first { $0.title == "loss" })
    #expect(loss.series.map(\.text) == ["median(loss, 3 samples)"])
  }

  @Test(arguments: [
    ("mean(loss, 3 samples) > 1", "loss"), ("2 * loss > 1", "loss"), ("loss + 1 > 1", "loss"), ("loss / 2 > 1", "loss"),
    ("1 > lag(loss, 1 sample)", "loss"), ("otherwise(mean(loss, 3 samples), 7) > 1", "loss"),
    ("at(loss, val_loss) > 1", "loss"), ("quantile(loss, 0.5, 3 samples) > 1", "loss"), ("-loss > 1", nil),
    ("loss - val_loss > 1", nil), ("loss - lag(loss, 1 sample) > 1", nil), ("loss * loss > 1", nil),
    ("std(loss, 3 samples) > 1", nil), ("loss / lowest(loss) > 1", nil), ("1 / loss > 1", nil), ("log(loss) > 1", nil),
  ])
  func `Which expressions have the unit of a metric`(_ condition: String, _ metric: String?) throws {
    let autopsy = try Self.autopsy("rules: [{rule: r, when: '\(condition)'}]", Self.run)
    let chart = try #require(autopsy.charts.first { $0.series.contains { $0.role == .threshold } })
    switch chart.subject {
    case .metric(let name, _, _, _): #expect(name == metric)
    case .expression: #expect(metric == nil)
    }
  }

  @Test func `An elapsed time is drawn against its span`() throws {
    let autopsy = try Self.autopsy("rules: [{rule: r, when: since_lowest(val_loss) >= 3 samples}]", Self.run)
    let chart = try #require(autopsy.charts.first { $0.title == "since_lowest(val_loss)" })
    #expect(chart.series[1].course == .constant(3))
    #expect(try Self.moving(chart.series[0]).steps == (0..<12).map { $0 * 5 })
  }

  @Test func `What depends on a detection has values only while the rule confirms`() throws {
    let autopsy = try Self.autopsy(
      """
      rules:
        - rule: r
          when: loss < 1
          confirm: {that: val_loss < at_detection(val_loss) - 0.4, within: 40 steps}
      """, Self.run)
    let event = try #require(autopsy.report.events.first)
    let chart = try #require(autopsy.charts.first { $0.title == "val_loss" })
    let limit = try Self.moving(chart.series.first { $0.role == .threshold })
    for (step, value) in zip(limit.steps, limit.values) {
      #expect(value.isFinite == (step >= event.detected && step < event.step), "step \(step)")
    }
  }

  @Test func `The baseline is the profile's, or measured as the engine measures it`() throws {
    let fixed = try ExpressionEvaluationTests.profile("baselines: {loss: {mean: 2, std: 0.5}}")
    let chart = try #require(
      try Self.autopsy("rules: [{rule: r, when: loss < 1}]", Self.run, profile: fixed).charts.first)
    #expect(chart.band?.mean == 2 && chart.band?.std == 0.5 && chart.band?.from == nil)
    let measured = try ExpressionEvaluationTests.profile(
      "baselines: {loss: {measure: {after: 0 samples, over: 4 samples}}}")
    let band = try #require(
      try Self.autopsy("rules: [{rule: r, when: loss < 1}]", Self.run, profile: measured).charts.first?.band)
    #expect(band.from == 3 && band.isMeasured)
    let first = [5.5, 2.5, 5.0 / 3, 1.25]
    #expect(abs(band.mean - first.reduce(0, +) / 4) < 1e-12)
  }

  @Test func `The replay of a report is the replay`() throws {
    let rules =
      "rules: [{rule: r, when: loss < 1, for: 2 samples, then: [{stop: done}]}, {rule: s, when: grad_norm > 2}]"
    let (file, _) = RuleSetFile.decode(SourceFile(name: "a.yaml", text: "onset: 1\nruleset: a\n\(rules)"))
    let (checked, _) = RuleSetChecker.check(try #require(file), profile: nil)
    let autopsy = try Self.autopsy(rules, Self.run)
    let report = Replay.report(on: Self.run, [checked], nil)
    #expect(autopsy.report.events == report.events && !report.events.isEmpty)
    #expect(autopsy.stop?.rule == "r")
    #expect(autopsy.explanations.map(\.rule) == ["r", "s"])
  }

  // MARK: Thinning

  @Test func `Peaks, dips and gaps of a long stream survive, and what fits is kept whole`() {
    var drawn = DrawnSamples(steps: 0...99_999, rows: 100_000, limit: 300)
    for step in 0..<100_000 {
      drawn.append(Int64(step), step == 77_777 ? 99 : step == 12_345 ? -99 : step == 50_000 ? .nan : Double(step % 2))
    }
    drawn.finish()
    #expect(drawn.steps.count <= 300 && drawn.isDecimated && drawn.count == 100_000 && drawn.nonFiniteCount == 1)
    #expect(zip(drawn.steps, drawn.values).contains { $0 == (77_777, 99) })
    #expect(zip(drawn.steps, drawn.values).contains { $0 == (12_345, -99) })
    #expect(zip(drawn.steps, drawn.values).contains { $0.0 == 50_000 && $0.1.isNaN })
    #expect(zip(drawn.steps, drawn.steps.dropFirst()).allSatisfy { $0 < $1 })
    let thinner = drawn.thinned(to: 30)
    #expect(thinner.steps.count <= 30 && thinner.values.max() == 99 && thinner.values.min() == -99)
    #expect(thinner.count == 100_000)
    var whole = DrawnSamples(steps: 0...9, rows: 10, limit: 10)
    for step in 0..<10 { whole.append(Int64(step), Double(step)) }
    whole.finish()
    #expect(whole.steps == Array(0..<10) && !whole.isDecimated)
  }

  @Test func `Steps at the ends of all numbers are drawn`() {
    var drawn = DrawnSamples(steps: Int64.min...Int64.max, rows: 1000, limit: 3)
    for step in [Int64.min, 0, Int64.max] { drawn.append(step, 1) }
    drawn.finish()
    #expect(!drawn.steps.isEmpty && drawn.steps.count <= 3)
  }
}
