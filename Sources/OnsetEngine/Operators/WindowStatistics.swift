/// Arithmetic mean: the quotient of a sum of the window's own samples, exact where they are all equal.
enum MeanStatistic: WindowStatistic {
  static var isExactWhenEqual: Bool { true }

  struct Total: WindowTotal {
    var count = 0
    fileprivate var sum = 0.0

    init() {}

    mutating func add(_ value: Double, step: Int64) {
      count += 1
      sum += value
    }

    func joined(to older: Total) -> Total {
      var total = self
      total.count += older.count
      total.sum += older.sum
      return total
    }

    mutating func code(_ coder: inout some StateCoder) throws(StateError) {
      try coder.code(&count)
      try coder.code(&sum)
    }
  }

  /// A true quotient, so that 4 of 5 is 0.8.
  static func value(_ total: Total, _ reciprocals: CountReciprocals) -> Double {
    total.sum / Double(total.count)
  }
}

/// Sample standard deviation, divisor n-1.
///
/// Sums are of distances from an anchor, which is a sample of the window: no distance is then larger than the
/// window's range, and where all samples are equal every one is 0.
enum DeviationStatistic: WindowStatistic {
  static var leastCount: Int { 2 }

  struct Total: WindowTotal {
    var count = 0
    /// NaN while there is none.
    fileprivate var anchor = Double.nan
    fileprivate var sum = 0.0
    fileprivate var squares = 0.0

    init() {}
    init(after older: Total) { anchor = older.anchor }

    mutating func add(_ value: Double, step: Int64) {
      if anchor.isNaN { anchor = value }
      count += 1
      let distance = value - anchor
      sum += distance
      squares += distance * distance
    }

    func joined(to older: Total) -> Total {
      var total = self
      total.count += older.count
      total.sum += older.sum
      total.squares += older.squares
      return total
    }

    mutating func code(_ coder: inout some StateCoder) throws(StateError) {
      try coder.code(&count)
      try coder.code(&anchor)
      try coder.code(&sum)
      try coder.code(&squares)
    }
  }

  static func value(_ total: Total, _ reciprocals: CountReciprocals) -> Double {
    let squares = nonNegative(total.squares - total.sum * (total.sum * reciprocals.one))
    return (squares * reciprocals.oneLess).squareRoot()
  }
}

/// Rounding may leave a sum of squares a little below zero, and squares of huge numbers overflow.
private func nonNegative(_ squares: Double) -> Double {
  squares > 0 ? squares : squares.isNaN ? .infinity : 0
}

/// Least-squares slope against the step: sums of products over sums of squares, both about the means.
///
/// Sums are of distances from a sample of the window, as for the standard deviation.
enum SlopeStatistic: WindowStatistic {
  static var leastCount: Int { 2 }
  static var usesSteps: Bool { true }

  struct Total: WindowTotal {
    var count = 0
    /// The step and value of the anchor; the value is NaN while there is none.
    fileprivate var origin: Int64 = 0
    fileprivate var anchor = Double.nan
    fileprivate var stepSum = 0.0
    fileprivate var sum = 0.0
    fileprivate var stepSquares = 0.0
    fileprivate var products = 0.0

    init() {}
    init(after older: Total) {
      origin = older.origin
      anchor = older.anchor
    }

    mutating func add(_ value: Double, step: Int64) {
      if anchor.isNaN {
        origin = step
        anchor = value
      }
      count += 1
      let distance = value - anchor
      let stepDistance = Double(step &- origin)
      sum += distance
      stepSum += stepDistance
      stepSquares += stepDistance * stepDistance
      products += stepDistance * distance
    }

    func joined(to older: Total) -> Total {
      var total = self
      total.count += older.count
      total.stepSum += older.stepSum
      total.sum += older.sum
      total.stepSquares += older.stepSquares
      total.products += older.products
      return total
    }

    mutating func code(_ coder: inout some StateCoder) throws(StateError) {
      try coder.code(&count)
      try coder.code(&origin)
      try coder.code(&anchor)
      try coder.code(&stepSum)
      try coder.code(&sum)
      try coder.code(&stepSquares)
      try coder.code(&products)
    }
  }

  static func value(_ total: Total, _ reciprocals: CountReciprocals) -> Double {
    let meanStep = total.stepSum * reciprocals.one
    return (total.products - total.sum * meanStep) / (total.stepSquares - total.stepSum * meanStep)
  }
}

/// Smallest or largest sample.
struct ExtremeTotal<Order: ExtremeOrder>: WindowTotal {
  var count = 0
  var best = Order.worst

  init() {}

  mutating func add(_ value: Double, step: Int64) {
    count += 1
    if Order.isBetter(value, than: best) { best = value }
  }

  func joined(to older: Self) -> Self {
    var total = self
    total.count += older.count
    if Order.isBetter(older.best, than: best) { total.best = older.best }
    return total
  }

  mutating func code(_ coder: inout some StateCoder) throws(StateError) {
    try coder.code(&count)
    try coder.code(&best)
  }
}

enum ExtremeStatistic<Order: ExtremeOrder>: WindowStatistic {
  static func value(_ total: ExtremeTotal<Order>, _ reciprocals: CountReciprocals) -> Double { total.best }
}

protocol ExtremeOrder: Sendable {
  /// What every finite number is better than or equal to.
  static var worst: Double { get }
  static func isBetter(_ value: Double, than other: Double) -> Bool
}

enum Smallest: ExtremeOrder {
  static var worst: Double { .infinity }
  static func isBetter(_ value: Double, than other: Double) -> Bool { value < other }
}

enum Largest: ExtremeOrder {
  static var worst: Double { -.infinity }
  static func isBetter(_ value: Double, than other: Double) -> Bool { value > other }
}

/// How many samples are finite; 0 is a value.
enum CountStatistic: WindowStatistic {
  static var leastCount: Int { 0 }

  struct Total: WindowTotal {
    var count = 0

    init() {}
    mutating func add(_ value: Double, step: Int64) { count += 1 }

    func joined(to older: Total) -> Total {
      var total = self
      total.count += older.count
      return total
    }

    mutating func code(_ coder: inout some StateCoder) throws(StateError) { try coder.code(&count) }
  }

  static func value(_ total: Total, _ reciprocals: CountReciprocals) -> Double { Double(total.count) }
}
