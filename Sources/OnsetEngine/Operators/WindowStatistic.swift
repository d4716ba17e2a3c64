/// A statistic of the finite samples in a window that can be put together from two parts of it.
///
/// A sliding window keeps its samples in two parts, an older and a younger. Of the older it knows the total of
/// every tail, of the younger a running total, and the value is that of both together. A sample that leaves is
/// never subtracted, so nothing drifts and nothing cancels, however long the run.
protocol WindowStatistic: Sendable {
  associatedtype Total: WindowTotal
  /// How many finite samples are needed.
  static var leastCount: Int { get }
  /// Whether the value must be the samples' own where they are all equal, which a quotient need not be.
  static var isExactWhenEqual: Bool { get }
  /// Whether the steps of samples matter.
  static var usesSteps: Bool { get }
  /// The value of samples of which at least `leastCount` have been added; `reciprocals` are of their count.
  static func value(_ total: Total, _ reciprocals: CountReciprocals) -> Double
}

/// 1/n and 1/(n-1): a window that is full of finite samples has the same n each time, and a division takes as
/// long as all other work on a sample.
struct CountReciprocals: Sendable {
  let count: Int
  let one: Double
  let oneLess: Double

  @inline(__always)
  init(_ count: Int) {
    self.count = count
    one = 1 / Double(count)
    oneLess = 1 / Double(count - 1)
  }
}

extension WindowStatistic {
  static var leastCount: Int { 1 }
  static var isExactWhenEqual: Bool { false }
  static var usesSteps: Bool { false }
}

/// What is to be known of some finite samples.
protocol WindowTotal: Stateful, Sendable {
  /// Of no samples.
  init()
  /// Of no samples, to be joined to an older part. A total that counts from an anchor takes that of the older
  /// part, so that the totals can be added; the window must hold a sample of the older part then.
  init(after older: Self)
  /// How many samples have been added; all are finite.
  var count: Int { get }
  mutating func add(_ value: Double, step: Int64)
  /// The total of both parts: an older one that has samples, and one that was begun after it.
  func joined(to older: Self) -> Self
}

extension WindowTotal {
  init(after older: Self) { self.init() }
}
