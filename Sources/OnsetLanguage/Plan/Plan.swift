/// An ordered list of block instructions over registers: what a rule set computes, with names, aliases,
/// units, parameters and fixed baselines resolved and every shared sub-expression computed once.
///
/// A register holds, for a block of rows, one value for each tick of its clock; slot 0 holds the value at
/// the last tick of the blocks before. Instructions are in dependency order.
package struct Plan: Sendable {
  /// The metrics that are read, by `MetricID.index`.
  package internal(set) var metrics: [Metric] = []
  package internal(set) var clocks: [Clock] = []
  package internal(set) var alignments: [Alignment] = []
  package internal(set) var baselines: [MeasuredBaseline] = []
  /// By `NumberRegister.index`.
  package internal(set) var numbers: [RegisterInfo] = []
  /// By `TruthRegister.index`.
  package internal(set) var truths: [RegisterInfo] = []
  /// How many `at_detection` values there are.
  package internal(set) var detectionCount = 0
  package internal(set) var instructions: [Instruction] = []

  /// Whether any instruction needs the epoch of a tick.
  package var usesEpochs: Bool { clocks.contains { $0.needsEpochs } }

  package struct Metric: Sendable {
    /// The name that the run uses.
    package let name: String
    /// Where the samples of a block are put.
    package let register: NumberRegister
  }

  package struct RegisterInfo: Sendable {
    package let clock: ClockID
    package let stage: Stage
  }
}

/// When an instruction can run: each stage needs what the one before knows.
package enum Stage: Int, Comparable, Sendable {
  /// From the samples alone: a whole block ahead of the rules.
  case ahead
  /// With the phase in force: row by row, since a rule may change it.
  case withRules
  /// With the values at a rule's detection: while that rule confirms.
  case confirming

  package static func < (left: Stage, right: Stage) -> Bool { left.rawValue < right.rawValue }
}

package struct NumberRegister: Hashable, Sendable {
  package let index: Int
  package init(_ index: Int) { self.index = index }
}

package struct TruthRegister: Hashable, Sendable {
  package let index: Int
  package init(_ index: Int) { self.index = index }
}

package struct MetricID: Hashable, Sendable {
  package let index: Int
  package init(_ index: Int) { self.index = index }
}

package struct ClockID: Hashable, Sendable {
  package let index: Int
  package init(_ index: Int) { self.index = index }
}

package struct AlignmentID: Hashable, Sendable {
  package let index: Int
  package init(_ index: Int) { self.index = index }
}

package struct BaselineID: Hashable, Sendable {
  package let index: Int
  package init(_ index: Int) { self.index = index }
}

package struct DetectionID: Hashable, Sendable {
  package let index: Int
  package init(_ index: Int) { self.index = index }
}

/// The rows at which a stream has a value.
package struct Clock: Sendable {
  package let kind: Kind
  /// Whether an instruction reads the steps of the ticks.
  package internal(set) var needsSteps = false
  /// Whether an instruction reads the epochs of the ticks.
  package internal(set) var needsEpochs = false

  package enum Kind: Hashable, Sendable {
    /// Every row of the run.
    case rows
    /// The samples of a metric.
    case metric(MetricID)
    /// Every row from a metric's first sample on.
    case rowsFrom(MetricID)
    /// The ticks of any of several clocks, from the first row at which all of them have ticked.
    case all([ClockID])
    /// The ticks of any of several clocks.
    case any([ClockID])
  }
}

/// Sample and hold: for each tick of one clock, the latest tick of another.
package struct Alignment: Hashable, Sendable {
  package let from: ClockID
  package let to: ClockID
}

/// A baseline that is measured on the run itself.
package struct MeasuredBaseline: Hashable, Sendable {
  package let metric: MetricID
  /// What of the metric's beginning is left out; its count may be 0.
  package let after: SpanLength
  /// What is measured after that, in the unit of `after`.
  package let over: SpanLength
}

/// What a profile says of a metric's typical values.
package enum BaselineDefinition: Hashable, Sendable {
  case fixed(mean: Double, std: Double)
  case measured(after: SpanLength, over: SpanLength)
}

extension Plan {
  /// The instructions that a truth depends on and that can only run while its rule confirms, in order.
  package func confirmingInstructions(feeding truth: TruthRegister) -> [Int] {
    var wanted: Set<Instruction.Output> = [.truth(truth)]
    var result: [Int] = []
    for index in instructions.indices.reversed()
    where instructions[index].stage == .confirming && wanted.contains(instructions[index].output) {
      wanted.formUnion(instructions[index].operation.inputs)
      result.append(index)
    }
    return result.reversed()
  }
}
