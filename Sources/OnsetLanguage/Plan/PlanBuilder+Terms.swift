extension PlanBuilder {
  /// A number term, at the ticks of `target`.
  mutating func number(_ term: Term, on target: ClockID) -> NumberOperand {
    let own = clock(of: term) ?? target
    switch term.kind {
    case .number(let value, _):
      return .constant(value)
    case .metric(let name):
      return align(.register(plan.metrics[metricID(name).index].register), from: own, to: target)
    case .binding(let id):
      return letNumber(id, on: target)
    case .step:
      return emit(.step, on: target)
    case .epoch:
      return emit(.epoch, on: target)
    case .entry(let source):
      // The value is taken at the row at which the phase begins, whether or not anything ticks there.
      return align(emit(.entry(ownRegister(source)), on: rows), from: rows, to: target)
    case .detection(let source):
      return emit(.detection(detectionID(ownRegister(source))), on: target)
    case .baseline(let name, let moment):
      return baselineValue(name, moment, on: target)
    case .at(let operand, let name):
      let from = clock(of: operand) ?? own
      let to = metricClock(name)
      return align(align(number(operand, on: from), from: from, to: to), from: to, to: target)
    default:
      return align(computed(term, on: own), from: own, to: target)
    }
  }

  /// A number that is computed from its operands, on its own clock.
  private mutating func computed(_ term: Term, on own: ClockID) -> NumberOperand {
    switch term.kind {
    case .negate(let operand):
      return negate(number(operand, on: own), on: own)
    case .arithmetic(let first, let rest):
      return rest.reduce(number(first, on: own)) { left, step in
        arithmetic(step.symbol, left, number(step.operand, on: own), on: own)
      }
    case .math(let function, let operand):
      let value = number(operand, on: own)
      if case .constant(let constant) = value { return .constant(function.apply(constant)) }
      return emit(.math(function, register(value, on: own)), on: own)
    case .extremum(let extreme, let operands):
      let values = operands.map { number($0, on: own) }
      return values.dropFirst().reduce(values[0]) { emit(.extremum(extreme, $0, $1), on: own) }
    case .otherwise(let first, let second):
      return emit(.otherwise(number(first, on: own), number(second, on: own)), on: own)
    case .window(let function, let stream, let span):
      return emit(.window(function, ownRegister(stream), span), on: own)
    case .quantile(let stream, let rank, let span):
      return emit(.quantile(ownRegister(stream), rank: rank, span), on: own)
    case .fraction(let condition, let span):
      let truth = truthRegister(condition, on: own)
      return emit(.window(.mean, register(emit(.numberFromTruth(truth), on: own), on: own), span), on: own)
    case .previous(let stream):
      return emit(.previous(ownRegister(stream)), on: own)
    case .lag(let stream, let span):
      return emit(.lag(ownRegister(stream), span), on: own)
    case .change(let stream, let span, let isRelative):
      let now = ownRegister(stream)
      let before = emit(.lag(now, span), on: own)
      let change = emit(.arithmetic(.subtract, .register(now), before), on: own)
      guard isRelative else { return change }
      return emit(.arithmetic(.divide, change, emit(.math(.abs, register(before, on: own)), on: own)), on: own)
    case .ewma(let stream, let span):
      return emit(.ewma(ownRegister(stream), span), on: own)
    case .cusum(let direction, let stream, let level):
      return emit(.cusum(direction, ownRegister(stream), level: number(level, on: own)), on: own)
    case .extreme(let extreme, let stream):
      return emit(.extreme(extreme, ownRegister(stream)), on: own)
    default:
      preconditionFailure("the checker gives no such number")
    }
  }

  /// A truth term, at the ticks of `target`.
  mutating func truth(_ term: Term, on target: ClockID) -> TruthOperand {
    let own = clock(of: term) ?? target
    switch term.kind {
    case .truth(let value): return .constant(value)
    case .binding(let id): return letTruth(id, on: target)
    case .at(let operand, let name):
      let from = clock(of: operand) ?? own
      let to = metricClock(name)
      return align(align(truth(operand, on: from), from: from, to: to), from: to, to: target)
    default: return align(computedTruth(term, on: own), from: own, to: target)
    }
  }

  private mutating func computedTruth(_ term: Term, on own: ClockID) -> TruthOperand {
    switch term.kind {
    case .not(let operand):
      let value = truth(operand, on: own)
      if case .constant(let constant) = value { return .constant(!constant) }
      return emitTruth(.not(register(value, on: own)), on: own)
    case .logical(let logical, let operands):
      let values = operands.map { truth($0, on: own) }
      return values.dropFirst().reduce(values[0]) { emitTruth(.logical(logical, $0, $1), on: own) }
    case .comparison(let left, let comparison, let right):
      return emitTruth(.compare(comparison, number(left, on: own), number(right, on: own)), on: own)
    case .elapsedComparison(let elapsed, let comparison, let span):
      let distance = self.elapsed(elapsed, in: span.unit, on: own)
      return emitTruth(.compareElapsed(comparison, distance, span), on: own)
    case .otherwise(let first, let second):
      return emitTruth(.otherwiseTruth(truth(first, on: own), truth(second, on: own)), on: own)
    case .isNaN(let name):
      return emitTruth(.isNaN(plan.metrics[metricID(name).index].register), on: own)
    case .isFinite(let name):
      return emitTruth(.isFinite(plan.metrics[metricID(name).index].register), on: own)
    case .crosses(let direction, let left, let right):
      return emitTruth(.crosses(direction, number(left, on: own), number(right, on: own)), on: own)
    default:
      preconditionFailure("the checker gives no such truth")
    }
  }

  /// How long ago something was, as a number of units, at the ticks of `target`.
  mutating func elapsed(_ term: Term, in unit: TimeUnit, on target: ClockID) -> NumberRegister {
    let own = clock(of: term) ?? target
    let value: NumberOperand =
      switch term.kind {
      case .sinceEntered: emit(.sinceEntered(unit), on: target)
      case .binding(let id): letElapsed(id, in: unit, on: own)
      case .sinceExtreme(let extreme, let stream, let improvement):
        emit(.sinceExtreme(extreme, ownRegister(stream), improvement, unit), on: own)
      case .since(let condition): emit(.since(truthRegister(condition, on: own), unit), on: own)
      case .age(let name): emit(.age(metricID(name), unit), on: own)
      default: preconditionFailure("the checker gives no such elapsed time")
      }
    return register(align(value, from: own, to: target), on: target)
  }

  // MARK: Pieces

  private mutating func negate(_ value: NumberOperand, on clock: ClockID) -> NumberOperand {
    if case .constant(let constant) = value { return .constant(-constant) }
    return emit(.negate(register(value, on: clock)), on: clock)
  }

  private mutating func arithmetic(
    _ symbol: ArithmeticOperator, _ left: NumberOperand, _ right: NumberOperand, on clock: ClockID
  ) -> NumberOperand {
    if case .constant(let a) = left, case .constant(let b) = right { return .constant(symbol.apply(a, b)) }
    return emit(.arithmetic(symbol, left, right), on: clock)
  }

  private mutating func baselineValue(
    _ name: MetricName, _ moment: BaselineMoment, on target: ClockID
  ) -> NumberOperand {
    let written: String =
      switch name {
      case .named(let name): name
      case .each: each ?? "each"
      }
    switch baseline(written) {
    case nil:
      return .constant(.nan)
    case .fixed(let mean, let std):
      return .constant(moment == .mean ? mean : std)
    case .measured(let after, let over):
      let measured = MeasuredBaseline(metric: metricID(name), after: after, over: over)
      return align(emit(.baseline(baselineID(measured), moment), on: rows), from: rows, to: target)
    }
  }

  private mutating func baselineID(_ baseline: MeasuredBaseline) -> BaselineID {
    if let id = baselineIDs[baseline] { return id }
    let id = BaselineID(plan.baselines.count)
    plan.baselines.append(baseline)
    baselineIDs[baseline] = id
    return id
  }

  private mutating func detectionID(_ source: NumberRegister) -> DetectionID {
    let key = DetectionKey(rule: rule, source: source)
    if let id = detections[key] { return id }
    let id = DetectionID(plan.detectionCount)
    plan.detectionCount += 1
    detections[key] = id
    return id
  }

  /// A clocked term on its own clock.
  private mutating func ownRegister(_ term: Term) -> NumberRegister {
    let own = clock(of: term) ?? rows
    return register(number(term, on: own), on: own)
  }

  mutating func truthRegister(_ term: Term, on clock: ClockID) -> TruthRegister {
    register(truth(term, on: clock), on: clock)
  }

  // MARK: Lets

  private mutating func letValue(
    _ id: LetID, on target: ClockID, unit: TimeUnit?, make: (inout PlanBuilder, Term, ClockID) -> Value
  ) -> (value: Value, clock: ClockID) {
    guard let definition = letTerms[id.index] else { preconditionFailure("a `let` at fault is not compiled") }
    let own = letClock(id)
    let key = LetKey(
      id: id, each: definition.traits.contains(.each) ? each : nil, clock: own == nil ? target : nil, unit: unit)
    if let known = letValues[key] { return (known, own ?? target) }
    let value = make(&self, definition, own ?? target)
    letValues[key] = value
    return (value, own ?? target)
  }

  private mutating func letNumber(_ id: LetID, on target: ClockID) -> NumberOperand {
    let (value, clock) = letValue(id, on: target, unit: nil) { .number($0.number($1, on: $2)) }
    guard case .number(let operand) = value else { preconditionFailure("a `let` keeps its type") }
    return align(operand, from: clock, to: target)
  }

  private mutating func letTruth(_ id: LetID, on target: ClockID) -> TruthOperand {
    let (value, clock) = letValue(id, on: target, unit: nil) { .truth($0.truth($1, on: $2)) }
    guard case .truth(let operand) = value else { preconditionFailure("a `let` keeps its type") }
    return align(operand, from: clock, to: target)
  }

  private mutating func letElapsed(_ id: LetID, in unit: TimeUnit, on target: ClockID) -> NumberOperand {
    let (value, clock) = letValue(id, on: target, unit: unit) {
      .number(.register($0.elapsed($1, in: unit, on: $2)))
    }
    guard case .number(let operand) = value else { preconditionFailure("a `let` keeps its type") }
    return align(operand, from: clock, to: target)
  }
}
