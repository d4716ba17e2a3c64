package import OnsetLanguage
package import OnsetText

/// An expression that stands in no rule set: one of the command line.
package struct LooseExpression: Sendable {
  /// The checked expression; nil where it has an error.
  package let term: Term?
  /// Everything found, warnings included.
  package let diagnostics: [Diagnostic]
  private let profile: Profile?

  /// Checks the text of a source: a number or a truth with a clock.
  package init(_ source: SourceFile, profile: Profile?) {
    self.profile = profile
    var faults: [LanguageFault] = []
    var term: Term?
    do throws(LanguageFault) {
      let syntax = try Parser.parse(String(decoding: source.bytes, as: UTF8.self))
      var checker = Checker(scope: Scope(baselines: profile?.baselineNames))
      term = checker.stream(syntax)
      faults = checker.faults
    } catch {
      faults = [error]
    }
    self.term = term
    diagnostics = faults.map { $0.diagnostic(in: source) { $0 } }.sortedForReading()
  }

  /// Whether a metric of a log may be read.
  package func wants(_ name: String) -> Bool {
    var requirements = Requirements(letTerms: [], profile: profile)
    let metrics = (term.map { requirements.of($0).metrics } ?? []) + ["epoch"]
    return metrics.contains { (profile?.names(of: $0) ?? [$0]).contains(name) }
  }

  /// What a run lacks of what the expression needs; nil if nothing.
  package func missing(in schema: RunSchema) -> SkippedRule.Reason? {
    guard let term else { return nil }
    var requirements = Requirements(letTerms: [], profile: profile)
    return requirements.of(term).missing(in: schema, profile)
  }
}
