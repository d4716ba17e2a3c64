import OnsetLanguage

/// The mean and standard deviation of a metric's beginning, measured on the run itself.
///
/// Over the finite samples in `[t0 + after, t0 + after + over)`, `t0` the metric's first step (or the first
/// sample with a known epoch); complete at the first row at which no later sample can belong to it.
/// Mean and sum of squares by Welford's recurrence (1962): exact for equal samples.
struct BaselineMeasurement: Stateful {
  private let definition: MeasuredBaseline
  private var firstStep: Int64?
  private var firstEpoch = Double.nan
  private var seen = 0
  private var count = 0
  private var average = 0.0
  private var squares = 0.0
  private var isComplete = false
  /// The row of this block at which the measurement is complete.
  private var completeRow: Int?

  init(_ definition: MeasuredBaseline) { self.definition = definition }

  private var end: Double { definition.after.count + definition.over.count }

  /// Takes in the metric's samples of a block.
  ///
  /// - Parameters:
  ///   - clock: The metric's own ticks.
  ///   - rows: Every row of the block.
  mutating func take(_ values: [Double], _ clock: ClockState, rows: ClockState) {
    guard !isComplete else { return }
    var tick = 0
    for row in 0..<rows.count {
      if tick < clock.count, Int(clock.rows[tick]) == row {
        if contains(tick, clock), values[tick + 1].isFinite { add(values[tick + 1]) }
        tick += 1
      }
      if isOver(at: row, rows) {
        completeRow = row
        return
      }
    }
  }

  private mutating func add(_ value: Double) {
    count += 1
    let distance = value - average
    average += distance / Double(count)
    squares += distance * (value - average)
  }

  /// Whether the sample belongs to the measured part; counts it.
  private mutating func contains(_ tick: Int, _ clock: ClockState) -> Bool {
    switch definition.over.unit {
    case .samples:
      let number = Double(seen)
      seen += 1
      return number >= definition.after.count && number < end
    case .steps:
      let step = clock.steps[tick]
      let first = firstStep ?? step
      firstStep = first
      let distance = Double(StepDistance.between(first, step))
      return distance >= definition.after.count && distance < end
    case .epochs:
      let epoch = clock.epochs[tick]
      if firstEpoch.isNaN { firstEpoch = epoch }
      let distance = epoch - firstEpoch
      return EpochDistance.reaches(distance, definition.after.count) && !EpochDistance.reaches(distance, end)
    }
  }

  private func isOver(at row: Int, _ rows: ClockState) -> Bool {
    switch definition.over.unit {
    case .samples: Double(seen) >= end
    case .steps: firstStep.map { Double(StepDistance.between($0, rows.steps[row])) >= end } ?? false
    case .epochs: EpochDistance.reaches(rows.epochs[row] - firstEpoch, end)
    }
  }

  /// Writes a statistic at every row of a block: NaN until the measurement is complete.
  func run(_ moment: BaselineMoment, into output: inout [Double], slots: Range<Int>) {
    let firstSlot = isComplete ? 0 : completeRow.map { $0 + 1 } ?? .max
    for slot in slots { output[slot] = slot >= firstSlot ? value(moment) : .nan }
  }

  /// To be called when all rows of a block have been seen.
  mutating func endBlock() {
    if completeRow != nil { isComplete = true }
    completeRow = nil
  }

  private func value(_ moment: BaselineMoment) -> Double {
    switch moment {
    case .mean: count > 0 ? average : .nan
    case .std: count > 1 ? (squares / Double(count - 1)).squareRoot() : .nan
    }
  }

  mutating func code(_ coder: inout some StateCoder) throws(StateError) {
    try coder.code(optional: &firstStep)
    try coder.code(&firstEpoch)
    try coder.code(&seen)
    try coder.code(&count)
    try coder.code(&average)
    try coder.code(&squares)
    try coder.code(&isComplete)
  }
}
