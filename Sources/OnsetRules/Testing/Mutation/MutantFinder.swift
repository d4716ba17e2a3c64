import OnsetEngine
import OnsetLanguage
import OnsetText
import OnsetYAML

/// Finds the slight changes that can be made to a rule set.
package struct MutantFinder {
  private let file: RuleSetFile
  /// The rules whose actions some test looks at, by position.
  private let observedActions: Set<Int>
  private var mutants: [Mutant] = []

  /// The mutants of a rule set, in the order of the file. Those that are no rule sets any more are among them.
  ///
  /// - Parameter observedActions: The rules whose actions some test looks at; those of others are left alone.
  package static func mutants(of file: RuleSetFile, observedActions: Set<Int>) -> [Mutant] {
    var finder = MutantFinder(file: file, observedActions: observedActions)
    finder.find()
    return finder.mutants.enumerated().sorted {
      ($0.element.place.lower, $0.offset) < ($1.element.place.lower, $1.offset)
    }.map(\.element)
  }

  private init(file: RuleSetFile, observedActions: Set<Int>) {
    self.file = file
    self.observedActions = observedActions
  }

  private mutating func find() {
    for parameter in file.parameters { mutate(parameter) }
    for binding in file.lets { mutate(binding.expression) }
    for (index, rule) in file.rules.enumerated() {
      mutate(rule.when)
      if let hold = rule.hold { mutate(span: hold, .hold, for: .hold) }
      if let confirm = rule.confirm {
        mutate(confirm.that)
        mutate(span: confirm.within, .confirmation, for: .limit)
        appendWithout("confirm", at: confirm.that.range, .confirmation, .withoutConfirm(rule: index))
      }
      if let clear = rule.clear {
        mutate(clear)
        appendWithout("clear", at: clear.range, .repetition, .withoutClear(rule: index))
      }
      if let repetition = rule.repetition { mutate(repetition: repetition) }
      if let atMost = rule.atMost {
        appendWithout("at_most", at: atMost.range, .repetition, .withoutAtMost(rule: index))
      }
      if observedActions.contains(index) { for action in rule.actions { mutate(action) } }
    }
  }

  private mutating func appendWithout(
    _ key: String, at place: ByteRange, _ kind: Mutant.Kind, _ alteration: Mutant.Alteration
  ) {
    mutants.append(Mutant(kind: kind, place: place, before: key, after: "no \(key)", alteration: alteration))
  }

  // MARK: Parameters

  private mutating func mutate(_ parameter: ParameterDeclaration) {
    guard let value = ParameterValue(literal: parameter.value.text) else { return }
    let name = parameter.name.value
    let use = file.use(ofParameter: name)
    for change in ValueChange.allCases {
      guard let changed = change.of(value, for: use) else { continue }
      mutants.append(
        Mutant(
          kind: .parameter, place: parameter.value.range, before: value.text, after: changed.text,
          alteration: .parameter(name, change)))
    }
  }

  // MARK: Spans

  /// A span that stands alone. One that is a parameter's name is changed with the parameter.
  private mutating func mutate(span scalar: YAMLScalar, _ kind: Mutant.Kind, for use: ValueChange.SpanUse) {
    guard let syntax = try? Parser.parse(scalar.text) else { return }
    mutate(span: syntax, kind, for: use) { scalar.fileRange(of: $0) }
  }

  private mutating func mutate(
    span syntax: Syntax, _ kind: Mutant.Kind, for use: ValueChange.SpanUse, place: (ByteRange) -> ByteRange
  ) {
    guard case .span(let count, let unit) = syntax.kind,
      case .success(let span) = SpanLength.validated(count, unit)
    else { return }
    for change in ValueChange.allCases {
      guard let changed = change.of(span, for: use) else { continue }
      append(kind, place(syntax.range), span.description, changed.description)
    }
  }

  private mutating func mutate(repetition scalar: YAMLScalar) {
    guard let range = scalar.text.firstRange(of: "after") else { return }
    let offset = scalar.text.utf8.distance(from: scalar.text.startIndex, to: range.upperBound)
    guard let syntax = try? Parser.parse(String(scalar.text[range.upperBound...])) else { return }
    mutate(span: syntax, .repetition, for: .limit) {
      scalar.fileRange(of: ByteRange($0.lower + offset, $0.upper + offset))
    }
  }

  // MARK: Actions

  private mutating func mutate(_ action: ActionDeclaration) {
    switch action.kind {
    case .scale(_, let amount, let bounds), .set(_, let amount, let bounds):
      for scalar in [amount, bounds.floor, bounds.ceiling].compactMap(\.self) { mutate(scalar, .action) }
    case .stop, .checkpoint, .notify: break
    }
  }

  // MARK: Expressions

  private mutating func mutate(_ scalar: YAMLScalar, _ kind: Mutant.Kind = .threshold) {
    guard let syntax = try? Parser.parse(scalar.text) else { return }
    walk(syntax, scalar, kind)
  }

  private mutating func walk(_ syntax: Syntax, _ scalar: YAMLScalar, _ kind: Mutant.Kind) {
    switch syntax.kind {
    case .number(let value, _): mutate(number: value, isPercentage: false, syntax, scalar, kind)
    case .percentage(let value): mutate(number: value, isPercentage: true, syntax, scalar, kind)
    case .span: mutate(span: syntax, .window, for: .window) { scalar.fileRange(of: $0) }
    case .truth, .name: break
    case .call(_, let arguments): for argument in arguments { walk(argument, scalar, kind) }
    case .group(let inner), .negate(let inner): walk(inner, scalar, kind)
    case .not(let inner):
      replace(syntax, in: scalar, by: Self.text(of: inner, in: scalar))
      walk(inner, scalar, kind)
    case .arithmetic(let first, let rest):
      walk(first, scalar, kind)
      for (_, operand) in rest { walk(operand, scalar, kind) }
    case .comparison(let left, let comparison, let right):
      walk(left, scalar, kind)
      mutate(comparison, between: left, right, scalar)
      walk(right, scalar, kind)
    case .logical(let logical, let operands):
      mutate(logical, operands, scalar)
      for operand in operands {
        // As if it were not there.
        replace(operand, in: scalar, by: logical == .and ? "true" : "false")
        walk(operand, scalar, kind)
      }
    }
  }

  private mutating func mutate(
    number value: Double, isPercentage: Bool, _ syntax: Syntax, _ scalar: YAMLScalar, _ kind: Mutant.Kind
  ) {
    for change in ValueChange.allCases {
      guard let changed = change.of(value) else { continue }
      let before = isPercentage ? ParameterValue.percentage(value).text : ReadableNumber.text(value)
      let after = isPercentage ? ParameterValue.percentage(changed).text : ReadableNumber.text(changed)
      if before != after { append(kind, scalar.fileRange(of: syntax.range), before, after) }
    }
  }

  /// The other direction; and the limit itself, where a value can be just that: where samples are counted, or a metric
  /// is compared with a constant. Two measurements are never equal but by chance.
  private mutating func mutate(
    _ comparison: ComparisonOperator, between left: Syntax, _ right: Syntax, _ scalar: YAMLScalar
  ) {
    guard let range = Self.range(of: comparison.rawValue, in: scalar.text, between: left, right) else { return }
    let place = scalar.fileRange(of: range)
    var others = [comparison.reversed]
    if left.isCounted || right.isCounted || isMetric(left) && isConstant(right) || isConstant(left) && isMetric(right) {
      others.append(comparison.withOtherLimit)
    }
    for other in others where other != comparison {
      append(.comparison, place, comparison.rawValue, other.rawValue)
    }
  }

  private func isMetric(_ syntax: Syntax) -> Bool {
    guard case .name(let name, let isQuoted) = syntax.kind else { return false }
    return isQuoted || !(file.parameters.map(\.name.value) + file.lets.map(\.name.value)).contains(name)
  }

  private func isConstant(_ syntax: Syntax) -> Bool {
    switch syntax.kind {
    case .number, .percentage: true
    case .negate(let inner), .group(let inner): isConstant(inner)
    case .name(let name, let isQuoted): !isQuoted && file.parameters.contains { $0.name.value == name }
    default: false
    }
  }

  private mutating func mutate(_ logical: LogicalOperator, _ operands: [Syntax], _ scalar: YAMLScalar) {
    let other: LogicalOperator = logical == .and ? .or : .and
    let places = zip(operands, operands.dropFirst()).compactMap { left, right in
      Self.range(of: logical.rawValue, in: scalar.text, between: left, right).map { scalar.fileRange(of: $0) }
    }
    guard let first = places.first, places.count == operands.count - 1 else { return }
    mutants.append(
      Mutant(
        kind: .logic, place: first, before: logical.rawValue, after: other.rawValue,
        alteration: .edits(places.map { TextEdit(range: $0, replacement: Array(other.rawValue.utf8)) })))
  }

  /// A mutant in which a part of a condition is something else.
  private mutating func replace(_ syntax: Syntax, in scalar: YAMLScalar, by text: String) {
    let before = Self.text(of: syntax, in: scalar).split { $0 == " " || $0.isNewline }.joined(separator: " ")
    append(.logic, scalar.fileRange(of: syntax.range), before, text)
  }

  private static func text(of syntax: Syntax, in scalar: YAMLScalar) -> String {
    SourceFile(name: "", text: scalar.text).text(in: syntax.range)
  }

  /// Where an operator is between its operands.
  private static func range(
    of text: String, in expression: String, between left: Syntax, _ right: Syntax
  ) -> ByteRange? {
    let bytes = Array(expression.utf8)
    let wanted = Array(text.utf8)
    guard left.range.upper <= right.range.lower, right.range.lower <= bytes.count else { return nil }
    let gap = bytes[left.range.upper..<right.range.lower]
    guard let start = gap.firstRange(of: wanted)?.lowerBound else { return nil }
    return ByteRange(start, start + wanted.count)
  }

  private mutating func append(_ kind: Mutant.Kind, _ place: ByteRange, _ before: String, _ after: String) {
    mutants.append(
      Mutant(
        kind: kind, place: place, before: before, after: after,
        alteration: .edits([TextEdit(range: place, replacement: Array(after.utf8))])))
  }
}

extension RuleSetFile {
  /// What a parameter that is a span is for.
  package func use(ofParameter name: String) -> ValueChange.SpanUse {
    if rules.contains(where: { $0.hold?.text == name }) { return .hold }
    return rules.contains { $0.confirm?.within.text == name || $0.repetition?.text == "after \(name)" }
      ? .limit : .window
  }
}

extension ComparisonOperator {
  /// The other way round, with the same limit.
  fileprivate var reversed: ComparisonOperator {
    switch self {
    case .less: .greater
    case .lessOrEqual: .greaterOrEqual
    case .greater: .less
    case .greaterOrEqual: .lessOrEqual
    case .equal: .notEqual
    case .notEqual: .equal
    }
  }

  /// With the limit included where it is not, and the other way round.
  fileprivate var withOtherLimit: ComparisonOperator {
    switch self {
    case .less: .lessOrEqual
    case .lessOrEqual: .less
    case .greater: .greaterOrEqual
    case .greaterOrEqual: .greater
    case .equal, .notEqual: self
    }
  }
}

extension Syntax {
  /// Whether it is a count of samples, steps or epochs.
  fileprivate var isCounted: Bool {
    switch kind {
    case .call(let name, _):
      ["fraction", "count", "since_lowest", "since_highest", "since", "age"].contains(name.value)
    case .name(let name, false): ["step", "since_entered"].contains(name)
    case .group(let inner), .negate(let inner): inner.isCounted
    default: false
    }
  }
}

extension ParameterValue {
  /// As a rule set writes it.
  package var text: String {
    switch self {
    case .number(let number): ReadableNumber.text(number)
    case .percentage(let share): "\(ReadableNumber.text(share * 100))%"
    case .span(let span): span.description
    }
  }
}
