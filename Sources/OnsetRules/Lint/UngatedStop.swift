import OnsetText

/// A rule that stops runs in every phase, where a profile knows runs that generalize long after they have memorized.
///
/// A profile knows grokking by a transition of that name, or by one to generalization.
enum UngatedStop {
  static func check(_ set: RuleSetView) -> [LintFinding] {
    var known: (profile: String, transition: String)?
    for profile in set.profiles where known == nil {
      known = profile.transitions.first { isGrokking($0.phase.value) }.map { (profile.name, $0.phase.value) }
    }
    guard let known else { return [] }
    return set.rules.compactMap { rule in
      guard let stop = rule.deeds.first(where: { $0.deed == .stops }), !set.asksOnlyForFacts(rule.checked.when),
        (rule.checked.during?.count ?? Int.max) >= max(1, set.checked.phases.count)
      else { return nil }
      let fault = LintFault.ungatedStop(
        profile: known.profile, transition: known.transition, hasPhases: set.checked.phases.count > 1)
      return LintFinding(fault, at: stop.range)
    }
  }

  private static func isGrokking(_ transition: String) -> Bool {
    let name = transition.lowercased()
    return name.contains("grok") || name == "generalization" || name == "delayed_generalization"
  }
}
