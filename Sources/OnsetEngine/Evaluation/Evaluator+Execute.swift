import OnsetLanguage

extension Evaluator {
  /// Computes an instruction's register at some slots of its clock.
  mutating func execute(_ index: Int, slots: Range<Int>) {
    guard !slots.isEmpty else { return }
    let instruction = plan.instructions[index]
    // The output is moved out while it is written, so that operands can be read from the same table.
    switch instruction.output {
    case .number(let register):
      var output: [Double] = []
      swap(&output, &numbers[register.index])
      computeNumber(index, instruction, into: &output, slots: slots)
      swap(&output, &numbers[register.index])
    case .truth(let register):
      var output: [UInt8] = []
      swap(&output, &truths[register.index])
      computeTruth(instruction, into: &output, slots: slots)
      swap(&output, &truths[register.index])
    }
  }

  // MARK: Numbers

  private mutating func computeNumber(
    _ index: Int, _ instruction: Instruction, into output: inout [Double], slots: Range<Int>
  ) {
    let clock = instruction.clock.index
    switch instruction.operation {
    case .step:
      for slot in slots where slot > 0 { output[slot] = Double(clocks[clock].steps[slot - 1]) }
    case .epoch:
      for slot in slots where slot > 0 { output[slot] = clocks[clock].epochs[slot - 1] }
    case .sinceEntered(let unit):
      for slot in slots where slot > 0 {
        output[slot] =
          unit == .epochs
          ? clocks[clock].epochs[slot - 1] - entry.epoch
          : Double(StepDistance.between(entry.step, clocks[clock].steps[slot - 1]))
      }
    case .detection(let id):
      for slot in slots { output[slot] = detections[id.index] }
    case .baseline(let id, let moment):
      baselines[id.index].run(moment, into: &output, slots: slots)
    case .align(let source, let alignment):
      Pointwise.align(numbers[source.index], alignments[alignment.index], into: &output, slots: slots)
    case .negate(let a):
      Pointwise.map(.register(a), self, into: &output, slots: slots) { -$0 }
    case .math(let function, let a):
      Pointwise.math(function, .register(a), self, into: &output, slots: slots)
    case .arithmetic(let symbol, let a, let b):
      Pointwise.arithmetic(symbol, a, b, self, into: &output, slots: slots)
    case .extremum(let extreme, let a, let b):
      Pointwise.extremum(extreme, a, b, self, into: &output, slots: slots)
    case .otherwise(let a, let b):
      Pointwise.zip(a, b, self, into: &output, slots: slots) { $0.isNaN ? $1 : $0 }
    case .numberFromTruth(let a):
      Pointwise.numberFromTruth(truths[a.index], into: &output, slots: slots)
    case .previous(let a):
      for slot in slots where slot > 0 { output[slot] = numbers[a.index][slot - 1] }
    default:
      remember(index, instruction, into: &output, slots: slots)
    }
  }

  /// The operations with a memory. It is moved out while it is used, so that its arrays are never copied. (A
  /// pattern over memory and operation together would copy both.)
  private mutating func remember(
    _ index: Int, _ instruction: Instruction, into output: inout [Double], slots: Range<Int>
  ) {
    var memory = OperatorMemory.none
    swap(&memory, &memories[index])
    let clock = instruction.clock.index
    let operation = instruction.operation
    let input = operation.samples.map { numbers[$0.index] } ?? []
    switch consume memory {
    case .sampleWindow(var window):
      window.run(input, clocks[clock], into: &output, slots: slots)
      memories[index] = .sampleWindow(window)
    case .stepWindow(var window):
      window.run(input, clocks[clock], into: &output, slots: slots)
      memories[index] = .stepWindow(window)
    case .epochWindow(var window):
      window.run(input, clocks[clock], into: &output, slots: slots)
      memories[index] = .epochWindow(window)
    case .rankByStep(var window):
      window.run(input, positions: clocks[clock].steps, into: &output, slots: slots)
      memories[index] = .rankByStep(window)
    case .rankByEpoch(var window):
      window.run(input, positions: clocks[clock].epochs, into: &output, slots: slots)
      memories[index] = .rankByEpoch(window)
    case .rankBySample(var window, var seen):
      for slot in slots {
        seen += 1
        output[slot] = window.step(input[slot], at: seen)
      }
      memories[index] = .rankBySample(window, seen: seen)
    case .sampleLag(var lag):
      lag.run(input, into: &output, slots: slots)
      memories[index] = .sampleLag(lag)
    case .stepLag(var lag):
      lag.run(input, positions: clocks[clock].steps, into: &output, slots: slots)
      memories[index] = .stepLag(lag)
    case .epochLag(var lag):
      lag.run(input, positions: clocks[clock].epochs, into: &output, slots: slots)
      memories[index] = .epochLag(lag)
    case .halfLifeMean(var mean):
      mean.run(input, steps: clocks[clock].steps, epochs: clocks[clock].epochs, into: &output, slots: slots)
      memories[index] = .halfLifeMean(mean)
    case .cumulativeSum(var sum):
      guard case .cusum(_, _, let level) = operation else { Self.isAnother() }
      switch level {
      case .constant(let value): sum.run(input, level: { _ in value }, into: &output, slots: slots)
      case .register(let register):
        let levels = numbers[register.index]
        sum.run(input, level: { levels[$0] }, into: &output, slots: slots)
      }
      memories[index] = .cumulativeSum(sum)
    case .extremeSoFar(var extreme):
      extreme.run(input, into: &output, slots: slots)
      memories[index] = .extremeSoFar(extreme)
    case .sinceExtreme(var since):
      since.run(input, steps: clocks[clock].steps, epochs: clocks[clock].epochs, into: &output, slots: slots)
      memories[index] = .sinceExtreme(since)
    case .sinceTrue(var since):
      guard case .since(let a, _) = operation else { Self.isAnother() }
      since.run(
        truths[a.index], steps: clocks[clock].steps, epochs: clocks[clock].epochs, into: &output, slots: slots)
      memories[index] = .sinceTrue(since)
    case .age(var age):
      guard case .age(let metric, _) = operation else { Self.isAnother() }
      let samples = plan.numbers[plan.metrics[metric.index].register.index].clock.index
      age.run(clock: clocks[clock], samples: clocks[samples], into: &output, slots: slots)
      memories[index] = .age(age)
    case .entry(var value):
      guard case .entry(let source) = operation else { Self.isAnother() }
      for slot in slots where slot > 0 {
        let row = Int(clocks[clock].rows[slot - 1])
        if row == entry.row { value = latest(source, at: row) }
        output[slot] = value
      }
      memories[index] = .entry(value)
    default:
      Self.isAnother()
    }
  }

  private static func isAnother() -> Never {
    preconditionFailure("an operation with a memory has its own")
  }

  // MARK: Truths

  private func computeTruth(_ instruction: Instruction, into output: inout [UInt8], slots: Range<Int>) {
    switch instruction.operation {
    case .compare(let comparison, let a, let b):
      Pointwise.compare(comparison, a, b, self, into: &output, slots: slots)
    case .compareElapsed(let comparison, let a, let span):
      Pointwise.compareElapsed(comparison, numbers[a.index], span, into: &output, slots: slots)
    case .not(let a):
      Slots.map(truths[a.index], into: &output, slots) { 2 - $0 }
    case .logical(let logical, let a, let b):
      Pointwise.logical(logical, a, b, self, into: &output, slots: slots)
    case .otherwiseTruth(let a, let b):
      Pointwise.zipTruths(a, b, self, into: &output, slots: slots) {
        $0 == TruthValue.isUnknown.rawValue ? $1 : $0
      }
    case .isNaN(let a):
      Slots.map(numbers[a.index], into: &output, slots) { TruthValue($0.isNaN).rawValue }
    case .isFinite(let a):
      Slots.map(numbers[a.index], into: &output, slots) { TruthValue($0.isFinite).rawValue }
    case .alignTruth(let source, let alignment):
      Pointwise.align(truths[source.index], alignments[alignment.index], into: &output, slots: slots)
    case .crosses(let direction, let a, let b):
      Pointwise.crosses(direction, a, b, self, into: &output, slots: slots)
    default:
      preconditionFailure("an operation with a truth gives one")
    }
  }
}

extension Operation {
  /// The numbers of which an operation with a memory reads every sample.
  fileprivate var samples: NumberRegister? {
    switch self {
    case .lag(let a, _), .window(_, let a, _), .quantile(let a, _, _), .ewma(let a, _), .cusum(_, let a, _),
      .extreme(_, let a), .sinceExtreme(_, let a, _, _):
      a
    default: nil
    }
  }
}
