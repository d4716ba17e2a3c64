import OnsetLanguage
import _OnsetTestSupport

/// The samples of a metric with all that the definitions of the language speak of: no cleverness, O(n) a look.
struct NaiveStream {
  var steps: [Int64]
  var values: [Double]
  var epochs: [Double]

  init(_ name: String, of log: PlainLog, stepsPerEpoch: Double?) {
    (steps, values) = log.samples(name)
    epochs = steps.map { Self.epoch(at: $0, log, stepsPerEpoch) }
  }

  /// `E(t)`: the latest value of the metric `epoch`, or the step by steps per epoch.
  static func epoch(at step: Int64, _ log: PlainLog, _ stepsPerEpoch: Double?) -> Double {
    guard log.column("epoch") != nil else { return stepsPerEpoch.map { Double(step) / $0 } ?? .nan }
    let (steps, values) = log.samples("epoch")
    return steps.lastIndex { $0 <= step }.map { values[$0] } ?? .nan
  }

  func distance(from start: Int, to end: Int, _ unit: TimeUnit) -> Double {
    switch unit {
    case .samples: Double(end - start)
    case .steps: Double(steps[end] - steps[start])
    case .epochs: epochs[end] - epochs[start]
    }
  }

  /// Whether a distance is at least as long as a span.
  static func reaches(_ distance: Double, _ span: SpanLength) -> Bool {
    distance >= span.count - (span.unit == .epochs ? 1e-9 : 0)
  }

  /// The samples that are in the window at a tick, and whether it is full there.
  func window(_ span: SpanLength, at tick: Int) -> (members: [Int], isFull: Bool) {
    switch span.unit {
    case .samples:
      return (Array(max(0, tick + 1 - span.wholeCount)...tick), tick + 1 >= span.wholeCount)
    case .steps:
      let members = (0...tick).filter { steps[$0] > steps[tick] - Int64(span.count) }
      return (members, steps[tick] - steps[0] + 1 >= Int64(span.count))
    case .epochs:
      let members = (0...tick).filter {
        !epochs[$0].isNaN && !Self.reaches(distance(from: $0, to: tick, .epochs), span)
      }
      let first = epochs.firstIndex { !$0.isNaN }
      return (members, first.map { Self.reaches(distance(from: $0, to: tick, .epochs), span) } ?? false)
    }
  }

  /// The finite values of a window; nil where it is not ready.
  func ready(_ window: (members: [Int], isFull: Bool), least: Int) -> [(step: Int64, value: Double)]? {
    let (members, isFull) = window
    let finite = members.filter { values[$0].isFinite }
    guard isFull, finite.count >= least, least == 0 || finite.count * 2 >= members.count else { return nil }
    return finite.map { (steps[$0], values[$0]) }
  }

  /// The sample that `lag(e, span)` means; nil where there is none.
  func lagged(_ span: SpanLength, at tick: Int) -> Double? {
    (0..<tick).last { Self.reaches(distance(from: $0, to: tick, span.unit), span) }.map { values[$0] }
  }
}

/// What a function should be, and how far it may be off.
struct Expectation {
  var value: Double
  var tolerance = 0.0

  func isMet(by found: Double) -> Bool {
    if value.isNaN || found.isNaN { return value.isNaN && found.isNaN }
    return value == found || abs(value - found) <= tolerance
  }
}

/// Statistics by their textbook formulas, in two passes.
enum NaiveStatistics {
  /// A statistic over the finite samples of a window that is ready.
  static func value(_ name: String, _ samples: [(step: Int64, value: Double)]) -> Expectation {
    let values = samples.map(\.value)
    switch name {
    case "mean": return within(values, mean(values), whenEqual: values[0])
    case "std": return within(values, deviation(values), whenEqual: 0)
    case "slope": return slope(samples)
    case "min": return Expectation(value: values.min() ?? .nan)
    case "max": return Expectation(value: values.max() ?? .nan)
    case "count": return Expectation(value: Double(values.count))
    case "median": return Expectation(value: quantile(values, 0.5))
    case "mad":
      let middle = quantile(values, 0.5)
      return Expectation(value: quantile(values.map { abs($0 - middle) }, 0.5))
    default: return Expectation(value: .nan)
    }
  }

  static func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

  static func deviation(_ values: [Double]) -> Double {
    let middle = mean(values)
    return (values.reduce(0) { $0 + ($1 - middle) * ($1 - middle) } / Double(values.count - 1)).squareRoot()
  }

  /// Linear interpolation between order statistics at `q * (n-1)`.
  static func quantile(_ values: [Double], _ q: Double) -> Double {
    let sorted = values.sorted()
    let position = q * Double(sorted.count - 1)
    let below = Int(position)
    guard Double(below) < position else { return sorted[below] }
    if q == 0.5 { return (sorted[below] + sorted[below + 1]) / 2 }
    return sorted[below] + (sorted[below + 1] - sorted[below]) * (position - Double(below))
  }

  private static func slope(_ samples: [(step: Int64, value: Double)]) -> Expectation {
    let steps = samples.map { Double($0.step - samples[0].step) }
    let values = samples.map(\.value)
    let (middleStep, middle) = (mean(steps), mean(values))
    let squares = steps.reduce(0) { $0 + ($1 - middleStep) * ($1 - middleStep) }
    let products = zip(steps, values).reduce(0) { $0 + ($1.0 - middleStep) * ($1.1 - middle) }
    var result = within(values, products / squares, whenEqual: squares > 0 ? 0 : .nan)
    result.tolerance /= max(1, steps[steps.count - 1])
    return result
  }

  /// The accuracy that the language promises: to the last bit where the values are equal.
  private static func within(_ values: [Double], _ value: Double, whenEqual: Double) -> Expectation {
    guard let smallest = values.min(), let largest = values.max(), smallest < largest else {
      return Expectation(value: whenEqual)
    }
    let magnitude = max(abs(smallest), abs(largest))
    let tolerance = 1e-9 * max(abs(value), largest - smallest) + 16 * Double(values.count) * magnitude.ulp
    return Expectation(value: value, tolerance: tolerance)
  }
}
