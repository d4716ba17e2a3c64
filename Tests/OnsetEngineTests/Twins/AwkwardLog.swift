import Testing
import _OnsetTestSupport

/// Recorded runs as unpleasant as trackers make them, the same every time.
struct AwkwardLog: Sendable, CustomTestStringConvertible {
  var shape: Shape
  var epochs: Epochs
  var seed: UInt64
  var rowCount = 200

  enum Shape: String, CaseIterable, Sendable {
    /// A random walk.
    case walk
    /// Most of a sample is a large offset.
    case offset
    /// Few distinct values, in long runs.
    case plateaus
    /// Outliers of 1e15 that must leave a window without a trace.
    case spikes
    /// NaN and infinities more often than not.
    case holes
    /// NaN and infinities only.
    case nothing
  }

  enum Epochs: String, CaseIterable, Sendable {
    case unknown
    case perStep
    /// A metric `epoch` that begins late and has a NaN now and then.
    case logged
  }

  static let all: [AwkwardLog] = Shape.allCases.flatMap { shape in
    Epochs.allCases.enumerated().map { AwkwardLog(shape: shape, epochs: $1, seed: UInt64(71 + $0)) }
  }

  var testDescription: String { "\(shape), epochs \(epochs)" }
  var stepsPerEpoch: Double? { epochs == .perStep ? 8 : nil }

  var log: PlainLog {
    var numbers = SeededNumbers(seed: seed)
    var log = PlainLog(steps: [], columns: [("loss", []), ("val_loss", []), ("epoch", [])])
    var step: Int64 = 3
    var value = shape == .offset ? 1e9 : 4.0
    for row in 0..<rowCount {
      step += numbers.happens(0.05) ? 40 : Int64(numbers.integer(1...4))
      value = next(after: value, &numbers)
      log.steps.append(step)
      log.columns[0].values.append(numbers.happens(0.15) ? nil : sample(value, &numbers))
      log.columns[1].values.append(row < 9 || row % 7 != 0 ? nil : sample(value + 1, &numbers))
      let epoch = numbers.happens(0.04) ? Double.nan : (Double(step) / 10).rounded() / 2
      log.columns[2].values.append(row < 12 || numbers.happens(0.4) ? nil : epoch)
    }
    if epochs != .logged { log.columns.removeLast() }
    return log
  }

  private func next(after value: Double, _ numbers: inout SeededNumbers) -> Double {
    if shape == .plateaus { return numbers.happens(0.9) ? value : Double(numbers.integer(-2...2)) / 10 }
    return numbers.happens(0.2) ? value : value + numbers.share() - 0.5
  }

  private func sample(_ value: Double, _ numbers: inout SeededNumbers) -> Double {
    let isFinite =
      switch shape {
      case .nothing: false
      case .holes: numbers.happens(0.45)
      case .walk, .offset, .plateaus, .spikes: !numbers.happens(0.08)
      }
    guard isFinite else { return [Double.nan, .infinity, -.infinity][numbers.integer(0...2)] }
    if shape == .spikes, numbers.happens(0.06) { return numbers.happens(0.5) ? 1e15 : -1e15 }
    return value
  }
}
