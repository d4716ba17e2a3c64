import OnsetText

/// Two hyperparameters that one rule changes, or that a rule set changes in one phase.
enum TwoHyperparameters {
  static func check(_ set: RuleSetView) -> [LintFinding] {
    let rules = set.rules
    var findings: [LintFinding] = []
    var told: Set<ByteRange> = []
    for rule in rules {
      let names = changed(by: rule)
      for name in names.dropFirst() where name.value != names[0].value && told.insert(name.range).inserted {
        findings.append(LintFinding(.twoHyperparametersInRule(names[0].value, name.value), at: name.range))
      }
    }
    var lines: LineMap?
    let phases: [Int?] = set.checked.phases.isEmpty ? [nil] : set.checked.phases.indices.map { $0 }
    for phase in phases {
      var first: (name: Located<String>, rule: String)?
      for rule in rules where phase.map({ rule.checked.during?.contains($0) ?? true }) ?? true {
        // Those of one rule have been told, or are one.
        guard let name = changed(by: rule).first else { continue }
        guard let earlier = first else {
          first = (name, rule.declaration.name.value)
          continue
        }
        guard earlier.name.value != name.value, told.insert(name.range).inserted else { continue }
        let map = lines ?? LineMap(set.file.source)
        lines = map
        let fault = LintFault.twoHyperparametersInPhase(
          phase.map { set.checked.phases[$0] }, first: earlier.name.value, rule: earlier.rule,
          line: map.place(of: earlier.name.range.lower).line, second: name.value)
        findings.append(LintFinding(fault, at: name.range))
      }
    }
    return findings
  }

  private static func changed(by rule: RuleSetView.Rule) -> [Located<String>] {
    rule.declaration.actions.compactMap { action in
      switch action.kind {
      case .scale(let name, _, _), .set(let name, _, _): name
      case .stop, .checkpoint, .notify: nil
      }
    }
  }
}
