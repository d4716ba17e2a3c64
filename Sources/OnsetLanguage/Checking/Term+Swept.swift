import OnsetText

/// A number that is `constant + slope * p`, `p` the swept parameter (`Scope.swept`) and both parts free of it.
package struct AffineTerm: Sendable {
  package var constant: Term
  /// Nil where the number does not depend on the parameter.
  package var slope: Term?
}

/// A condition in which the swept parameter only decides comparisons of numbers that are affine in it, and nothing
/// with a memory lies between those and the condition.
package indirect enum SweptCondition: Sendable {
  /// A condition that does not depend on the parameter.
  case free(Term)
  case not(SweptCondition)
  case logical(LogicalOperator, [SweptCondition])
  /// A comparison, as it is and in its parts.
  case comparison(Term, AffineTerm, ComparisonOperator, AffineTerm)
}

extension Term {
  /// The condition in its parts; nil where the parameter is used in another way.
  ///
  /// - Parameter lets: The definitions of the `let`s, by `LetID.index`.
  package func sweptCondition(_ lets: [Term?]) -> SweptCondition? {
    guard traits.contains(.swept) else { return .free(self) }
    switch kind {
    case .binding(let id): return lets[id.index]?.sweptCondition(lets)
    case .not(let operand): return operand.sweptCondition(lets).map { .not($0) }
    case .logical(let logical, let operands):
      let parts = operands.compactMap { $0.sweptCondition(lets) }
      return parts.count == operands.count ? .logical(logical, parts) : nil
    case .comparison(let left, let comparison, let right):
      guard comparison != .equal, comparison != .notEqual, let first = left.affine(lets),
        let second = right.affine(lets)
      else { return nil }
      return .comparison(self, first, comparison, second)
    default: return nil
    }
  }

  /// The comparisons that the swept parameter decides, wherever they are in the term; nil where it has another
  /// influence, such as on the level of a recursive function.
  ///
  /// What the term is depends on the parameter only through which of their sides is larger at each tick.
  package func sweptComparisons(_ lets: [Term?]) -> [(term: Term, left: AffineTerm, right: AffineTerm)]? {
    guard traits.contains(.swept) else { return [] }
    switch kind {
    case .binding(let id): return lets[id.index]?.sweptComparisons(lets)
    case .comparison(let left, _, let right), .crosses(_, let left, let right):
      if let first = left.affine(lets), let second = right.affine(lets) { return [(self, first, second)] }
    default: break
    }
    let operands = operands
    // A constant that is not an operand, such as the rank of a quantile, leaves its mark on the term alone.
    guard operands.contains(where: { $0.traits.contains(.swept) }), !hasOwnConstants else { return nil }
    var found: [(term: Term, left: AffineTerm, right: AffineTerm)] = []
    for operand in operands where operand.traits.contains(.swept) {
      // A number cannot be but by a truth below it.
      guard let inner = operand.sweptComparisons(lets) else { return nil }
      found += inner
    }
    return found
  }

  /// Whether constants of it may depend on the parameter without being operands.
  private var hasOwnConstants: Bool {
    switch kind {
    case .quantile, .sinceExtreme, .span: true
    default: false
    }
  }

  /// The number as an affine function of the swept parameter; nil where it is none.
  package func affine(_ lets: [Term?]) -> AffineTerm? {
    guard type == .number else { return nil }
    guard traits.contains(.swept) else { return AffineTerm(constant: self, slope: nil) }
    switch kind {
    case .number: return AffineTerm(constant: .number(0), slope: .number(1))
    case .binding(let id): return lets[id.index]?.affine(lets)
    case .negate(let operand):
      return operand.affine(lets).map {
        AffineTerm(constant: .of(.negate($0.constant)), slope: $0.slope.map { .of(.negate($0)) })
      }
    case .arithmetic(let first, let rest):
      guard var result = first.affine(lets) else { return nil }
      for (symbol, operand) in rest {
        guard let right = operand.affine(lets), let next = result.combined(symbol, right) else { return nil }
        result = next
      }
      return result
    default: return nil
    }
  }

  fileprivate static func number(_ value: Double) -> Term { of(.number(value, isRelative: false)) }

  /// A number of a kind, written nowhere.
  fileprivate static func of(_ kind: Kind) -> Term {
    var (hasClock, traits, height) = (false, Traits(), 0)
    kind.forEachOperand { operand in
      hasClock = hasClock || operand.hasClock
      traits.formUnion(operand.traits)
      height = max(height, operand.height + 1)
    }
    return Term(range: .at(0), type: .number, hasClock: hasClock, traits: traits, height: height, kind: kind)
  }
}

extension AffineTerm {
  fileprivate func combined(_ symbol: ArithmeticOperator, _ right: AffineTerm) -> AffineTerm? {
    func pair(_ left: Term, _ symbol: ArithmeticOperator, _ right: Term) -> Term {
      .of(.arithmetic(left, [(symbol, right)]))
    }
    switch symbol {
    case .add, .subtract:
      let slope: Term? =
        switch (slope, right.slope) {
        case (nil, nil): nil
        case (let own?, nil): own
        case (nil, let other?): symbol == .add ? other : .of(.negate(other))
        case (let own?, let other?): pair(own, symbol, other)
        }
      return AffineTerm(constant: pair(constant, symbol, right.constant), slope: slope)
    case .multiply:
      guard slope == nil || right.slope == nil else { return nil }
      let slope = slope.map { pair($0, .multiply, right.constant) } ?? right.slope.map { pair(constant, .multiply, $0) }
      return AffineTerm(constant: pair(constant, .multiply, right.constant), slope: slope)
    case .divide:
      guard right.slope == nil else { return nil }
      return AffineTerm(
        constant: pair(constant, .divide, right.constant), slope: slope.map { pair($0, .divide, right.constant) })
    }
  }
}
