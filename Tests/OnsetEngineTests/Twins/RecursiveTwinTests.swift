import Foundation
import OnsetLanguage
import Testing
import _OnsetTestSupport
@testable import OnsetEngine

/// Recursive functions and elapsed times against evaluation from the run's beginning at every tick.
@Suite struct RecursiveTwinTests {
  @Test(arguments: AwkwardLog.all) func `Sums and extremes start anew at every look`(_ awkward: AwkwardLog) throws {
    let log = awkward.log
    let stream = NaiveStream("loss", of: log, stepsPerEpoch: awkward.stepsPerEpoch)
    func sum(_ tick: Int, _ step: (Double) -> Double) -> Expectation {
      let finite = stream.values[...tick].filter(\.isFinite)
      return Expectation(value: finite.reduce(0) { max(0, $0 + step($1)) })
    }
    func twin(_ text: String, _ expected: (Int) -> Expectation) throws {
      try Twin(text, log, awkward.stepsPerEpoch).check(stream, expected)
    }
    try twin("cusum_up(loss, 4)") { sum($0) { $0 - 4 } }
    try twin("cusum_down(loss, 4)") { sum($0) { 4 - $0 } }
    try twin("lowest(loss)") { Expectation(value: stream.values[...$0].filter(\.isFinite).min() ?? .nan) }
    try twin("highest(loss)") { Expectation(value: stream.values[...$0].filter(\.isFinite).max() ?? .nan) }
    try twin("previous(loss)") { Expectation(value: $0 == 0 ? .nan : stream.values[$0 - 1]) }
  }

  @Test(
    arguments: AwkwardLog.all,
    [
      SpanLength(1, .samples), SpanLength(7, .samples), SpanLength(3, .steps), SpanLength(100, .steps),
      SpanLength(0.3, .epochs), SpanLength(2, .epochs),
    ])
  func `An exponential mean follows its recurrence`(_ awkward: AwkwardLog, _ halfLife: SpanLength) throws {
    let log = awkward.log
    let stream = NaiveStream("loss", of: log, stepsPerEpoch: awkward.stepsPerEpoch)
    func mean(_ tick: Int) -> Expectation {
      var mean = Expectation(value: .nan)
      var last: Int?
      for index in 0...tick where stream.values[index].isFinite {
        if halfLife.unit == .epochs, stream.epochs[index].isNaN { continue }
        let value = stream.values[index]
        if let last {
          let distance = halfLife.unit == .samples ? 1 : stream.distance(from: last, to: index, halfLife.unit)
          mean.value += (1 - pow(2, -distance / halfLife.count)) * (value - mean.value)
        } else {
          mean.value = value
        }
        mean.tolerance = max(mean.tolerance, abs(value) * 1e-12)
        last = index
      }
      return mean
    }
    try Twin("ewma(loss, \(halfLife))", log, awkward.stepsPerEpoch).check(stream, mean)
  }

  static let spans: [SpanLength] = [
    SpanLength(1, .samples), SpanLength(4, .samples), SpanLength(1, .steps), SpanLength(30, .steps),
    SpanLength(0.05, .epochs), SpanLength(1.5, .epochs),
  ]

  private static func holds(_ symbol: String, _ distance: Double, _ span: SpanLength) -> Bool {
    let slack = span.unit == .epochs ? 1e-9 : 0
    let reaches = distance >= span.count - slack
    let exceeds = distance > span.count + slack
    return symbol == ">=" ? reaches : symbol == ">" ? exceeds : symbol == "<" ? !reaches : !exceeds
  }

  struct Improvement: Sendable {
    var text = ""
    var amount = 0.0
    var share = 0.0
  }

  @Test(
    arguments: AwkwardLog.all,
    [Improvement(), Improvement(text: ", 0.3", amount: 0.3), Improvement(text: ", 5%", share: 0.05)])
  func `The time since the best sample is counted from the last that beat it by enough`(
    _ awkward: AwkwardLog, _ improvement: Improvement
  ) throws {
    let log = awkward.log
    let stream = NaiveStream("loss", of: log, stepsPerEpoch: awkward.stepsPerEpoch)
    for (function, sign) in [("since_lowest", 1.0), ("since_highest", -1.0)] {
      func best(_ tick: Int) -> Int? {
        var best: Int?
        for index in 0...tick where stream.values[index].isFinite {
          guard let current = best.map({ stream.values[$0] }) else {
            best = index
            continue
          }
          let least = improvement.amount + improvement.share * abs(current)
          if sign * (current - stream.values[index]) > least { best = index }
        }
        return best
      }
      try check("\(function)(loss\(improvement.text))", awkward, log, stream, since: best)
    }
  }

  @Test(arguments: AwkwardLog.all) func `The time since a condition is counted from the last tick it was true`(
    _ awkward: AwkwardLog
  ) throws {
    let log = awkward.log
    let stream = NaiveStream("loss", of: log, stepsPerEpoch: awkward.stepsPerEpoch)
    try check("since(loss > 4.2)", awkward, log, stream) { tick in
      (0...tick).last { stream.values[$0] > 4.2 }
    }
  }

  @Test(arguments: AwkwardLog.all) func `An age is counted from the last sample, at every row after the first`(
    _ awkward: AwkwardLog
  ) throws {
    let log = awkward.log
    let validations = NaiveStream("val_loss", of: log, stepsPerEpoch: awkward.stepsPerEpoch)
    var rows = validations
    rows.steps = log.rows.filter { $0 >= validations.steps[0] }
    rows.epochs = rows.steps.map { NaiveStream.epoch(at: $0, log, awkward.stepsPerEpoch) }
    try check("age(val_loss)", awkward, log, rows, units: [.steps, .epochs]) { row in
      validations.steps.last { $0 <= rows.steps[row] }.flatMap { rows.steps.firstIndex(of: $0) }
    }
  }

  /// Compares an elapsed time with spans of each unit.
  private func check(
    _ text: String, _ awkward: AwkwardLog, _ log: PlainLog, _ stream: NaiveStream,
    units: [TimeUnit] = TimeUnit.allCases, since start: (Int) -> Int?
  ) throws {
    let starts = stream.steps.indices.map(start)
    for span in Self.spans where units.contains(span.unit) {
      for symbol in [">=", ">", "<", "<="] {
        try Twin("\(text) \(symbol) \(span)", log, awkward.stepsPerEpoch).check(stream) { (tick: Int) -> Bool? in
          guard let start = starts[tick] else { return nil }
          let distance = stream.distance(from: start, to: tick, span.unit)
          return distance.isNaN ? nil : Self.holds(symbol, distance, span)
        }
      }
    }
  }
}
