import OnsetRules
import OnsetText

/// Rules of which no test expects an event.
enum UntestedRule {
  static func findings(in ruleSets: [RuleSetFile], _ tests: [ResolvedTest]) -> [Diagnostic] {
    var tested: Set<String> = []
    for test in tests { tested.formUnion(test.targets.map { test.name(of: $0) }) }
    return ruleSets.flatMap { file in
      file.rules.compactMap { rule -> Diagnostic? in
        guard !tested.contains("\(file.name.value).\(rule.name.value)") else { return nil }
        let fault = LintFault.untestedRule(ruleset: file.name.value, rule: rule.name.value)
        return LintFinding(fault, at: rule.name.range).diagnostic(in: file.source)
      }
    }
  }
}
