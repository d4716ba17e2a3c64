import OnsetLanguage
package import OnsetText
import OnsetYAML

extension ExperimentFile.Variant {
  /// The values that the variant gives to parameters, and which of them name what the rule sets do not have.
  ///
  /// - Parameter source: The file in which the variant stands.
  package func overrides(
    for ruleSets: [RuleSetFile], in source: SourceFile
  ) -> (overrides: [ParameterOverride], findings: [Diagnostic]) {
    var overrides: [ParameterOverride] = []
    var findings: [Diagnostic] = []
    for setting in settings {
      func report(_ fault: ExperimentFault, at range: ByteRange) {
        findings.append(fault.diagnostic(in: source, at: range))
      }
      let name = setting.ruleset.value
      guard let file = ruleSets.first(where: { $0.name.value == name }) else {
        let known = ruleSets.map(\.name.value)
        let nearest = Suggestion.nearest(to: name, among: known)
        report(.unknownRuleSet(name, nearest: nearest, known: known), at: setting.ruleset.range)
        continue
      }
      let parameter = setting.parameter.value
      guard let declaration = file.parameters.first(where: { $0.name.value == parameter }) else {
        let known = file.parameters.map(\.name.value)
        let nearest = Suggestion.nearest(to: parameter, among: known)
        report(.unknownParameter(parameter, ruleset: name, nearest: nearest, known: known), at: setting.parameter.range)
        continue
      }
      guard let value = ParameterValue(literal: setting.value.text) else {
        report(.notALiteral(setting.value.text), at: setting.value.range)
        continue
      }
      if let declared = ParameterValue(literal: declaration.value.text), declared.type != value.type {
        report(
          .otherType(parameter: parameter, declared: declaration.value.text, isSpan: declared.type == .span),
          at: setting.value.range)
        continue
      }
      overrides.append(ParameterOverride(ruleset: name, parameter: parameter, value: value))
    }
    return (overrides, findings)
  }
}
