import OnsetEngine
import OnsetLanguage
import OnsetRules
import OnsetRuns
import OnsetText

/// Values of the parameters that are moved, in their order; that of the one that is swept does not count.
typealias TuningCell = [ParameterValue]

/// Works out what becomes of each run as one parameter moves through its range, for many values of the others.
struct OutcomeCurves: Sendable {
  let file: RuleSetFile
  let parameters: [MovedParameter]
  /// Values that stay as they are, such as those of the command line.
  let fixed: [String: ParameterValue]
  let runs: [TuningRun]
  let judge: OutcomeJudge
  /// The index of the parameter that is swept; nil where all values are tried.
  let swept: Int?

  /// The runs that rules mean the same for: of one profile, with the same metrics.
  let kinds: [(profile: Profile?, schema: RunSchema, runs: [Int])]

  init(
    _ file: RuleSetFile, _ parameters: [MovedParameter], fixed: [String: ParameterValue], _ runs: [TuningRun],
    _ judge: OutcomeJudge, sweeping swept: Int?
  ) {
    self.file = file
    self.parameters = parameters
    self.fixed = fixed
    self.runs = runs
    self.judge = judge
    self.swept = swept
    var kinds: [(profile: Profile?, schema: RunSchema, runs: [Int])] = []
    for (index, run) in runs.enumerated() {
      if let known = kinds.firstIndex(where: { kind in
        kind.profile?.name == run.profile?.name && kind.schema.metricNames == run.schema.metricNames
          && kind.schema.stepsPerEpoch == run.schema.stepsPerEpoch
      }) {
        kinds[known].runs.append(index)
      } else {
        kinds.append((run.profile, run.schema, [index]))
      }
    }
    self.kinds = kinds
  }

  func checked(_ cell: TuningCell, _ profile: Profile?, sweeping swept: Int? = nil) -> CheckedRuleSet {
    var values = fixed
    for (parameter, value) in zip(parameters, cell) { values[parameter.name] = value }
    return RuleSetChecker.check(
      file, profile: profile, overrides: values, sweeping: swept.map { parameters[$0].name }
    ).checked
  }

  /// How the outcome at a cell can be known for every value of the parameter that is swept.
  private struct Method: Sendable {
    /// Each rule fires at most once and by itself.
    var rules: [SweptPlanBuilder.Rule]?
    /// What the parameter decides of the rules' lives.
    var lives: [SweptPlanBuilder.Life]?
    /// The comparisons that are all it decides.
    var comparisons: [PlanBuilder.CriticalComparison]?

    func add(to need: inout RegisterNeed) {
      for rule in rules ?? [] {
        need.add(rule.clock)
        need.add(rule.when)
        if rule.hold?.unit == .epochs { need.epochs = true }
      }
      for part in (lives ?? []).flatMap({ [$0.when, $0.that, $0.clear].compactMap(\.self) }) {
        need.add(part.clock)
        need.add(part.condition)
      }
      if lives?.isEmpty == false { need.epochs = true }
      for comparison in comparisons ?? [] { need.add(comparison) }
    }
  }

  /// - Parameter hasFallback: Whether a way that a run may turn out not to allow is to have others behind it.
  private func method(
    _ cell: TuningCell, _ profile: Profile?, _ builder: inout SweptPlanBuilder, hasFallback: Bool
  ) -> Method {
    let checked = checked(cell, profile, sweeping: swept)
    var method = Method(rules: builder.firstFirings(of: checked))
    guard swept != nil, method.rules == nil || hasFallback else { return method }
    method.lives = builder.lives(of: checked)
    guard method.lives == nil || hasFallback else { return method }
    method.comparisons = builder.comparisons(of: checked)
    return method
  }

  /// Whether outcomes are known for every value of the parameter that is swept, at a cell.
  func isExact(at cell: TuningCell) -> Bool {
    kinds.allSatisfy { kind in
      var builder = SweptPlanBuilder(profile: kind.profile, schema: kind.schema)
      let method = method(cell, kind.profile, &builder, hasFallback: true)
      let plan = builder.finish()
      var need = RegisterNeed()
      method.add(to: &need)
      return kind.runs.allSatisfy { index in
        var search = RunCurveSearch(registers: RegisterValues(plan, need, of: runs[index]))
        if let rules = method.rules, search.firstFirings(of: rules, in: range, runs[index]) != nil { return true }
        if let lives = method.lives, OutcomeValidity(lives, phases: [], search.registers, runs[index]) != nil {
          return true
        }
        // A replay for each tick is only for short runs.
        return method.comparisons.map { search.breaks(of: $0, in: range, resolution).count <= Self.mostReplays }
          ?? false
      }
    }
  }

  /// The most replays of one run for one curve, where one is needed between each two breaks.
  private static let mostReplays = 1_000

  /// Whether the parameter that is swept has an influence on when rules fire.
  func isDecisive(at cell: TuningCell) -> Bool {
    guard let swept else { return true }
    return kinds.contains { file.decides(parameters[swept].name, checked(cell, $0.profile, sweeping: swept)) }
  }

  /// The outcome of each run at each cell, as a function of the parameter that is swept: indices into the tables.
  func curves(of cells: [TuningCell], _ tables: inout [OutcomeTable]) async -> [[Staircase<Int>]] {
    var result: [[Staircase<Int>]] = Array(repeating: [], count: runs.count)
    for kind in kinds {
      var builder = SweptPlanBuilder(profile: kind.profile, schema: kind.schema)
      // One cell is cheap to prepare for whatever its runs may turn out not to allow; of many one does as the others.
      let methods = cells.map { method($0, kind.profile, &builder, hasFallback: cells.count == 1) }
      let plan = builder.finish()
      var need = RegisterNeed()
      for method in methods { method.add(to: &need) }
      let jobs = kind.runs.map { (index: $0, table: tables[$0]) }
      let done = await parallelMap(jobs) { [need] job in
        runCurves(job.index, job.table, cells, methods, plan, need)
      }
      for (job, (table, curves)) in zip(jobs, done) {
        tables[job.index] = table
        result[job.index] = curves
      }
    }
    return result
  }

  private func runCurves(
    _ index: Int, _ table: OutcomeTable, _ cells: [TuningCell], _ methods: [Method], _ plan: Plan, _ need: RegisterNeed
  ) -> (OutcomeTable, [Staircase<Int>]) {
    let run = runs[index]
    var table = table
    var search = RunCurveSearch(registers: RegisterValues(plan, need, of: run))
    let curves = zip(cells, methods).map { cell, method -> Staircase<Int> in
      if let rules = method.rules, rules.count == 1, let rows = search.rows(of: rules[0], in: range, run) {
        return rows.map { table.index(of: rules[0].index, row: $0, judge, run) }
      }
      if let rules = method.rules, let curve = search.firstFirings(of: rules, in: range, run) {
        return curve.map { table.index(of: $0, judge, run.scored) }
      }
      guard swept != nil else { return Staircase(values: [replayed(cell, run, &table)]) }
      if let lives = method.lives, let curve = lifeCurve(lives, cell, run, search.registers, &table) { return curve }
      if let comparisons = method.comparisons {
        let breaks = search.breaks(of: comparisons, in: range, resolution)
        if breaks.count <= Self.mostReplays { return replayed(cell, between: breaks, run, &table) }
      } else if method.rules != nil || method.lives != nil {
        return fallback(cell, run, &table)
      }
      return sampled(cell, run, &table)
    }
    return (table, curves)
  }

  /// The curve by the ways that were not prepared for.
  private func fallback(_ cell: TuningCell, _ run: TuningRun, _ table: inout OutcomeTable) -> Staircase<Int> {
    var builder = SweptPlanBuilder(profile: run.profile, schema: run.schema)
    let method = method(cell, run.profile, &builder, hasFallback: true)
    var need = RegisterNeed()
    method.add(to: &need)
    let search = RunCurveSearch(registers: RegisterValues(builder.finish(), need, of: run))
    if let lives = method.lives, let curve = lifeCurve(lives, cell, run, search.registers, &table) { return curve }
    if let comparisons = method.comparisons {
      let breaks = search.breaks(of: comparisons, in: range, resolution)
      if breaks.count <= Self.mostReplays { return replayed(cell, between: breaks, run, &table) }
    }
    return sampled(cell, run, &table)
  }

  /// The range of the parameter that is swept.
  var range: ClosedRange<Double> {
    swept.map { parameters[$0].lower.magnitude...parameters[$0].upper.magnitude } ?? 0...0
  }

  /// The width of pieces that are passed over: a critical value is computed in other steps than the comparison that it is
  /// of, so that the two may differ in their last digits.
  var resolution: Double { 1e-9 * (range.upperBound - range.lowerBound) }

  /// The curve at even values of the parameter: not exact, and counted.
  private func sampled(_ cell: TuningCell, _ run: TuningRun, _ table: inout OutcomeTable) -> Staircase<Int> {
    table.sampledCurves += 1
    let width = (range.upperBound - range.lowerBound) / Double(TuningResult.samples)
    let breaks = (1..<TuningResult.samples).map { range.lowerBound + width * Double($0) }
    return replayed(cell, between: breaks, run, &table)
  }

  // MARK: Replaying

  /// What the engine does with values of the parameters.
  func firings(_ cell: TuningCell, _ run: TuningRun) -> [RuleFiring] {
    firings(of: report(cell, run))
  }

  private func report(_ cell: TuningCell, _ run: TuningRun) -> RunReport {
    Replay.report(on: run.run, [checked(cell, run.profile)], run.profile)
  }

  private func firings(of report: RunReport) -> [RuleFiring] {
    let rules = Dictionary(uniqueKeysWithValues: file.rules.enumerated().map { ($1.name.value, $0) })
    return report.events.compactMap { event in
      event.kind == .fired ? rules[event.rule].map { RuleFiring(rule: $0, step: event.step) } : nil
    }
  }

  private func replayed(_ cell: TuningCell, _ run: TuningRun, _ table: inout OutcomeTable) -> Int {
    table.index(of: firings(cell, run), judge, run.scored)
  }

  /// The curve by replays, each of which says how far its outcome goes; nil where that is not known.
  private func lifeCurve(
    _ lives: [SweptPlanBuilder.Life], _ cell: TuningCell, _ run: TuningRun, _ registers: RegisterValues,
    _ table: inout OutcomeTable
  ) -> Staircase<Int>? {
    guard let swept else { return nil }
    guard let validity = OutcomeValidity(lives, phases: file.phases.map(\.value), registers, run) else { return nil }
    let places = validity.breaks(in: range)
    var result = Staircase<Int>(values: [])
    var lower = range.lowerBound
    var next = 0
    var cell = cell
    while true {
      while next < places.count, places[next] <= lower + resolution { next += 1 }
      let upper = next < places.count ? places[next] : range.upperBound
      let value = lower + (upper - lower) / 2
      cell[swept] = parameters[swept].inForce.like(value)
      let report = report(cell, run)
      result.values.append(table.index(of: firings(of: report), judge, run.scored))
      let end = max(upper, validity.end(of: report, at: value))
      guard end < range.upperBound else { return result.map { $0 } }
      result.breaks.append(end)
      lower = end
    }
  }

  private func replayed(
    _ cell: TuningCell, between breaks: [Double], _ run: TuningRun, _ table: inout OutcomeTable
  ) -> Staircase<Int> {
    guard let swept else { return Staircase(values: [replayed(cell, run, &table)]) }
    let ends = [range.lowerBound] + breaks + [range.upperBound]
    var cell = cell
    let values = (0...breaks.count).map { piece in
      cell[swept] = parameters[swept].inForce.like(ends[piece] + (ends[piece + 1] - ends[piece]) / 2)
      return replayed(cell, run, &table)
    }
    return Staircase(breaks: breaks, values: values).map { $0 }
  }
}

extension RuleFiring {
  /// Firings, and that of one more rule at a row, or not at all: -1.
  static func adding(_ rule: Int, row: Int32, to firings: [RuleFiring], _ run: TuningRun) -> [RuleFiring] {
    row < 0 ? firings : firings + [RuleFiring(rule: rule, step: run.run.rows[Int(row)])]
  }

  /// Firings, given in the order of the rules, in that in which they happen.
  static func inOrder(_ firings: [RuleFiring]) -> [RuleFiring] {
    firings.enumerated().sorted { ($0.element.step, $0.offset) < ($1.element.step, $1.offset) }.map(\.element)
  }
}

/// What is known of one run while its curves are worked out: conditions of several cells that are the same are looked at
/// once.
private struct RunCurveSearch {
  let registers: RegisterValues
  private var firings: [PlanBuilder.CriticalCondition: FirstFiring?] = [:]

  init(registers: RegisterValues) { self.registers = registers }

  /// The row at which a rule first fires, -1 where it does not; nil where that is not known without a replay.
  mutating func rows(
    of rule: SweptPlanBuilder.Rule, in range: ClosedRange<Double>, _ run: TuningRun
  ) -> Staircase<Int32>? {
    if firings[rule.when] == nil {
      let rows = registers.rows(rule.clock)
      let ticks = CriticalTicks(rule.when, count: rows.count, registers)
      firings[rule.when] = .some(ticks.flatMap { FirstFiring($0, rows: rows) })
    }
    guard let firing = firings[rule.when] ?? nil else { return nil }
    return firing.rows(hold: rule.hold, in: range, steps: run.run.rows, epochs: registers.epochs)
  }

  /// What fires when; nil where that is not known without a replay.
  mutating func firstFirings(
    of rules: [SweptPlanBuilder.Rule], in range: ClosedRange<Double>, _ run: TuningRun
  ) -> Staircase<[RuleFiring]>? {
    var result = Staircase<[RuleFiring]>(values: [[]])
    for rule in rules {
      guard let rows = rows(of: rule, in: range, run) else { return nil }
      result = result.zip(rows) { RuleFiring.adding(rule.index, row: $1, to: $0, run) }
    }
    return result.map(RuleFiring.inOrder)
  }

  /// The values of the parameter at which one of the comparisons changes at some tick, ascending.
  func breaks(
    of comparisons: [PlanBuilder.CriticalComparison], in range: ClosedRange<Double>, _ resolution: Double
  ) -> [Double] {
    var breaks: [Double] = []
    for comparison in comparisons {
      let left = registers.numbers(comparison.left.constant)
      let right = registers.numbers(comparison.right.constant)
      let leftSlope = registers.numbers(comparison.left.slope)
      let rightSlope = registers.numbers(comparison.right.slope)
      let count = [left, right, leftSlope, rightSlope].map(\.values.count).max() ?? 0
      for tick in 0..<count {
        let value = (right[tick] - left[tick]) / (leftSlope[tick] - rightSlope[tick])
        if value > range.lowerBound, value < range.upperBound { breaks.append(value) }
      }
    }
    breaks.sort()
    var distinct: [Double] = []
    for value in breaks where value > (distinct.last ?? range.lowerBound) + resolution { distinct.append(value) }
    return distinct
  }
}
