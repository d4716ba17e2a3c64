import OnsetText

/// The different sequences of steps of a run's metrics: what was logged together shares one.
struct RunClocks {
  /// The steps of each clock; the first are the rows.
  private(set) var clocks: [[Int64]]
  /// The clock of each column.
  private(set) var ofColumn: [Int] = []

  init(_ run: Run) {
    clocks = [run.rows]
    var candidates: [Key: [Int]] = [Key(run.rows): [0]]
    for column in run.columns {
      let key = Key(column.steps)
      // Equal storage is seen at once; else the steps are compared.
      if let known = candidates[key]?.first(where: { clocks[$0] == column.steps }) {
        ofColumn.append(known)
      } else {
        candidates[key, default: []].append(clocks.count)
        ofColumn.append(clocks.count)
        clocks.append(column.steps)
      }
    }
  }

  private struct Key: Hashable {
    var count: Int
    var first: Int64?
    var middle: Int64?
    var last: Int64?

    init(_ steps: [Int64]) {
      count = steps.count
      first = steps.first
      middle = steps.isEmpty ? nil : steps[steps.count / 2]
      last = steps.last
    }
  }

  /// The SHA-256 of a run's content: the number of clocks, each as its count and steps, then the number of metrics, each
  /// as its name, its clock and its values' bits; all as ``CanonicalBytes``.
  func digest(of run: Run) -> [UInt8] {
    var hash = SHA256()
    var bytes = CanonicalBytes()
    func flush() {
      hash.update(bytes.bytes)
      bytes = CanonicalBytes()
    }
    bytes.append(clocks.count)
    for clock in clocks {
      bytes.append(clock.count)
      for step in clock {
        bytes.append(step)
        if bytes.bytes.count > 1 << 16 { flush() }
      }
    }
    bytes.append(run.columns.count)
    for (column, clock) in zip(run.columns, ofColumn) {
      bytes.append(column.name)
      bytes.append(clock)
      for value in column.values {
        bytes.append(value.bitPattern)
        if bytes.bytes.count > 1 << 16 { flush() }
      }
    }
    flush()
    return hash.finished()
  }
}
