package import OnsetRules
package import OnsetText
import OnsetYAML

extension ExperimentFile {
  /// What decides where the file does not say it.
  static let usualObjective = "f1"

  /// What the experiment names and there is not, and texts in it that mean nothing.
  ///
  /// What a variant of another revision sets is looked up when the revision is read.
  ///
  /// - Parameter ruleSets: The rule sets as they are.
  package func findings(for ruleSets: [RuleSetFile]) -> [Diagnostic] {
    var findings: [Diagnostic] = []
    func report(_ fault: ExperimentFault, at range: ByteRange) {
      findings.append(fault.diagnostic(in: source, at: range))
    }
    for condition in runs.conditions where (try? FieldCondition(parsing: condition.value)) == nil {
      report(.badCondition(condition.value), at: condition.range)
    }
    let names = variants.map(\.name.value)
    if names.count < 2 {
      report(.nothingToCompare, at: name.range)
    } else if let against, !names.contains(against.value) {
      let nearest = Suggestion.nearest(to: against.value, among: names)
      report(.unknownVariant(against.value, nearest: nearest, known: names), at: against.range)
    }
    let known = ruleSets.map(\.name.value)
    if variants.contains(where: { $0.revision == nil }) {
      for ruleSet in self.ruleSets ?? [] where !known.contains(ruleSet.value) {
        let nearest = Suggestion.nearest(to: ruleSet.value, among: known)
        report(.unknownRuleSet(ruleSet.value, nearest: nearest, known: known), at: ruleSet.range)
      }
    }
    for variant in variants where variant.revision == nil {
      // Variants of a matrix share their settings.
      for finding in variant.overrides(for: ruleSets, in: source).findings where !findings.contains(finding) {
        findings.append(finding)
      }
    }
    return findings + parsedObjective.diagnostics
  }

  /// The objective, and what is wrong with it at its place in the file.
  var parsedObjective: (objective: TuningObjective?, diagnostics: [Diagnostic]) {
    guard let objective else { return TuningObjective.parse(Self.usualObjective) }
    let (parsed, findings) = TuningObjective.parse(objective.text)
    return (
      parsed,
      findings.map {
        Diagnostic(
          source: source, range: objective.fileRange(of: $0.range), severity: $0.severity, code: $0.code,
          message: $0.message, hints: $0.hints)
      }
    )
  }
}
