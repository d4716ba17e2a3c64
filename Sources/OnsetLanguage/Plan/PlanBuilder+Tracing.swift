/// Where the parts of a condition are in the plan.
extension PlanBuilder {
  /// A part of a condition: where its latest value is, and the clock that it ticks on.
  package struct TracedValue: Sendable {
    package var value: Value
    package var clock: ClockID

    package enum Value: Sendable {
      case number(NumberOperand)
      case truth(TruthOperand)
      /// How long ago something was.
      case elapsed(NumberOperand, TimeUnit)
    }
  }

  /// The register that the plan has for a part of a condition, or one more where it has none for it by itself.
  ///
  /// - Parameters:
  ///   - outer: The clock of what the part is in, on which one without a clock is computed; nil of a whole condition.
  ///   - unit: What an elapsed time is compared in.
  /// - Returns: Nil of a span, and of an elapsed time without a unit.
  package mutating func trace(_ term: Term, in outer: ClockID?, unit: TimeUnit?) -> TracedValue? {
    let own = clock(of: term) ?? outer ?? rows
    let value: TracedValue.Value
    switch term.type {
    case .number: value = .number(number(term, on: own))
    case .truth: value = .truth(truth(term, on: own))
    case .elapsed:
      guard let unit else { return nil }
      value = .elapsed(.register(elapsed(term, in: unit, on: own)), unit)
    case .span: return nil
    }
    return TracedValue(value: value, clock: own)
  }
}
