import OnsetLanguage
import Testing
import _OnsetTestSupport
@testable import OnsetEngine

/// Windows against direct evaluation of their definitions.
@Suite struct WindowTwinTests {
  static let spans: [SpanLength] =
    [1, 2, 3, 5, 16, 64, 1000].map { SpanLength($0, .samples) }
    + [1, 2, 7, 40, 300, 5000].map { SpanLength($0, .steps) }
    + [0.05, 0.5, 1, 2.5, 1e6].map { SpanLength($0, .epochs) }

  static let statistics: [(name: String, least: Int)] = [
    ("mean", 1), ("median", 1), ("std", 2), ("mad", 1), ("min", 1), ("max", 1), ("count", 0), ("slope", 2),
  ]

  @Test(arguments: AwkwardLog.all) func `A statistic is that of the finite samples of a full window`(
    _ awkward: AwkwardLog
  ) throws {
    let log = awkward.log
    let stream = NaiveStream("loss", of: log, stepsPerEpoch: awkward.stepsPerEpoch)
    for span in Self.spans {
      let windows = stream.steps.indices.map { stream.window(span, at: $0) }
      for (name, least) in Self.statistics {
        try Twin("\(name)(loss, \(span))", log, awkward.stepsPerEpoch).check(stream) { tick in
          stream.ready(windows[tick], least: least).map { NaiveStatistics.value(name, $0) }
            ?? Expectation(value: .nan)
        }
      }
    }
  }

  @Test(arguments: AwkwardLog.all) func `A quantile interpolates between order statistics`(
    _ awkward: AwkwardLog
  ) throws {
    let log = awkward.log
    let stream = NaiveStream("loss", of: log, stepsPerEpoch: awkward.stepsPerEpoch)
    for span in Self.spans {
      let windows = stream.steps.indices.map { stream.window(span, at: $0) }
      for rank in [0, 0.1, 0.25, 0.5, 0.9, 1] {
        try Twin("quantile(loss, \(rank), \(span))", log, awkward.stepsPerEpoch).check(stream) { tick in
          guard let samples = stream.ready(windows[tick], least: 1) else { return Expectation(value: .nan) }
          let value = NaiveStatistics.quantile(samples.map(\.value), rank)
          return Expectation(value: value, tolerance: 8 * value.ulp)
        }
      }
    }
  }

  @Test(arguments: AwkwardLog.all) func `A fraction is over the known ticks of a full window`(
    _ awkward: AwkwardLog
  ) throws {
    let log = awkward.log
    let stream = NaiveStream("loss", of: log, stepsPerEpoch: awkward.stepsPerEpoch)
    for span in Self.spans {
      try Twin("fraction(loss > 4, \(span))", log, awkward.stepsPerEpoch).check(stream) { tick in
        let (members, isFull) = stream.window(span, at: tick)
        let known = members.map { stream.values[$0] }.filter { !$0.isNaN }
        guard isFull, !known.isEmpty, known.count * 2 >= members.count else { return Expectation(value: .nan) }
        return Expectation(value: Double(known.count { $0 > 4 }) / Double(known.count))
      }
    }
  }

  @Test(arguments: AwkwardLog.all) func `A lag is the sample that far back, whatever it is`(
    _ awkward: AwkwardLog
  ) throws {
    let log = awkward.log
    let stream = NaiveStream("loss", of: log, stepsPerEpoch: awkward.stepsPerEpoch)
    for span in Self.spans {
      let lagged = { stream.lagged(span, at: $0) ?? .nan }
      try Twin("lag(loss, \(span))", log, awkward.stepsPerEpoch).check(stream) { Expectation(value: lagged($0)) }
      try Twin("change(loss, \(span))", log, awkward.stepsPerEpoch).check(stream) {
        Expectation(value: stream.values[$0] - lagged($0))
      }
      try Twin("relative_change(loss, \(span))", log, awkward.stepsPerEpoch).check(stream) {
        Expectation(value: (stream.values[$0] - lagged($0)) / abs(lagged($0)))
      }
    }
  }
}

/// One expression over one run, to be compared tick by tick.
struct Twin {
  var expression: String
  var samples: [ExpressionStream.Sample]

  init(
    _ expression: String, _ log: PlainLog, _ stepsPerEpoch: Double?,
    baselines: [String: BaselineDefinition] = [:]
  ) throws {
    self.expression = expression
    samples = try CompiledExpression(expression, baselines: baselines)
      .samples(over: log, stepsPerEpoch: stepsPerEpoch)
  }

  /// Compares numbers at the ticks of a stream; says where they first differ.
  func check(_ stream: NaiveStream, _ expected: (Int) -> Expectation) throws {
    try #require(samples.map(\.step) == stream.steps, "\(expression): the clock")
    for tick in samples.indices {
      let wanted = expected(tick)
      if case .number(let found) = samples[tick].value, wanted.isMet(by: found) { continue }
      Issue.record("\(expression) at step \(samples[tick].step): \(samples[tick].value), not \(wanted)")
      return
    }
  }

  /// Compares truths at the ticks of a stream; nil is unknown.
  func check(_ stream: NaiveStream, truth expected: (Int) -> Bool?) throws {
    try #require(samples.map(\.step) == stream.steps, "\(expression): the clock")
    for tick in samples.indices where samples[tick].value != .truth(expected(tick)) {
      Issue.record(
        "\(expression) at step \(samples[tick].step): \(samples[tick].value), not \(String(describing: expected(tick)))"
      )
      return
    }
  }
}
