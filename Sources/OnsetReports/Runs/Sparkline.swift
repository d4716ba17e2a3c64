import OnsetLanguage
package import OnsetRuns

/// A metric's course in one line of characters: eight heights, each the mean of the finite values in its stretch of
/// steps. A stretch in which a value is not finite is a `×`; one without samples is as high as the one before, up to the
/// last sample.
package enum Sparkline {
  private static let heights: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

  /// - Parameters:
  ///   - steps: The first and the last step of the run: the lines of its metrics stand under each other.
  ///   - width: How many characters there are at most.
  package static func line(_ column: RunColumn, steps: ClosedRange<Int64>, width: Int) -> String {
    let width = max(width, 1)
    var sums = Array(repeating: 0.0, count: width)
    var counts = Array(repeating: 0, count: width)
    var isBroken = Array(repeating: false, count: width)
    let first = Double(steps.lowerBound)
    let length = Double(steps.upperBound) - first
    let scale = scale(of: column.values)
    for (step, value) in zip(column.steps, column.values) {
      let share = length > 0 ? (Double(step) - first) / length : 0
      let stretch = min(max(Int(share * Double(width)), 0), width - 1)
      if value.isFinite {
        sums[stretch] += scale.share(of: value)
        counts[stretch] += 1
      } else {
        isBroken[stretch] = true
      }
    }
    var line = ""
    let end = (0..<width).last { counts[$0] > 0 || isBroken[$0] } ?? -1
    for stretch in 0..<(end + 1) {
      if isBroken[stretch] {
        line.append("×")
      } else if counts[stretch] == 0 {
        line.append(line.last.map { $0 == "×" ? " " : $0 } ?? " ")
      } else {
        let share = sums[stretch] / Double(counts[stretch])
        line.append(heights[min(max(Int(share * 8), 0), 7)])
      }
    }
    return line
  }

  /// From the least to the greatest value; of positive values that span three decades, on a logarithmic scale.
  private static func scale(of values: [Double]) -> Scale {
    var lower = Double.infinity
    var upper = -Double.infinity
    for value in values where value.isFinite {
      lower = min(lower, value)
      upper = max(upper, value)
    }
    let isLogarithmic = lower > 0 && upper / lower > 1000
    return Scale(
      lower: isLogarithmic ? MathFunction.log10.apply(lower) : lower,
      upper: isLogarithmic ? MathFunction.log10.apply(upper) : upper, isLogarithmic: isLogarithmic)
  }

  private struct Scale {
    var lower: Double
    var upper: Double
    var isLogarithmic: Bool

    /// Where a value is between the least and the greatest, from 0 to 1; all of a constant are in the middle.
    func share(of value: Double) -> Double {
      guard upper > lower else { return 0.5 }
      let value = isLogarithmic ? MathFunction.log10.apply(value) : value
      // Halves, so that the distance of two huge numbers stays finite.
      return (value / 2 - lower / 2) / (upper / 2 - lower / 2)
    }
  }
}
