import OnsetLanguage
import OnsetText

/// A signal that decays over decades, compared on its raw scale with a number, or with its sigma.
///
/// What scales with the signal on both sides is no fixed threshold, and neither is zero: `grad_norm > 10 *
/// median(grad_norm, 100 samples)` and `slope(grad_norm, 50 samples) > 0` are fine.
enum RawThreshold {
  static func check(_ set: RuleSetView) -> [LintFinding] {
    var findings: [LintFinding] = []
    for rule in set.rules {
      let checker = Scale(set: set, each: rule.checked.each)
      for condition in rule.conditions {
        set.forEachTerm(of: condition) { term, expression in
          let sides: (Term, Term)
          switch term.kind {
          case .comparison(let left, _, let right), .crosses(_, let left, let right): sides = (left, right)
          default: return
          }
          if let fault = checker.fault(sides.0, sides.1) ?? checker.fault(sides.1, sides.0) {
            findings.append(LintFinding(fault, at: expression.range(of: term)))
          }
        }
      }
    }
    return findings
  }

  /// How expressions scale with the one decaying signal in them.
  private struct Scale {
    let set: RuleSetView
    let each: Glob?

    func fault(_ side: Term, _ other: Term) -> LintFault? {
      guard let degree = degree(of: side), let signal = degree.signal, degree.power != 0 else { return nil }
      if let value = set.constant(other) { return value == 0 ? nil : .absoluteThreshold(signal: signal) }
      let usesSigma = set.contains(other) { part in
        guard case .baseline(let name, .std) = part.kind else { return false }
        return decaying(name) == signal
      }
      return usesSigma ? .deviationOfDecaying(signal: signal) : nil
    }

    /// The power with which a decaying signal is in a value; nil where another metric is in it too, or where it is in
    /// some terms of a sum and not in others.
    struct Degree: Hashable {
      var signal: String?
      var power = 0.0
    }

    func degree(of term: Term) -> Degree? {
      if set.constant(term) != nil { return Degree() }
      switch term.kind {
      case .binding(let id): return set.checked.letTerms[id.index].flatMap { degree(of: $0) }
      case .metric(let name): return decaying(name).map { Degree(signal: $0, power: 1) }
      case .baseline(let name, _): return decaying(name).map { Degree(signal: $0, power: 1) }
      case .negate(let operand), .window(.mean, let operand, _), .window(.median, let operand, _),
        .window(.min, let operand, _), .window(.max, let operand, _), .window(.std, let operand, _),
        .window(.mad, let operand, _), .window(.slope, let operand, _), .quantile(let operand, _, _),
        .previous(let operand), .lag(let operand, _), .change(let operand, _, isRelative: false),
        .ewma(let operand, _), .extreme(_, let operand), .at(let operand, _), .detection(let operand),
        .entry(let operand), .math(.abs, let operand):
        return degree(of: operand)
      case .math(.sqrt, let operand): return degree(of: operand).map { Degree(signal: $0.signal, power: $0.power / 2) }
      case .extremum(_, let operands): return common(operands)
      case .otherwise(let first, let second): return common([first, second])
      case .arithmetic(let first, let rest):
        if rest.contains(where: { $0.symbol == .add || $0.symbol == .subtract }) {
          return common([first] + rest.map(\.operand))
        }
        return rest.reduce(degree(of: first)) { product, factor in
          guard let product, let next = degree(of: factor.operand),
            product.signal == nil || next.signal == nil || product.signal == next.signal
          else { return nil }
          return Degree(
            signal: product.signal ?? next.signal,
            power: factor.symbol == .multiply ? product.power + next.power : product.power - next.power)
        }
      default: return nil
      }
    }

    private func common(_ operands: [Term]) -> Degree? {
      let degrees = operands.filter { set.constant($0) != 0 }.map { degree(of: $0) }
      guard let first = degrees.first, degrees.allSatisfy({ $0 == first }) else { return nil }
      return first
    }

    /// The signal's name where a metric is one that decays.
    private func decaying(_ name: MetricName) -> String? {
      switch name {
      case .each: each.flatMap { DecayingSignals.contains($0.pattern, set) ? "each" : nil }
      case .named(let text): DecayingSignals.contains(text, set) ? text : nil
      }
    }
  }
}

/// Which signals lose orders of magnitude while a network trains.
///
/// Near convergence the gradient's norm and its variance decay exponentially; losses level off and are compared with
/// numbers for good reasons.
enum DecayingSignals {
  private static let canonical: Set<String> = ["grad_norm", "grad_variance"]

  static func contains(_ name: String, _ set: RuleSetView) -> Bool {
    if canonical.contains(set.canonical(name)) { return true }
    let lower = name.lowercased()
    return lower.contains("grad") && (lower.contains("norm") || lower.contains("var"))
      && !lower.contains("log") && !lower.contains("ratio")
  }
}
