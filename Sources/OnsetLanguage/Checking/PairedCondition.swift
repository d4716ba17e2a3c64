/// A condition of two parameters, each of which decides parts of its own.
package indirect enum PairedCondition<Part: Sendable>: Sendable {
  /// A part that only the first parameter decides, or none of them.
  case first(Part)
  /// A part that only the second parameter decides.
  case second(Part)
  case not(PairedCondition)
  case logical(LogicalOperator, [PairedCondition])

  /// Calls `body` with each part.
  package func forEachPart(_ body: (Part) -> Void) {
    switch self {
    case .first(let part), .second(let part): body(part)
    case .not(let operand): operand.forEachPart(body)
    case .logical(_, let operands): for operand in operands { operand.forEachPart(body) }
    }
  }

  /// The condition with other parts.
  package func map<Other>(
    first: (Part) -> Other, second: (Part) -> Other
  ) -> PairedCondition<Other> {
    switch self {
    case .first(let part): .first(first(part))
    case .second(let part): .second(second(part))
    case .not(let operand): .not(operand.map(first: first, second: second))
    case .logical(let logical, let operands):
      .logical(logical, operands.map { $0.map(first: first, second: second) })
    }
  }
}

extension PairedCondition<SweptCondition> {
  /// One condition that was checked twice, with the first parameter marked as swept and with the second.
  ///
  /// - Parameter lets: The definitions of the `let`s of each, by `LetID.index`.
  /// - Returns: Nil where both decide the same comparison, or one is used in another way than in comparisons.
  package init?(_ first: Term, _ second: Term, lets: (first: [Term?], second: [Term?])) {
    guard second.traits.contains(.swept) else {
      guard let part = first.sweptCondition(lets.first) else { return nil }
      self = .first(part)
      return
    }
    guard first.traits.contains(.swept) else {
      guard let part = second.sweptCondition(lets.second) else { return nil }
      self = .second(part)
      return
    }
    switch (first.kind, second.kind) {
    case (.binding(let id), .binding):
      guard let own = lets.first[id.index], let other = lets.second[id.index],
        let paired = PairedCondition(own, other, lets: lets)
      else { return nil }
      self = paired
    case (.not(let own), .not(let other)):
      guard let paired = PairedCondition(own, other, lets: lets) else { return nil }
      self = .not(paired)
    case (.logical(let logical, let own), .logical(_, let others)):
      let parts = zip(own, others).compactMap { PairedCondition($0, $1, lets: lets) }
      guard parts.count == own.count else { return nil }
      self = .logical(logical, parts)
    default: return nil
    }
  }
}
