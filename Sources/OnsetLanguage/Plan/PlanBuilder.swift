/// Compiles checked terms into one plan, sharing what they have in common.
///
/// A term without a clock has none to be computed on: it is computed on the clock of what uses it.
package struct PlanBuilder {
  var letTerms: [Term?]
  let metricName: (String) -> String
  let baseline: (String) -> BaselineDefinition?
  var plan = Plan()
  var metricIDs: [String: MetricID] = [:]
  var clockIDs: [Clock.Kind: ClockID] = [:]
  var alignmentIDs: [Alignment: AlignmentID] = [:]
  var baselineIDs: [MeasuredBaseline: BaselineID] = [:]
  var outputs: [Key: Instruction.Output] = [:]
  var detections: [DetectionKey: DetectionID] = [:]
  var letValues: [LetKey: Value] = [:]
  /// The clocks of `let`s: without them `let`s of `let`s would be walked through again and again.
  var letClocks: [LetClockKey: ClockID?] = [:]
  /// The metric of the instance that is being compiled.
  var each: String?
  /// The rule that is being compiled, to which `at_detection` belongs.
  var rule = 0

  struct Key: Hashable {
    let operation: Operation
    let clock: ClockID
  }

  struct DetectionKey: Hashable {
    let rule: Int
    let source: NumberRegister
  }

  struct LetKey: Hashable {
    let id: LetID
    let each: String?
    /// The clock that an unclocked `let` is computed on.
    let clock: ClockID?
    let unit: TimeUnit?
  }

  struct LetClockKey: Hashable {
    let id: LetID
    let each: String?
  }

  /// What a number or truth term compiles to.
  enum Value {
    case number(NumberOperand)
    case truth(TruthOperand)
  }

  /// - Parameters:
  ///   - letTerms: The checked `let`s of the rule set, by `LetID.index`.
  ///   - metricName: The name that the run uses for a metric; the name itself where it has none.
  ///   - baseline: The profile's baseline of a metric.
  package init(
    letTerms: [Term?], metricName: @escaping (String) -> String,
    baseline: @escaping (String) -> BaselineDefinition?
  ) {
    self.letTerms = letTerms
    self.metricName = metricName
    self.baseline = baseline
  }

  /// The plan of everything compiled so far.
  package consuming func finish() -> Plan { plan }

  /// Says which rule, and which instance of it, the terms that follow belong to.
  package mutating func begin(rule: Int, each: String?) {
    self.rule = rule
    self.each = each
  }

  // MARK: What a rule asks for

  /// A condition, on its own clock.
  package mutating func condition(_ term: Term) -> TruthRegister {
    truthRegister(term, on: clock(of: term) ?? rows)
  }

  /// A number, on its own clock; one without a clock at every row.
  package mutating func number(_ term: Term) -> NumberOperand {
    number(term, on: clock(of: term) ?? rows)
  }

  /// A truth, on its own clock; one without a clock at every row.
  package mutating func truth(_ term: Term) -> TruthOperand {
    truth(term, on: clock(of: term) ?? rows)
  }

  /// The register of a number or a truth, on its own clock; one without a clock at every row. Nil for a term of
  /// another type.
  package mutating func stream(_ term: Term) -> Instruction.Output? {
    let own = clock(of: term) ?? rows
    return switch term.type {
    case .number: .number(register(number(term, on: own), on: own))
    case .truth: .truth(truthRegister(term, on: own))
    case .span, .elapsed: nil
    }
  }

  /// The register of a truth that is a part of a condition; where the part has no clock, on that of the condition.
  package mutating func probe(_ term: Term, within condition: Term) -> TruthRegister {
    truthRegister(term, on: clock(of: term) ?? clock(of: condition) ?? rows)
  }

  /// The samples of a metric, by the name that an expression gives it.
  package mutating func metric(_ name: String) -> NumberRegister {
    plan.metrics[metricID(.named(name)).index].register
  }

  /// The samples of the metric of the instance that is being compiled.
  package mutating func eachMetric() -> NumberRegister {
    plan.metrics[metricID(.each).index].register
  }

  /// The detections that have been compiled for a rule, each with the register it is taken from.
  package func detections(ofRule rule: Int) -> [(id: DetectionID, source: NumberRegister)] {
    detections.filter { $0.key.rule == rule }.map { ($0.value, $0.key.source) }.sorted { $0.0.index < $1.0.index }
  }

  // MARK: Clocks

  var rows: ClockID { mutating get { clock(.rows) } }

  mutating func clock(_ kind: Clock.Kind) -> ClockID {
    if let id = clockIDs[kind] { return id }
    let id = ClockID(plan.clocks.count)
    plan.clocks.append(Clock(kind: kind))
    clockIDs[kind] = id
    return id
  }

  /// The union of clocks; of one clock it is that clock, and unions of unions are flat.
  mutating func union(_ clocks: [ClockID], waitsForAll: Bool) -> ClockID {
    var members: [ClockID] = []
    for id in clocks {
      switch plan.clocks[id.index].kind {
      case .all(let inner) where waitsForAll: members += inner
      case .any(let inner) where !waitsForAll: members += inner
      default: members.append(id)
      }
    }
    members = Set(members).sorted { $0.index < $1.index }
    if members.count == 1 { return members[0] }
    return clock(waitsForAll ? .all(members) : .any(members))
  }

  mutating func unionOfClocks(of terms: [Term], waitsForAll: Bool = true) -> ClockID? {
    var clocks: [ClockID] = []
    for term in terms {
      if let id = clock(of: term) { clocks.append(id) }
    }
    return clocks.isEmpty ? nil : union(clocks, waitsForAll: waitsForAll)
  }

  /// The clock of a term; nil for one without.
  mutating func clock(of term: Term) -> ClockID? {
    guard term.hasClock else { return nil }
    switch term.kind {
    case .number, .truth, .span, .step, .epoch, .sinceEntered, .detection, .entry, .baseline:
      return nil
    case .metric(let name), .isNaN(let name), .isFinite(let name), .at(_, let name):
      return metricClock(name)
    case .age(let name):
      return clock(.rowsFrom(metricID(name)))
    case .binding(let id):
      return letClock(id)
    case .logical(_, let operands):
      return unionOfClocks(of: operands, waitsForAll: false)
    case .cusum(_, let stream, _):
      return clock(of: stream)
    case .negate, .not, .arithmetic, .comparison, .elapsedComparison, .window, .quantile, .fraction, .previous,
      .lag, .change, .ewma, .extreme, .sinceExtreme, .since, .otherwise, .math, .extremum, .crosses:
      return unionOfClocks(of: term.operands)
    }
  }

  mutating func letClock(_ id: LetID) -> ClockID? {
    guard let definition = letTerms[id.index] else { return nil }
    let key = LetClockKey(id: id, each: definition.traits.contains(.each) ? each : nil)
    if let known = letClocks[key] { return known }
    let clock = clock(of: definition)
    letClocks.updateValue(clock, forKey: key)
    return clock
  }

  mutating func metricID(_ name: MetricName) -> MetricID {
    let actual: String =
      switch name {
      case .named(let name): metricName(name)
      case .each: each ?? "each"
      }
    if let id = metricIDs[actual] { return id }
    let id = MetricID(plan.metrics.count)
    metricIDs[actual] = id
    let register = NumberRegister(plan.numbers.count)
    plan.metrics.append(Plan.Metric(name: actual, register: register))
    plan.numbers.append(Plan.RegisterInfo(clock: clock(.metric(id)), stage: .ahead))
    return id
  }

  mutating func metricClock(_ name: MetricName) -> ClockID {
    clock(.metric(metricID(name)))
  }
}
