extension Syntax {
  /// Calls `body` with each name in the expression, in the order in which they are written.
  package func forEachName(_ body: (_ name: String, _ isQuoted: Bool) -> Void) {
    switch kind {
    case .name(let name, let isQuoted): body(name, isQuoted)
    case .number, .percentage, .span, .truth: break
    case .call(_, let arguments): for argument in arguments { argument.forEachName(body) }
    case .group(let inner), .negate(let inner), .not(let inner): inner.forEachName(body)
    case .comparison(let left, _, let right):
      left.forEachName(body)
      right.forEachName(body)
    case .arithmetic(let first, let rest):
      first.forEachName(body)
      for (_, operand) in rest { operand.forEachName(body) }
    case .logical(_, let operands): for operand in operands { operand.forEachName(body) }
    }
  }
}
