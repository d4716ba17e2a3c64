package import OnsetLanguage
package import OnsetText
import OnsetYAML

/// A rule set without errors, as the lints look at it: its expressions with their places, and what they read.
package struct RuleSetView: Sendable {
  package let file: RuleSetFile
  package let checked: CheckedRuleSet
  /// The profiles at hand: they say which names mean one metric, and what is known of architectures.
  package let profiles: [Profile]
  package let rules: [Rule]
  /// What is anywhere in it: most rule sets have nothing of what a lint looks for, and need no second look.
  let features: Features
  /// The values of the `let`s that are constants.
  private let constants: Scope

  package init(_ checked: CheckedRuleSet, profiles: [Profile]) {
    file = checked.file
    self.checked = checked
    self.profiles = profiles
    constants = Self.constants(of: checked.letTerms)
    let portions = Portions.map(Portions.of(checked.rules.count)) { portion in
      (
        rules: portion.map { index in
          let rule = checked.rules[index]
          return Rule(declaration: checked.file.rules[rule.index], checked: rule)
        }, features: Features(checked.rules[portion])
      )
    }
    rules = portions.flatMap(\.rules)
    features = portions.reduce(into: Features(letTerms: checked.letTerms)) { $0.add($1.features) }
  }

  struct Features: Sendable {
    /// A deviation or a slope over fewer than five samples.
    private(set) var hasShortStatistic = false
    /// The deviation of a baseline.
    private(set) var hasSigma = false
    /// Each once.
    private(set) var metrics: [MetricName] = []

    init(letTerms: [Term?]) {
      for term in letTerms { if let term { add(term) } }
    }

    init(_ rules: ArraySlice<CheckedRule>) {
      // By their indices: a rule is large, and is not copied to be looked at.
      for index in rules.indices {
        add(rules[index].when)
        if let confirm = rules[index].confirm { add(confirm.that) }
        if let clear = rules[index].clear { add(clear) }
      }
    }

    mutating func add(_ other: Features) {
      hasShortStatistic = hasShortStatistic || other.hasShortStatistic
      hasSigma = hasSigma || other.hasSigma
      for name in other.metrics where !metrics.contains(name) { metrics.append(name) }
    }

    private mutating func add(_ term: Term) {
      switch term.kind {
      case .metric(let name):
        if !metrics.contains(name) { metrics.append(name) }
        return
      case .number, .span, .binding, .truth: return
      case .baseline(_, .std): hasSigma = true
      case .window(.std, _, let span), .window(.mad, _, let span), .window(.slope, _, let span):
        if span.unit == .samples, span.count < NoisyDetection.enough { hasShortStatistic = true }
      default: break
      }
      term.forEachOperand { add($0) }
    }
  }

  /// The values of `let`s that are constants, each from those that it uses.
  private static func constants(of letTerms: [Term?]) -> Scope {
    var scope = Scope(letTerms: letTerms)
    var done: Set<LetID> = []
    func visit(_ id: LetID) {
      guard done.insert(id).inserted, let term = letTerms[id.index], !term.hasClock else { return }
      visitNames(in: term)
      if let value = scope.constant(term) { scope.letConstants[id] = value }
    }
    func visitNames(in term: Term) {
      if case .binding(let id) = term.kind { visit(id) }
      term.forEachOperand { visitNames(in: $0) }
    }
    for index in letTerms.indices { visit(LetID(index)) }
    return scope
  }

  // MARK: Expressions

  /// A checked expression and where it is written.
  package struct Expression: Sendable {
    package var term: Term
    var scalar: YAMLScalar

    /// The bytes of the file that spell a part of it.
    package func range(of part: Term) -> ByteRange { scalar.fileRange(of: part.range) }

    /// A part of it as it is written.
    package func text(of part: Term) -> String {
      let utf8 = scalar.text.utf8
      let lower = utf8.index(utf8.startIndex, offsetBy: part.range.lower)
      return String(scalar.text[lower..<utf8.index(lower, offsetBy: part.range.count)])
    }
  }

  /// A rule as its file says it and as it was checked. Every lint walks over all of them: they are shared, not copied.
  package final class Rule: Sendable {
    package let declaration: RuleDeclaration
    package let checked: CheckedRule

    init(declaration: RuleDeclaration, checked: CheckedRule) {
      self.declaration = declaration
      self.checked = checked
    }

    package var when: Expression { Expression(term: checked.when, scalar: declaration.when) }

    package var that: Expression? {
      guard let confirm = checked.confirm, let scalar = declaration.confirm?.that else { return nil }
      return Expression(term: confirm.that, scalar: scalar)
    }

    package var clear: Expression? {
      guard let term = checked.clear, let scalar = declaration.clear else { return nil }
      return Expression(term: term, scalar: scalar)
    }

    package var conditions: [Expression] { [when, that, clear].compactMap(\.self) }
  }

  /// The expression of a `let`; nil for one that has no term.
  package func binding(_ id: LetID) -> Expression? {
    guard let term = checked.letTerms[id.index] else { return nil }
    return Expression(term: term, scalar: file.lets[id.index].expression)
  }

  package var lets: [Expression] { file.lets.indices.compactMap { binding(LetID($0)) } }

  // MARK: Terms

  /// What a term stands for, through names of names.
  package func definition(of term: Term) -> Term {
    var term = term
    while case .binding(let id) = term.kind, let next = checked.letTerms[id.index] { term = next }
    return term
  }

  /// The value of a constant; nil for anything else.
  func constant(_ term: Term) -> Double? { constants.constant(term) }

  /// Whether a property is that of a term or of one below it, through the `let`s.
  package func contains(_ term: Term, where property: (Term) -> Bool) -> Bool {
    var seen = SeenSet<LetID>()
    return contains(term, where: property, &seen)
  }

  private func contains(_ term: Term, where property: (Term) -> Bool, _ seen: inout SeenSet<LetID>) -> Bool {
    if property(term) { return true }
    if case .binding(let id) = term.kind {
      guard seen.insert(id), let next = checked.letTerms[id.index] else { return false }
      return contains(next, where: property, &seen)
    }
    var isFound = false
    term.forEachOperand { isFound = isFound || contains($0, where: property, &seen) }
    return isFound
  }

  /// Calls `visit` for a term and those below it, in the order of the text, each `let` once; with the expression that
  /// each is written in.
  package func forEachTerm(
    of expression: Expression, _ visit: (Term, Expression) -> Void
  ) {
    var seen = SeenSet<LetID>()
    forEachTerm(of: expression.term, in: expression, &seen, visit)
  }

  private func forEachTerm(
    of term: Term, in expression: Expression, _ seen: inout SeenSet<LetID>, _ visit: (Term, Expression) -> Void
  ) {
    visit(term, expression)
    if case .binding(let id) = term.kind, seen.insert(id), let next = binding(id) {
      forEachTerm(of: next.term, in: next, &seen, visit)
    }
    term.forEachOperand { forEachTerm(of: $0, in: expression, &seen, visit) }
  }

  // MARK: Metrics

  /// The metrics whose values a term reads, by their canonical names, in its order; a baseline is no value of the run,
  /// and `at` reads no value of the metric at whose samples it looks.
  package func metrics(read term: Term) -> [MetricName] {
    var names: [MetricName] = []
    var seen = SeenSet<LetID>()
    collect(term, &names, &seen)
    return names
  }

  private func collect(_ term: Term, _ names: inout [MetricName], _ seen: inout SeenSet<LetID>) {
    switch term.kind {
    case .binding(let id):
      if seen.insert(id), let next = checked.letTerms[id.index] { collect(next, &names, &seen) }
    case .metric(let name), .age(let name), .isNaN(let name), .isFinite(let name):
      let name = canonical(name)
      if !names.contains(name) { names.append(name) }
    default:
      term.forEachOperand { collect($0, &names, &seen) }
    }
  }

  /// The metric behind an alias, by the first profile that knows it.
  package func canonical(_ name: MetricName) -> MetricName {
    guard case .named(let text) = name else { return name }
    return .named(canonical(text))
  }

  func canonical(_ name: String) -> String {
    for profile in profiles {
      if let canonical = profile.canonicalName(of: name) { return canonical }
    }
    return name
  }

  /// A metric that is not among some, to make an example of.
  func metricApart(from metrics: [MetricName]) -> String {
    ["val_loss", "grad_norm", "effective_rank"].first { !metrics.contains(.named($0)) } ?? "val_acc"
  }

  // MARK: Kinds of conditions

  /// Whether a condition asks only for facts: whether a metric is a number, whether it is logged, how far the run is. No
  /// measurement that scatters is in it.
  package func asksOnlyForFacts(_ term: Term) -> Bool {
    // A `let` that was looked at before is one: the first that is none ends it all.
    var seen = SeenSet<LetID>()
    return asksOnlyForFacts(term, &seen)
  }

  private func asksOnlyForFacts(_ term: Term, _ seen: inout SeenSet<LetID>) -> Bool {
    switch term.kind {
    case .binding(let id):
      guard seen.insert(id), let next = checked.letTerms[id.index] else { return true }
      return asksOnlyForFacts(next, &seen)
    case .isNaN, .isFinite, .truth: return true
    case .not(let operand): return asksOnlyForFacts(operand, &seen)
    case .logical(_, let operands): return operands.allSatisfy { asksOnlyForFacts($0, &seen) }
    case .comparison: return !term.hasClock
    case .elapsedComparison(let elapsed, _, _):
      switch definition(of: elapsed).kind {
      case .age, .sinceEntered: return true
      default: return false
      }
    default: return false
    }
  }
}

extension RuleSetView.Rule {
  /// The actions that change the training and that nobody has to approve, with their places.
  package var deeds: [(deed: LintFault.Deed, range: ByteRange)] {
    declaration.actions.compactMap { action in
      guard !action.needsApproval else { return nil }
      return switch action.kind {
      case .scale(let name, _, _), .set(let name, _, _): (.changes(name.value), name.range)
      case .stop(let text): (.stops, text.range)
      case .checkpoint, .notify: nil
      }
    }
  }
}

extension MetricName {
  /// The name in words.
  package var text: String {
    switch self {
    case .named(let name): name
    case .each: "each"
    }
  }
}
