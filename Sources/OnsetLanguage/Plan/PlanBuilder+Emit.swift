extension PlanBuilder {
  /// The register of an operation on a clock; the one that exists where the same was emitted before.
  mutating func emit(_ operation: Operation, on clock: ClockID) -> NumberOperand {
    let key = Key(operation: operation, clock: clock)
    if case .number(let known) = outputs[key] { return .register(known) }
    let register = NumberRegister(plan.numbers.count)
    let stage = stage(of: operation)
    plan.numbers.append(Plan.RegisterInfo(clock: clock, stage: stage))
    append(Instruction(operation: operation, output: .number(register), clock: clock, stage: stage), key)
    return .register(register)
  }

  mutating func emitTruth(_ operation: Operation, on clock: ClockID) -> TruthOperand {
    let key = Key(operation: operation, clock: clock)
    if case .truth(let known) = outputs[key] { return .register(known) }
    let register = TruthRegister(plan.truths.count)
    let stage = stage(of: operation)
    plan.truths.append(Plan.RegisterInfo(clock: clock, stage: stage))
    append(Instruction(operation: operation, output: .truth(register), clock: clock, stage: stage), key)
    return .register(register)
  }

  private mutating func append(_ instruction: Instruction, _ key: Key) {
    outputs[key] = instruction.output
    plan.instructions.append(instruction)
    if instruction.operation.needsSteps { plan.clocks[instruction.clock.index].needsSteps = true }
    if instruction.operation.needsEpochs { plan.clocks[instruction.clock.index].needsEpochs = true }
    switch instruction.operation {
    case .age(let metric, let unit):
      noteNeeds(unit, of: plan.numbers[plan.metrics[metric.index].register.index].clock)
    case .baseline(let id, _):
      let baseline = plan.baselines[id.index]
      noteNeeds(baseline.over.unit, of: plan.numbers[plan.metrics[baseline.metric.index].register.index].clock)
      noteNeeds(baseline.over.unit, of: instruction.clock)
    default: break
    }
  }

  private mutating func noteNeeds(_ unit: TimeUnit, of clock: ClockID) {
    switch unit {
    case .steps: plan.clocks[clock.index].needsSteps = true
    case .epochs: plan.clocks[clock.index].needsEpochs = true
    case .samples: break
    }
  }

  /// The stage from which an operation can run: its own, or the latest of what it reads.
  private func stage(of operation: Operation) -> Stage {
    let own: Stage =
      switch operation {
      case .sinceEntered, .entry: .withRules
      case .detection: .confirming
      default: .ahead
      }
    return operation.inputs.reduce(own) { latest, input in
      switch input {
      case .number(let register): max(latest, plan.numbers[register.index].stage)
      case .truth(let register): max(latest, plan.truths[register.index].stage)
      }
    }
  }

  // MARK: From clock to clock

  mutating func align(_ value: NumberOperand, from: ClockID, to: ClockID) -> NumberOperand {
    guard from != to, case .register(let register) = value else { return value }
    return emit(.align(register, alignmentID(from, to)), on: to)
  }

  mutating func align(_ value: TruthOperand, from: ClockID, to: ClockID) -> TruthOperand {
    guard from != to, case .register(let register) = value else { return value }
    return emitTruth(.alignTruth(register, alignmentID(from, to)), on: to)
  }

  private mutating func alignmentID(_ from: ClockID, _ to: ClockID) -> AlignmentID {
    let alignment = Alignment(from: from, to: to)
    if let id = alignmentIDs[alignment] { return id }
    let id = AlignmentID(plan.alignments.count)
    plan.alignments.append(alignment)
    alignmentIDs[alignment] = id
    return id
  }

  // MARK: Registers of operands

  /// The operand as a register; a constant fills one.
  mutating func register(_ value: NumberOperand, on clock: ClockID) -> NumberRegister {
    if case .register(let register) = value { return register }
    guard case .register(let register) = emit(.otherwise(value, value), on: clock) else {
      preconditionFailure("an instruction has a register")
    }
    return register
  }

  mutating func register(_ value: TruthOperand, on clock: ClockID) -> TruthRegister {
    if case .register(let register) = value { return register }
    guard case .register(let register) = emitTruth(.otherwiseTruth(value, value), on: clock) else {
      preconditionFailure("an instruction has a register")
    }
    return register
  }
}
