import OnsetLanguage
package import OnsetRules
import OnsetText

/// A look at whether tests notice slight changes of a rule set.
package struct MutationRun: Sendable {
  package var ruleSet: RuleSetFile
  /// The tests that the rule set is in; all of them pass without a change.
  private var tests: [PreparedTest]
  package var mutants: [Mutant]

  package init(_ ruleSet: RuleSetFile, tests: [PreparedTest]) {
    self.ruleSet = ruleSet
    let own = tests.filter { test in
      test.test.ruleSets.contains { $0.source.path == ruleSet.source.path && $0.name.value == ruleSet.name.value }
    }
    // A test that expects something to happen notices more than one that expects silence.
    self.tests = own.filter { !$0.test.expectations.events.isEmpty } + own.filter(\.test.expectations.events.isEmpty)
    var observed: Set<Int> = []
    for test in own {
      for (expectation, target) in zip(test.test.expectations.events, test.test.targets)
      where expectation.actions != nil && test.test.ruleSets[target.ruleSet].name.value == ruleSet.name.value {
        observed.insert(target.rule)
      }
    }
    mutants = MutantFinder.mutants(of: ruleSet, observedActions: observed)
  }

  /// How many tests look at the rule set.
  package var testCount: Int { tests.count }

  /// What became of a mutant.
  package enum Fate: Hashable, Sendable {
    /// The first test that noticed it.
    case noticed(by: String)
    case survived
    /// It is no rule set any more.
    case invalid
  }

  /// Runs the tests against a mutant, until one notices it.
  package func fate(of mutant: Mutant) -> Fate {
    guard let changed = mutant.applied(to: ruleSet) else { return .invalid }
    var parameter: (name: String, change: ValueChange)?
    if case .parameter(let name, let change) = mutant.alteration { parameter = (name, change) }
    var isCompiled = parameter == nil
    for test in tests {
      var variant = TestRunner.Variant(ruleSet: changed)
      if let parameter {
        guard let value = value(of: parameter.name, changedBy: parameter.change, in: test) else { continue }
        variant.parameters = [parameter.name: value]
        isCompiled = true
      }
      if TestRunner.check(test, variant).errors.containsErrors { return .invalid }
      let result = TestRunner.run(test, variant: variant)
      if result.status != .passed { return .noticed(by: result.fullName) }
    }
    return isCompiled ? .survived : .invalid
  }

  /// The value that a parameter has in a test, changed; nil where it cannot be.
  private func value(of name: String, changedBy change: ValueChange, in test: PreparedTest) -> ParameterValue? {
    let sets = TestRunner.check(test).sets
    guard
      let resolved = sets.first(where: { $0.name == ruleSet.name.value })?.parameters.first(where: { $0.name == name })
    else { return nil }
    return change.of(resolved.value, for: ruleSet.use(ofParameter: name))
  }
}
