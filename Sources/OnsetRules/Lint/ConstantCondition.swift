import OnsetLanguage
import OnsetText

/// A comparison, or a condition made of some, that comes out the same at every sample.
///
/// A comparison of parameters is left alone: a profile or the command line may set them otherwise.
enum ConstantCondition {
  static func check(_ set: RuleSetView) -> [LintFinding] {
    var checker = ConstantChecker(set)
    for expression in set.lets where expression.term.type == .truth { checker.check(expression) }
    for rule in set.rules {
      for condition in rule.conditions { checker.check(condition) }
    }
    return checker.findings
  }
}

private struct ConstantChecker {
  private let set: RuleSetView
  private(set) var findings: [LintFinding] = []
  /// What the values of `let`s can be, of those that were looked at.
  private var intervals: [LetID: Interval] = [:]

  init(_ set: RuleSetView) { self.set = set }

  /// Finds the smallest parts that are constant; of a part whose parts are not, the part itself.
  mutating func check(_ expression: RuleSetView.Expression) { visit(expression.term, expression) }

  private mutating func visit(_ term: Term, _ expression: RuleSetView.Expression) {
    let before = findings.count
    term.forEachOperand { operand in
      // `otherwise(c, false)` says what unknown counts as.
      if case .otherwise = term.kind, case .truth = operand.kind { return }
      visit(operand, expression)
    }
    guard findings.count == before else { return }
    switch term.kind {
    case .truth(let value):
      findings.append(
        LintFinding(.constantComparison(isTrue: value, reason: .noMetric), at: expression.range(of: term)))
    case .comparison(let left, let comparison, let right):
      guard let (isTrue, reason) = verdict(left, comparison, right, expression) else { return }
      findings.append(
        LintFinding(.constantComparison(isTrue: isTrue, reason: reason), at: expression.range(of: term)))
    case .logical(let symbol, let operands):
      guard leavesNothing(symbol, operands, expression) else { return }
      findings.append(LintFinding(.constantCondition(isTrue: symbol == .or), at: expression.range(of: term)))
    default: break
    }
  }

  // MARK: One comparison

  private mutating func verdict(
    _ left: Term, _ comparison: ComparisonOperator, _ right: Term, _ expression: RuleSetView.Expression
  ) -> (isTrue: Bool, reason: LintFault.ConstantReason)? {
    if isSame(left, right, expression), left.hasClock {
      return ([.lessOrEqual, .greaterOrEqual, .equal].contains(comparison), .sameSides)
    }
    if let found = extremeVerdict(left, comparison, right, expression)
      ?? extremeVerdict(right, comparison.mirrored, left, expression)
    {
      return found
    }
    let (first, second) = (interval(of: left), interval(of: right))
    guard let isTrue = first.compares(comparison, second) else { return nil }
    if !left.hasClock, !right.hasClock {
      return namesSomething(left, expression) || namesSomething(right, expression) ? nil : (isTrue, .noMetric)
    }
    let isLeft = first.lower != -.infinity || first.upper != .infinity
    let known = left.hasClock && isLeft || !right.hasClock ? first : second
    return (
      isTrue,
      .range(
        lower: known.lower == -.infinity ? nil : known.lower, upper: known.upper == .infinity ? nil : known.upper,
        isLeft: left.hasClock && isLeft || !right.hasClock)
    )
  }

  /// `e < lowest(e)` and its like: the extreme has seen the sample that it is compared with.
  private func extremeVerdict(
    _ value: Term, _ comparison: ComparisonOperator, _ extreme: Term, _ expression: RuleSetView.Expression
  ) -> (isTrue: Bool, reason: LintFault.ConstantReason)? {
    let isLowest: Bool
    let operand: Term
    switch set.definition(of: extreme).kind {
    case .extreme(let which, let inner): (isLowest, operand) = (which == .lowest, inner)
    case .window(.min, let inner, _): (isLowest, operand) = (true, inner)
    case .window(.max, let inner, _): (isLowest, operand) = (false, inner)
    default: return nil
    }
    // What a `let` is made of is written elsewhere, and only names can be compared with it.
    let isWrittenHere = if case .binding = extreme.kind { false } else { true }
    guard isSame(value, operand, expression, comparesText: isWrittenHere) else { return nil }
    let reason = LintFault.ConstantReason.ownExtreme(expression.text(of: extreme))
    switch (comparison, isLowest) {
    case (.less, true), (.greater, false): return (false, reason)
    case (.greaterOrEqual, true), (.lessOrEqual, false): return (true, reason)
    default: return nil
    }
  }

  /// Whether two terms are one expression: the same name, or the same text.
  private func isSame(
    _ left: Term, _ right: Term, _ expression: RuleSetView.Expression, comparesText: Bool = true
  ) -> Bool {
    switch (set.definition(of: left).kind, set.definition(of: right).kind) {
    case (.metric(let first), .metric(let second)): return set.canonical(first) == set.canonical(second)
    default: break
    }
    if case .binding(let first) = left.kind, case .binding(let second) = right.kind { return first == second }
    return comparesText && left.range.count == right.range.count
      && expression.text(of: left) == expression.text(of: right)
  }

  private func namesSomething(_ term: Term, _ expression: RuleSetView.Expression) -> Bool {
    expression.text(of: term).unicodeScalars.contains { $0.properties.isAlphabetic }
  }

  // MARK: Several comparisons

  /// Whether two comparisons of one value with constants exclude each other (`and`), or hold together for every value
  /// (`or`).
  private func leavesNothing(
    _ symbol: LogicalOperator, _ operands: [Term], _ expression: RuleSetView.Expression
  ) -> Bool {
    // The strictest bounds of each value for `and`, the loosest for `or`: if those leave nothing, some do.
    var lowers: [String: Bound] = [:]
    var uppers: [String: Bound] = [:]
    for bound in operands.compactMap({ bound(of: $0, expression) }) {
      if bound.isLower {
        let known = lowers[bound.value]
        let isStricter = known.map { ($0.limit, $0.isStrict ? 1 : 0) < (bound.limit, bound.isStrict ? 1 : 0) } ?? true
        if known == nil || isStricter == (symbol == .and) { lowers[bound.value] = bound }
      } else {
        let known = uppers[bound.value]
        let isStricter = known.map { (bound.limit, $0.isStrict ? 1 : 0) < ($0.limit, bound.isStrict ? 1 : 0) } ?? true
        if known == nil || isStricter == (symbol == .and) { uppers[bound.value] = bound }
      }
    }
    return lowers.contains { value, lower in
      guard let upper = uppers[value] else { return false }
      return switch symbol {
      case .and: lower.limit > upper.limit || lower.limit == upper.limit && (lower.isStrict || upper.isStrict)
      case .or: lower.limit < upper.limit || lower.limit == upper.limit && !(lower.isStrict && upper.isStrict)
      }
    }
  }

  private struct Bound {
    var value: String
    /// Whether the value has to be above the limit.
    var isLower: Bool
    var limit: Double
    var isStrict: Bool
  }

  private func bound(of term: Term, _ expression: RuleSetView.Expression) -> Bound? {
    guard case .comparison(let left, let comparison, let right) = term.kind else { return nil }
    func bound(_ value: Term, _ comparison: ComparisonOperator, _ limit: Double) -> Bound? {
      let text = expression.text(of: value)
      return switch comparison {
      case .less: Bound(value: text, isLower: false, limit: limit, isStrict: true)
      case .lessOrEqual: Bound(value: text, isLower: false, limit: limit, isStrict: false)
      case .greater: Bound(value: text, isLower: true, limit: limit, isStrict: true)
      case .greaterOrEqual: Bound(value: text, isLower: true, limit: limit, isStrict: false)
      case .equal, .notEqual: nil
      }
    }
    if left.hasClock, let limit = set.constant(right) { return bound(left, comparison, limit) }
    if right.hasClock, let limit = set.constant(left) { return bound(right, comparison.mirrored, limit) }
    return nil
  }

  // MARK: What a value can be

  private mutating func interval(of term: Term) -> Interval {
    if let value = set.constant(term) { return value.isNaN ? .all : Interval(value, value) }
    switch term.kind {
    case .binding(let id):
      if let known = intervals[id] { return known }
      let found = set.checked.letTerms[id.index].map { interval(of: $0) } ?? .all
      intervals[id] = found
      return found
    case .negate(let operand): return interval(of: operand).negated
    case .arithmetic(let first, let rest):
      return rest.reduce(interval(of: first)) { $0.combined($1.symbol, interval(of: $1.operand)) }
    case .window(let function, let operand, let span):
      switch function {
      case .std, .mad: return Interval(0, .infinity)
      case .count: return Interval(0, span.unit == .samples ? span.count : .infinity)
      case .mean, .median, .min, .max: return interval(of: operand)
      case .slope: return .all
      }
    case .fraction: return Interval(0, 1)
    case .cusum, .baseline(_, .std): return Interval(0, .infinity)
    case .quantile(let operand, _, _), .previous(let operand), .lag(let operand, _), .ewma(let operand, _),
      .extreme(_, let operand), .at(let operand, _), .detection(let operand), .entry(let operand):
      return interval(of: operand)
    case .math(let function, let operand):
      switch function {
      case .abs: return interval(of: operand).magnitude
      case .exp, .sqrt: return Interval(0, .infinity)
      case .log, .log10: return .all
      }
    case .otherwise(let first, let second): return interval(of: first).union(interval(of: second))
    case .extremum(let extreme, let operands):
      let parts = operands.map { interval(of: $0) }
      return parts.dropFirst().reduce(parts[0]) { extreme == .lowest ? $0.least($1) : $0.greatest($1) }
    default: return .all
    }
  }
}

/// The numbers that a value can be, NaN apart.
private struct Interval {
  var lower: Double
  var upper: Double

  static let all = Interval(-.infinity, .infinity)

  init(_ lower: Double, _ upper: Double) {
    self.lower = lower
    self.upper = upper
  }

  var negated: Interval { Interval(-upper, -lower) }

  var magnitude: Interval {
    lower >= 0 ? self : upper <= 0 ? negated : Interval(0, max(-lower, upper))
  }

  func union(_ other: Interval) -> Interval { Interval(min(lower, other.lower), max(upper, other.upper)) }
  func least(_ other: Interval) -> Interval { Interval(min(lower, other.lower), min(upper, other.upper)) }
  func greatest(_ other: Interval) -> Interval { Interval(max(lower, other.lower), max(upper, other.upper)) }

  func combined(_ symbol: ArithmeticOperator, _ other: Interval) -> Interval {
    let (a, b) = (symbol.apply(lower, other.lower), symbol.apply(lower, other.upper))
    let (c, d) = (symbol.apply(upper, other.lower), symbol.apply(upper, other.upper))
    // What is no number at an end could be anything between, and a divisor around zero reaches everything.
    if a.isNaN || b.isNaN || c.isNaN || d.isNaN { return .all }
    if symbol == .divide, other.lower <= 0, other.upper >= 0 { return .all }
    return Interval(min(a, b, c, d), max(a, b, c, d))
  }

  /// How a comparison comes out for all the numbers; nil where it depends on them.
  func compares(_ comparison: ComparisonOperator, _ other: Interval) -> Bool? {
    switch comparison {
    case .less: upper < other.lower ? true : lower >= other.upper ? false : nil
    case .lessOrEqual: upper <= other.lower ? true : lower > other.upper ? false : nil
    case .greater: lower > other.upper ? true : upper <= other.lower ? false : nil
    case .greaterOrEqual: lower >= other.upper ? true : upper < other.lower ? false : nil
    case .equal: upper < other.lower || lower > other.upper ? false : nil
    case .notEqual: upper < other.lower || lower > other.upper ? true : nil
    }
  }
}
