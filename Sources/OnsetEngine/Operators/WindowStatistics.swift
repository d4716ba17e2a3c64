/// Arithmetic mean: the quotient of a sum of the window's own samples, exact where they are all equal.
enum MeanStatistic: WindowStatistic {
  static var isExactWhenEqual: Bool { true }

  struct Running: RunningTotal {
    var count = 0
    var sum = 0.0

    mutating func add(_ value: Double, step: Int64) {
      count += 1
      sum += value
    }

    var summary: Running { self }
    static func count(of summary: Running) -> Int { summary.count }

    mutating func code(_ coder: inout some StateCoder) throws(StateError) {
      try coder.code(&count)
      try coder.code(&sum)
    }
  }

  static func value(_ older: Running, _ younger: Running) -> Double {
    (older.sum + younger.sum) / Double(older.count + younger.count)
  }
}

/// Sample standard deviation, divisor n-1.
///
/// Sums are of distances from an anchor, a sample of the same part: a part's spread is then never small
/// against what is summed. Two parts are joined by the formula of Chan, Golub and LeVeque (1979).
enum DeviationStatistic: WindowStatistic {
  static var leastCount: Int { 2 }

  struct Summary: Sendable {
    var count = 0
    var mean = 0.0
    /// Sum of squared distances from the mean.
    var squares = 0.0
  }

  struct Running: RunningTotal {
    var count = 0
    private var anchor = 0.0
    private var sum = 0.0
    private var sumOfSquares = 0.0

    mutating func add(_ value: Double, step: Int64) {
      if count == 0 { anchor = value }
      count += 1
      let distance = value - anchor
      sum += distance
      sumOfSquares += distance * distance
    }

    var summary: Summary {
      guard count > 0 else { return Summary() }
      let share = sum / Double(count)
      return Summary(count: count, mean: anchor + share, squares: sumOfSquares - sum * share)
    }

    static func count(of summary: Summary) -> Int { summary.count }

    mutating func code(_ coder: inout some StateCoder) throws(StateError) {
      try coder.code(&count)
      try coder.code(&anchor)
      try coder.code(&sum)
      try coder.code(&sumOfSquares)
    }
  }

  static func value(_ older: Summary, _ younger: Running) -> Double {
    let younger = younger.summary
    let count = Double(older.count + younger.count)
    let difference = younger.mean - older.mean
    let between =
      older.count == 0 || younger.count == 0
      ? 0 : difference * difference * (Double(older.count) * Double(younger.count) / count)
    return (nonNegative(older.squares + younger.squares + between) / (count - 1)).squareRoot()
  }
}

/// Rounding may leave a sum of squares a little below zero, and squares of huge numbers overflow.
private func nonNegative(_ squares: Double) -> Double {
  squares > 0 ? squares : squares.isNaN ? .infinity : 0
}

/// Least-squares slope against the step: sums of products over sums of squares, both about the means.
enum SlopeStatistic: WindowStatistic {
  static var leastCount: Int { 2 }
  static var usesSteps: Bool { true }

  struct Summary: Sendable {
    var count = 0
    /// The step from which `meanStep` is counted.
    var origin: Int64 = 0
    var meanStep = 0.0
    var mean = 0.0
    /// Sums of squared distances of the steps, and of products of distances, from the means.
    var squares = 0.0
    var products = 0.0
  }

  struct Running: RunningTotal {
    var count = 0
    private var origin: Int64 = 0
    private var anchor = 0.0
    private var stepSum = 0.0
    private var sum = 0.0
    private var stepSquares = 0.0
    private var products = 0.0

    mutating func add(_ value: Double, step: Int64) {
      if count == 0 {
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

    var summary: Summary {
      guard count > 0 else { return Summary() }
      let stepShare = stepSum / Double(count)
      return Summary(
        count: count, origin: origin, meanStep: stepShare, mean: anchor + sum / Double(count),
        squares: stepSquares - stepSum * stepShare, products: products - sum * stepShare)
    }

    static func count(of summary: Summary) -> Int { summary.count }

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

  static func value(_ older: Summary, _ younger: Running) -> Double {
    let younger = younger.summary
    if older.count == 0 { return younger.products / younger.squares }
    if younger.count == 0 { return older.products / older.squares }
    let count = Double(older.count + younger.count)
    let stepDifference = Double(younger.origin &- older.origin) + younger.meanStep - older.meanStep
    let difference = younger.mean - older.mean
    let weight = Double(older.count) * Double(younger.count) / count
    let squares = older.squares + younger.squares + stepDifference * stepDifference * weight
    let products = older.products + younger.products + stepDifference * difference * weight
    return products / squares
  }
}

/// Smallest or largest sample.
struct ExtremeTotal<Order: ExtremeOrder>: RunningTotal {
  var count = 0
  var best = Order.worst

  mutating func add(_ value: Double, step: Int64) {
    count += 1
    if Order.isBetter(value, than: best) { best = value }
  }

  var summary: Self { self }
  static func count(of summary: Self) -> Int { summary.count }

  mutating func code(_ coder: inout some StateCoder) throws(StateError) {
    try coder.code(&count)
    try coder.code(&best)
  }
}

enum ExtremeStatistic<Order: ExtremeOrder>: WindowStatistic {
  typealias Running = ExtremeTotal<Order>

  static func value(_ older: ExtremeTotal<Order>, _ younger: ExtremeTotal<Order>) -> Double {
    Order.isBetter(older.best, than: younger.best) ? older.best : younger.best
  }
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

  struct Running: RunningTotal {
    var count = 0
    mutating func add(_ value: Double, step: Int64) { count += 1 }
    var summary: Int { count }
    static func count(of summary: Int) -> Int { summary }
    mutating func code(_ coder: inout some StateCoder) throws(StateError) { try coder.code(&count) }
  }

  static func value(_ older: Int, _ younger: Running) -> Double { Double(older + younger.count) }
}
