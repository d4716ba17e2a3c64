/// Mean, deviation and the like of numbers at hand. NaN where there are too few.
package enum SampleSummary {
  package static func mean(_ values: [Double]) -> Double {
    values.isEmpty ? .nan : values.reduce(0, +) / Double(values.count)
  }

  /// The standard deviation with divisor `n - 1`.
  package static func deviation(_ values: [Double]) -> Double {
    guard let first = values.first, values.count > 1 else { return .nan }
    // The mean of equal values may miss them by a last bit.
    guard values.contains(where: { $0 != first }) else { return 0 }
    let mean = mean(values)
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (squares / Double(values.count - 1)).squareRoot()
  }

  package static func median(_ values: [Double]) -> Double { quantile(values, 0.5) }

  /// The quantile by linear interpolation between the sorted values (type 7 of Hyndman and Fan, The American
  /// Statistician 50, 1996).
  package static func quantile(_ values: [Double], _ p: Double) -> Double {
    guard !values.isEmpty else { return .nan }
    let sorted = values.sorted()
    let position = p * Double(sorted.count - 1)
    let below = Int(position)
    guard below + 1 < sorted.count else { return sorted[sorted.count - 1] }
    let share = position - Double(below)
    return share == 0 ? sorted[below] : sorted[below] + share * (sorted[below + 1] - sorted[below])
  }

  /// The median distance from the median, times 1.4826: an estimate of the standard deviation of normal values that
  /// half of the values may spoil.
  package static func medianDeviation(_ values: [Double]) -> Double {
    let centre = median(values)
    return 1.482_602_218_505_602 * median(values.map { abs($0 - centre) })
  }
}
