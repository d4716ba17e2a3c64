package import OnsetLanguage

/// The stream of one expression over a run: a sample at every tick of its clock.
///
/// There are no rules, so the only phase is the one in force from the run's first row.
package struct ExpressionStream: Sendable {
  /// The metrics that the stream wants, by the names that the run uses; `RowBlock` has them in this order.
  package let metrics: [String]
  private let output: Instruction.Output
  private let columns: [Int?]
  private var evaluator: Evaluator
  private var epochTrack: EpochTrack
  private var hasBegun = false

  /// A sample of the stream.
  package struct Sample: Hashable, Sendable {
    package var step: Int64
    package var value: SampleValue
  }

  /// The stream at the beginning of a run.
  ///
  /// - Parameters:
  ///   - plan: What `output` depends on; it has no detections.
  ///   - output: A register of the plan, from `PlanBuilder.stream`.
  ///   - epochMetric: The run's name of its metric `epoch`; nil where it logs none.
  ///   - stepsPerEpoch: From the run's metadata; not read where there is a metric `epoch`.
  package init(_ plan: Plan, output: Instruction.Output, epochMetric: String?, stepsPerEpoch: Double?) {
    var metrics = plan.metrics.map(\.name)
    columns = metrics.indices.map { $0 }
    if let epochMetric, !metrics.contains(epochMetric) { metrics.append(epochMetric) }
    epochTrack = EpochTrack(
      column: epochMetric.flatMap { metrics.firstIndex(of: $0) }, stepsPerEpoch: stepsPerEpoch)
    self.metrics = metrics
    self.output = output
    evaluator = Evaluator(plan)
  }

  /// Takes in rows and gives the samples at them. Steps must ascend, from block to block too.
  package mutating func feed(_ block: RowBlock) -> [Sample] {
    guard block.rowCount > Evaluator.capacity else { return process(block) }
    return block.parts(of: Evaluator.capacity).flatMap { process($0) }
  }

  /// Takes in a recorded run from its beginning to its end.
  ///
  /// - Parameter blockSize: How many rows are taken at a time, at most 4,096; it changes nothing but speed.
  package mutating func feed(_ table: RunTable, blockSize: Int = 4096) -> [Sample] {
    var samples: [Sample] = []
    table.forEachBlock(of: blockSize) { samples += process($0) }
    return samples
  }

  private mutating func process(_ block: RowBlock) -> [Sample] {
    guard block.rowCount > 0 else { return [] }
    let epochs = epochTrack.epochs(of: block)
    evaluator.load(block, columns: columns, epochs: epochs)
    if !hasBegun {
      hasBegun = true
      evaluator.entry = Evaluator.PhaseEntry(step: block.steps[0], epoch: epochs[0], row: 0)
    }
    evaluator.runAhead()
    if !evaluator.withRules.isEmpty {
      for row in 0..<block.rowCount { evaluator.runRow(row) }
    }
    let samples = samples(of: block)
    evaluator.endBlock()
    return samples
  }

  private func samples(of block: RowBlock) -> [Sample] {
    let clock = evaluator.clocks[evaluator.plan.clock(of: output).index]
    return (0..<clock.count).map { tick in
      let value: SampleValue =
        switch output {
        case .number(let register): .number(evaluator.numbers[register.index][tick + 1])
        case .truth(let register): .truth(TruthValue(rawValue: evaluator.truths[register.index][tick + 1])?.known)
        }
      return Sample(step: block.steps[Int(clock.rows[tick])], value: value)
    }
  }
}

extension Plan {
  fileprivate func clock(of output: Instruction.Output) -> ClockID {
    switch output {
    case .number(let register): numbers[register.index].clock
    case .truth(let register): truths[register.index].clock
    }
  }
}
