import OnsetText

extension Checker {
  /// A name, in the order in which names are looked up: `let`, parameter, built-in, metric.
  mutating func name(_ name: String, isQuoted: Bool, at range: ByteRange) -> Term? {
    if isQuoted { return make(.metric(.named(name)), .number, at: range, hasClock: true) }
    if let id = scope.lets[name] { return binding(id, name, at: range) }
    if let value = scope.parameters[name] {
      return parameter(value, at: range, traits: scope.swept == name ? .swept : [])
    }
    if scope.faultyParameters.contains(name) { return nil }
    switch name {
    case "step": return make(.step, .number, at: range)
    case "epoch": return make(.epoch, .number, at: range, traits: .epochs)
    case "since_entered": return make(.sinceEntered, .elapsed, at: range)
    case "each":
      guard scope.allowsEach else { return fail(.eachOutsideEach, range) }
      return make(.metric(.each), .number, at: range, hasClock: true, traits: .each)
    default: break
    }
    if let builtin = Builtins.named(name) {
      return fail(.functionWithoutArguments(name, usage: builtin.usage), range)
    }
    return make(.metric(.named(name)), .number, at: range, hasClock: true)
  }

  private mutating func binding(_ id: LetID, _ name: String, at range: ByteRange) -> Term? {
    guard let definition = scope.letTerms[id.index] else { return nil }
    if definition.traits.contains(.each), !scope.allowsEach { return fail(.eachOutsideEach, range) }
    if definition.traits.contains(.entry) {
      if insideMemory { return fail(.insideWindow("at_entry"), range) }
      if insideEntry { return fail(.nestedCapture("at_entry"), range) }
    }
    if definition.height >= Term.maximumHeight { return fail(.letNestedTooDeep, range) }
    return Term(
      range: range, type: definition.type, hasClock: definition.hasClock, traits: definition.traits,
      height: definition.height + 1, kind: .binding(id))
  }

  private func parameter(_ value: ParameterValue, at range: ByteRange, traits: Term.Traits) -> Term {
    switch value {
    case .number(let number): make(.number(number, isRelative: false), .number, at: range, traits: traits)
    case .percentage(let share): make(.number(share, isRelative: true), .number, at: range, traits: traits)
    case .span(let span):
      make(.span(span), .span, at: range, traits: span.unit == .epochs ? traits.union(.epochs) : traits)
    }
  }

  /// The metric that an argument names: directly, as `each`, or through a `let` that is one.
  func metricName(_ term: Term) -> MetricName? {
    guard case .metric(let name) = scope.definition(of: term).kind else { return nil }
    return name
  }
}
