import OnsetLanguage

/// Runs a plan over the rows of a run, block by block.
///
/// A block is loaded (`load`), the instructions that depend on samples alone run over the whole of it
/// (`runAhead`), the others row by row (`runRow`) or while a rule confirms (`runConfirming`), and the last
/// value of each register is kept for the next block (`endBlock`). Values do not depend on how rows are cut
/// into blocks.
struct Evaluator {
  /// The most rows of a block. One rule is as fast with 1,024; with 1,000 rules, each with windows of its own,
  /// what they remember is in no cache when its turn comes, and fewer turns cost 27% less.
  static let capacity = 4_096

  let plan: Plan
  /// Registers: slot 0 is the value held from earlier blocks, slot 1 + i that of tick i.
  var numbers: [[Double]]
  /// Raw values of `TruthValue`.
  var truths: [[UInt8]]
  var clocks: [ClockState]
  var alignments: [AlignmentState]
  /// What each instruction remembers, by its index in the plan.
  var memories: [OperatorMemory]
  var baselines: [BaselineMeasurement]
  /// The values taken when a rule detected, by `DetectionID.index`.
  var detections: [Double]
  /// Where the current phase came into force.
  var entry = PhaseEntry()

  /// Instructions by stage, as indices.
  let ahead: [Int]
  let withRules: [Int]
  let confirming: [Int]
  /// The clock of every row, on which baselines are measured; nil where nothing needs it.
  private let rowsClock: Int?
  /// For row-by-row work: how many ticks of each clock have been passed in this block.
  private var passed: [Int]

  /// The place at which the current phase came into force.
  struct PhaseEntry {
    var step: Int64 = 0
    var epoch = Double.nan
    /// The row of the block at which it does; negative for an earlier block.
    var row = -1
  }

  init(_ plan: Plan) {
    self.plan = plan
    let slots = Self.capacity + 1
    numbers = plan.numbers.map { _ in Array(repeating: .nan, count: slots) }
    truths = plan.truths.map { _ in Array(repeating: TruthValue.isUnknown.rawValue, count: slots) }
    clocks = plan.clocks.map { ClockState(capacity: Self.capacity, $0) }
    alignments = plan.alignments.map { _ in AlignmentState(capacity: Self.capacity) }
    memories = plan.instructions.map { OperatorMemory($0.operation) }
    baselines = plan.baselines.map(BaselineMeasurement.init)
    detections = Array(repeating: .nan, count: plan.detectionCount)
    func indices(of stage: Stage) -> [Int] {
      plan.instructions.indices.filter { plan.instructions[$0].stage == stage }
    }
    ahead = indices(of: .ahead)
    withRules = indices(of: .withRules)
    confirming = indices(of: .confirming)
    rowsClock = plan.clocks.firstIndex { $0.kind == .rows }
    passed = Array(repeating: 0, count: plan.clocks.count)
  }

  // MARK: A block

  /// Takes in the samples of a block.
  ///
  /// - Parameters:
  ///   - columns: For each metric of the plan, its index in the block; nil for one that the run never logs.
  ///   - epochs: The epoch of each row; empty where nothing reads it.
  mutating func load(_ block: RowBlock, columns: [Int?], epochs: [Double]) {
    for (metric, column) in zip(plan.metrics, columns) {
      guard let column else { continue }
      numbers[metric.register.index].replaceSamples(by: block.values[column])
    }
    for index in clocks.indices { updateClock(index, block, columns) }
    for index in clocks.indices {
      let clock = plan.clocks[index]
      if clock.needsSteps { clocks[index].gatherSteps(block.steps) }
      if clock.needsEpochs { clocks[index].gatherEpochs(epochs) }
      passed[index] = 0
    }
    for index in alignments.indices {
      let alignment = plan.alignments[index]
      alignments[index].update(
        from: clocks[alignment.from.index], to: clocks[alignment.to.index], rowCount: block.rowCount)
    }
    for index in baselines.indices { measure(index) }
  }

  /// Runs everything that depends on samples alone.
  mutating func runAhead() {
    for index in ahead {
      execute(index, slots: 1..<clocks[plan.instructions[index].clock.index].count + 1)
    }
  }

  /// Runs what depends on the phase in force, for one row; rows come in order.
  mutating func runRow(_ row: Int) {
    for index in withRules {
      let clock = plan.instructions[index].clock.index
      let tick = passed[clock]
      if tick < clocks[clock].count, Int(clocks[clock].rows[tick]) == row {
        execute(index, slots: tick + 1..<tick + 2)
      }
    }
    for clock in clocks.indices {
      let tick = passed[clock]
      if tick < clocks[clock].count, Int(clocks[clock].rows[tick]) == row { passed[clock] = tick + 1 }
    }
  }

  /// Runs what depends on a rule's detection, for the ticks of some rows.
  ///
  /// - Parameter includesTickBefore: Whether the detection is new, so that the tick before the rows, which
  ///   `crosses_above` looks at, has to be computed as well.
  mutating func runConfirming(_ instructions: [Int], rows: Range<Int>, includesTickBefore: Bool) {
    for index in instructions {
      let clock = clocks[plan.instructions[index].clock.index]
      let first = clock.firstTick(from: rows.lowerBound) + 1
      let end = clock.firstTick(from: rows.upperBound) + 1
      execute(index, slots: (includesTickBefore ? first - 1 : first)..<end)
    }
  }

  /// Keeps the latest value of every register for the next block.
  mutating func endBlock() {
    for index in numbers.indices {
      let count = clocks[plan.numbers[index].clock.index].count
      if count > 0 { numbers[index][0] = numbers[index][count] }
    }
    for index in truths.indices {
      let count = clocks[plan.truths[index].clock.index].count
      if count > 0 { truths[index][0] = truths[index][count] }
    }
    for index in clocks.indices {
      if clocks[index].count > 0 { clocks[index].hasTicked = true }
      clocks[index].count = 0
    }
    for index in baselines.indices { baselines[index].endBlock() }
    entry.row = -1
  }

  // MARK: Reading values

  /// The latest value of a number at a row of the block.
  func latest(_ register: NumberRegister, at row: Int) -> Double {
    numbers[register.index][clocks[plan.numbers[register.index].clock.index].latestSlot(at: row)]
  }

  func latest(_ operand: NumberOperand, at row: Int) -> Double {
    switch operand {
    case .constant(let value): value
    case .register(let register): latest(register, at: row)
    }
  }

  func latest(_ operand: TruthOperand, at row: Int) -> TruthValue {
    switch operand {
    case .constant(let value): TruthValue(value)
    case .register(let register):
      TruthValue(
        rawValue: truths[register.index][clocks[plan.truths[register.index].clock.index].latestSlot(at: row)])
        ?? .isUnknown
    }
  }

  // MARK: Clocks of a block

  private mutating func updateClock(_ index: Int, _ block: RowBlock, _ columns: [Int?]) {
    let rowCount = block.rowCount
    switch plan.clocks[index].kind {
    case .rows:
      clocks[index].setRows(0..<rowCount)
    case .metric(let metric):
      clocks[index].setRows(columns[metric.index].map { block.ticks[$0] } ?? [])
    case .rowsFrom(let metric):
      let source = clocks[plan.numbers[plan.metrics[metric.index].register.index].clock.index]
      let first = source.hasTicked ? 0 : source.count > 0 ? Int(source.rows[0]) : rowCount
      clocks[index].setRows(first..<rowCount)
    case .any(let members):
      uniteTicks(index, members, from: 0, rowCount: rowCount)
    case .all(let members):
      var start = 0
      for member in members {
        let clock = clocks[member.index]
        if !clock.hasTicked { start = max(start, clock.count > 0 ? Int(clock.rows[0]) : rowCount) }
      }
      uniteTicks(index, members, from: start, rowCount: rowCount)
    }
  }

  private mutating func uniteTicks(_ index: Int, _ members: [ClockID], from start: Int, rowCount: Int) {
    if members.contains(where: { clocks[$0.index].count == rowCount }) {
      clocks[index].setRows(start..<rowCount)
      return
    }
    var ticks = Array(repeating: false, count: rowCount)
    for member in members {
      for tick in 0..<clocks[member.index].count { ticks[Int(clocks[member.index].rows[tick])] = true }
    }
    clocks[index].setRows(ticks, from: start)
  }

  private mutating func measure(_ index: Int) {
    let baseline = plan.baselines[index]
    let metric = plan.metrics[baseline.metric.index].register
    let clock = clocks[plan.numbers[metric.index].clock.index]
    guard let rows = rowsClock else { return }
    baselines[index].take(numbers[metric.index], clock, rows: clocks[rows])
  }
}

extension [Double] {
  /// Puts samples into the slots from 1 on.
  fileprivate mutating func replaceSamples(by samples: [Double]) {
    let samples = samples.span
    var slots = mutableSpan
    precondition(samples.count < slots.count)
    for index in samples.indices { slots[index + 1] = samples[index] }
  }
}
