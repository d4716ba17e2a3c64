package import OnsetRules
package import OnsetText

extension ExperimentFile {
  /// What the experiment names and there is not, and texts in it that mean nothing.
  ///
  /// What a variant of another revision sets is looked up when the revision is read.
  ///
  /// - Parameter ruleSets: The rule sets as they are; nil to leave parameters unchecked.
  package func findings(for ruleSets: [RuleSetFile]?) -> [Diagnostic] {
    var findings: [Diagnostic] = []
    for condition in runs.conditions where (try? FieldCondition(parsing: condition.value)) == nil {
      findings.append(ExperimentFault.badCondition(condition.value).diagnostic(in: source, at: condition.range))
    }
    let names = variants.map(\.name.value)
    if names.count < 2 {
      findings.append(ExperimentFault.nothingToCompare.diagnostic(in: source, at: name.range))
    } else if let against, !names.contains(against.value) {
      let nearest = Suggestion.nearest(to: against.value, among: names)
      findings.append(
        ExperimentFault.unknownVariant(against.value, nearest: nearest, known: names)
          .diagnostic(in: source, at: against.range))
    }
    guard let ruleSets else { return findings }
    for variant in variants where variant.revision == nil {
      // Variants of a matrix share their settings.
      for finding in variant.overrides(for: ruleSets, in: source).findings where !findings.contains(finding) {
        findings.append(finding)
      }
    }
    return findings
  }
}
