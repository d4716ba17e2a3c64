package import OnsetText

/// What can be wrong with a file of tests beyond its YAML and its series.
package enum TestFault: Hashable, Sendable {
  case noCases
  case noRuleSets
  case unknownRule(String, nearest: String?, known: [String])
  case ambiguousRule(String, sets: [String])
  case noRuleFits(String)
  case noRun
  case runTwice
  case nothingExpected
  case stepRangeShape(key: String)
  case stepRangeOrder(key: String)
  case rangeTwice
  case notACadence
  case unusedCadence(String)
  case countShape
  case notANumberOfSamples
  case runTooLong
  case needsQuotes(String)
  case valueShape(String)
  case actionShape
  case whichRuleSet(key: String)
  case foreignRuleSet(String)
  case unreadable(String)
  // On the run
  case notApplicable(rule: String, why: String)
  case isApplicable(rule: String)
  case runEndsEarly(lastStep: Int64?)
  case unknownInstance(String, rule: String, nearest: String?)
  case valueNotThere(String)
}

extension TestFault {
  /// The fault as a finding in a file.
  package func diagnostic(in source: SourceFile, at range: ByteRange) -> Diagnostic {
    let words = wording
    return Diagnostic(
      source: source, range: range, code: words.code, message: words.message, hints: words.hints)
  }
}
