import OnsetText

extension Checker {
  /// A call: the function must exist, and its arguments must be what the table of built-ins says.
  mutating func call(_ name: Located<String>, _ arguments: [Syntax], at range: ByteRange) -> Term? {
    guard let builtin = Builtins.named(name.value) else { return unknownFunction(name) }
    guard builtin.accepts(argumentCount: arguments.count) else {
      return fail(
        .wrongArgumentCount(function: builtin.name, usage: builtin.usage, found: arguments.count), range)
    }
    switch builtin.operation {
    case .detection where !scope.allowsDetection: return fail(.detectionOutsideConfirm, range)
    case .detection, .entry:
      if insideMemory { return fail(.insideWindow(builtin.name), range) }
      // A detection may look at how far things are from the phase's beginning; nothing else is taken twice.
      if insideEntry || insideDetection && builtin.name == "at_detection" {
        return fail(.nestedCapture(builtin.name), range)
      }
    default: break
    }
    guard let terms = check(arguments, of: builtin) else { return nil }
    return make(builtin, terms, at: range)
  }

  private mutating func unknownFunction(_ name: Located<String>) -> Term? {
    if scope.lets[name.value] != nil { return fail(.notAFunction(name.value, what: "a `let` name"), name.range) }
    if scope.parameters[name.value] != nil {
      return fail(.notAFunction(name.value, what: "a parameter"), name.range)
    }
    if Builtins.isValue(name.value) {
      return fail(.notAFunction(name.value, what: "a value"), name.range)
    }
    return fail(.unknownFunction(name.value, nearest: Builtins.nearest(to: name.value)), name.range)
  }

  /// The terms of all arguments, or nil if one is at fault.
  private mutating func check(_ arguments: [Syntax], of builtin: Builtin) -> [Term]? {
    var terms: [Term] = []
    for (index, syntax) in arguments.enumerated() {
      let parameter = builtin.parameters[min(index, builtin.parameters.count - 1)]
      let outer = (insideMemory, insideDetection, insideEntry)
      if builtin.hasMemory { insideMemory = true }
      if case .detection = builtin.operation { insideDetection = true }
      if case .entry = builtin.operation { insideEntry = true }
      let term = term(syntax)
      (insideMemory, insideDetection, insideEntry) = outer
      guard let term else { continue }
      if let kind = fault(of: term, as: parameter, in: builtin, given: syntax) {
        _ = fail(kind, syntax.range)
      } else if case .any = parameter.kind, index > 0, let first = terms.first, first.type != term.type {
        _ = fail(.mixedAlternatives(first.type, term.type), syntax.range)
      } else {
        terms.append(term)
      }
    }
    return terms.count == arguments.count ? terms : nil
  }

  /// What is wrong with an argument; nil if nothing is.
  private func fault(
    of term: Term, as parameter: Builtin.Parameter, in builtin: Builtin, given syntax: Syntax
  ) -> LanguageFault.Kind? {
    func wrong(_ expected: String, hint: String? = nil) -> LanguageFault.Kind {
      .wrongArgument(
        function: builtin.name, parameter: parameter.name, expected: expected, found: term.type, hint: hint)
    }
    switch parameter.kind {
    case .stream:
      if term.type != .number { return wrong("a number", hint: streamHint(builtin, term)) }
      if !term.hasClock { return .noClock(isCondition: false) }
    case .truthStream:
      if term.type != .truth { return wrong("a condition", hint: "compare it with something, as in `loss > 5`") }
      if !term.hasClock { return .noClock(isCondition: false) }
    case .anyStream:
      if term.type != .number, term.type != .truth { return wrong("a number or a condition") }
      if !term.hasClock { return .noClock(isCondition: false) }
    case .number:
      if term.type != .number { return wrong("a number") }
    case .any:
      if term.type != .number, term.type != .truth { return wrong("a number or a condition") }
    case .metric:
      if metricName(term) == nil { return .notAMetric(function: builtin.name) }
      return baselineFault(term, builtin)
    case .window:
      if term.type == .number, scope.constant(term) != nil {
        return .windowWithoutUnit(syntax.literalText, name: syntax.bareName)
      }
      if term.type != .span { return wrong("a span", hint: windowHint(builtin, syntax)) }
    case .rank:
      guard let value = scope.constant(term) else {
        return term.type == .number
          ? .notAConstant(function: builtin.name, parameter: parameter.name) : wrong("a number")
      }
      if !(value >= 0 && value <= 1) {
        return .outOfRange(function: builtin.name, parameter: parameter.name, expected: "between 0 and 1")
      }
    case .delta:
      guard let value = scope.constant(term) else {
        return term.type == .number
          ? .notAConstant(function: builtin.name, parameter: parameter.name) : wrong("a number")
      }
      if !(value >= 0 && value.isFinite) {
        return .outOfRange(function: builtin.name, parameter: parameter.name, expected: "0 or more")
      }
    case .level:
      if term.type != .number { return wrong("a number") }
      if term.hasClock { return .levelHasClock(function: builtin.name) }
    }
    return nil
  }

  private func baselineFault(_ term: Term, _ builtin: Builtin) -> LanguageFault.Kind? {
    guard case .baseline = builtin.operation, let baselines = scope.baselines,
      case .named(let metric)? = metricName(term), !baselines.contains(metric)
    else { return nil }
    return .noBaseline(metric: metric, nearest: Suggestion.nearest(to: metric, among: baselines.sorted()))
  }

  private func streamHint(_ builtin: Builtin, _ term: Term) -> String? {
    switch term.type {
    case .truth where builtin.name == "mean": "how often it is true is `fraction(loss > 5, 10 samples)`"
    case .truth: "how often it is true is `fraction(c, w)`, how long ago it was is `since(c)`"
    case .elapsed: "compare it with a span, as in `since_lowest(val_loss) >= 5 samples`"
    default: nil
    }
  }

  private func windowHint(_ builtin: Builtin, _ syntax: Syntax) -> String? {
    switch builtin.operation {
    case .window(.max): "for the larger of two numbers write `greatest(a, b)`"
    case .window(.min): "for the smaller of two numbers write `least(a, b)`"
    default:
      if let name = syntax.bareName, scope.lets[name] == nil {
        "no parameter is called `\(name)`, so it is read as a metric; a span is such as `50 samples`"
      } else {
        "write `50 steps`, `50 samples` or `50 epochs`"
      }
    }
  }

  // MARK: The term of a call whose arguments are right

  private func make(_ builtin: Builtin, _ arguments: [Term], at range: ByteRange) -> Term? {
    guard let kind = kind(of: builtin, arguments) else { return nil }
    var type = builtin.result
    var traits = arguments.reduce(Term.Traits()) { $0.union($1.traits) }
    var hasClock = arguments.contains { $0.hasClock }
    switch builtin.operation {
    case .otherwise, .at: type = arguments[0].type
    case .detection:
      traits.insert(.detection)
      hasClock = false
    case .entry:
      traits.insert(.entry)
      hasClock = false
    case .baseline: hasClock = false
    default: break
    }
    return Term(
      range: range, type: type, hasClock: hasClock, traits: traits, height: Self.height(over: arguments), kind: kind)
  }

  private func kind(of builtin: Builtin, _ arguments: [Term]) -> Term.Kind? {
    func span(_ index: Int) -> SpanLength? {
      scope.span(arguments[index])
    }
    let first = arguments[0]
    switch builtin.operation {
    case .window(let function): return span(1).map { .window(function, first, $0) }
    case .quantile:
      guard let rank = scope.constant(arguments[1]) else { return nil }
      return span(2).map { .quantile(first, rank: rank, $0) }
    case .fraction: return span(1).map { .fraction(first, $0) }
    case .previous: return .previous(first)
    case .lag: return span(1).map { .lag(first, $0) }
    case .change: return span(1).map { .change(first, $0, isRelative: false) }
    case .relativeChange: return span(1).map { .change(first, $0, isRelative: true) }
    case .ewma: return span(1).map { .ewma(first, $0) }
    case .cusum(let direction): return .cusum(direction, first, level: arguments[1])
    case .extreme(let extreme): return .extreme(extreme, first)
    case .sinceExtreme(let extreme): return .sinceExtreme(extreme, first, improvement(arguments))
    case .since: return .since(first)
    case .age: return metricName(first).map { .age($0) }
    case .at: return metricName(arguments[1]).map { .at(first, $0) }
    case .otherwise: return .otherwise(first, arguments[1])
    case .detection: return .detection(first)
    case .entry: return .entry(first)
    case .baseline(let moment): return metricName(first).map { .baseline($0, moment) }
    case .math(let function): return .math(function, first)
    case .extremum(let extreme): return .extremum(extreme, arguments)
    case .isNaN: return metricName(first).map { .isNaN($0) }
    case .isFinite: return metricName(first).map { .isFinite($0) }
    case .crosses(let direction): return .crosses(direction, first, arguments[1])
    }
  }

  private func improvement(_ arguments: [Term]) -> Improvement {
    guard arguments.count > 1, let amount = scope.constant(arguments[1]) else { return .any }
    if case .number(_, isRelative: true) = scope.definition(of: arguments[1]).kind {
      return Improvement(amount: amount, isRelative: true)
    }
    return Improvement(amount: amount, isRelative: false)
  }
}

extension Syntax {
  /// A name that stands alone, without backquotes.
  fileprivate var bareName: String? { if case .name(let name, isQuoted: false) = kind { name } else { nil } }

  /// How a number was most likely written, for hints that show it with a unit.
  fileprivate var literalText: String? {
    switch kind {
    case .number(let value, isInteger: true): Int(exactly: value).map(String.init)
    case .number(let value, _): "\(value)"
    default: nil
    }
  }
}
