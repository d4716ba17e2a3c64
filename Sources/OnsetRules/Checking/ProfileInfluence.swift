import OnsetLanguage
import OnsetText

/// Which profiles can change what is found in a rule set: a project may have many, and most say nothing of most rules.
struct ProfileInfluence {
  private let ruleSet: String
  /// The names of parameters and `let`s, which no signal may have.
  private let variables: Set<String>
  /// The metrics of which expressions use the baseline; nil where errors may hide some.
  private let baselines: Set<String>?

  /// - Parameters:
  ///   - checked: The rule set checked without a profile.
  ///   - isComplete: Whether it has no errors, so that all its expressions have been checked.
  init(on checked: CheckedRuleSet, isComplete: Bool) {
    ruleSet = checked.name
    variables = Set(checked.file.parameters.map(\.name.value) + checked.file.lets.map(\.name.value))
    baselines = isComplete ? checked.metricsOfBaselines : nil
  }

  /// Whether something else may be found in the rule set with a profile than without one.
  func mayBe(of profile: Profile) -> Bool {
    guard let baselines else { return true }
    return profile.parameters[ruleSet] != nil || variables.contains { profile.signal($0) != nil }
      || !baselines.isEmpty && !baselines.isSubset(of: profile.baselineNames)
  }
}

extension CheckedRuleSet {
  /// The metrics of which expressions use the baseline or its deviation.
  package var metricsOfBaselines: Set<String> {
    var names: Set<String> = []
    func add(_ term: Term) {
      if case .baseline(.named(let name), _) = term.kind { names.insert(name) }
      term.forEachOperand(add)
    }
    for term in letTerms { if let term { add(term) } }
    for rule in rules { rule.forEachExpression(add) }
    return names
  }
}
