import OnsetLanguage
import OnsetText
import OnsetYAML

extension RuleSetChecker {
  /// A rule; nil, and findings, where something in it is wrong.
  mutating func check(_ rule: RuleDeclaration, index: Int) -> CheckedRule? {
    let before = diagnostics.count
    let each = rule.each.map { Glob($0.value) }
    if let text = rule.each, text.value.isEmpty { report(.emptyGlob, at: text.range) }
    var scope = scope
    scope.allowsEach = each != nil

    let during = rule.during.map { phases in Set(phases.compactMap { phase($0, of: "during") }) }
    let whenText = ExpressionText(rule.when, in: file.source)
    let whenSyntax = whenText.parse(&diagnostics)
    let when = whenSyntax.flatMap { whenText.check($0, in: scope, &diagnostics) { $0.condition($1) } }
    let hold = rule.hold.flatMap { span($0, "for", in: scope) }
    let confirm = rule.confirm.flatMap { confirm -> (that: Term, within: SpanLength)? in
      var inner = scope
      inner.allowsDetection = true
      let that = condition(confirm.that, in: inner)
      let within = span(confirm.within, "within", in: scope)
      guard let that, let within else { return nil }
      return (that, within)
    }
    let enters = rule.enter.flatMap { phase($0, of: "enter") }
    let repetition = repetition(rule.repetition, in: scope)
    let clear = rule.clear.flatMap { condition($0, in: scope) }
    if let clear = rule.clear, repetition != nil, repetition != .whenCleared {
      report(.clearWithoutRepeat, at: rule.clearKey ?? clear.range)
    }
    if let atMost = rule.atMost {
      if atMost.value < 1 { report(.notPositive(key: "at_most"), at: atMost.range) }
      if repetition == .never { report(.atMostWithNever, at: atMost.range) }
    }
    let actions = rule.actions.compactMap { action($0, in: scope) }
    guard let whenSyntax, let when, let repetition, !diagnostics[before...].contains(where: { $0.severity == .error })
    else { return nil }
    return CheckedRule(
      index: index, name: rule.name.value, each: each, during: during, when: when, hold: hold, confirm: confirm,
      enters: enters, repetition: repetition, clear: clear, atMost: rule.atMost?.value, actions: actions,
      reported: reported(whenSyntax, in: scope), place: rule.name.range)
  }

  private mutating func condition(_ scalar: YAMLScalar, in scope: Scope) -> Term? {
    ExpressionText(scalar, in: file.source).check(in: scope, &diagnostics) { $0.condition($1) }
  }

  private mutating func span(_ scalar: YAMLScalar, _ key: String, in scope: Scope) -> SpanLength? {
    ExpressionText(scalar, in: file.source).span(key, in: scope, &diagnostics)
  }

  private mutating func phase(_ name: Located<String>, of key: String) -> Int? {
    if let index = file.phases.firstIndex(where: { $0.value == name.value }) { return index }
    let known = file.phases.map(\.value)
    report(
      known.isEmpty
        ? .noPhases(key)
        : .unknownPhase(name.value, nearest: nearest(to: name.value, among: known), known: known),
      at: name.range)
    return nil
  }

  private mutating func repetition(_ scalar: YAMLScalar?, in scope: Scope) -> CheckedRule.Repetition? {
    guard let scalar else { return .never }
    let words = scalar.text.split { $0 == " " || $0 == "\t" || $0 == "\n" }
    if words == ["never"] { return .never }
    if words == ["when", "cleared"] { return .whenCleared }
    guard words.first == "after", words.count > 1 else {
      report(.badRepeat(scalar.text), at: scalar.range)
      return nil
    }
    let span = scalar.text[words[1].startIndex...]
    let offset = scalar.text.utf8.distance(from: scalar.text.startIndex, to: span.startIndex)
    let text = ExpressionText(scalar, String(span), at: offset, in: file.source)
    return text.span("after", in: scope, &diagnostics).map { .after($0) }
  }

  /// What `when` names, each once, in its order.
  private func reported(_ syntax: Syntax, in scope: Scope) -> [CheckedRule.Reported] {
    var seenLets = SeenSet<LetID>()
    var seenMetrics = SeenSet<MetricName>()
    var reported: [CheckedRule.Reported] = []
    syntax.forEachName { name, isQuoted in
      if !isQuoted, let id = scope.lets[name] {
        guard let term = scope.letTerms[id.index], term.type == .number || term.type == .truth,
          seenLets.insert(id)
        else { return }
        reported.append(.binding(name: name, term))
        return
      }
      guard isQuoted || scope.parameters[name] == nil else { return }
      let metric: MetricName = !isQuoted && name == "each" ? .each : .named(name)
      if !isQuoted, metric != .each, Builtins.isValue(name) { return }
      if seenMetrics.insert(metric) { reported.append(.metric(metric)) }
    }
    return reported
  }
}
