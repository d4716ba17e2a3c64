/// The value of a parameter of a rule set.
package enum ParameterValue: Hashable, Sendable {
  case number(Double)
  /// Written with a per-cent sign; the value is the share.
  case percentage(Double)
  case span(SpanLength)

  package var type: ValueType {
    switch self {
    case .number, .percentage: .number
    case .span: .span
    }
  }
}

/// What the names of an expression may stand for.
package struct Scope: Sendable {
  /// The `let` names of the rule set.
  package var lets: [String: LetID]
  /// By `LetID.index`; nil for one that is itself at fault, of which no more is said.
  package var letTerms: [Term?]
  /// The values of those that are numbers without a clock and without a profile.
  package var letConstants: [LetID: Double] = [:]
  package var parameters: [String: ParameterValue]
  /// The parameter whose uses are marked by a trait, for whoever wants to know what its value decides.
  package var swept: String?
  /// Parameters whose values are at fault, of which no more is said.
  package var faultyParameters: Set<String>
  /// The metrics of which the profile has a baseline; nil while no profile is known.
  package var baselines: Set<String>?
  /// Whether the expression is in a rule with `each`.
  package var allowsEach: Bool
  /// Whether the expression is a `confirm.that`.
  package var allowsDetection: Bool

  package init(
    lets: [String: LetID] = [:], letTerms: [Term?] = [], parameters: [String: ParameterValue] = [:],
    baselines: Set<String>? = nil, allowsEach: Bool = false, allowsDetection: Bool = false,
    faultyParameters: Set<String> = []
  ) {
    self.lets = lets
    self.letTerms = letTerms
    self.parameters = parameters
    self.baselines = baselines
    self.allowsEach = allowsEach
    self.allowsDetection = allowsDetection
    self.faultyParameters = faultyParameters
  }

  /// The term of a `let`, seen through names of names.
  func definition(of term: Term) -> Term {
    var term = term
    while case .binding(let id) = term.kind, let next = letTerms[id.index] { term = next }
    return term
  }
}

extension Scope {
  /// The span that a term is: a literal, a parameter, or a `let` that is one.
  package func span(_ term: Term) -> SpanLength? {
    guard case .span(let span) = definition(of: term).kind else { return nil }
    return span
  }

  /// The value of a constant: a literal, a parameter, or arithmetic of them.
  package func constant(_ term: Term) -> Double? {
    if case .binding(let id) = term.kind, let known = letConstants[id] { return known }
    switch definition(of: term).kind {
    case .number(let value, _): return value
    case .negate(let operand): return constant(operand).map { -$0 }
    case .arithmetic(let first, let rest):
      guard var value = constant(first) else { return nil }
      for (arithmetic, operand) in rest {
        guard let right = constant(operand) else { return nil }
        value = arithmetic.apply(value, right)
      }
      return value
    default: return nil
    }
  }
}
