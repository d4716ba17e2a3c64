package import OnsetLanguage

/// A rule of a program, or an instance of one with `each`, with where the values of the parts of its conditions are.
package struct TracedRule: Sendable {
  /// Its position in the program.
  package var index: Int
  package var name: String
  package var metric: String?
  package var when: TracedPart
  package var that: TracedPart?
  package var clear: TracedPart?
}

/// A part of a condition, with where its value is while a run is followed.
package struct TracedPart: Sendable {
  /// As it is written, on one line.
  package var text: String
  package var isLet: Bool
  package var value: PlanBuilder.TracedValue
  /// Whether it has a value only while its rule confirms.
  package var isOfDetection: Bool
  package var role: Role
  /// The metric in whose unit its values are, by the name that an expression gives it; nil of anything else.
  package var subject: MetricName?
  /// The sides of a comparison or of a crossing, in the order of the text.
  package var sides: [TracedSide] = []
  /// The parts below it; behind the name of a `let` its expression.
  package var parts: [TracedPart]

  /// What it is to the condition that it is in.
  package enum Role: Sendable {
    /// What is computed with.
    case value
    /// The name of a `let`, a `not`, an `at`: the condition behind it is what is needed.
    case passing
    /// Several conditions: all of them are needed, or any.
    case joined(all: Bool)
    /// Something that is asked, and the answer that is needed: under a `not` it is no.
    case asked(Question, needed: Bool)
  }

  package enum Question: Sendable {
    /// - Parameter limitIsLeft: Which of the sides is the one that is written down, or else moves less.
    case comparison(NumberOperand, ComparisonOperator, NumberOperand, limitIsLeft: Bool)
    case elapsed(NumberOperand, ComparisonOperator, SpanLength)
    case crossing(Direction, NumberOperand, NumberOperand, limitIsLeft: Bool)
    /// What has no distance, such as whether a metric is a number.
    case fact
  }
}

/// A side of a comparison: what is looked at, or the limit that it is held against.
package struct TracedSide: Sendable {
  /// As it is written, on one line; behind the name of a `let` the expression that it stands for too.
  package var text: String
  package var definition: String?
  package var value: NumberOperand
  /// Whether it changes with the run; what does not is a limit that stays where it is.
  package var hasClock: Bool
  package var subject: MetricName?
  /// The metrics that it reads, by the names that an expression gives them.
  package var metrics: [MetricName]
}

/// Finds the parts of conditions, and their registers in a plan that is being made.
struct ConditionTracer {
  let view: RuleSetView

  /// - Parameter index: The position of the rule in the program; the builder has begun with it.
  func trace(
    _ rule: RuleSetView.Rule, at index: Int, each: String?, _ builder: inout PlanBuilder
  ) -> TracedRule? {
    guard let when = part(rule.when.term, of: rule.when, in: nil, needed: true, &builder) else { return nil }
    let that = rule.that.flatMap { part($0.term, of: $0, in: nil, needed: true, &builder) }
    let clear = rule.clear.flatMap { part($0.term, of: $0, in: nil, needed: true, &builder) }
    return TracedRule(
      index: index, name: rule.checked.name, metric: each, when: when, that: that, clear: clear)
  }

  /// - Parameters:
  ///   - outer: The clock of what the part is in.
  ///   - unit: What it is compared in, of an elapsed time.
  ///   - needed: The truth that the condition needs of the part; nil where it needs no particular one.
  private func part(
    _ term: Term, of expression: RuleSetView.Expression, in outer: ClockID?, unit: TimeUnit? = nil, needed: Bool?,
    _ builder: inout PlanBuilder
  ) -> TracedPart? {
    guard let value = builder.trace(term, in: outer, unit: unit) else { return nil }
    var role = TracedPart.Role.value
    var parts: [TracedPart] = []
    var isLet = false
    func add(
      _ operand: Term, of expression: RuleSetView.Expression, unit: TimeUnit? = nil, needed: Bool?,
      _ builder: inout PlanBuilder
    ) {
      guard operand.isWorthALine || needed != nil else { return }
      if let part = part(operand, of: expression, in: value.clock, unit: unit, needed: needed, &builder) {
        parts.append(part)
      }
    }
    switch term.kind {
    case .binding(let id):
      guard let definition = view.binding(id) else { break }
      isLet = true
      if needed != nil { role = .passing }
      add(definition.term, of: definition, unit: unit, needed: needed, &builder)
    case .not(let operand):
      if needed != nil { role = .passing }
      add(operand, of: expression, needed: needed.map { !$0 }, &builder)
    case .logical(let logical, let operands):
      if let needed { role = .joined(all: (logical == .and) == needed) }
      for operand in operands { add(operand, of: expression, needed: needed, &builder) }
    case .elapsedComparison(let elapsed, let comparison, let span):
      if let needed, case .elapsed(let operand, _)? = builder.trace(elapsed, in: value.clock, unit: span.unit)?.value {
        role = .asked(.elapsed(operand, comparison, span), needed: needed)
      }
      add(elapsed, of: expression, unit: span.unit, needed: nil, &builder)
    case .at(let operand, _) where needed != nil:
      role = .passing
      add(operand, of: expression, needed: needed, &builder)
    case .detection, .entry: break  // What is below it is not what it was then.
    default:
      if let needed, let question = question(term, value.clock, &builder) {
        role = .asked(question, needed: needed)
      }
      for operand in term.operands { add(operand, of: expression, needed: nil, &builder) }
    }
    return TracedPart(
      text: expression.line(of: term), isLet: isLet, value: value, isOfDetection: term.traits.contains(.detection),
      role: role, subject: TermSubject(letTerms: view.checked.letTerms).subject(of: term),
      sides: sides(of: term, in: expression, value.clock, &builder),
      parts: parts)
  }

  private func sides(
    of term: Term, in expression: RuleSetView.Expression, _ clock: ClockID, _ builder: inout PlanBuilder
  ) -> [TracedSide] {
    let terms: [Term]
    switch term.kind {
    case .comparison(let left, _, let right), .crosses(_, let left, let right): terms = [left, right]
    default: return []
    }
    return terms.compactMap { side in
      guard case .number(let operand)? = builder.trace(side, in: clock, unit: nil)?.value else { return nil }
      var definition: String?
      if case .binding(let id) = side.kind, let behind = view.binding(id) { definition = behind.line(of: behind.term) }
      return TracedSide(
        text: expression.line(of: side), definition: definition, value: operand, hasClock: side.hasClock,
        subject: TermSubject(letTerms: view.checked.letTerms).subject(of: side), metrics: view.metrics(read: side))
    }
  }

  private func question(
    _ term: Term, _ clock: ClockID, _ builder: inout PlanBuilder
  ) -> TracedPart.Question? {
    func number(_ term: Term, _ builder: inout PlanBuilder) -> NumberOperand? {
      guard case .number(let operand)? = builder.trace(term, in: clock, unit: nil)?.value else { return nil }
      return operand
    }
    switch term.kind {
    case .comparison(let left, let comparison, let right):
      guard let first = number(left, &builder), let second = number(right, &builder) else { return nil }
      return .comparison(first, comparison, second, limitIsLeft: !left.hasClock && right.hasClock)
    case .crosses(let direction, let left, let right):
      guard let first = number(left, &builder), let second = number(right, &builder) else { return nil }
      return .crossing(direction, first, second, limitIsLeft: !left.hasClock && right.hasClock)
    default: return .fact
    }
  }
}

extension RuleSetView.Expression {
  /// A part as it is written, on one line.
  fileprivate func line(of part: Term) -> String {
    text(of: part).split { $0 == " " || $0.isNewline || $0 == "\t" }.joined(separator: " ")
  }
}

extension Term {
  /// Whether its value can be of interest: one that is written down is not, and neither is a span.
  fileprivate var isWorthALine: Bool {
    if hasClock { return true }
    switch kind {
    case .number, .truth, .span: return false
    case .binding, .baseline, .detection, .entry, .step, .epoch, .sinceEntered: return true
    default: return operands.contains(where: \.isWorthALine)
    }
  }
}
