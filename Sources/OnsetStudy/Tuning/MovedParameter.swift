package import OnsetLanguage
import OnsetRules
import OnsetText

/// A parameter that a tuner moves, and how.
package struct MovedParameter: Sendable, Hashable {
  package var name: String
  package var lower: ParameterValue
  package var upper: ParameterValue
  /// The value that holds without the tuner.
  package var inForce: ParameterValue
  package var treatment: Treatment
  /// The values that are tried, ascending, the one in force among them; empty for one that is treated exactly.
  package var grid: [ParameterValue]

  package enum Treatment: String, Sendable, Hashable {
    /// Every value in the range is judged: outcomes change only at values that are computed.
    case exact
    /// Every whole number of the range is tried.
    case everyCount = "every count"
    /// The values that the result states are tried, and none between them.
    case grid
  }

  /// - Parameter points: How many values are tried where not all can be.
  init(_ parameter: TunableParameter, inForce: ParameterValue, points: Int) {
    name = parameter.name
    lower = parameter.lower
    upper = parameter.upper
    self.inForce = inForce
    (treatment, grid) = Self.grid(parameter, inForce, max(2, points))
  }

  private static func grid(
    _ parameter: TunableParameter, _ inForce: ParameterValue, _ points: Int
  ) -> (Treatment, [ParameterValue]) {
    let (low, high) = (parameter.lower.magnitude, parameter.upper.magnitude)
    var values: [ParameterValue] = []
    var treatment = Treatment.grid
    if case .span(let span) = inForce, span.unit != .epochs {
      let count = Int(high - low) + 1
      if count <= points { treatment = .everyCount }
      let places = min(count, points)
      var last = -1.0
      for place in 0..<places {
        let value = (low + (high - low) * Double(place) / Double(max(1, places - 1))).rounded()
        if value != last { values.append(.span(SpanLength(value, span.unit))) }
        last = value
      }
    } else {
      let step = (high - low) / Double(points - 1)
      for place in 0..<points {
        let value = place == 0 ? low : place == points - 1 ? high : low + step * Double(place)
        values.append(inForce.like(ShortNumber.near(value, within: value - step / 8...value + step / 8, inForce.scale)))
      }
    }
    if !values.contains(inForce) {
      values.append(inForce)
      values.sort { $0.magnitude < $1.magnitude }
    }
    return (treatment, values)
  }
}

extension ParameterValue {
  /// By what the magnitude is multiplied where it is written.
  package var scale: Double { if case .percentage = self { 100 } else { 1 } }

  /// A value of the same kind.
  package func like(_ magnitude: Double) -> ParameterValue {
    switch self {
    case .number: .number(magnitude)
    case .percentage: .percentage(magnitude)
    case .span(let span): .span(SpanLength(span.unit == .epochs ? magnitude : magnitude.rounded(), span.unit))
    }
  }

  /// The text that reads back to the same value.
  package var spelling: String {
    switch self {
    case .number(let number): return number.jsonText ?? "\(number)"
    case .percentage(let share):
      for places in 0...17 {
        let text = ShortNumber.rounded(share * 100, places: places).jsonText ?? "\(share * 100)"
        if ParameterValue(literal: "\(text)%") == self { return "\(text)%" }
      }
      return share.jsonText ?? "\(share)"
    case .span(let span): return span.description
    }
  }
}

/// Numbers with few digits.
enum ShortNumber {
  static func rounded(_ value: Double, places: Int) -> Double {
    var scale = 1.0
    for _ in 0..<abs(places) { scale *= 10 }
    return places < 0 ? (value / scale).rounded() * scale : (value * scale).rounded() / scale
  }

  /// The number with the fewest digits near a value, as it is written, that lies in a range.
  ///
  /// - Parameter scale: By what the number is multiplied where it is written.
  static func near(_ value: Double, within range: ClosedRange<Double>, _ scale: Double = 1) -> Double {
    for places in -12...17 {
      let short = rounded(value * scale, places: places) / scale
      if range.contains(short) { return short }
    }
    return value
  }
}
