package import OnsetLanguage
package import OnsetText

/// A rule set whose names, types and units have been checked for a profile and values of its parameters.
package struct CheckedRuleSet: Sendable {
  package var file: RuleSetFile
  package var name: String { file.name.value }
  package var phases: [String]
  /// In the order of the file, with where each value comes from.
  package var parameters: [ResolvedParameter]
  /// By `LetID.index`; nil for one that is at fault.
  package var letTerms: [Term?]
  /// Those that are free of errors, in the order of the file.
  package var rules: [CheckedRule]
}

/// A parameter's value, and who says so.
package struct ResolvedParameter: Sendable {
  package var name: String
  package var value: ParameterValue
  package var origin: Origin

  package enum Origin: Hashable, Sendable {
    case ruleSet
    case profile(String)
    case commandLine
  }
}

/// A rule whose expressions have been checked.
package struct CheckedRule: Sendable {
  /// The rule's position in the file.
  package var index: Int
  package var name: String
  package var each: Glob?
  package var during: Set<Int>?
  package var when: Term
  package var hold: SpanLength?
  package var confirm: (that: Term, within: SpanLength)?
  package var enters: Int?
  package var repetition: Repetition
  package var clear: Term?
  package var atMost: Int?
  package var actions: [CheckedAction]
  /// The metrics and `let`s that `when` names, in its order.
  package var reported: [Reported]
  /// Where the rule's name is, for what is said of the rule as a whole.
  package var place: ByteRange

  package enum Repetition: Hashable, Sendable {
    case never
    case whenCleared
    case after(SpanLength)
  }

  package enum Reported: Sendable {
    case metric(MetricName)
    case binding(name: String, Term)
  }
}

extension CheckedRule {
  /// Calls `body` with each expression of a number or a truth: conditions first, then those of the actions.
  package func forEachExpression(_ body: (Term) -> Void) {
    body(when)
    if let confirm { body(confirm.that) }
    if let clear { body(clear) }
    for action in actions {
      switch action.kind {
      case .scale(_, let term, _, _), .set(_, let term, _, _): body(term)
      case .stop(let text), .checkpoint(let text), .notify(let text):
        for case .expression(let term) in text { body(term) }
      }
    }
  }
}

/// An action whose numbers and texts have been checked.
package struct CheckedAction: Sendable {
  package var kind: Kind
  package var needsApproval: Bool

  package enum Kind: Sendable {
    case scale(hyperparameter: String, by: Term, floor: Double?, ceiling: Double?)
    case set(hyperparameter: String, to: Term, floor: Double?, ceiling: Double?)
    case stop([TextPiece])
    case checkpoint([TextPiece])
    case notify([TextPiece])
  }

  package enum TextPiece: Sendable {
    case text(String)
    case step, epoch, rule, run, phase
    case expression(Term)
  }
}
