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

  /// What came of an expression, with what was found on the way.
  package struct Result: Sendable {
    package var outcome: Outcome
    /// Findings in an expression that compiles nevertheless.
    package var warnings: [Diagnostic] = []
    /// What was mended in the log.
    package var notes: [ReadingNote] = []
  }

  /// Compiles an expression as it was given on the command line, and evaluates it at every tick of its clock.
  ///
  /// - Parameter read: Reads the run; it is only called for an expression without errors.
  package static func evaluate(
    _ text: String, profile: Profile?, read: (MetricSelection) throws(RunError) -> Run
  ) throws(RunError) -> Result {
    let source = SourceFile(name: "<expression>", text: text)
    let expression = LooseExpression(source, profile: profile)
    guard let term = expression.term else { return Result(outcome: .faulty(expression.diagnostics)) }
    let run = try read(.matching { expression.wants($0) })
    let schema = RunSchema(metricNames: run.metricNames, stepsPerEpoch: run.metadata.stepsPerEpoch)
    func result(_ outcome: Outcome) -> Result {
      Result(outcome: outcome, warnings: expression.diagnostics, notes: run.notes)
    }
    if let missing = expression.missing(in: schema) { return result(.notApplicable(missing.text)) }
    var builder = PlanBuilder(
      letTerms: [], metricName: { schema.name(of: $0, profile) ?? $0 }, baseline: { profile?.baseline(of: $0) })
    guard let output = builder.stream(term) else { preconditionFailure("the checker gives a number or a truth") }
    var stream = ExpressionStream(
      builder.finish(), output: output, epochMetric: schema.epochMetric(profile), stepsPerEpoch: schema.stepsPerEpoch)
    return result(.samples(stream.feed(RunTable(run, metrics: stream.metrics))))
  }
}
