import OnsetEngine
import OnsetLanguage
import OnsetRules
import OnsetText

/// Bytes as an expression: every finding has its place and can be drawn; what checks compiles, and gives the same
/// samples in blocks of any size.
enum LanguageSubject {
  static func run(_ input: [UInt8]) {
    let source = SourceFile(path: "<expression>", bytes: Array(String(decoding: input, as: UTF8.self).utf8))
    for profile in [nil, SmallRun.profile] {
      let expression = LooseExpression(source, profile: profile)
      YAMLSubject.draw(expression.diagnostics, of: source)
      require(
        expression.term != nil || expression.diagnostics.contains { $0.severity == .error }, "no term and no reason")
      guard let term = expression.term, !expression.diagnostics.contains(where: { $0.severity == .error }),
        expression.missing(in: SmallRun.schema) == nil
      else { continue }
      evaluate(term, profile)
    }
  }

  private static func evaluate(_ term: Term, _ profile: Profile?) {
    var builder = PlanBuilder(
      letTerms: [], metricName: { SmallRun.schema.name(of: $0, profile) ?? $0 },
      baseline: { profile?.baseline(of: $0) })
    guard let output = builder.stream(term) else { fatalError("the checker gives a number or a truth") }
    let plan = builder.finish()
    _ = plan.description
    func samples(_ blockSize: Int) -> [String] {
      var stream = ExpressionStream(
        plan, output: output, epochMetric: SmallRun.schema.epochMetric(profile), stepsPerEpoch: nil)
      return stream.feed(SmallRun.table(stream.metrics), blockSize: blockSize).map { "\($0.step) \($0.value)" }
    }
    let whole = samples(1024)
    require(samples(1) == whole, "blocks of 1 give other samples")
    require(samples(7) == whole, "blocks of 7 give other samples")
  }
}
