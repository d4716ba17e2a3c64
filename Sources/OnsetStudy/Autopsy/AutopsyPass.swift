import OnsetEngine
import OnsetLanguage
package import OnsetRules
package import OnsetRuns
import OnsetText

extension Autopsy {
  /// Replays a run that has been read, and records on the way what its report shows.
  ///
  /// The memory for the pictures does not grow with the run: see ``DrawnSamples``.
  ///
  /// - Parameter shows: Whether a rule is to be drawn and explained, by rule set and rule; all are replayed.
  package static func make(
    of run: Run, path: String, _ sets: [CheckedRuleSet], _ profile: Profile?, shows: (String, String) -> Bool
  ) -> Autopsy {
    let schema = RunSchema(run)
    let compiled = sets.map { set in
      RuleSetCompiler.compile(
        set, profile: profile, for: schema,
        tracing: Set(set.rules.map(\.name).filter { shows(set.name, $0) }))
    }
    var replay = RunReplay(of: run, compiled, schema, profile)
    var plan = ChartPlan(run, schema, profile)
    for (index, (set, result)) in zip(sets, compiled).enumerated() {
      for trace in result.traces { plan.add(trace, of: set, at: index) }
    }
    var recorders = LineRecorders(plan, run, setCount: sets.count)
    var followers = zip(sets, compiled).map { set, result in
      result.traces.compactMap { trace in
        set.rules.first { $0.name == trace.name }.map {
          RuleFollower(trace, $0, wantedStep: nil, lastStep: run.rows.last)
        }
      }
    }
    replay.take(run) { row in
      for index in followers[row.ruleSet].indices { followers[row.ruleSet][index].look(row) }
      recorders.look(row)
    }
    let report = replay.finish()
    let events = report.events
    var explanations: [RuleExplanation] = []
    for (index, set) in sets.enumerated() {
      let own = events.filter { $0.ruleset == set.name }
      for rule in set.rules {
        let instances = zip(compiled[index].traces, followers[index]).filter { $0.0.name == rule.name }.map {
          $0.1.finished(own)
        }
        guard !instances.isEmpty else { continue }
        explanations.append(
          RuleExplanation(
            set, rule, run: run.name, phases: report.phases, lastStep: run.rows.last, instances: instances))
      }
    }
    var firstEvents: [RuleName: Int] = [:]
    for (index, event) in events.enumerated() {
      let name = RuleName(ruleset: event.ruleset, rule: event.rule)
      if firstEvents[name] == nil { firstEvents[name] = index }
    }
    let charts = recorders.finished().map { chart in
      var chart = chart
      chart.band = BaselineBand.of(chart, run, schema, profile)
      return chart
    }.enumerated().sorted { left, right in
      func order(_ item: (offset: Int, element: SignalChart)) -> (Int, Int) {
        (item.element.rules.compactMap { firstEvents[$0] }.min() ?? .max, item.offset)
      }
      return order(left) < order(right)
    }.map(\.element)
    return Autopsy(
      name: run.name, path: path, report: report, explanations: explanations,
      charts: charts, profile: profile,
      parameters: sets.filter { !$0.parameters.isEmpty }.map { ($0.name, $0.parameters) },
      ruleSets: sets.map { set in
        RuleSetSummary(
          name: set.name, summary: set.file.summary?.value, path: set.file.source.path,
          rules: set.file.rules.map { ($0.name.value, $0.summary?.value, $0.enter?.value) })
      })
  }
}

/// Records the lines of all charts while a run is followed.
private struct LineRecorders {
  private let plan: ChartPlan
  private let run: Run
  /// By rule set: what to record there.
  private var lines: [[(source: NumberOperand, clock: ClockID, detection: Int?, target: Int)]]
  private var drawn: [DrawnSamples] = []
  /// For each chart and line, where its samples are; nil of a constant.
  private var targets: [[Int?]] = []
  private let steps: ClosedRange<Int64>

  init(_ plan: ChartPlan, _ run: Run, setCount: Int) {
    self.plan = plan
    self.run = run
    let first = run.rows.first ?? 0
    steps = first...max(first, run.rows.last ?? first)
    lineLimit = plan.charts.count <= Self.fewCharts ? SignalChart.pointLimit : SignalChart.pointLimit / 4
    lines = Array(repeating: [], count: setCount)
    var known: [ChartPlan.Source: Int] = [:]
    for chart in plan.charts {
      targets.append(
        chart.lines.map { line in
          guard case .register(let operand, let clock, let ruleSet, let detection) = line.source else { return nil }
          if let index = known[line.source] { return index }
          known[line.source] = drawn.count
          lines[ruleSet].append((operand, clock, detection, drawn.count))
          drawn.append(DrawnSamples(steps: steps, rows: run.rows.count, limit: lineLimit))
          return drawn.count - 1
        })
    }
  }

  /// The most samples of a line that stay: all that a chart may show where there are few charts, so that zooming in
  /// shows more, and else a quarter of that, as few charts have more lines.
  private let lineLimit: Int
  private static let fewCharts = 4

  mutating func look(_ row: RowObservation) {
    for line in lines[row.ruleSet] where row.ticks(line.clock) {
      let isKnown = line.detection.map { row.standing(ofRule: $0).stage == .confirming } ?? true
      drawn[line.target].append(row.step, isKnown ? row.latest(line.source) : .nan)
    }
  }

  func finished() -> [SignalChart] {
    let drawn = drawn.map { samples in
      var samples = samples
      samples.finish()
      return samples
    }
    return zip(plan.charts, targets).map { chart, targets in
      var result = SignalChart(subject: chart.subject, series: [], rules: chart.rules)
      if case .metric(let name, _, _, _) = chart.subject, let column = run.column(named: name) {
        var samples = DrawnSamples(steps: steps, rows: run.rows.count, limit: lineLimit)
        for (step, value) in zip(column.steps, column.values) { samples.append(step, value) }
        samples.finish()
        result.samples = ChartSeries(role: .samples, text: name, rules: chart.rules, course: .moving(samples))
      }
      result.series = zip(chart.lines, targets).map { line, target in
        let course: ChartSeries.Course =
          switch (line.source, target) {
          case (.constant(let value), _): .constant(value)
          case (_, let target?): line.role == .value ? .moving(drawn[target]) : ChartSeries.Course(drawn[target])
          case (_, nil): .constant(.nan)
          }
        return ChartSeries(
          role: line.role, text: line.text, definition: line.definition, comparison: line.comparison,
          rules: line.rules, course: line.role == .value ? .moving(course.samples(steps)) : course)
      }.mergingEqual()
      return result
    }
  }
}

extension [ChartSeries] {
  /// Lines that lie on each other, since several rule sets compute the same, are one.
  fileprivate func mergingEqual() -> [ChartSeries] {
    var result: [ChartSeries] = []
    for line in self {
      guard let index = result.firstIndex(where: { $0.role == line.role && $0.course == line.course }) else {
        result.append(line)
        continue
      }
      for rule in line.rules where !result[index].rules.contains(rule) { result[index].rules.append(rule) }
    }
    return result
  }
}

extension ChartSeries.Course: Equatable {
  package static func == (left: ChartSeries.Course, right: ChartSeries.Course) -> Bool {
    switch (left, right) {
    case (.constant(let first), .constant(let second)): first == second
    case (.moving(let first), .moving(let second)): first == second
    case (.constant, .moving), (.moving, .constant): false
    }
  }

  /// A limit that never moves is drawn as one number.
  fileprivate init(_ samples: DrawnSamples) {
    if let first = samples.values.first, !samples.isDecimated || samples.nonFiniteCount == 0,
      samples.values.allSatisfy({ $0 == first })
    {
      self = .constant(first)
    } else {
      self = .moving(samples)
    }
  }

  fileprivate func samples(_ steps: ClosedRange<Int64>) -> DrawnSamples {
    switch self {
    case .moving(let samples): return samples
    case .constant(let value):
      var samples = DrawnSamples(steps: steps, rows: 2, limit: 2)
      samples.append(steps.lowerBound, value)
      if steps.upperBound > steps.lowerBound { samples.append(steps.upperBound, value) }
      return samples
    }
  }
}
