import OnsetLanguage

/// Order statistics over a window: median and quantile in O(log w) a sample, `mad` in O(w).
///
/// A window in samples is one in steps over the samples' own numbers 1, 2, 3, ….
struct RankWindow<Extent: WindowExtent>: Stateful {
  enum Statistic: Hashable, Sendable {
    case median
    case quantile(Double)
    case medianDeviation
  }

  private let statistic: Statistic
  private var extent: Extent
  private var values: [Double] = []
  private var positions: [Extent.Position] = []
  /// The sample's name among `ranked`, or -1 for one that is not finite.
  private var names: [Int] = []
  private var first = 0
  private var ranked = RankedSamples()

  init(_ statistic: Statistic, _ extent: Extent) {
    self.statistic = statistic
    self.extent = extent
  }

  mutating func run(
    _ input: [Double], positions allPositions: [Extent.Position], into output: inout [Double], slots: Range<Int>
  ) {
    for slot in slots {
      output[slot] = step(input[slot], at: allPositions[slot - 1])
    }
  }

  /// Takes one sample and gives the statistic of the window that ends at it.
  mutating func step(_ value: Double, at position: Extent.Position) -> Double {
    if extent.admit(position) {
      append(value, position)
      while first < positions.count, extent.hasLeft(positions[first], at: position) {
        if names[first] >= 0 { ranked.remove(names[first]) }
        first += 1
      }
      if first > 64, first * 2 > positions.count { compact() }
    }
    let total = positions.count - first
    guard extent.isFull(at: position), ranked.count > 0, ranked.count * 2 >= total else { return .nan }
    switch statistic {
    case .median: return ranked.median()
    case .quantile(let rank): return ranked.quantile(rank)
    case .medianDeviation: return medianDeviation()
    }
  }

  private mutating func append(_ value: Double, _ position: Extent.Position) {
    // A negative zero would make the result depend on the order of equal samples.
    let value = value == 0 ? 0 : value
    values.append(value)
    positions.append(position)
    names.append(value.isFinite ? ranked.insert(value) : -1)
  }

  private mutating func compact() {
    values.removeSubrange(..<first)
    positions.removeSubrange(..<first)
    names.removeSubrange(..<first)
    first = 0
  }

  private mutating func medianDeviation() -> Double {
    let median = ranked.median()
    var deviations: [Double] = []
    deviations.reserveCapacity(ranked.count)
    for value in values[first...] where value.isFinite { deviations.append(abs(value - median)) }
    let upper = deviations.count / 2
    let middle = Selection.select(&deviations, rank: upper)
    guard deviations.count % 2 == 0 else { return middle }
    // After a selection everything before the rank is no larger, so the other middle is the largest of it.
    let below = deviations[..<upper].max() ?? middle
    return (below + middle) / 2
  }

  mutating func code(_ coder: inout some StateCoder) throws(StateError) {
    compact()
    try coder.code(&extent)
    try coder.code(&values)
    try Extent.code(&positions, &coder)
    guard values.count == positions.count else { throw .damaged }
    ranked = RankedSamples()
    names = []
    for value in values { names.append(value.isFinite ? ranked.insert(value) : -1) }
  }
}

/// The k-th smallest of some numbers.
enum Selection {
  /// The element of that rank (from 0); elements before it are then no larger, those after it no smaller.
  /// Expected O(count). None may be NaN.
  static func select(_ values: inout [Double], rank: Int) -> Double {
    var lower = 0
    var upper = values.count - 1
    while lower < upper {
      let pivot = median(values[lower], values[(lower + upper) / 2], values[upper])
      var left = lower
      var right = upper
      while left <= right {
        while values[left] < pivot { left += 1 }
        while values[right] > pivot { right -= 1 }
        if left <= right {
          values.swapAt(left, right)
          left += 1
          right -= 1
        }
      }
      if rank <= right { upper = right } else if rank >= left { lower = left } else { break }
    }
    return values[rank]
  }

  private static func median(_ a: Double, _ b: Double, _ c: Double) -> Double {
    max(min(a, b), min(max(a, b), c))
  }
}
