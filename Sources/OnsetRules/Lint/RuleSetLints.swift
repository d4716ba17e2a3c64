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

  private typealias Check = @Sendable (RuleSetView) -> [LintFinding]

  /// Those that a parameter of a profile may change.
  private static let ofValues: [Check] = [
    { NoisyDetection.check($0) }, { RawThreshold.check($0) }, { ConstantCondition.check($0) },
  ]

  private static let others: [Check] = [
    { UnconfirmedAction.check($0) }, { DependentConfirmation.check($0) }, { TwoHyperparameters.check($0) },
    { UngatedStop.check($0) }, { UnusedNames.check($0) }, { UnreachablePhase.check($0) },
  ]

  /// What is naive in a rule set that has no errors.
  package static func findings(in checked: CheckedRuleSet, profiles: [Profile]) -> [Diagnostic] {
    found(by: ofValues + others, in: checked, profiles).map { $0.diagnostic(in: checked.file.source) }
  }

  /// What is naive in it only with the parameters of a profile.
  package static func findings(in checked: CheckedRuleSet, with profile: Profile, profiles: [Profile]) -> [Diagnostic] {
    let hint = "so it is with the parameters of the profile `\(profile.name)`"
    return found(by: ofValues, in: checked, profiles).map { $0.diagnostic(in: checked.file.source, hint: hint) }
  }

  /// What some lints find, in their order. Each looks at the whole rule set; at a large one they look at the same time.
  private static func found(by checks: [Check], in checked: CheckedRuleSet, _ profiles: [Profile]) -> [LintFinding] {
    let set = RuleSetView(checked, profiles: profiles)
    let found =
      checked.rules.count > Portions.itemCount ? Portions.map(checks) { $0(set) } : checks.map { $0(set) }
    return Array(found.joined())
  }
}
