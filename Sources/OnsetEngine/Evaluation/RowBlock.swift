/// The samples of some consecutive rows of a run, metric by metric.
///
/// The metrics are those that a session asks for (`RunSession.metrics`), in its order.
public struct RowBlock: Sendable {
  /// The steps of the rows, strictly increasing.
  public private(set) var steps: [Int64] = []
  /// For each metric, the rows (indices of `steps`) at which it has a sample, ascending.
  package private(set) var ticks: [[Int32]]
  /// For each metric, the values of those samples.
  package private(set) var values: [[Double]]

  /// An empty block for so many metrics.
  public init(metricCount: Int) {
    ticks = Array(repeating: [], count: metricCount)
    values = Array(repeating: [], count: metricCount)
  }

  /// How many rows there are.
  public var rowCount: Int { steps.count }

  /// Adds a row with the samples logged at its step; rows are added in ascending order of step.
  public mutating func append(step: Int64, _ samples: some Sequence<(metric: Int, value: Double)>) {
    let row = Int32(steps.count)
    steps.append(step)
    for (metric, value) in samples {
      ticks[metric].append(row)
      values[metric].append(value)
    }
  }

  /// Takes all rows out; the storage is kept.
  public mutating func removeAll() {
    steps.removeAll(keepingCapacity: true)
    for metric in ticks.indices {
      ticks[metric].removeAll(keepingCapacity: true)
      values[metric].removeAll(keepingCapacity: true)
    }
  }

  /// Replaces the content by rows of a table; positions are where each metric's samples go on.
  mutating func fill(from table: RunTable, rows: Range<Int>, positions: inout [Int]) {
    steps.removeAll(keepingCapacity: true)
    steps.append(contentsOf: table.rows[rows])
    guard let last = steps.last else { return removeAll() }
    for metric in table.metrics.indices {
      let samples = table.metrics[metric]
      var position = positions[metric]
      values[metric].removeAll(keepingCapacity: true)
      if samples.steps.count == table.rows.count {
        // As many samples as rows: one at every row.
        values[metric].append(contentsOf: samples.values[rows])
        tickAtEveryRow(metric)
        position = rows.upperBound
      } else {
        ticks[metric].removeAll(keepingCapacity: true)
        let start = position
        var row = 0
        while position < samples.steps.count, samples.steps[position] <= last {
          while steps[row] < samples.steps[position] { row += 1 }
          ticks[metric].append(Int32(row))
          position += 1
        }
        values[metric].append(contentsOf: samples.values[start..<position])
      }
      positions[metric] = position
    }
  }

  /// Gives a metric a sample at every row. Where the block before was like that too, and as long, nothing is
  /// written: ascending ticks of which the last is the number of those before it are 0, 1, 2, ….
  private mutating func tickAtEveryRow(_ metric: Int) {
    let count = steps.count
    if let last = ticks[metric].last, Int(last) == ticks[metric].count - 1, ticks[metric].count >= count {
      ticks[metric].removeLast(ticks[metric].count - count)
    } else {
      ticks[metric].removeAll(keepingCapacity: true)
      ticks[metric].append(contentsOf: 0..<Int32(count))
    }
  }
}

/// A recorded run as the engine reads it: its rows, and the samples of the metrics that rules name.
public struct RunTable: Sendable {
  /// The steps at which anything was logged, strictly increasing.
  public let rows: [Int64]
  /// The samples of each metric that a session asks for, in its order; every step of theirs is among `rows`.
  public let metrics: [Samples]

  /// The samples of one metric.
  public struct Samples: Sendable {
    /// Strictly increasing.
    public let steps: [Int64]
    /// As many as steps.
    public let values: [Double]

    /// Samples; the arrays are equally long.
    public init(steps: [Int64], values: [Double]) {
      precondition(steps.count == values.count, "a sample is a step and a value")
      self.steps = steps
      self.values = values
    }
  }

  /// A table.
  public init(rows: [Int64], metrics: [Samples]) {
    self.rows = rows
    self.metrics = metrics
  }
}

extension RunTable {
  /// Gives the rows in blocks of `size`, at most `Evaluator.capacity`.
  func forEachBlock<Failure: Error>(
    of size: Int, _ body: (RowBlock) throws(Failure) -> Void
  ) throws(Failure) {
    var block = RowBlock(metricCount: metrics.count)
    var positions = Array(repeating: 0, count: metrics.count)
    var row = 0
    let size = min(max(1, size), Evaluator.capacity)
    while row < rows.count {
      let end = min(row + size, rows.count)
      block.fill(from: self, rows: row..<end, positions: &positions)
      try body(block)
      row = end
    }
  }
}
