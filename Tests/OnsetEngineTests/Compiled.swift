import OnsetLanguage
import Testing
import _OnsetTestSupport
@testable import OnsetEngine

/// One expression compiled on its own, as `onset eval` does it.
struct CompiledExpression {
  var plan: Plan
  var output: Instruction.Output

  /// - Throws: `LanguageFault`, the first that the expression has.
  init(
    _ text: String, lets: [(name: String, text: String)] = [], parameters: [String: ParameterValue] = [:],
    baselines: [String: BaselineDefinition] = [:]
  ) throws {
    var scope = Scope(parameters: parameters)
    for (index, entry) in lets.enumerated() {
      let term = try Self.check(entry.text, scope)
      scope.lets[entry.name] = LetID(index)
      scope.letTerms.append(term)
    }
    let term = try Self.check(text, scope)
    var builder = PlanBuilder(letTerms: scope.letTerms, metricName: { $0 }, baseline: { baselines[$0] })
    let stream = builder.stream(term)
    output = try #require(stream, "a stream is of numbers or truths")
    plan = builder.finish()
  }

  private static func check(_ text: String, _ scope: Scope) throws -> Term {
    var checker = Checker(scope: scope)
    let term = checker.expression(try Parser.parse(text))
    if let fault = checker.faults.first(where: { !$0.isWarning }) { throw fault }
    return try #require(term)
  }

  func stream(over log: PlainLog, stepsPerEpoch: Double? = nil) -> ExpressionStream {
    ExpressionStream(
      plan, output: output, epochMetric: log.column("epoch") == nil ? nil : "epoch", stepsPerEpoch: stepsPerEpoch)
  }

  /// The whole stream of the expression over a run.
  func samples(
    over log: PlainLog, stepsPerEpoch: Double? = nil, blockSize: Int = 1024
  ) -> [ExpressionStream.Sample] {
    var stream = stream(over: log, stepsPerEpoch: stepsPerEpoch)
    return stream.feed(RunTable(log, metrics: stream.metrics), blockSize: blockSize)
  }
}

extension RunTable {
  /// The metrics that a session asks for, out of a log.
  init(_ log: PlainLog, metrics: [String]) {
    self.init(
      rows: log.rows,
      metrics: metrics.map { name in
        let (steps, values) = log.samples(name)
        return Samples(steps: steps, values: values)
      })
  }
}

extension SampleValue {
  /// Whether both are the same bits, any NaN being like any other.
  func isIdentical(to other: SampleValue) -> Bool {
    switch (self, other) {
    case (.number(let left), .number(let right)):
      left.isNaN ? right.isNaN : left.bitPattern == right.bitPattern
    case (.truth(let left), .truth(let right)): left == right
    default: false
    }
  }
}
