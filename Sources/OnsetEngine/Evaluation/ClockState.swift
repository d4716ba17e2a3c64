import OnsetLanguage

/// A clock's ticks in the block at hand.
struct ClockState {
  /// How many ticks there are in the block.
  var count = 0
  /// The row (index in the block) of each tick, ascending; the first `count` are valid.
  private(set) var rows: [Int32]
  /// So many of the first rows are 0, 1, 2, …: most clocks tick at every row, and need not be written again.
  private var denseCount = 0
  /// The step of each tick, where the plan reads it.
  var steps: [Int64]
  /// The epoch of each tick, where the plan reads it; NaN where it is not known.
  var epochs: [Double]
  /// Whether the clock ticked before this block.
  var hasTicked = false

  init(capacity: Int, _ clock: Clock) {
    rows = Array(repeating: 0, count: capacity)
    steps = Array(repeating: 0, count: clock.needsSteps ? capacity : 0)
    epochs = Array(repeating: .nan, count: clock.needsEpochs ? capacity : 0)
  }

  /// The index of the first tick at `row` or later; `count` if there is none. O(log count).
  func firstTick(from row: Int) -> Int {
    if count > 0, Int(rows[count - 1]) == count - 1 { return min(row, count) }  // a tick at every row up to the last
    var lower = 0
    var upper = count
    while lower < upper {
      let middle = (lower + upper) / 2
      if Int(rows[middle]) < row { lower = middle + 1 } else { upper = middle }
    }
    return lower
  }

  /// The slot of the latest tick at `row` or before: 0 for one of an earlier block, or none.
  func latestSlot(at row: Int) -> Int { firstTick(from: row + 1) }

  /// Whether there is a tick at a row.
  func isTick(_ row: Int) -> Bool {
    let tick = firstTick(from: row)
    return tick < count && Int(rows[tick]) == row
  }

  mutating func setRows(_ range: Range<Int>) {
    count = range.count
    if range.lowerBound == 0 {
      if count > denseCount {
        for row in denseCount..<count { rows[row] = Int32(row) }
        denseCount = count
      }
    } else {
      denseCount = 0
      for (index, row) in range.enumerated() { rows[index] = Int32(row) }
    }
  }

  mutating func setRows(_ ticks: [Int32]) {
    if let last = ticks.last, Int(last) == ticks.count - 1 { return setRows(0..<ticks.count) }
    count = ticks.count
    denseCount = 0
    for index in ticks.indices { rows[index] = ticks[index] }
  }

  /// Ticks at the rows, from one on, for which `isTick` holds.
  mutating func setRows(_ isTick: [Bool], from start: Int) {
    count = 0
    denseCount = 0
    for row in start..<max(start, isTick.count) where isTick[row] {
      rows[count] = Int32(row)
      count += 1
    }
  }

  /// Looks up the steps, or epochs, of the ticks among those of the rows.
  private func gather<Value>(_ all: [Value], into gathered: inout [Value]) {
    if denseCount >= count {
      Slots.map(all, into: &gathered, 0..<count) { $0 }
    } else {
      for tick in 0..<count { gathered[tick] = all[Int(rows[tick])] }
    }
  }

  mutating func gatherSteps(_ all: [Int64]) {
    var gathered: [Int64] = []
    swap(&gathered, &steps)
    gather(all, into: &gathered)
    swap(&gathered, &steps)
  }

  mutating func gatherEpochs(_ all: [Double]) {
    var gathered: [Double] = []
    swap(&gathered, &epochs)
    gather(all, into: &gathered)
    swap(&gathered, &epochs)
  }
}

/// Where each tick of one clock finds the latest tick of another.
struct AlignmentState {
  /// Whether both clocks have the same ticks in the block, so that slots agree.
  var isIdentity = false
  /// For each tick of the target, the slot of the source: 0 for the one held from before.
  var slots: [Int32]

  init(capacity: Int) {
    slots = Array(repeating: 0, count: capacity)
  }

  mutating func update(from source: ClockState, to target: ClockState, rowCount: Int) {
    let bothDense = source.count == rowCount && target.count == rowCount
    isIdentity =
      bothDense || source.count == target.count && source.rows.prefix(source.count) == target.rows.prefix(target.count)
    guard !isIdentity else { return }
    var slot: Int32 = 0
    for tick in 0..<target.count {
      let row = target.rows[tick]
      while Int(slot) < source.count, source.rows[Int(slot)] <= row { slot += 1 }
      slots[tick] = slot
    }
  }
}
