package import OnsetLanguage

/// Finds the metric in whose unit an expression is, so that it can be drawn on that metric's scale.
package struct TermSubject {
  private let letTerms: [Term?]

  /// - Parameter letTerms: The `let`s of the rule set, by `LetID.index`.
  package init(letTerms: [Term?]) { self.letTerms = letTerms }

  /// The metric in whose unit the values of a number are: a mean of it, its lowest so far, a multiple of it. Nil where
  /// the unit is another one, as of a ratio, a slope, a difference of two values, and where there is none.
  package func subject(of term: Term) -> MetricName? {
    switch term.kind {
    case .metric(let name), .baseline(let name, .mean): return name
    case .binding(let id): return letTerms[id.index].flatMap { subject(of: $0) }
    case .window(let function, let operand, _):
      switch function {
      case .mean, .median, .min, .max: return subject(of: operand)
      case .std, .mad, .count, .slope: return nil
      }
    case .quantile(let operand, _, _), .previous(let operand), .lag(let operand, _), .ewma(let operand, _),
      .extreme(_, let operand), .at(let operand, _), .detection(let operand), .entry(let operand):
      return subject(of: operand)
    case .otherwise(let first, let second):
      return subject(of: first) ?? (first.hasClock ? nil : subject(of: second))
    case .extremum(_, let operands):
      let subjects = operands.filter(\.hasClock).map { subject(of: $0) }
      return subjects.count == 1 ? subjects[0] : nil
    case .arithmetic(let first, let rest): return subject(of: first, rest)
    default: return nil
    }
  }

  private func subject(
    of first: Term, _ rest: [(symbol: ArithmeticOperator, operand: Term)]
  ) -> MetricName? {
    var found = subject(of: first)
    // Whether what has been read so far is a number without a unit, and whether it changes with the run.
    var isPlain = isPlainNumber(first)
    var hasClock = first.hasClock
    for (symbol, operand) in rest {
      let other = subject(of: operand)
      switch symbol {
      case .multiply:
        if isPlain, other != nil { found = other } else if !isPlainNumber(operand) { return nil }
      case .divide: if !isPlainNumber(operand) { return nil }
      case .add, .subtract:
        // The difference of two samples has a zero of its own.
        if hasClock, operand.hasClock { return nil }
        found = found ?? other
      }
      isPlain = isPlain && isPlainNumber(operand)
      hasClock = hasClock || operand.hasClock
    }
    return found
  }

  /// Whether it is made of literals and parameters alone.
  private func isPlainNumber(_ term: Term) -> Bool {
    switch term.kind {
    case .metric, .baseline, .at, .age, .step, .epoch, .sinceEntered: return false
    case .binding(let id): return letTerms[id.index].map { isPlainNumber($0) } ?? false
    default:
      var isPlain = true
      term.forEachOperand { isPlain = isPlain && isPlainNumber($0) }
      return isPlain
    }
  }
}
