package import OnsetEngine
import OnsetLanguage
package import OnsetRules
package import OnsetRuns
package import OnsetText

/// The stream of an expression over a run, for trying things.
package enum ExpressionEvaluation {
  package typealias Sample = ExpressionStream.Sample

  /// What came of it.
  package enum Outcome: Sendable {
    case samples([Sample])
    /// The expression does not compile.
    case faulty([Diagnostic])
    /// The run lacks something that the expression needs.
    case notApplicable(String)
  }

  /// Compiles an expression as it was given on the command line, and evaluates it at every tick of its clock.
  ///
  /// - Parameter read: Reads the run; it is only called for an expression without errors.
  package static func evaluate(
    _ text: String, profile: Profile?, read: (MetricSelection) throws(RunError) -> Run
  ) throws(RunError) -> (outcome: Outcome, warnings: [Diagnostic]) {
    let source = SourceFile(name: "<expression>", text: text)
    let expression = LooseExpression(source, profile: profile)
    guard let term = expression.term else { return (.faulty(expression.diagnostics), []) }
    let run = try read(.matching { expression.wants($0) })
    let schema = RunSchema(metricNames: run.metricNames, stepsPerEpoch: run.metadata.stepsPerEpoch)
    if let missing = expression.missing(in: schema) { return (.notApplicable(missing.text), expression.diagnostics) }
    var builder = PlanBuilder(
      letTerms: [], metricName: { schema.name(of: $0, profile) ?? $0 }, baseline: { profile?.baseline(of: $0) })
    guard let output = builder.stream(term) else { preconditionFailure("the checker gives a number or a truth") }
    var stream = ExpressionStream(
      builder.finish(), output: output, epochMetric: schema.epochMetric(profile), stepsPerEpoch: schema.stepsPerEpoch)
    return (.samples(stream.feed(RunTable(run, metrics: stream.metrics))), expression.diagnostics)
  }
}
