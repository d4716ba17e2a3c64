package import OnsetText

/// An expression whose names, types, units and clocks have been checked.
package struct Term: Sendable {
  /// Offsets in the text of the expression, or of the `let`, that the term is written in.
  package let range: ByteRange
  package let type: ValueType
  /// Whether a metric, or something at a metric's samples, is in it.
  package let hasClock: Bool
  package let traits: Traits
  /// How many terms lie below this one along the deepest way, those of `let`s included.
  let height: Int
  package let kind: Kind

  /// The most that `height` of a `let` may be where it is used: what walks through terms is recursive.
  static let maximumHeight = 1000

  /// What a term depends on beyond the samples of metrics.
  package struct Traits: OptionSet, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }
    /// `at_detection`, outside another capture.
    package static let detection = Traits(rawValue: 1)
    /// `at_entry`, outside another capture.
    package static let entry = Traits(rawValue: 2)
    /// The name `each`.
    package static let each = Traits(rawValue: 4)
    /// A span in epochs, or the name `epoch`.
    package static let epochs = Traits(rawValue: 8)
    /// The parameter that `Scope.swept` names.
    package static let swept = Traits(rawValue: 16)
  }

  package indirect enum Kind: Sendable {
    /// A literal or a parameter; relative where it was written as a percentage.
    case number(Double, isRelative: Bool)
    case truth(Bool)
    case span(SpanLength)
    case metric(MetricName)
    case binding(LetID)
    case step
    case epoch
    case sinceEntered
    case negate(Term)
    case not(Term)
    case arithmetic(Term, [(symbol: ArithmeticOperator, operand: Term)])
    case logical(LogicalOperator, [Term])
    case comparison(Term, ComparisonOperator, Term)
    case elapsedComparison(Term, ComparisonOperator, SpanLength)
    case window(WindowFunction, Term, SpanLength)
    case quantile(Term, rank: Double, SpanLength)
    case fraction(Term, SpanLength)
    case previous(Term)
    case lag(Term, SpanLength)
    case change(Term, SpanLength, isRelative: Bool)
    case ewma(Term, SpanLength)
    case cusum(Direction, Term, level: Term)
    case extreme(Extreme, Term)
    case sinceExtreme(Extreme, Term, Improvement)
    case since(Term)
    case age(MetricName)
    case at(Term, MetricName)
    case detection(Term)
    case entry(Term)
    case otherwise(Term, Term)
    case baseline(MetricName, BaselineMoment)
    case math(MathFunction, Term)
    case extremum(Extreme, [Term])
    case isNaN(MetricName)
    case isFinite(MetricName)
    case crosses(Direction, Term, Term)
  }
}

/// A metric as an expression names it.
package enum MetricName: Hashable, Sendable {
  case named(String)
  /// The metric of the instance of a rule with `each`.
  case each
}

/// Which `let` of a rule set, in the order of the file.
package struct LetID: Hashable, Sendable {
  package let index: Int
  package init(_ index: Int) { self.index = index }
}

/// By how much a sample must beat the best so far to be the new best.
package struct Improvement: Hashable, Sendable {
  /// Not negative.
  package let amount: Double
  /// Whether `amount` is a share of the best's magnitude.
  package let isRelative: Bool

  /// Any improvement at all.
  package static let any = Improvement(amount: 0, isRelative: false)

  package init(amount: Double, isRelative: Bool) {
    self.amount = amount
    self.isRelative = isRelative
  }
}

extension Term.Kind {
  /// Calls `body` with the terms directly below one of this kind.
  package func forEachOperand(_ body: (Term) -> Void) {
    switch self {
    case .number, .truth, .span, .metric, .binding, .step, .epoch, .sinceEntered, .age, .baseline, .isNaN,
      .isFinite:
      break
    case .negate(let operand), .not(let operand), .elapsedComparison(let operand, _, _),
      .window(_, let operand, _), .quantile(let operand, _, _), .fraction(let operand, _), .previous(let operand),
      .lag(let operand, _), .change(let operand, _, _), .ewma(let operand, _), .extreme(_, let operand),
      .sinceExtreme(_, let operand, _), .since(let operand), .at(let operand, _), .detection(let operand),
      .entry(let operand), .math(_, let operand):
      body(operand)
    case .comparison(let left, _, let right), .cusum(_, let left, let right), .otherwise(let left, let right),
      .crosses(_, let left, let right):
      body(left)
      body(right)
    case .arithmetic(let first, let rest):
      body(first)
      for (_, operand) in rest { body(operand) }
    case .logical(_, let operands), .extremum(_, let operands):
      for operand in operands { body(operand) }
    }
  }
}

extension Term {
  /// Calls `body` with the terms directly below this one, without an array of them.
  package func forEachOperand(_ body: (Term) -> Void) { kind.forEachOperand(body) }

  /// The terms directly below this one.
  package var operands: [Term] {
    var operands: [Term] = []
    forEachOperand { operands.append($0) }
    return operands
  }

  /// The metric that the term itself names, its operands apart.
  package var ownMetric: MetricName? {
    switch kind {
    case .metric(let name), .age(let name), .at(_, let name), .baseline(let name, _), .isNaN(let name),
      .isFinite(let name):
      name
    default: nil
    }
  }
}
