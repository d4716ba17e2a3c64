package import OnsetLanguage

/// The values of some registers of a plan at all their ticks in a recorded run.
///
/// Only registers that depend on samples alone can be read: there are no rules, and so no phases and no detections.
package struct PlanReading: Sendable {
  /// For each number that was asked for, its values, tick by tick.
  package private(set) var numbers: [[Double]]
  /// For each truth that was asked for, the raw values of `TruthValue`, tick by tick.
  package private(set) var truths: [[UInt8]]
  /// For each clock that was asked for, the rows of the run at which it ticks.
  package private(set) var rows: [[Int32]]
  /// The epoch of every row; empty where nobody asked.
  package private(set) var epochs: [Double] = []

  /// The names of the metrics that a table for the plan has, in order.
  package static func metrics(of plan: Plan, epochMetric: String?) -> [String] {
    var metrics = plan.metrics.map(\.name)
    if let epochMetric, !metrics.contains(epochMetric) { metrics.append(epochMetric) }
    return metrics
  }

  /// Reads a run from its beginning to its end.
  ///
  /// - Parameters:
  ///   - table: With the metrics of ``metrics(of:epochMetric:)``; those that the run does not log have no samples.
  ///   - epochMetric: The run's name of its metric `epoch`; nil where it logs none.
  ///   - stepsPerEpoch: From the run's metadata; not read where there is a metric `epoch`.
  package init(
    _ plan: Plan, _ table: RunTable, numbers: [NumberRegister], truths: [TruthRegister], clocks: [ClockID],
    keepsEpochs: Bool, epochMetric: String?, stepsPerEpoch: Double?
  ) {
    precondition(numbers.allSatisfy { plan.numbers[$0.index].stage == .ahead }, "known from the samples alone")
    precondition(truths.allSatisfy { plan.truths[$0.index].stage == .ahead }, "known from the samples alone")
    let names = Self.metrics(of: plan, epochMetric: epochMetric)
    var epochTrack = EpochTrack(
      column: epochMetric.flatMap { names.firstIndex(of: $0) }, stepsPerEpoch: stepsPerEpoch)
    self.numbers = numbers.map { _ in [] }
    self.truths = truths.map { _ in [] }
    rows = clocks.map { _ in [] }
    for index in numbers.indices { self.numbers[index].reserveCapacity(table.rows.count) }
    var evaluator = Evaluator(plan)
    let columns: [Int?] = plan.metrics.indices.map { $0 }
    var firstRow: Int32 = 0
    table.forEachBlock(of: Evaluator.capacity) { block in
      let blockEpochs = epochTrack.epochs(of: block)
      if keepsEpochs { epochs += blockEpochs }
      evaluator.load(block, columns: columns, epochs: blockEpochs)
      evaluator.runAhead()
      for (index, register) in numbers.enumerated() {
        let count = evaluator.clocks[plan.numbers[register.index].clock.index].count
        self.numbers[index].append(contentsOf: evaluator.numbers[register.index][1..<count + 1])
      }
      for (index, register) in truths.enumerated() {
        let count = evaluator.clocks[plan.truths[register.index].clock.index].count
        self.truths[index].append(contentsOf: evaluator.truths[register.index][1..<count + 1])
      }
      for (index, clock) in clocks.enumerated() {
        let state = evaluator.clocks[clock.index]
        for tick in 0..<state.count { rows[index].append(firstRow + state.rows[tick]) }
      }
      evaluator.endBlock()
      firstRow += Int32(block.rowCount)
    }
  }
}
