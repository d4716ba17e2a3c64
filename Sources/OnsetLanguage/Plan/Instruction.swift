/// One step of a plan: computes a register at the ticks of its clock.
package struct Instruction: Sendable {
  package let operation: Operation
  package let output: Output
  package let clock: ClockID
  package let stage: Stage

  package enum Output: Hashable, Sendable {
    case number(NumberRegister)
    case truth(TruthRegister)
  }
}

package enum NumberOperand: Hashable, Sendable {
  case register(NumberRegister)
  case constant(Double)
}

package enum TruthOperand: Hashable, Sendable {
  case register(TruthRegister)
  case constant(Bool)
}

/// What an instruction does to its register `r` at tick `t`; `a[t]`, `b[t]` are its operands there,
/// `a[t-1]` at the tick before. Operands are on the instruction's own clock unless it says otherwise.
///
/// Operations with a memory keep it from block to block; all others depend on the tick alone.
package enum Operation: Hashable, Sendable {
  // MARK: Sources

  /// r[t] = step of t
  case step
  /// r[t] = epoch of t
  case epoch
  /// r[t] = steps or epochs from the row at which the phase came into force
  case sinceEntered(TimeUnit)
  /// r[t] = latest of `a` (on a clock of its own) at the row at which the phase came into force
  case entry(NumberRegister)
  /// r[t] = the value stored when the rule detected
  case detection(DetectionID)
  /// r[t] = statistic of the baseline once it is measured, NaN before
  case baseline(BaselineID, BaselineMoment)

  // MARK: From tick to tick

  /// r[t] = a[t] held from the other clock; NaN or unknown before its first tick
  case align(NumberRegister, AlignmentID)
  case alignTruth(TruthRegister, AlignmentID)

  // MARK: Pointwise

  /// r[t] = -a[t]
  case negate(NumberRegister)
  /// r[t] = f(a[t])
  case math(MathFunction, NumberRegister)
  /// r[t] = a[t] op b[t]
  case arithmetic(ArithmeticOperator, NumberOperand, NumberOperand)
  /// r[t] = the smaller or larger; NaN with a NaN
  case extremum(Extreme, NumberOperand, NumberOperand)
  /// r[t] = a[t] unless NaN, else b[t]
  case otherwise(NumberOperand, NumberOperand)
  /// r[t] = a[t] unless unknown, else b[t]
  case otherwiseTruth(TruthOperand, TruthOperand)
  /// r[t] = a[t] op b[t]; unknown with a NaN
  case compare(ComparisonOperator, NumberOperand, NumberOperand)
  /// r[t] = elapsed a[t] op span, with the slack of epochs; unknown with a NaN
  case compareElapsed(ComparisonOperator, NumberRegister, SpanLength)
  /// r[t] = not a[t], Kleene
  case not(TruthRegister)
  /// r[t] = a[t] and b[t], or a[t] or b[t], Kleene
  case logical(LogicalOperator, TruthOperand, TruthOperand)
  /// r[t] = a[t] is NaN
  case isNaN(NumberRegister)
  /// r[t] = a[t] is neither NaN nor infinite
  case isFinite(NumberRegister)
  /// r[t] = 1, 0 or NaN for true, false, unknown
  case numberFromTruth(TruthRegister)
  /// r[t] = a[t] > b[t] and a[t-1] <= b[t-1], or mirrored; unknown at the first tick or with a NaN
  case crosses(Direction, NumberOperand, NumberOperand)

  // MARK: With memory

  /// r[t] = a[t-1]
  case previous(NumberRegister)
  /// r[t] = a a span ago
  case lag(NumberRegister, SpanLength)
  /// r[t] = statistic of the finite samples of a in the window that ends at t
  case window(WindowFunction, NumberRegister, SpanLength)
  case quantile(NumberRegister, rank: Double, SpanLength)
  /// r[t] = exponentially weighted mean of a with a half-life
  case ewma(NumberRegister, SpanLength)
  /// r[t] = max(0, r[t-1] + a[t] - level[t]), or mirrored
  case cusum(Direction, NumberRegister, level: NumberOperand)
  /// r[t] = smallest or largest finite sample of a so far
  case extreme(Extreme, NumberRegister)
  /// r[t] = steps, samples or epochs since the best sample of a
  case sinceExtreme(Extreme, NumberRegister, Improvement, TimeUnit)
  /// r[t] = steps, ticks or epochs since a was last true
  case since(TruthRegister, TimeUnit)
  /// r[t] = steps or epochs since the metric's latest sample
  case age(MetricID, TimeUnit)
}

extension Operation {
  /// The registers that are read.
  package var inputs: [Instruction.Output] {
    switch self {
    case .step, .epoch, .sinceEntered, .detection, .baseline, .age: []
    case .entry(let a), .align(let a, _), .negate(let a), .math(_, let a), .compareElapsed(_, let a, _),
      .isNaN(let a), .isFinite(let a), .previous(let a), .lag(let a, _), .window(_, let a, _),
      .quantile(let a, _, _), .ewma(let a, _), .extreme(_, let a), .sinceExtreme(_, let a, _, _):
      [.number(a)]
    case .alignTruth(let a, _), .not(let a), .numberFromTruth(let a), .since(let a, _): [.truth(a)]
    case .arithmetic(_, let a, let b), .extremum(_, let a, let b), .otherwise(let a, let b),
      .compare(_, let a, let b), .crosses(_, let a, let b):
      [a, b].compactMap(\.input)
    case .cusum(_, let a, let level): [.number(a)] + [level].compactMap(\.input)
    case .otherwiseTruth(let a, let b), .logical(_, let a, let b): [a, b].compactMap(\.input)
    }
  }

  /// Whether steps of the ticks are read.
  var needsSteps: Bool {
    switch self {
    case .step: true
    case .sinceEntered(let unit), .since(_, let unit), .sinceExtreme(_, _, _, let unit), .age(_, let unit):
      unit == .steps
    case .window(.slope, _, _): true
    case .lag(_, let span), .window(_, _, let span), .quantile(_, _, let span), .ewma(_, let span):
      span.unit == .steps
    default: false
    }
  }

  /// Whether epochs of the ticks are read.
  var needsEpochs: Bool {
    switch self {
    case .epoch: true
    case .sinceEntered(let unit), .since(_, let unit), .sinceExtreme(_, _, _, let unit), .age(_, let unit):
      unit == .epochs
    case .lag(_, let span), .window(_, _, let span), .quantile(_, _, let span), .ewma(_, let span):
      span.unit == .epochs
    default: false
    }
  }
}

extension NumberOperand {
  fileprivate var input: Instruction.Output? {
    if case .register(let register) = self { .number(register) } else { nil }
  }
}

extension TruthOperand {
  fileprivate var input: Instruction.Output? {
    if case .register(let register) = self { .truth(register) } else { nil }
  }
}
