import OnsetEngine
import Testing
import _OnsetTestSupport
@testable import OnsetRules

/// Baselines measured on the run itself.
@Suite struct BaselineTests {
  static let nan = Double.nan

  /// The values of `baseline` and `sigma` of loss at every sample of `tick`, NaN as "-".
  static func values(_ measure: String, _ log: PlainLog, stepsPerEpoch: Double? = nil) throws -> [String] {
    let bench = try Bench(
      rule: "when: is_finite(tick) or average > 0 or spread > 0\nrepeat: after 1 sample",
      lets: "average: baseline(loss)\nspread: sigma(loss)",
      profiles: ["profile: p\nbaselines: {loss: {measure: \(measure)}}"])
    return try bench.events(over: log, stepsPerEpoch: stepsPerEpoch).map { event in
      let numbers = event.values.dropFirst().map { entry in
        if case .number(let number) = entry.value {
          number.isNaN ? "-" : "\((number * 1000).rounded() / 1000)"
        } else {
          "?"
        }
      }
      return "\(event.step) \(numbers.joined(separator: " "))"
    }
  }

  static func log(_ loss: [Double?], every: Int64 = 1) -> PlainLog {
    PlainLog(every: every, ("loss", loss), ("tick", loss.map { _ in 1 }))
  }

  @Test func `In samples: those numbered so, known from the last of them on`() throws {
    // After 1 sample, over 3: the second to the fourth, 2, 4, 9: mean 5, deviations -3 -1 4, squares 26,
    // over n - 1 = 2: sqrt(13) = 3.606. The fourth sample is at step 5; step 4 has a row without it.
    #expect(
      try Self.values("{after: 1 sample, over: 3 samples}", Self.log([1, 2, nil, 4, nil, 9, 100]))
        == ["0 - -", "1 - -", "2 - -", "3 - -", "4 - -", "5 5.0 3.606", "6 5.0 3.606"])
  }

  @Test func `In samples those that are not finite are numbered but not averaged`() throws {
    // The first three samples: 2, NaN, 4: mean 3, std sqrt((1 + 1) / 1) = 1.414; the 100 is the fourth.
    #expect(
      try Self.values("{after: 0 samples, over: 3 samples}", Self.log([2, Self.nan, 4, 100]))
        == ["0 - -", "1 - -", "2 3.0 1.414", "3 3.0 1.414"])
    #expect(
      try Self.values("{after: 0 samples, over: 3 samples}", Self.log([2, .infinity, -.infinity, 100]))
        == ["0 - -", "1 - -", "2 2.0 -", "3 2.0 -"])
    #expect(
      try Self.values("{after: 0 samples, over: 2 samples}", Self.log([Self.nan, Self.nan, 100]))
        == ["0 - -", "1 - -", "2 - -"])
  }

  @Test func `In steps: from the metric's first step, known at the first row past the end, whatever it logs`() throws {
    // First step 10 (the row at 0 has no loss): [10 + 10, 10 + 10 + 20) has 20 and 30: mean 6, std sqrt(2) = 1.414.
    // Past the end from 40 on.
    #expect(
      try Self.values("{after: 10 steps, over: 20 steps}", Self.log([nil, 1, 5, 7, nil, 100], every: 10))
        == ["0 - -", "10 - -", "20 - -", "30 - -", "40 6.0 1.414", "50 6.0 1.414"])
  }

  @Test func `In steps with after 0 the first sample belongs to it and that at the end does not`() throws {
    // [0, 20): 0 and 10; 1 and 4: mean 2.5, std sqrt(4.5) = 2.121.
    #expect(
      try Self.values("{after: 0 steps, over: 20 steps}", Self.log([1, 4, 100], every: 10))
        == ["0 - -", "10 - -", "20 2.5 2.121"])
  }

  @Test func `In epochs: distances from the first sample with a known epoch`() throws {
    // 4 steps an epoch, a row at every step. After 0.5 epochs (2 steps), over 1 epoch (4 steps): 2, 3, 4, 5:
    // 3 5 7 9: mean 6, squares 9 + 1 + 1 + 9 = 20, / 3: 2.582. Known when 1.5 epochs are reached, at step 6.
    #expect(
      try Self.values(
        "{after: 0.5 epochs, over: 1 epoch}", Self.log([100, 100, 3, 5, 7, 9, 100, 100]), stepsPerEpoch: 4)
        == ["0 - -", "1 - -", "2 - -", "3 - -", "4 - -", "5 - -", "6 6.0 2.582", "7 6.0 2.582"])
  }

  @Test func `In epochs a sample before the first epoch is known is in none, and does not begin the count`() throws {
    // `epoch` is logged from step 1 on: 2, 2.5, 3, 3.5. The first loss with an epoch is at step 1 (2.0): [2, 3)
    // has the steps 1 and 2: 4 and 6: mean 5, std 1.414; known at step 3, where 3.0 is logged.
    let log = PlainLog(
      ("loss", [100, 4, 6, 100, 100]), ("tick", [1, 1, 1, 1, 1]), ("epoch", [nil, 2, 2.5, 3, 3.5]))
    #expect(
      try Self.values("{after: 0 epochs, over: 1 epoch}", log)
        == ["0 - -", "1 - -", "2 - -", "3 5.0 1.414", "4 5.0 1.414"])
  }

  @Test func `Epoch distances have a slack`() throws {
    // 10 steps an epoch: 0.7 - 0.4 is 0.29999999999999993, and still reaches 0.3. Over 0.3 epochs from the first
    // loss at step 4: 4, 5, 6, known at 7: mean 2, std 1.
    let log = PlainLog(
      steps: [4, 5, 6, 7], columns: [("loss", [1, 2, 3, 100]), ("tick", [1, 1, 1, 1])])
    #expect(
      try Self.values("{after: 0 epochs, over: 0.3 epochs}", log, stepsPerEpoch: 10)
        == ["4 - -", "5 - -", "6 - -", "7 2.0 1.0"])
  }

  @Test func `A baseline that the run ends before stays no number`() throws {
    #expect(try Self.values("{after: 0 steps, over: 3 steps}", Self.log([1, 2, 3])).allSatisfy { $0.hasSuffix("- -") })
  }

  @Test func `A comparison with it is unknown until then, and neither feeds nor breaks a streak`() throws {
    // loss > baseline: unknown at 0 and 1; from 2 (baseline (1 + 3) / 2 = 2, known at the second sample, step 1).
    let bench = try Bench(
      rule: "when: loss > baseline(loss)\nfor: 2 samples",
      profiles: ["profile: p\nbaselines: {loss: {measure: {after: 0 samples, over: 2 samples}}}"])
    // At 1 it is known and 3 > 2: the streak is 1, 2.
    #expect(try bench.story(over: PlainLog(("loss", [1, 3, 4, 5]))) == ["r fired 1 2 2"])
  }
}
