/// Where the parts of conditions that a swept parameter decides are in the plan.
extension PlanBuilder {
  /// A condition in its parts, all on one clock.
  package indirect enum CriticalCondition: Hashable, Sendable {
    case free(TruthOperand)
    case not(CriticalCondition)
    case logical(LogicalOperator, [CriticalCondition])
    case comparison(CriticalComparison)
  }

  /// `left.constant + left.slope * p` compared with the like of the right.
  package struct CriticalComparison: Hashable, Sendable {
    package var left: Side
    package var comparison: ComparisonOperator
    package var right: Side

    package struct Side: Hashable, Sendable {
      package var constant: NumberOperand
      package var slope: NumberOperand
    }
  }

  /// Begins with the terms of another rule set, or of the same one with other values: what both compute is shared.
  package mutating func begin(letTerms: [Term?]) {
    self.letTerms = letTerms
    letValues.removeAll(keepingCapacity: true)
    letClocks.removeAll(keepingCapacity: true)
  }

  /// The clock of a condition.
  package mutating func clock(ofCondition term: Term) -> ClockID { clock(of: term) ?? rows }

  /// The parts of a condition on the condition's own clock.
  package mutating func critical(_ condition: SweptCondition, on target: ClockID) -> CriticalCondition {
    switch condition {
    case .free(let term): .free(truth(term, on: target))
    case .not(let operand): .not(critical(operand, on: target))
    case .logical(let logical, let operands):
      .logical(logical, operands.map { critical($0, on: target) })
    case .comparison(let term, let left, let comparison, let right):
      .comparison(critical(term, left, comparison, right, on: target))
    }
  }

  /// The parts of a comparison; on its own clock where no other is given.
  package mutating func critical(
    _ term: Term, _ left: AffineTerm, _ comparison: ComparisonOperator, _ right: AffineTerm, on target: ClockID? = nil
  ) -> CriticalComparison {
    let own = clock(of: term) ?? target ?? rows
    func part(_ term: Term?, _ builder: inout PlanBuilder) -> NumberOperand {
      guard let term else { return .constant(0) }
      return builder.align(builder.number(term, on: own), from: own, to: target ?? own)
    }
    func side(_ affine: AffineTerm, _ builder: inout PlanBuilder) -> CriticalComparison.Side {
      CriticalComparison.Side(constant: part(affine.constant, &builder), slope: part(affine.slope, &builder))
    }
    return CriticalComparison(left: side(left, &self), comparison: comparison, right: side(right, &self))
  }

  /// Whether all the parts of a condition are known from the samples alone.
  package func isKnownAhead(_ condition: CriticalCondition) -> Bool {
    func isAhead(_ operand: NumberOperand) -> Bool {
      if case .register(let register) = operand { plan.numbers[register.index].stage == .ahead } else { true }
    }
    switch condition {
    case .free(.register(let register)): return plan.truths[register.index].stage == .ahead
    case .free(.constant): return true
    case .not(let operand): return isKnownAhead(operand)
    case .logical(_, let operands): return operands.allSatisfy(isKnownAhead)
    case .comparison(let comparison):
      return [comparison.left, comparison.right].allSatisfy { isAhead($0.constant) && isAhead($0.slope) }
    }
  }
}
