/// A statistic of the finite samples in a window that can be put together from two parts of it.
///
/// A sliding window keeps its samples in two groups, an older and a younger. Of the older it knows the
/// summary of every tail, of the younger a running total, and the value is that of both together. A sample
/// that leaves is never subtracted, so nothing drifts and nothing cancels, however long the run.
protocol WindowStatistic: Sendable {
  /// A total to which samples are added one at a time.
  associatedtype Running: RunningTotal
  /// How many finite samples are needed.
  static var leastCount: Int { get }
  /// Whether the value must be the samples' own where they are all equal, which a quotient need not be.
  static var isExactWhenEqual: Bool { get }
  /// Whether the steps of samples matter.
  static var usesSteps: Bool { get }
  /// The value over both parts, of which at least `leastCount` samples are finite.
  static func value(_ older: Running.Summary, _ younger: Running) -> Double
}

extension WindowStatistic {
  static var leastCount: Int { 1 }
  static var isExactWhenEqual: Bool { false }
  static var usesSteps: Bool { false }
}

protocol RunningTotal: Stateful, Sendable {
  associatedtype Summary: Sendable
  init()
  /// How many samples have been added; all are finite.
  var count: Int { get }
  mutating func add(_ value: Double, step: Int64)
  /// What `WindowStatistic.value` needs of an older part.
  var summary: Summary { get }
  /// How many samples a summary is of.
  static func count(of summary: Summary) -> Int
}
