package import OnsetRuns

/// What there is to say about the samples of one metric.
package struct MetricSummary: Sendable {
  package var name: String
  package var sampleCount: Int
  package var cadence: Cadence
  package var firstStep: Int64?
  package var lastStep: Int64?
  /// The least and the greatest value that is finite; nil where none is.
  package var lowest: Double?
  package var highest: Double?
  /// The last value, whatever it is.
  package var last: Double?
  package var nanCount = 0
  package var positiveInfinityCount = 0
  package var negativeInfinityCount = 0

  /// How far the steps of samples lie apart.
  package enum Cadence: Hashable, Sendable {
    /// One sample or none.
    case none
    /// The same number of steps lies between all samples.
    case regular(UInt64)
    /// Not the same; half of the distances are at most the median.
    case irregular(median: Double)
  }

  /// O(samples log samples) for a metric with an irregular cadence, else O(samples).
  package init(_ column: RunColumn) {
    name = column.name
    sampleCount = column.values.count
    firstStep = column.steps.first
    lastStep = column.steps.last
    last = column.values.last
    cadence = Self.cadence(of: column.steps)
    for value in column.values {
      if value.isFinite {
        lowest = min(lowest ?? value, value)
        highest = max(highest ?? value, value)
      } else if value.isNaN {
        nanCount += 1
      } else if value > 0 {
        positiveInfinityCount += 1
      } else {
        negativeInfinityCount += 1
      }
    }
  }

  /// How many values are NaN or infinite.
  package var nonFiniteCount: Int { nanCount + positiveInfinityCount + negativeInfinityCount }

  /// - Parameter steps: Strictly increasing.
  static func cadence(of steps: [Int64]) -> Cadence {
    guard steps.count > 1 else { return .none }
    // The distance of two steps fits in 64 bits without a sign, however far they are apart.
    let distances = zip(steps, steps.dropFirst()).map { UInt64(bitPattern: $1 &- $0) }
    if distances.allSatisfy({ $0 == distances[0] }) { return .regular(distances[0]) }
    let sorted = distances.sorted()
    let middle = sorted.count / 2
    let upper = Double(sorted[middle])
    return .irregular(median: sorted.count % 2 == 1 ? upper : (Double(sorted[middle - 1]) + upper) / 2)
  }
}
