import OnsetText

/// How a run can differ from what a test expects.
enum ExpectationFault: Hashable, Sendable {
  /// Too few or too many events in the range; what happened instead, in words.
  case count(rule: String, event: String, expected: String, found: String)
  /// An event outside the ranges in which its rule's events are expected.
  case unexpected(rule: String, event: String, steps: String)
  case notSilent(rule: String, found: String)
  case undecidedSilence(rule: String)
  case onset(key: String, rule: String, event: String, step: Int64, expected: String, found: Int64)
  case enters(rule: String, step: Int64, expected: String, found: String?)
  case actions(rule: String, step: Int64, expected: String, found: String)
  case action(rule: String, step: Int64, expected: String, found: String)
  case actionError(rule: String, step: Int64, message: String)
  case phase(step: Int64, expected: String, found: String)
  case value(expression: String, step: Int64, expected: String, found: String)
}

extension ExpectationFault {
  func diagnostic(in source: SourceFile, at range: ByteRange) -> Diagnostic {
    let words = wording
    return Diagnostic(source: source, range: range, code: words.code, message: words.message)
  }

  private var wording: (code: String, message: String) {
    switch self {
    case .count(let rule, let event, let expected, let found):
      ("O0850", "`\(rule)` was expected to \(event) \(expected); \(found)")
    case .unexpected(let rule, let event, let steps):
      ("O0851", "`\(rule)` also \(event) at \(steps), which the test does not expect")
    case .notSilent(let rule, let found): ("O0852", "`\(rule)` was expected to be silent; \(found)")
    case .undecidedSilence(let rule):
      ("O0852", "`\(rule)` was expected to be silent; the run ends while it waits for its confirmation")
    case .onset(let key, let rule, let event, let step, let expected, let found):
      ("O0853", "`\(rule)` \(event) at step \(step); `\(key)` was expected \(expected), and is step \(found)")
    case .enters(let rule, let step, let expected, let found):
      ("O0854", "`\(rule)` entered \(found.map { "`\($0)`" } ?? "no phase") at step \(step), not `\(expected)`")
    case .actions(let rule, let step, let expected, let found):
      ("O0855", "`\(rule)` issued \(found) at step \(step), and \(expected) was expected")
    case .action(let rule, let step, let expected, let found):
      ("O0855", "`\(rule)` issued \(found) at step \(step), and not \(expected)")
    case .actionError(let rule, let step, let message):
      ("O0856", "`\(rule)` could not act at step \(step): \(message)")
    case .phase(let step, let expected, let found):
      ("O0857", "the phase at step \(step) is `\(found)`, not `\(expected)`")
    case .value(let expression, let step, let expected, let found):
      ("O0858", "`\(expression)` is \(found) at step \(step), not \(expected)")
    }
  }
}
