package import OnsetText

/// What can be wrong with an experiment beyond its YAML.
package enum ExperimentFault: Hashable, Sendable {
  case nothingToCompare
  case namesNoParameter(String)
  case unknownRuleSet(String, nearest: String?, known: [String])
  case unknownParameter(String, ruleset: String, nearest: String?, known: [String])
  case notALiteral(String)
  case otherType(parameter: String, declared: String, isSpan: Bool)
  case noValues(String)
  case tooManyVariants(Int)
  case unknownVariant(String, nearest: String?, known: [String])
  case badCondition(String)
  /// A revision that cannot be had, and why.
  case revision(String)
}

extension ExperimentFault {
  /// The fault as a finding in a file.
  package func diagnostic(in source: SourceFile, at range: ByteRange) -> Diagnostic {
    let words = wording
    return Diagnostic(source: source, range: range, code: words.code, message: words.message, hints: words.hints)
  }
}
