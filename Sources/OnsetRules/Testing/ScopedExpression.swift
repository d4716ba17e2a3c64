package import OnsetEngine
package import OnsetLanguage
package import OnsetText
package import OnsetYAML

/// An expression of a test, which may name the parameters and `let`s of a rule set.
package struct ScopedExpression: Sendable {
  /// The checked expression; nil where it has an error.
  package let term: Term?
  package let diagnostics: [Diagnostic]
  private let letTerms: [Term?]
  private let profile: Profile?

  package init(_ scalar: YAMLScalar, in source: SourceFile, of ruleSet: CheckedRuleSet?, profile: Profile?) {
    self.profile = profile
    letTerms = ruleSet?.letTerms ?? []
    let scope = Scope(
      lets: Dictionary(
        (ruleSet?.file.lets ?? []).enumerated().map { ($0.element.name.value, LetID($0.offset)) },
        uniquingKeysWith: { first, _ in first }),
      letTerms: letTerms,
      parameters: Dictionary(
        (ruleSet?.parameters ?? []).map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first }),
      baselines: profile?.baselineNames)
    var found: [Diagnostic] = []
    term = ExpressionText(scalar, in: source).check(in: scope, &found) { $0.stream($1) }
    diagnostics = found
  }

  /// What a run lacks of what the expression needs; nil if nothing.
  package func missing(in schema: RunSchema) -> SkippedRule.Reason? {
    guard let term else { return nil }
    var requirements = Requirements(letTerms: letTerms, profile: profile)
    return requirements.of(term).missing(in: schema, profile)
  }

  /// The metrics that the expression reads, by the names that it gives them.
  package var metrics: [String] {
    guard let term else { return [] }
    var requirements = Requirements(letTerms: letTerms, profile: profile)
    return requirements.of(term).metrics
  }

  /// The stream over a run that has all that the expression needs.
  package func stream(_ schema: RunSchema) -> ExpressionStream? {
    guard let term else { return nil }
    var builder = PlanBuilder(
      letTerms: letTerms, metricName: { schema.name(of: $0, profile) ?? $0 },
      baseline: { profile?.baseline(of: $0) })
    guard let output = builder.stream(term) else { return nil }
    return ExpressionStream(
      builder.finish(), output: output, epochMetric: schema.epochMetric(profile), stepsPerEpoch: schema.stepsPerEpoch)
  }
}
