import OnsetText

/// Phases that no rule needs, and phases that no run can come to.
enum UnreachablePhase {
  static func check(_ set: RuleSetView) -> [LintFinding] {
    let phases = set.checked.phases
    guard phases.count > 1 else { return [] }
    let rules = set.rules
    var reached: Set<Int> = [0]
    var isGrowing = true
    while isGrowing {
      isGrowing = false
      for rule in rules where rule.checked.during.map({ !$0.isDisjoint(with: reached) }) ?? true {
        if let next = rule.checked.enters, reached.insert(next).inserted { isGrowing = true }
      }
    }
    return phases.indices.filter { !reached.contains($0) }.map { phase in
      let entering = rules.first { $0.checked.enters == phase }
      let isNamed = entering != nil || rules.contains { $0.checked.during?.contains(phase) ?? false }
      let fault: LintFault =
        isNamed
        ? .unreachablePhase(
          phases[phase], entering: entering?.checked.name,
          phase: entering?.checked.during.flatMap { waited in waited.first { $0 != phase } }.map { phases[$0] })
        : .unusedPhase(phases[phase])
      return LintFinding(fault, at: set.file.phases[phase].range)
    }
  }
}
