package import OnsetText

/// What can be wrong with a rule set, a profile or a project beyond its YAML and its expressions.
package enum RulesFault: Hashable, Sendable {
  // Names
  case badName(String, what: String)
  case duplicateName(String, what: String, first: String)
  case badIdentifier(String, what: String)
  case badLabel(String, what: String)
  case hidesName(String, what: String, hidden: String)
  case unknownPhase(String, nearest: String?, known: [String])
  case noPhases(String)
  case unknownFile
  // Parameters
  case notAParameterValue
  case tuneShape
  case tuneOrder
  case tuneOutside(value: String)
  case tuneType(expected: String)
  case parameterType(name: String, expected: String, found: String)
  case unknownParameter(String, ruleset: String, nearest: String?)
  case unknownRuleSet(String, nearest: String?)
  // Rules
  case noRules
  case notASpan(key: String)
  case badRepeat(String)
  case clearWithoutRepeat
  case atMostWithNever
  case notPositive(key: String)
  case emptyGlob
  // Actions
  case noAction
  case twoActions(String, String)
  case approval(String)
  case notANumber(key: String, found: String)
  case notAConstant(key: String)
  case floorAboveCeiling
  case openBrace
  // Profiles
  case negativeDeviation
  case baselineBothWays
  case baselineIncomplete(String)
  case measureUnits
  case unknownProfile(String, nearest: String?)
  case extendsItself([String])
  case ambiguousMatch(run: String, first: String, second: String)
  // Projects
  case notADay(key: String, found: String)
  case negative(key: String)
  case notAnAmount(key: String)
  case notAShare(key: String)
}

extension RulesFault {
  /// The fault as a finding in a file.
  package func diagnostic(in source: SourceFile, at range: ByteRange) -> Diagnostic {
    let words = wording
    return Diagnostic(
      source: source, range: range, severity: words.severity, code: words.code, message: words.message,
      hints: words.hints)
  }
}
