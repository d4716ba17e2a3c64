import OnsetEngine
import OnsetLanguage

/// From values to places along an axis, on a linear or a logarithmic scale.
struct ChartScale: Sendable {
  let lower: Double
  let upper: Double
  let isLogarithmic: Bool

  /// - Parameter range: Of positive values for a logarithmic scale.
  init(_ range: ClosedRange<Double>, isLogarithmic: Bool = false) {
    self.isLogarithmic = isLogarithmic
    lower = isLogarithmic ? Self.log(range.lowerBound) : range.lowerBound
    upper = isLogarithmic ? Self.log(range.upperBound) : range.upperBound
  }

  private static func log(_ value: Double) -> Double { MathFunction.log10.apply(value) }

  /// Where a value is, from 0 at the lower end to 1 at the upper; outside of that beyond the ends. NaN for one that the
  /// scale does not have.
  func share(of value: Double) -> Double {
    let value = isLogarithmic ? (value > 0 ? Self.log(value) : .nan) : value
    guard upper > lower else { return 0.5 }
    // Halves, so that the distance of two huge numbers stays finite.
    return (value / 2 - lower / 2) / (upper / 2 - lower / 2)
  }

  /// Round values inside the range, about `count` of them.
  func ticks(_ count: Int) -> [Double] {
    guard upper > lower, (upper - lower).isFinite else { return [] }
    if isLogarithmic, upper - lower >= 1.5 {
      let stride = max(1, Int(((upper - lower) / Double(count)).rounded(.up)))
      let first = Int(lower.rounded(.up))
      let last = Int(upper.rounded(.down))
      return Swift.stride(from: first, through: last, by: stride).map { Self.power(of: $0) }
    }
    let (from, to) = isLogarithmic ? (Self.unlog(lower), Self.unlog(upper)) : (lower, upper)
    let rough = (to - from) / Double(max(1, count))
    let exponent = Int(Self.log(rough).rounded(.down))
    let unit = Self.power(of: exponent)
    let step = [1, 2, 5, 10].map { $0 * unit }.first { $0 >= rough } ?? rough
    var ticks: [Double] = []
    var index = (from / step).rounded(.up)
    while index * step <= to, ticks.count < 4 * count {
      // A whole multiple divided is rounder than one multiplied by a fraction.
      ticks.append(exponent < 0 ? index * (step / unit) / Self.power(of: -exponent) : index * step)
      index += 1
    }
    return ticks
  }

  private static func unlog(_ value: Double) -> Double { MathFunction.exp.apply(value * 2.302585092994046) }

  private static func power(of exponent: Int) -> Double { Double("1e\(exponent)") ?? 1 }
}
