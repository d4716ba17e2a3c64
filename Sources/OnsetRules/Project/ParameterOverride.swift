package import OnsetLanguage
import OnsetText
import OnsetYAML

/// A value given on the command line: `--set ruleset.parameter=value`.
package struct ParameterOverride: Hashable, Sendable {
  package var ruleset: String
  package var parameter: String
  package var value: ParameterValue

  /// Why a text is no override, in one sentence.
  package struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
    package var description: String
  }

  /// Reads `ruleset.parameter=value` against the rule sets at hand.
  package static func parse(_ text: String, for ruleSets: [RuleSetFile]) throws(Failure) -> ParameterOverride {
    guard let equal = text.firstIndex(of: "="), let point = text[..<equal].firstIndex(of: ".") else {
      throw Failure(description: "`--set \(text)` is not of the form `ruleset.parameter=value`")
    }
    let ruleset = String(text[..<point])
    let parameter = String(text[text.index(after: point)..<equal])
    let valueText = String(text[text.index(after: equal)...])
    guard let file = ruleSets.first(where: { $0.name.value == ruleset }) else {
      throw Failure(
        description: "`--set \(text)`: there is no rule set `\(ruleset)`\(hint(ruleset, ruleSets.map(\.name.value)))")
    }
    guard let declaration = file.parameters.first(where: { $0.name.value == parameter }) else {
      let names = file.parameters.map(\.name.value)
      throw Failure(
        description:
          "`--set \(text)`: the rule set `\(ruleset)` has no parameter `\(parameter)`\(hint(parameter, names))")
    }
    guard let value = ParameterValue(literal: valueText) else {
      throw Failure(description: "`--set \(text)`: `\(valueText)` is neither a number nor a span such as `50 samples`")
    }
    if let declared = ParameterValue(literal: declaration.value.text), declared.type != value.type {
      let article = declared.type == .span ? "a span, such as `\(declaration.value.text)`" : "a number"
      throw Failure(description: "`--set \(text)`: the parameter `\(parameter)` is \(article)")
    }
    return ParameterOverride(ruleset: ruleset, parameter: parameter, value: value)
  }

  private static func hint(_ name: String, _ known: [String]) -> String {
    Suggestion.nearest(to: name, among: known).map { "; did you mean `\($0)`?" } ?? ""
  }
}
