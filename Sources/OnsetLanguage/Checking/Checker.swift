import OnsetText

/// Gives an expression its meaning: resolves names, and checks types, units, clocks and contexts.
///
/// Every fault is collected. A part that is at fault has no term, and nothing more is said of what contains it.
package struct Checker {
  let scope: Scope
  /// Everything found so far, warnings included.
  package internal(set) var faults: [LanguageFault] = []
  /// Whether what is being checked is inside a window or a recursive function.
  var insideMemory = false
  /// Whether what is being checked is inside `at_detection`, and whether inside `at_entry`.
  var insideDetection = false
  var insideEntry = false

  package init(scope: Scope) {
    self.scope = scope
  }

  /// An expression of any type.
  package mutating func expression(_ syntax: Syntax) -> Term? {
    term(syntax)
  }

  /// An expression that must be a truth with a clock.
  package mutating func condition(_ syntax: Syntax) -> Term? {
    guard let term = term(syntax) else { return nil }
    guard term.type == .truth else { return fail(.notACondition(term.type), syntax.range) }
    guard term.hasClock else { return fail(.noClock(isCondition: true), syntax.range) }
    return term
  }

  /// An expression that must be a number or a truth, with a clock or without.
  package mutating func stream(_ syntax: Syntax) -> Term? {
    guard let term = term(syntax) else { return nil }
    guard term.type == .number || term.type == .truth else { return fail(.notAStream(term.type), syntax.range) }
    return term
  }

  mutating func fail(_ kind: LanguageFault.Kind, _ range: ByteRange) -> Term? {
    faults.append(LanguageFault(kind, at: range))
    return nil
  }

  /// A term with the clock and the traits of what is directly below it, and with more where that is said.
  func make(
    _ kind: Term.Kind, _ type: ValueType, at range: ByteRange, hasClock: Bool = false, traits: Term.Traits = []
  ) -> Term {
    var (hasClock, traits, height) = (hasClock, traits, 0)
    kind.forEachOperand { operand in
      hasClock = hasClock || operand.hasClock
      traits.formUnion(operand.traits)
      height = max(height, operand.height + 1)
    }
    return Term(range: range, type: type, hasClock: hasClock, traits: traits, height: height, kind: kind)
  }

  static func height(over operands: [Term]) -> Int { operands.reduce(0) { max($0, $1.height + 1) } }

  // MARK: Every form of syntax

  mutating func term(_ syntax: Syntax) -> Term? {
    let range = syntax.range
    switch syntax.kind {
    case .number(let value, _):
      return make(.number(value, isRelative: false), .number, at: range)
    case .percentage(let value):
      return make(.number(value, isRelative: true), .number, at: range)
    case .truth(let value):
      return make(.truth(value), .truth, at: range)
    case .span(let count, let unit):
      return span(count, unit, at: range)
    case .name(let name, let isQuoted):
      return self.name(name, isQuoted: isQuoted, at: range)
    case .call(let name, let arguments):
      return call(name, arguments, at: range)
    case .group(let inner):
      return term(inner).map {
        Term(range: range, type: $0.type, hasClock: $0.hasClock, traits: $0.traits, height: $0.height, kind: $0.kind)
      }
    case .negate(let operand):
      return negation(operand, at: range)
    case .not(let operand):
      guard let operand = self.operand(operand, of: "not", expected: .truth) else { return nil }
      return make(.not(operand), .truth, at: range)
    case .logical(let logical, let operands):
      let terms = operands.map { self.operand($0, of: logical.rawValue, expected: .truth) }
      let known = terms.compactMap(\.self)
      guard known.count == terms.count else { return nil }
      return make(.logical(logical, known), .truth, at: range)
    case .arithmetic(let first, let rest):
      return arithmetic(first, rest, at: range)
    case .comparison(let left, let comparison, let right):
      return self.comparison(left, comparison, right, at: range)
    }
  }

  /// A span, of which the count must be positive and, except of epochs, whole.
  private mutating func span(_ count: Double, _ unit: TimeUnit, at range: ByteRange) -> Term? {
    switch SpanLength.validated(count, unit) {
    case .success(let span):
      return make(.span(span), .span, at: range, traits: unit == .epochs ? .epochs : [])
    case .failure(let reason):
      return fail(reason.fault, range)
    }
  }

  private mutating func negation(_ operand: Syntax, at range: ByteRange) -> Term? {
    if case .span = operand.kind { return fail(.spanNotPositive, range) }
    guard let operand = self.operand(operand, of: "-", expected: .number) else { return nil }
    if case .number(let value, let isRelative) = operand.kind {
      // A parameter that is swept stays what is negated: its uses are looked for.
      if !operand.traits.contains(.swept) { return make(.number(-value, isRelative: isRelative), .number, at: range) }
    }
    return make(.negate(operand), .number, at: range)
  }

  private mutating func operand(_ syntax: Syntax, of name: String, expected: ValueType) -> Term? {
    guard let term = term(syntax) else { return nil }
    guard term.type == expected else {
      return fail(.wrongOperand(name: name, expected: expected, found: term.type), syntax.range)
    }
    return term
  }

  private mutating func arithmetic(
    _ first: Syntax, _ rest: [(symbol: ArithmeticOperator, operand: Syntax)], at range: ByteRange
  ) -> Term? {
    let firstTerm = operand(first, of: rest[0].symbol.rawValue, expected: .number)
    var terms: [(symbol: ArithmeticOperator, operand: Term)] = []
    for (arithmetic, syntax) in rest {
      if let term = operand(syntax, of: arithmetic.rawValue, expected: .number) { terms.append((arithmetic, term)) }
    }
    guard let firstTerm, terms.count == rest.count else { return nil }
    return make(.arithmetic(firstTerm, terms), .number, at: range)
  }

  // MARK: Comparisons

  private mutating func comparison(
    _ leftSyntax: Syntax, _ comparison: ComparisonOperator, _ rightSyntax: Syntax, at range: ByteRange
  ) -> Term? {
    let left = term(leftSyntax)
    let right = term(rightSyntax)
    guard let left, let right else { return nil }
    switch (left.type, right.type) {
    case (.number, .number):
      if comparison == .equal || comparison == .notEqual,
        !leftSyntax.isIntegerLiteral, !rightSyntax.isIntegerLiteral
      {
        let asked = leftSyntax.isNameOfNaN ? rightSyntax : rightSyntax.isNameOfNaN ? leftSyntax : nil
        let kind = LanguageFault.Kind.equalityOfNumbers(notANumber: asked.map { $0.spelledName ?? "loss" })
        faults.append(LanguageFault(kind, at: range))
      }
      return make(.comparison(left, comparison, right), .truth, at: range)
    case (.elapsed, .span):
      return elapsedComparison(left, comparison, right, at: range)
    case (.span, .elapsed):
      return elapsedComparison(right, comparison.mirrored, left, at: range)
    case (.truth, _):
      return fail(.wrongOperand(name: comparison.rawValue, expected: .number, found: .truth), left.range)
    case (_, .truth):
      return fail(.wrongOperand(name: comparison.rawValue, expected: .number, found: .truth), right.range)
    case (.elapsed, let found): return fail(.elapsedNeedsSpan(found: found), right.range)
    case (let found, .elapsed): return fail(.elapsedNeedsSpan(found: found), left.range)
    case (.span, let found): return fail(.spanNeedsElapsed(found: found), left.range)
    case (let found, .span): return fail(.spanNeedsElapsed(found: found), right.range)
    }
  }

  private mutating func elapsedComparison(
    _ elapsed: Term, _ comparison: ComparisonOperator, _ spanTerm: Term, at range: ByteRange
  ) -> Term? {
    guard comparison != .equal, comparison != .notEqual else { return fail(.elapsedEquality, elapsed.range) }
    guard case .span(let span) = scope.definition(of: spanTerm).kind else { return nil }
    if span.unit == .samples {
      switch scope.definition(of: elapsed).kind {
      case .age: return fail(.spanInSamples(of: "age"), spanTerm.range)
      case .sinceEntered: return fail(.spanInSamples(of: "since_entered"), spanTerm.range)
      default: break
      }
    }
    return make(.elapsedComparison(elapsed, comparison, span), .truth, at: range, traits: spanTerm.traits)
  }
}

extension Syntax {
  /// Whether it is the name that other languages give to "no number".
  fileprivate var isNameOfNaN: Bool {
    spelledName.map { ["nan", "null", "none", "nil"].contains($0.lowercased()) } ?? false
  }

  /// A name that stands alone, without backquotes.
  fileprivate var spelledName: String? { if case .name(let name, isQuoted: false) = kind { name } else { nil } }

  /// Whether it is a whole number as written, a sign and parentheses apart.
  fileprivate var isIntegerLiteral: Bool {
    switch kind {
    case .number(_, let isInteger): isInteger
    case .negate(let inner), .group(let inner): inner.isIntegerLiteral
    default: false
    }
  }
}

extension SpanLength {
  /// Why a number and a unit are no span.
  package enum Invalidity: Error {
    case notPositive, notWhole(TimeUnit), tooLong

    package var fault: LanguageFault.Kind {
      switch self {
      case .notPositive: .spanNotPositive
      case .notWhole(let unit): .spanNotWhole(unit)
      case .tooLong: .spanTooLong
      }
    }
  }

  /// A span of `count` units, where there is such a one. `allowsZero` is for `after: 0 steps`.
  package static func validated(
    _ count: Double, _ unit: TimeUnit, allowsZero: Bool = false
  ) -> Result<SpanLength, Invalidity> {
    guard count > 0 || allowsZero && count == 0 else { return .failure(.notPositive) }
    guard unit == .epochs || count == count.rounded() else { return .failure(.notWhole(unit)) }
    guard unit == .epochs || count <= largestWholeCount else { return .failure(.tooLong) }
    return .success(SpanLength(count, unit))
  }
}
