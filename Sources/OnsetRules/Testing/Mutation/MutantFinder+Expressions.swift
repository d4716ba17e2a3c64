import OnsetEngine
import OnsetLanguage
import OnsetText
import OnsetYAML

/// The changes that can be made to an expression.
extension MutantFinder {
  mutating func mutate(_ scalar: YAMLScalar, _ kind: Mutant.Kind = .threshold) {
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

  mutating func append(_ kind: Mutant.Kind, _ place: ByteRange, _ before: String, _ after: String) {
    mutants.append(
      Mutant(
        kind: kind, place: place, before: before, after: after,
        alteration: .edits([TextEdit(range: place, replacement: Array(after.utf8))])))
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
