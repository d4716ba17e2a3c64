import OnsetText

/// Phases that no rule needs, and phases that no run can come to.
enum UnreachablePhase {
  static func check(_ set: RuleSetView) -> [LintFinding] {
    let phases = set.checked.phases
    guard phases.count > 1 else { return [] }
    let rules = set.rules
    var waiting: [Int: [Int]] = [:]
    var entering: [Int: RuleSetView.Rule] = [:]
    var named: Set<Int> = []
    for (index, rule) in rules.enumerated() {
      for phase in rule.checked.during ?? [] { waiting[phase, default: []].append(index) }
      named.formUnion(rule.checked.during ?? [])
      if let next = rule.checked.enters, entering[next] == nil { entering[next] = rule }
    }
    // From the first phase, and from rules that run in every phase, along what each phase's rules enter.
    var reached: Set<Int> = [0]
    for rule in rules where rule.checked.during == nil { if let next = rule.checked.enters { reached.insert(next) } }
    var open = Array(reached)
    while let phase = open.popLast() {
      for index in waiting[phase] ?? [] {
        if let next = rules[index].checked.enters, reached.insert(next).inserted { open.append(next) }
      }
    }
    return phases.indices.filter { !reached.contains($0) }.map { phase in
      let fault: LintFault
      if let rule = entering[phase] {
        let other = rule.checked.during?.sorted().first { $0 != phase }
        fault = .unreachablePhase(phases[phase], entering: rule.checked.name, phase: other.map { phases[$0] })
      } else {
        fault =
          named.contains(phase)
          ? .unreachablePhase(phases[phase], entering: nil, phase: nil) : .unusedPhase(phases[phase])
      }
      return LintFinding(fault, at: set.file.phases[phase].range)
    }
  }
}
