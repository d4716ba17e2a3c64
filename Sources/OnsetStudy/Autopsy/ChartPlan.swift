import OnsetEngine
import OnsetLanguage
import OnsetRules
import OnsetRuns

/// Which charts the rules of a run ask for, and which registers of the plans are drawn in them.
struct ChartPlan {
  private(set) var charts: [Chart] = []
  private let run: Run
  private let schema: RunSchema
  private let profile: Profile?

  struct Chart {
    var subject: SignalChart.Subject
    var lines: [Line] = []
    var rules: [RuleName] = []
  }

  /// What is recorded while the run is followed.
  struct Line {
    var role: ChartSeries.Role
    var text: String
    var definition: String?
    var comparison: String?
    var rules: [RuleName]
    var source: Source
  }

  enum Source: Hashable {
    case constant(Double)
    /// - Parameter detection: The rule while which confirms there is a value; nil where there always is one.
    case register(NumberOperand, ClockID, ruleSet: Int, detection: Int?)
  }

  init(_ run: Run, _ schema: RunSchema, _ profile: Profile?) {
    self.run = run
    self.schema = schema
    self.profile = profile
  }

  // MARK: Adding a rule

  mutating func add(_ trace: TracedRule, of set: CheckedRuleSet, at index: Int) {
    let name = RuleName(ruleset: set.name, rule: trace.name)
    let metrics = trace.metric.map { [$0] } ?? set.metrics(ofRule: trace.name, profile, schema)
    for metric in metrics where run.column(named: metric) != nil { _ = chart(ofMetric: metric, for: name) }
    for root in [trace.when, trace.that, trace.clear].compactMap(\.self) {
      add(root, Context(rule: name, index: index, ruleIndex: trace.index, each: trace.metric))
    }
  }

  private struct Context {
    var rule: RuleName
    /// Of the rule set.
    var index: Int
    /// In its program.
    var ruleIndex: Int
    var each: String?
  }

  private mutating func add(_ part: TracedPart, _ context: Context) {
    switch part.role {
    case .asked(.comparison(_, _, _, let limitIsLeft), _), .asked(.crossing(_, _, _, let limitIsLeft), _):
      guard part.sides.count == 2, part.sides.contains(where: \.hasClock) else { break }
      let (value, limit) = (part.sides[limitIsLeft ? 1 : 0], part.sides[limitIsLeft ? 0 : 1])
      add(part, value: value, limit: limit, context)
      // What a number of its own kind is made of is drawn over its metrics; what a limit is made of is not.
      if value.subject == nil {
        for inner in part.parts where inner.text == value.text { addSmoothed(inner, context) }
      }
      return
    case .asked(.elapsed(let operand, _, let span), _):
      let inner = part.parts.first
      let source = source(operand, part, context)
      let chart = chart(
        ofExpression: inner?.text ?? part.text, definition: inner?.isLet == true ? inner?.parts.first?.text : nil,
        unit: span.unit.rawValue, source, for: context.rule)
      add(
        Line(
          role: .value, text: inner?.text ?? part.text, rules: [context.rule], source: source), to: chart)
      add(
        Line(
          role: .threshold, text: "\(span)", comparison: part.text, rules: [context.rule],
          source: .constant(span.count)), to: chart)
      return
    default: break
    }
    for inner in part.parts { addSmoothed(inner, context) }
  }

  /// What has a metric's unit is drawn over its samples, wherever it stands in a condition.
  private mutating func addSmoothed(_ part: TracedPart, _ context: Context) {
    guard case .number(let operand) = part.value.value, case .value = part.role, let subject = part.subject,
      let metric = name(of: subject, context), operand.isRegister
    else {
      add(part, context)
      return
    }
    let chart = chart(ofMetric: metric, for: context.rule)
    guard !part.isMetric else { return }
    add(
      Line(
        role: .value, text: part.text, definition: part.isLet ? part.parts.first?.text : nil, rules: [context.rule],
        source: source(operand, part, context)), to: chart)
  }

  private mutating func add(_ part: TracedPart, value: TracedSide, limit: TracedSide, _ context: Context) {
    let valueSource = source(value.value, part, context)
    let chart: Int
    if let metric = value.subject.flatMap({ name(of: $0, context) }) {
      chart = self.chart(ofMetric: metric, for: context.rule)
      let isMetricItself = value.definition == nil && value.subject?.text == value.text
      if !isMetricItself, value.text != "each" {
        add(
          Line(
            role: .value, text: value.text, definition: value.definition, rules: [context.rule], source: valueSource),
          to: chart)
      }
    } else {
      chart = self.chart(
        ofExpression: value.text, definition: value.definition, unit: nil, valueSource, for: context.rule)
      add(
        Line(
          role: .value, text: value.text, definition: value.definition, rules: [context.rule], source: valueSource),
        to: chart)
    }
    add(
      Line(
        role: .threshold, text: limit.text, definition: limit.definition, comparison: part.text, rules: [context.rule],
        source: source(limit.value, part, context)), to: chart)
  }

  private func source(_ operand: NumberOperand, _ part: TracedPart, _ context: Context) -> Source {
    if case .constant(let value) = operand { return .constant(value) }
    return .register(
      operand, part.value.clock, ruleSet: context.index,
      detection: part.isOfDetection ? context.ruleIndex : nil)
  }

  // MARK: Charts

  private func name(of subject: MetricName, _ context: Context) -> String? {
    let name: String? =
      switch subject {
      case .named(let name): schema.name(of: name, profile)
      case .each: context.each
      }
    return name.flatMap { run.column(named: $0) == nil ? nil : $0 }
  }

  private mutating func chart(ofMetric name: String, for rule: RuleName) -> Int {
    let signal = profile?.canonicalName(of: name) ?? name
    let known = profile?.signal(signal)
    return chart(.metric(name, signal: signal, unit: known?.unit, summary: known?.summary), for: rule)
  }

  private mutating func chart(
    ofExpression text: String, definition: String?, unit: String?, _ source: Source, for rule: RuleName
  ) -> Int {
    // Expressions of several rule sets may be written alike and be different ones.
    if let index = charts.firstIndex(where: { chart in
      chart.lines.contains { $0.role == .value && $0.source == source } && chart.subject.isExpression
    }) {
      note(rule, in: index)
      return index
    }
    charts.append(Chart(subject: .expression(text, definition: definition, unit: unit), rules: [rule]))
    return charts.count - 1
  }

  private mutating func chart(_ subject: SignalChart.Subject, for rule: RuleName) -> Int {
    if let index = charts.firstIndex(where: { $0.subject == subject }) {
      note(rule, in: index)
      return index
    }
    charts.append(Chart(subject: subject, rules: [rule]))
    return charts.count - 1
  }

  private mutating func note(_ rule: RuleName, in chart: Int) {
    if !charts[chart].rules.contains(rule) { charts[chart].rules.append(rule) }
  }

  private mutating func add(_ line: Line, to chart: Int) {
    if let index = charts[chart].lines.firstIndex(where: { $0.role == line.role && $0.source == line.source }) {
      for rule in line.rules where !charts[chart].lines[index].rules.contains(rule) {
        charts[chart].lines[index].rules.append(rule)
      }
    } else {
      charts[chart].lines.append(line)
    }
  }
}

extension SignalChart.Subject {
  fileprivate var isExpression: Bool { if case .expression = self { true } else { false } }
}

extension NumberOperand {
  fileprivate var isRegister: Bool { if case .register = self { true } else { false } }
}

extension TracedPart {
  /// Whether it is the name of a metric and nothing else.
  fileprivate var isMetric: Bool {
    !isLet && parts.isEmpty && (subject?.text == text || "`\(subject?.text ?? "")`" == text || text == "each")
  }
}
