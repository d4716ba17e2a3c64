/// What a span counts.
package enum TimeUnit: String, Hashable, Sendable, CaseIterable {
  /// Training steps, the run's own counter.
  case steps
  /// Samples of the stream that is looked at.
  case samples
  /// Passes over the training data.
  case epochs

  /// The unit that a word names, singular or plural.
  package init?(word: String) {
    switch word {
    case "step", "steps": self = .steps
    case "sample", "samples": self = .samples
    case "epoch", "epochs": self = .epochs
    default: return nil
    }
  }
}

/// A positive length of training: `50 steps`, `10 samples`, `0.5 epochs`.
package struct SpanLength: Hashable, Sendable, CustomStringConvertible {
  /// How many units: a whole number unless the unit is epochs, positive except where a file allows zero.
  package let count: Double
  package let unit: TimeUnit

  package init(_ count: Double, _ unit: TimeUnit) {
    self.count = count
    self.unit = unit
  }

  /// The count of a span of steps or samples.
  package var wholeCount: Int { Int(count) }

  /// The largest count of steps or samples: every whole number up to it is a double.
  package static let largestWholeCount = 9_007_199_254_740_992.0

  /// The span in the form in which it is written, `1 step`, `2.5 epochs`.
  package var description: String {
    let unitName = count == 1 ? String(unit.rawValue.dropLast()) : unit.rawValue
    return unit == .epochs && count != count.rounded()
      ? "\(count) \(unitName)" : "\(Int(exactly: count).map(String.init) ?? "\(count)") \(unitName)"
  }
}

/// Distances in epochs are compared with this slack, since epochs are fractions in floating point.
package enum EpochDistance {
  package static let slack = 1e-9

  /// Whether a distance is at least `length`, up to the slack; false with a NaN.
  @inline(__always)
  package static func reaches(_ distance: Double, _ length: Double) -> Bool { distance >= length - slack }

  /// Whether a distance is more than `length`, up to the slack; false with a NaN.
  @inline(__always)
  package static func exceeds(_ distance: Double, _ length: Double) -> Bool { distance > length + slack }
}
