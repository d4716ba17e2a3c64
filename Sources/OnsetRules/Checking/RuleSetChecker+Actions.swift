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
    let bytes = Array(scalar.text.utf8)
    // What has been read and not yet become a piece; whole stretches of it, up to the next brace.
    var literal: [UInt8] = []
    var start = 0
    var isFaulty = false
    func finishLiteral() {
      if !literal.isEmpty { pieces.append(.text(String(decoding: literal, as: UTF8.self))) }
      literal.removeAll()
    }
    while let brace = bytes[start...].firstIndex(where: { $0 == Self.openingBrace || $0 == Self.closingBrace }) {
      literal += bytes[start..<brace]
      let next = brace + 1
      if next < bytes.count, bytes[next] == bytes[brace] {
        literal.append(bytes[brace])
        start = next + 1
      } else if bytes[brace] == Self.closingBrace {
        literal.append(Self.closingBrace)
        start = next
      } else {
        guard let end = Self.closingBrace(in: bytes, from: next) else {
          report(.openBrace, at: scalar.fileRange(of: ByteRange(brace, next)))
          return nil
        }
        finishLiteral()
        let name = String(decoding: bytes[next..<end], as: UTF8.self)
        if let piece = place(name, at: next, in: scalar, scope) { pieces.append(piece) } else { isFaulty = true }
        start = end + 1
      }
    }
    literal += bytes[start...]
    finishLiteral()
    return isFaulty ? nil : pieces
  }

  private static let openingBrace = UInt8(ascii: "{")
  private static let closingBrace = UInt8(ascii: "}")

  /// The next `}` that is not in a metric's name in backquotes.
  private static func closingBrace(in text: [UInt8], from start: Int) -> Int? {
    var isInName = false
    return text[start...].firstIndex { byte in
      if byte == UInt8(ascii: "`") { isInName.toggle() }
      return byte == closingBrace && !isInName
    }
  }

  /// What stands in braces, and where in the scalar's text.
  private mutating func place(
    _ name: String, at offset: Int, in scalar: YAMLScalar, _ scope: Scope
  ) -> CheckedAction.TextPiece? {
    switch name {
    case "step": return .step
    case "epoch": return .epoch
    case "rule": return .rule
    case "run": return .run
    case "phase": return .phase
    default: break
    }
    let text = ExpressionText(scalar, name, at: offset, in: file.source)
    guard let term = text.check(in: scope, &diagnostics, { $0.expression($1) }) else { return nil }
    guard term.type == .number || term.type == .truth else {
      text.report(
        LanguageFault(.wrongOperand(name: "{…}", expected: .number, found: term.type), at: term.range), &diagnostics)
      return nil
    }
    return .expression(term)
  }
}
