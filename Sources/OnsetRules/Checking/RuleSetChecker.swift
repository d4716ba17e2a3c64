package import OnsetLanguage
package import OnsetText
import OnsetYAML

/// Checks a rule set for a profile: its names, its parameters, its `let`s and its rules.
///
/// Everything that is wrong is found in one go; a rule with an error is left out of the result, the others
/// stay usable.
package struct RuleSetChecker: Sendable {
  let file: RuleSetFile
  let profile: Profile?
  let overrides: [String: ParameterValue]
  let swept: String?
  var diagnostics: [Diagnostic] = []
  var scope = Scope()
  private var parameters: [ResolvedParameter] = []
  /// Counted when the first finding asks for a line.
  private lazy var lines = LineMap(file.source)

  /// - Parameters:
  ///   - profile: Nil while it is not known which runs the rules are for.
  ///   - overrides: Values from the command line, by parameter.
  ///   - swept: The parameter whose uses are marked in the terms; the terms mean the same.
  package static func check(
    _ file: RuleSetFile, profile: Profile?, overrides: [String: ParameterValue] = [:], sweeping swept: String? = nil
  ) -> (checked: CheckedRuleSet, diagnostics: [Diagnostic]) {
    var checker = RuleSetChecker(file: file, profile: profile, overrides: overrides, swept: swept)
    let checked = checker.check()
    return (checked, checker.diagnostics.sortedForReading())
  }

  private init(file: RuleSetFile, profile: Profile?, overrides: [String: ParameterValue], swept: String?) {
    self.file = file
    self.profile = profile
    self.overrides = overrides
    self.swept = swept
  }

  private mutating func check() -> CheckedRuleSet {
    checkNames()
    resolveParameters()
    scope = Scope(
      parameters: Dictionary(parameters.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first }),
      baselines: profile?.baselineNames, faultyParameters: scope.faultyParameters)
    scope.swept = swept
    checkLets()
    let rules = checkRules()
    return CheckedRuleSet(
      file: file, phases: file.phases.map(\.value), parameters: parameters, letTerms: scope.letTerms, rules: rules)
  }

  /// The rules that have no error. None depends on another, so that many are checked at the same time.
  private mutating func checkRules() -> [CheckedRule] {
    let checker = self
    let portions = Portions.map(Portions.of(file.rules.count)) { portion in
      var checker = checker
      let before = checker.diagnostics.count
      let rules = portion.compactMap { checker.check(checker.file.rules[$0], index: $0) }
      return (rules: rules, diagnostics: checker.diagnostics[before...])
    }
    for portion in portions { diagnostics += portion.diagnostics }
    return portions.flatMap(\.rules)
  }

  mutating func report(_ fault: RulesFault, at range: ByteRange) {
    diagnostics.append(fault.diagnostic(in: file.source, at: range))
  }

  private mutating func place(_ range: ByteRange) -> String { "line \(lines.place(of: range.lower).line)" }

  /// The known name nearest to one that is not known; nil, at no cost, once there are more findings than anybody
  /// is shown.
  func nearest(to name: String, among known: [String]) -> String? {
    diagnostics.count < DiagnosticRenderer.usualLimit ? Suggestion.nearest(to: name, among: known) : nil
  }

  // MARK: Names

  private mutating func checkNames() {
    if !Names.isFileName(file.name.value) {
      report(.badName(file.name.value, what: "a rule set"), at: file.name.range)
    }
    checkUnique(file.phases, what: "phases")
    // By their indices: a rule is large, and is not copied for its name.
    let rules = file.rules.indices.map { file.rules[$0].name }
    checkUnique(rules, what: "rules")
    checkUnique(file.parameters.map(\.name) + file.lets.map(\.name), what: "parameters or `let` names")
    for phase in file.phases where !Names.isLabel(phase.value) {
      report(.badLabel(phase.value, what: "a phase"), at: phase.range)
    }
    for rule in rules where !Names.isLabel(rule.value) {
      report(.badLabel(rule.value, what: "a rule"), at: rule.range)
    }
    for parameter in file.parameters { checkVariable(parameter.name, what: "a parameter") }
    for binding in file.lets { checkVariable(binding.name, what: "a `let`") }
  }

  private mutating func checkUnique(_ names: [Located<String>], what: String) {
    var first: [String: ByteRange] = [:]
    for name in names {
      if let earlier = first[name.value] {
        report(.duplicateName(name.value, what: what, first: place(earlier)), at: name.range)
      } else {
        first[name.value] = name.range
      }
    }
  }

  private mutating func checkVariable(_ name: Located<String>, what: String) {
    if !Names.isIdentifier(name.value) {
      report(.badIdentifier(name.value, what: what), at: name.range)
    } else if let hidden = Names.hidden(name.value) {
      report(.hidesName(name.value, what: what, hidden: hidden), at: name.range)
    } else if let profile, profile.signal(name.value) != nil {
      report(
        .hidesName(name.value, what: what, hidden: "the signal `\(name.value)` of the profile `\(profile.name)`"),
        at: name.range)
    }
  }

  // MARK: Parameters

  private mutating func resolveParameters() {
    let settings = profile?.parameters[file.name.value] ?? [:]
    for declaration in file.parameters {
      guard let declared = value(of: declaration.value) else {
        scope.faultyParameters.insert(declaration.name.value)
        continue
      }
      var resolved = ResolvedParameter(name: declaration.name.value, value: declared, origin: .ruleSet)
      if let setting = settings[declaration.name.value] {
        if setting.value.type == declared.type {
          resolved.value = setting.value
          resolved.origin = .profile(setting.profile)
        } else {
          let fault = RulesFault.parameterType(
            name: declaration.name.value, expected: declared.kindName, found: setting.value.kindName)
          diagnostics.append(fault.diagnostic(in: setting.source, at: setting.range))
        }
      }
      if let override = overrides[declaration.name.value], override.type == declared.type {
        resolved.value = override
        resolved.origin = .commandLine
      }
      checkTune(declaration, declared)
      parameters.append(resolved)
    }
    let known = file.parameters.map(\.name.value)
    for (name, setting) in settings.sorted(by: { $0.value.range.lower < $1.value.range.lower })
    where !known.contains(name) {
      let fault = RulesFault.unknownParameter(
        name, ruleset: file.name.value, nearest: nearest(to: name, among: known))
      diagnostics.append(fault.diagnostic(in: setting.source, at: setting.nameRange))
    }
  }

  private mutating func value(of scalar: YAMLScalar) -> ParameterValue? {
    switch ParameterValue.parse(scalar.text) {
    case .success(let value): return value
    case .failure(.language(let fault)):
      ExpressionText(scalar, in: file.source).report(fault, &diagnostics)
    case .failure(.notAValue):
      report(.notAParameterValue, at: scalar.range)
    }
    return nil
  }

  private mutating func checkTune(_ declaration: ParameterDeclaration, _ declared: ParameterValue) {
    guard let tune = declaration.tune, let lower = value(of: tune.lower), let upper = value(of: tune.upper) else {
      return
    }
    for (end, scalar) in [(lower, tune.lower), (upper, tune.upper)] where !end.isComparable(with: declared) {
      report(.tuneType(expected: declared.comparableName), at: scalar.range)
      return
    }
    if lower.magnitude >= upper.magnitude {
      report(.tuneOrder, at: tune.upper.range)
    } else if declared.magnitude < lower.magnitude || declared.magnitude > upper.magnitude {
      report(.tuneOutside(value: declaration.value.text), at: declaration.value.range)
    }
  }

  // MARK: Lets

  private mutating func checkLets() {
    scope.lets = Dictionary(
      file.lets.enumerated().map { ($0.element.name.value, LetID($0.offset)) }, uniquingKeysWith: { first, _ in first })
    scope.letTerms = Array(repeating: nil, count: file.lets.count)
    scope.allowsEach = true
    let syntax = file.lets.map { binding in
      (name: binding.name.value, syntax: ExpressionText(binding.expression, in: file.source).parse(&diagnostics))
    }
    let (order, circles) = LetGraph.order(syntax)
    for circle in circles {
      let names = circle.map { file.lets[$0].name.value }
      let first = file.lets[circle[0]]
      let fault = LanguageFault(.letCycle(names + [names[0]]), at: .at(0))
      diagnostics.append(fault.diagnostic(in: file.source) { _ in first.name.range })
    }
    for index in order {
      guard let tree = syntax[index].syntax else { continue }
      let (term, faults) = letTerm(tree)
      scope.letTerms[index] = term
      if let term, let value = scope.constant(term) { scope.letConstants[LetID(index)] = value }
      let text = ExpressionText(file.lets[index].expression, in: file.source)
      for fault in faults { text.report(fault, &diagnostics) }
    }
    scope.allowsEach = false
  }

  /// A function of its own, so that the checker and its share of the scope are gone before the scope changes: the
  /// terms are not copied for each `let`.
  private func letTerm(_ tree: Syntax) -> (term: Term?, faults: [LanguageFault]) {
    var checker = Checker(scope: scope)
    return (checker.expression(tree), checker.faults)
  }
}

extension ParameterValue {
  /// The number, share or count, for comparing values of one type and unit.
  package var magnitude: Double {
    switch self {
    case .number(let value), .percentage(let value): value
    case .span(let span): span.count
    }
  }

  /// What another value has to be so that both are comparable, with an article.
  fileprivate var comparableName: String {
    switch self {
    case .number, .percentage: "a number"
    case .span(let span): "a span in \(span.unit.rawValue)"
    }
  }

  /// Whether both are numbers, or spans in one unit.
  fileprivate func isComparable(with other: ParameterValue) -> Bool {
    switch (self, other) {
    case (.span(let a), .span(let b)): a.unit == b.unit
    case (.span, _), (_, .span): false
    default: true
    }
  }
}
