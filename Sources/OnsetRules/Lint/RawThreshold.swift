import OnsetLanguage
import OnsetText

/// A signal that decays over decades, compared on its raw scale with a number, or with its sigma.
///
/// What scales with the signal on both sides is no fixed threshold, and neither is zero: `grad_norm > 10 *
/// median(grad_norm, 100 samples)` and `slope(grad_norm, 50 samples) > 0` are fine.
enum RawThreshold {
  static func check(_ set: RuleSetView) -> [LintFinding] {
    let mayDecay = set.features.metrics.contains { metric in
      switch metric {
      case .named(let name): DecayingSignals.contains(name, set)
      case .each: true
      }
    }
    guard mayDecay else { return [] }
    var findings: [LintFinding] = []
    // A `let` is looked at once; one about `each` for every rule, which say what that is.
    var common = Scale(each: nil)
    for expression in set.lets where !expression.term.traits.contains(.each) {
      visit(expression.term, &common, expression, set, &findings)
    }
    for rule in set.rules {
      var own = Scale(each: rule.checked.each)
      for condition in rule.conditions {
        guard condition.term.traits.contains(.each) else {
          visit(condition.term, &common, condition, set, &findings)
          continue
        }
        visit(condition.term, &own, condition, set, &findings)
        set.forEachTerm(of: condition) { term, expression in
          guard case .binding(let id) = term.kind, let next = set.binding(id), next.term.traits.contains(.each) else {
            return
          }
          visit(next.term, &own, next, set, &findings)
        }
      }
    }
    return findings
  }

  /// Looks at the comparisons in a term, but not at those of the `let`s that it names.
  private static func visit(
    _ term: Term, _ scale: inout Scale, _ expression: RuleSetView.Expression, _ set: RuleSetView,
    _ findings: inout [LintFinding]
  ) {
    switch term.kind {
    case .metric, .number, .binding, .span: return
    case .comparison(let left, let comparison, let right):
      let isLower = comparison == .less || comparison == .lessOrEqual
      report(left, right, isLower: isLower, of: term, &scale, expression, set, &findings)
    case .crosses(let direction, let left, let right):
      report(left, right, isLower: direction == .down, of: term, &scale, expression, set, &findings)
    default: break
    }
    term.forEachOperand { visit($0, &scale, expression, set, &findings) }
  }

  private static func report(
    _ left: Term, _ right: Term, isLower: Bool, of term: Term, _ scale: inout Scale,
    _ expression: RuleSetView.Expression, _ set: RuleSetView, _ findings: inout [LintFinding]
  ) {
    guard
      let fault = scale.fault(left, right, isLower: isLower, set) ?? scale.fault(right, left, isLower: !isLower, set)
    else { return }
    findings.append(LintFinding(fault, at: expression.range(of: term)))
  }

  /// How expressions scale with the one decaying signal in them.
  private struct Scale {
    let each: Glob?
    /// Of the `let`s that were looked at.
    private var known: [LetID: Degree?] = [:]
    /// Whether they decay, of the names that were looked at.
    private var decays: [String: Bool] = [:]

    init(each: Glob?) { self.each = each }

    /// - Parameter isLower: Whether the side has to fall under the other.
    mutating func fault(_ side: Term, _ other: Term, isLower: Bool, _ set: RuleSetView) -> LintFault? {
      let limit = set.constant(other)
      if limit == 0 { return nil }
      if limit == nil, !set.features.hasSigma || !set.contains(other, where: isSigma) { return nil }
      guard let degree = degree(of: side, set), let signal = degree.signal, degree.power != 0 else { return nil }
      return limit == nil ? .deviationOfDecaying(signal: signal) : .absoluteThreshold(signal: signal, isLower: isLower)
    }

    private func isSigma(_ term: Term) -> Bool { if case .baseline(_, .std) = term.kind { true } else { false } }

    /// The power with which a decaying signal is in a value; nil where another metric is in it too, or where it is in
    /// some terms of a sum and not in others.
    struct Degree: Hashable {
      var signal: String?
      var power = 0.0
    }

    private mutating func degree(of term: Term, _ set: RuleSetView) -> Degree? {
      if set.constant(term) != nil { return Degree() }
      switch term.kind {
      case .binding(let id):
        if let found = known[id] { return found }
        var found: Degree?
        if let next = set.checked.letTerms[id.index] { found = degree(of: next, set) }
        known[id] = .some(found)
        return found
      case .metric(let name): return decaying(name, set).map { Degree(signal: $0, power: 1) }
      case .baseline(let name, _): return decaying(name, set).map { Degree(signal: $0, power: 1) }
      case .negate(let operand), .window(.mean, let operand, _), .window(.median, let operand, _),
        .window(.min, let operand, _), .window(.max, let operand, _), .window(.std, let operand, _),
        .window(.mad, let operand, _), .window(.slope, let operand, _), .quantile(let operand, _, _),
        .previous(let operand), .lag(let operand, _), .change(let operand, _, isRelative: false),
        .ewma(let operand, _), .extreme(_, let operand), .at(let operand, _), .detection(let operand),
        .entry(let operand), .math(.abs, let operand):
        return degree(of: operand, set)
      case .math(.sqrt, let operand):
        return degree(of: operand, set).map { Degree(signal: $0.signal, power: $0.power / 2) }
      case .extremum(_, let operands): return common(operands, set)
      case .otherwise(let first, let second): return common([first, second], set)
      case .arithmetic(let first, let rest):
        if rest.contains(where: { $0.symbol == .add || $0.symbol == .subtract }) {
          return common([first] + rest.map(\.operand), set)
        }
        guard var product = degree(of: first, set) else { return nil }
        for (symbol, operand) in rest {
          guard let next = degree(of: operand, set),
            product.signal == nil || next.signal == nil || product.signal == next.signal
          else { return nil }
          product.signal = product.signal ?? next.signal
          product.power += symbol == .multiply ? next.power : -next.power
        }
        return product
      default: return nil
      }
    }

    private mutating func common(_ operands: [Term], _ set: RuleSetView) -> Degree? {
      var common: Degree?
      for operand in operands where set.constant(operand) != 0 {
        guard let next = degree(of: operand, set), common == nil || common == next else { return nil }
        common = next
      }
      return common
    }

    /// The signal's name where a metric is one that decays.
    private mutating func decaying(_ name: MetricName, _ set: RuleSetView) -> String? {
      switch name {
      case .each: each.flatMap { decays($0.pattern, set) ? "each" : nil }
      case .named(let text): decays(text, set) ? text : nil
      }
    }

    private mutating func decays(_ name: String, _ set: RuleSetView) -> Bool {
      if let known = decays[name] { return known }
      let found = DecayingSignals.contains(name, set)
      decays[name] = found
      return found
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
    // Most names have no such letter, and need no search for words.
    guard name.utf8.contains(where: { $0 | 0x20 == UInt8(ascii: "g") }) else { return false }
    let lower = name.lowercased()
    return lower.contains("grad") && (lower.contains("norm") || lower.contains("var"))
      && !lower.contains("log") && !lower.contains("ratio")
  }
}
