package import OnsetLanguage
import OnsetText
import OnsetYAML

/// A parameter that a rule set allows a tuner to move, and the range in which it may.
package struct TunableParameter: Hashable, Sendable {
  package var name: String
  package var lower: ParameterValue
  package var upper: ParameterValue
}

extension RuleSetFile {
  /// The parameters with a range, in the order of the file; those at fault, of which findings tell, are left out.
  package var tunableParameters: [TunableParameter] {
    parameters.compactMap { declaration in
      guard let tune = declaration.tune, let value = ParameterValue(literal: declaration.value.text),
        let lower = ParameterValue(literal: tune.lower.text), let upper = ParameterValue(literal: tune.upper.text),
        value.type == lower.type, value.type == upper.type, lower.magnitude < upper.magnitude
      else { return nil }
      return TunableParameter(name: declaration.name.value, lower: lower, upper: upper)
    }
  }

  /// Whether a parameter has an influence on when rules fire, and not only on what they then do.
  ///
  /// - Parameter checked: The rule set, checked with the parameter marked as swept.
  package func decides(_ parameter: String, _ checked: CheckedRuleSet) -> Bool {
    if checked.dependsOnSwept { return true }
    let lets = Dictionary(self.lets.map { ($0.name.value, $0.expression.text) }) { first, _ in first }
    func names(_ text: String, _ depth: Int) -> Bool {
      let words = text.split { !($0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_")) }
      return words.contains { word in
        word == parameter || depth < 100 && (lets[String(word)].map { names($0, depth + 1) } ?? false)
      }
    }
    return rules.contains { rule in
      [rule.hold, rule.confirm?.within, rule.repetition].contains { $0.map { names($0.text, 0) } ?? false }
    }
  }
}
