import OnsetEngine
import OnsetLanguage
package import OnsetRules
package import OnsetRuns
package import OnsetText

/// Pictures of expressions that stand in no rule set: a number as a line, a comparison as its two sides.
package struct ExpressionPlot: Sendable {
  /// One for each number, and one for each comparison of a condition.
  package var charts: [Chart]
  package var steps: ClosedRange<Int64>
  package var metadata: RunMetadata
  package var name: String
  /// What was mended in the log.
  package var notes: [ReadingNote]
  /// Findings in expressions that compile nevertheless.
  package var warnings: [Diagnostic]

  package struct Chart: Sendable {
    package var title: String
    package var series: [ChartSeries]
    /// Where the condition is true that the chart is a part of; nil of a number.
    package var truth: [ClosedRange<Int64>]?
    package var condition: String?
  }

  package enum Failure: Error, Sendable {
    /// Expressions that do not compile.
    case faulty([Diagnostic])
    /// The run lacks something that an expression needs.
    case notApplicable(String)
    case unreadable(RunError)
  }

  /// - Parameter read: Reads the run; it is only called for expressions without errors.
  package static func of(
    _ texts: [String], profile: Profile?, read: (MetricSelection) throws(RunError) -> Run
  ) throws(Failure) -> ExpressionPlot {
    let expressions = texts.enumerated().map { index, text in
      // What is found is shown in its source, which is known by its name.
      let name = texts.count == 1 ? "<expression>" : "<expression \(index + 1)>"
      return (text, LooseExpression(SourceFile(name: name, text: text), profile: profile))
    }
    if expressions.contains(where: { $0.1.term == nil }) {
      throw .faulty(expressions.filter { $0.1.term == nil }.flatMap(\.1.diagnostics))
    }
    let run: Run
    do throws(RunError) { run = try read(.matching { name in expressions.contains { $0.1.wants(name) } }) } catch {
      throw .unreadable(error)
    }
    let schema = RunSchema(metricNames: run.metricNames, stepsPerEpoch: run.metadata.stepsPerEpoch)
    var charts: [Chart] = []
    for (text, expression) in expressions {
      if let missing = expression.missing(in: schema) { throw .notApplicable(missing.text) }
      guard let term = expression.term else { continue }
      charts += Drawer(text: text, run: run, schema: schema, profile: profile).charts(term)
    }
    let first = run.rows.first ?? 0
    return ExpressionPlot(
      charts: charts, steps: first...max(first, run.rows.last ?? first), metadata: run.metadata, name: run.name,
      notes: run.notes, warnings: expressions.flatMap(\.1.diagnostics))
  }
}

/// Draws one expression over a run.
private struct Drawer {
  let text: String
  let run: Run
  let schema: RunSchema
  let profile: Profile?

  func charts(_ term: Term) -> [ExpressionPlot.Chart] {
    guard term.type == .truth else {
      return [ExpressionPlot.Chart(title: words(term), series: series(value: term))]
    }
    let truth = trueSpans(term)
    var charts = comparisons(in: term).compactMap { part -> ExpressionPlot.Chart? in
      let series: [ChartSeries]
      switch part.kind {
      case .comparison(let left, _, let right), .crosses(_, let left, let right):
        let (value, limit) = !left.hasClock && right.hasClock ? (right, left) : (left, right)
        series = self.series(value: value) + [line(limit, .threshold, comparison: words(part))].compactMap(\.self)
      case .elapsedComparison(let elapsed, _, let span):
        guard let value = line(elapsed, .value, unit: span.unit) else { return nil }
        series = [
          value,
          ChartSeries(
            role: .threshold, text: "\(span)", comparison: words(part), rules: [], course: .constant(span.count)),
        ]
      default: return nil
      }
      return ExpressionPlot.Chart(title: words(part), series: series, truth: truth, condition: words(term))
    }
    if charts.isEmpty {
      // Nothing is compared, so the metrics themselves are what there is to see.
      let metrics = run.columns.filter { $0.name != schema.epochMetric(profile) }
      charts = metrics.prefix(1).map {
        ExpressionPlot.Chart(title: words(term), series: [samples($0)], truth: truth, condition: words(term))
      }
    }
    return charts
  }

  /// The comparisons that a condition is put together from.
  private func comparisons(in term: Term) -> [Term] {
    switch term.kind {
    case .comparison, .elapsedComparison, .crosses: [term]
    case .not, .logical, .at: term.operands.flatMap { comparisons(in: $0) }
    default: []
    }
  }

  private func words(_ term: Term) -> String {
    let utf8 = text.utf8
    let lower = utf8.index(utf8.startIndex, offsetBy: term.range.lower)
    return String(text[lower..<utf8.index(lower, offsetBy: term.range.count)])
      .split { $0 == " " || $0.isNewline || $0 == "\t" }.joined(separator: " ")
  }

  // MARK: Lines

  /// A number, over the samples of the metric that has its unit.
  private func series(value term: Term) -> [ChartSeries] {
    var series: [ChartSeries] = []
    if case .named(let name)? = TermSubject(letTerms: []).subject(of: term),
      let logged = schema.name(of: name, profile),
      let column = run.column(named: logged)
    {
      series.append(samples(column))
      if case .metric = term.kind { return series }
    }
    if let line = line(term, .value) { series.append(line) }
    return series
  }

  private func samples(_ column: RunColumn) -> ChartSeries {
    ChartSeries(
      role: .samples, text: column.name, rules: [], course: .moving(drawn(zip(column.steps, column.values))))
  }

  private func line(
    _ term: Term, _ role: ChartSeries.Role, comparison: String? = nil, unit: TimeUnit? = nil
  ) -> ChartSeries? {
    var builder = self.builder
    let operand: NumberOperand
    switch builder.trace(term, in: nil, unit: unit)?.value {
    case .number(let number), .elapsed(let number, _): operand = number
    case .truth, nil: return nil
    }
    let course: ChartSeries.Course
    switch operand {
    case .constant(let value): course = .constant(value)
    case .register(let register):
      let samples = stream(builder.finish(), .number(register))
      course = .moving(drawn(samples.map { ($0.step, $0.value.number) }))
    }
    return ChartSeries(role: role, text: words(term), comparison: comparison, rules: [], course: course)
  }

  private func trueSpans(_ term: Term) -> [ClosedRange<Int64>] {
    var builder = self.builder
    guard let output = builder.stream(term) else { return [] }
    var spans: [ClosedRange<Int64>] = []
    var open: Int64?
    let samples = stream(builder.finish(), output)
    for sample in samples {
      let isTrue = sample.value == .truth(true)
      if isTrue, open == nil { open = sample.step }
      // A truth lasts until the next tick says something else.
      if !isTrue, let start = open {
        spans.append(start...max(start, sample.step - 1))
        open = nil
      }
    }
    if let start = open, let last = samples.last?.step { spans.append(start...max(start, last)) }
    return spans
  }

  // MARK: The engine

  private var builder: PlanBuilder {
    PlanBuilder(
      letTerms: [], metricName: { schema.name(of: $0, profile) ?? $0 }, baseline: { profile?.baseline(of: $0) })
  }

  private func stream(_ plan: Plan, _ output: Instruction.Output) -> [ExpressionStream.Sample] {
    var stream = ExpressionStream(
      plan, output: output, epochMetric: schema.epochMetric(profile), stepsPerEpoch: schema.stepsPerEpoch)
    return stream.feed(RunTable(run, metrics: stream.metrics))
  }

  private func drawn(_ samples: some Sequence<(Int64, Double)>) -> DrawnSamples {
    let first = run.rows.first ?? 0
    var drawn = DrawnSamples(
      steps: first...max(first, run.rows.last ?? first), rows: run.rows.count, limit: SignalChart.pointLimit / 4)
    for (step, value) in samples { drawn.append(step, value) }
    drawn.finish()
    return drawn
  }
}

extension SampleValue {
  fileprivate var number: Double { if case .number(let number) = self { number } else { .nan } }
}
