import OnsetEngine

/// A run of four metrics at every step, the same for the same seed: random walks that return to a level, with
/// regimes in which A falls below its baseline and B becomes wide.
struct SyntheticRun {
  static let names = ["A", "B", "C", "D"]
  /// A's mean and standard deviation in quiet regimes, as a profile would give them.
  static let baseline = (mean: 2.0, std: 0.1)
  /// What B's standard deviation exceeds in the wide regimes only.
  static let wide = 0.5

  let steps: [Int64]
  let columns: [[Double]]

  init(count: Int, seed: UInt64 = 20_261_124) {
    var random = SplitMix(state: seed)
    var columns = Self.names.map { _ in Array(repeating: 0.0, count: count) }
    var walks = Self.names.map { _ in 0.0 }
    var level = 0.0
    var width = 0.1
    for step in 0..<count {
      if step % 4_000 == 0 {
        let isLow = random.uniform() < 0.3
        level = isLow ? -0.9 : 0
        width = random.uniform() < 0.3 ? 1.0 : 0.1
      }
      for column in columns.indices {
        walks[column] += 0.1 * (random.uniform() - 0.5) - 0.02 * walks[column]
      }
      columns[0][step] = Self.baseline.mean + level + walks[0]
      columns[1][step] = 1 + walks[1] + 2 * width * (random.uniform() - 0.5)
      columns[2][step] = walks[2]
      columns[3][step] = walks[3]
    }
    steps = Array(0..<Int64(count))
    self.columns = columns
  }

  /// The table of the metrics that a session asks for, of the first `count` steps.
  func table(for metrics: [String], count: Int? = nil) -> RunTable {
    let count = count ?? steps.count
    let rows = Array(steps[..<count])
    return RunTable(
      rows: rows,
      metrics: metrics.map { name in
        let column = Self.names.firstIndex(of: name).map { columns[$0] } ?? []
        return RunTable.Samples(steps: rows, values: column.count == count ? column : Array(column[..<count]))
      })
  }
}

/// Vigna's SplitMix64 (2015).
struct SplitMix {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// In [0, 1).
  mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }
}
