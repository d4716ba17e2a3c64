package import OnsetLanguage

/// Which expressions have the unit of one metric, so that they can be drawn on its scale.
extension RuleSetView {
  /// The metric in whose unit the values of a number are: a mean of it, its lowest so far, a multiple of it. Nil where
  /// the unit is another one, as of a ratio, a slope, a difference of two values, and where there is none.
  package func subject(of term: Term) -> MetricName? {
    switch term.kind {
    case .metric(let name), .baseline(let name, .mean): return name
    case .binding: return bindingSubject(term)
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

  private func bindingSubject(_ term: Term) -> MetricName? {
    let behind = definition(of: term)
    if case .binding = behind.kind { return nil }
    return subject(of: behind)
  }

  private func subject(
    of first: Term, _ rest: [(symbol: ArithmeticOperator, operand: Term)]
  ) -> MetricName? {
    var found = subject(of: first)
    // Whether what has been read so far is a number without a unit.
    var isPlain = isPlainNumber(first)
    for (symbol, operand) in rest {
      let other = subject(of: operand)
      switch symbol {
      case .multiply:
        if isPlain, other != nil { found = other } else if !isPlainNumber(operand) { return nil }
      case .divide: if !isPlainNumber(operand) { return nil }
      case .add, .subtract:
        // Two samples of one metric have its unit when they are added, and a zero of their own when subtracted.
        if first.hasClock, operand.hasClock { return nil }
        found = found ?? other
      }
      isPlain = isPlain && isPlainNumber(operand)
    }
    return found
  }

  /// Whether it is made of literals and parameters alone.
  private func isPlainNumber(_ term: Term) -> Bool {
    !contains(term) { part in
      switch part.kind {
      case .metric, .baseline, .at, .age, .step, .epoch: true
      default: false
      }
    }
  }
}
