import OnsetLanguage
package import OnsetText

/// The lints that need nothing but a rule set and the profiles at hand.
package enum RuleSetLints {
  /// The lints of which a rule set by itself shows all that there is.
  package static let ofRuleSetAlone: Set<LintID> = [
    .constantCondition, .unconfirmedAction, .twoHyperparameters, .unusedParameter, .unusedLet, .unusedPhase,
    .unreachablePhase,
  ]

  /// Those that depend on the profiles at hand: on aliases, and on what is known of architectures.
  package static let withProfiles: Set<LintID> = [.rawThreshold, .dependentConfirmation, .ungatedStop]

  /// What is naive in a rule set that has no errors.
  package static func findings(in checked: CheckedRuleSet, profiles: [Profile]) -> [Diagnostic] {
    let set = RuleSetView(checked, profiles: profiles)
    let found =
      NoisyDetection.check(set) + RawThreshold.check(set) + ConstantCondition.check(set) + UnconfirmedAction.check(set)
      + DependentConfirmation.check(set) + TwoHyperparameters.check(set) + UngatedStop.check(set)
      + UnusedNames.check(set) + UnreachablePhase.check(set)
    return found.map { $0.diagnostic(in: checked.file.source) }
  }

  /// What is naive in it only with the parameters of a profile.
  package static func findings(in checked: CheckedRuleSet, with profile: Profile, profiles: [Profile]) -> [Diagnostic] {
    let set = RuleSetView(checked, profiles: profiles)
    let found = NoisyDetection.check(set) + RawThreshold.check(set) + ConstantCondition.check(set)
    let hint = "so it is with the parameters of the profile `\(profile.name)`"
    return found.map { $0.diagnostic(in: checked.file.source, hint: hint) }
  }
}
