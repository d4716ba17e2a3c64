import OnsetLanguage
import OnsetText
import OnsetYAML

extension RuleSetChecker {
  mutating func action(_ action: ActionDeclaration, in scope: Scope) -> CheckedAction? {
    let kind: CheckedAction.Kind?
    switch action.kind {
    case .scale(let hyperparameter, let by, let bounds):
      let limits = limits(bounds, in: scope)
      kind = number(by, "by", in: scope).map {
        .scale(hyperparameter: hyperparameter.value, by: $0, floor: limits.floor, ceiling: limits.ceiling)
      }
    case .set(let hyperparameter, let to, let bounds):
      let limits = limits(bounds, in: scope)
      kind = number(to, "to", in: scope).map {
        .set(hyperparameter: hyperparameter.value, to: $0, floor: limits.floor, ceiling: limits.ceiling)
      }
    case .stop(let text): kind = template(text, in: scope).map { .stop($0) }
    case .checkpoint(let text): kind = template(text, in: scope).map { .checkpoint($0) }
    case .notify(let text): kind = template(text, in: scope).map { .notify($0) }
    }
    return kind.map { CheckedAction(kind: $0, needsApproval: action.needsApproval) }
  }

  private mutating func number(_ scalar: YAMLScalar, _ key: String, in scope: Scope) -> Term? {
    let text = ExpressionText(scalar, in: file.source)
    guard let term = text.check(in: scope, &diagnostics, { $0.expression($1) }) else { return nil }
    guard term.type == .number else {
      report(.notANumber(key: key, found: term.type.withArticle), at: scalar.range)
      return nil
    }
    return term
  }

  private mutating func limits(
    _ bounds: ActionDeclaration.Bounds, in scope: Scope
  ) -> (floor: Double?, ceiling: Double?) {
    let floor = bounds.floor.flatMap { ExpressionText($0, in: file.source).constant("floor", in: scope, &diagnostics) }
    let ceiling = bounds.ceiling.flatMap {
      ExpressionText($0, in: file.source).constant("ceiling", in: scope, &diagnostics)
    }
    if let floor, let ceiling, floor > ceiling, let scalar = bounds.floor {
      report(.floorAboveCeiling, at: scalar.range)
    }
    return (floor, ceiling)
  }

  /// A text with places: `{step}`, `{epoch}`, `{rule}`, `{run}`, `{phase}` and `{expression}`. `{{` and `}}` are
  /// braces, and so is a `}` that closes nothing.
  private mutating func template(_ scalar: YAMLScalar, in scope: Scope) -> [CheckedAction.TextPiece]? {
    var pieces: [CheckedAction.TextPiece] = []
    let text = scalar.text
    let bytes = text.utf8
    // What has been read and not yet become a piece; whole stretches of it, up to the next brace.
    var literal = ""
    var start = bytes.startIndex
    var isFaulty = false
    while let brace = bytes[start...].firstIndex(where: { $0 == Self.openingBrace || $0 == Self.closingBrace }) {
      literal += text[start..<brace]
      let next = bytes.index(after: brace)
      if next < bytes.endIndex, bytes[next] == bytes[brace] {
        literal += text[brace..<next]
        start = bytes.index(after: next)
      } else if bytes[brace] == Self.closingBrace {
        literal += "}"
        start = next
      } else {
        guard let end = Self.closingBrace(in: bytes, from: next) else {
          let offset = bytes.distance(from: bytes.startIndex, to: brace)
          report(.openBrace, at: scalar.fileRange(of: ByteRange(offset, offset + 1)))
          return nil
        }
        if !literal.isEmpty { pieces.append(.text(literal)) }
        literal = ""
        if let piece = place(in: scalar, next..<end, scope) { pieces.append(piece) } else { isFaulty = true }
        start = bytes.index(after: end)
      }
    }
    literal += text[start...]
    if !literal.isEmpty { pieces.append(.text(literal)) }
    return isFaulty ? nil : pieces
  }

  private static let openingBrace = UInt8(ascii: "{")
  private static let closingBrace = UInt8(ascii: "}")

  /// The next `}` that is not in a metric's name in backquotes.
  private static func closingBrace(in text: String.UTF8View, from start: String.Index) -> String.Index? {
    var isInName = false
    for index in text[start...].indices {
      if text[index] == UInt8(ascii: "`") { isInName.toggle() }
      if text[index] == closingBrace, !isInName { return index }
    }
    return nil
  }

  private mutating func place(
    in scalar: YAMLScalar, _ range: Range<String.Index>, _ scope: Scope
  ) -> CheckedAction.TextPiece? {
    switch scalar.text[range] {
    case "step": return .step
    case "epoch": return .epoch
    case "rule": return .rule
    case "run": return .run
    case "phase": return .phase
    default: break
    }
    let text = ExpressionText(scalar, range, in: file.source)
    guard let term = text.check(in: scope, &diagnostics, { $0.expression($1) }) else { return nil }
    guard term.type == .number || term.type == .truth else {
      text.report(
        LanguageFault(.wrongOperand(name: "{…}", expected: .number, found: term.type), at: term.range), &diagnostics)
      return nil
    }
    return .expression(term)
  }
}
