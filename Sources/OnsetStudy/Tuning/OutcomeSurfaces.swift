import OnsetEngine
import OnsetLanguage
import OnsetRules
import OnsetRuns

/// Works out what becomes of each run as two parameters move through their ranges: a function of the outer one whose
/// values are functions of the inner one. Where there is no outer one it is a single function.
struct OutcomeSurfaces: Sendable {
  /// The curves along the inner parameter, at one value of the outer one.
  let curves: OutcomeCurves
  let outer: Int?

  /// - Parameters:
  ///   - inner: The index of the parameter that curves go along; nil where all values are tried.
  ///   - outer: That of the other one that goes through its whole range; nil for none.
  init(
    _ file: RuleSetFile, _ parameters: [MovedParameter], fixed: [String: ParameterValue], _ runs: [TuningRun],
    _ judge: OutcomeJudge, inner: Int?, outer: Int?
  ) {
    curves = OutcomeCurves(file, parameters, fixed: fixed, runs, judge, sweeping: inner)
    self.outer = outer
  }

  /// The ranges of the two parameters.
  var innerRange: ClosedRange<Double> { curves.range }
  var outerRange: ClosedRange<Double> {
    outer.map { curves.parameters[$0].lower.magnitude...curves.parameters[$0].upper.magnitude } ?? 0...0
  }

  /// The outcome of each run at each cell, as a function of both parameters: indices into the tables.
  func surfaces(
    of cells: [TuningCell], _ tables: inout [OutcomeTable]
  ) async -> [[Staircase<Staircase<Int>>]] {
    guard let outer else {
      return await curves.curves(of: cells, &tables).map { $0.map { Staircase(values: [$0]) } }
    }
    let found = await exactSurfaces(of: cells, &tables)
    var result: [[Staircase<Staircase<Int>>]] = []
    for (run, surfaces) in found.enumerated() {
      var own: [Staircase<Staircase<Int>>] = []
      for (cell, surface) in zip(cells, surfaces) {
        if let surface {
          own.append(surface)
        } else {
          own.append(await sampled(cell, run, along: outer, &tables[run]))
        }
      }
      result.append(own)
    }
    return result
  }

  /// Whether outcomes are known for all values of both parameters, at a cell; then what they are.
  func exact(at cell: TuningCell, _ tables: inout [OutcomeTable]) async -> [Staircase<Staircase<Int>>]? {
    let found = await exactSurfaces(of: [cell], &tables).compactMap { $0[0] }
    return found.count == curves.runs.count ? found : nil
  }

  /// Nil where outcomes are not known without a replay.
  private func exactSurfaces(
    of cells: [TuningCell], _ tables: inout [OutcomeTable]
  ) async -> [[Staircase<Staircase<Int>>?]] {
    var result: [[Staircase<Staircase<Int>>?]] = Array(repeating: [], count: curves.runs.count)
    for kind in curves.kinds {
      var builder = SweptPlanBuilder(profile: kind.profile, schema: kind.schema)
      let rules = cells.map { cell in
        builder.firstFirings(
          of: curves.checked(cell, kind.profile, sweeping: outer),
          curves.checked(cell, kind.profile, sweeping: curves.swept))
      }
      let plan = builder.finish()
      var need = RegisterNeed()
      for rule in rules.flatMap({ $0 ?? [] }) { need.add(rule) }
      let jobs = kind.runs.map { (index: $0, table: tables[$0]) }
      let done = await parallelMap(jobs) { [need] job in
        var table = job.table
        let run = curves.runs[job.index]
        let registers = RegisterValues(plan, need, of: run)
        let surfaces = rules.map { $0.flatMap { surface(of: $0, registers, run, &table) } }
        return (table, surfaces)
      }
      for (job, (table, surfaces)) in zip(jobs, done) {
        tables[job.index] = table
        result[job.index] = surfaces
      }
    }
    return result
  }

  private func surface(
    of rules: [SweptPlanBuilder.PairedRule], _ registers: RegisterValues, _ run: TuningRun, _ table: inout OutcomeTable
  ) -> Staircase<Staircase<Int>>? {
    func rows(_ rule: SweptPlanBuilder.PairedRule) -> Staircase<Staircase<Int32>>? {
      PairedTicks(rule, registers)?.rows(
        hold: rule.hold, x: outerRange, y: innerRange, steps: run.run.rows, epochs: registers.epochs)
    }
    if rules.count == 1 {
      return rows(rules[0])?.map { $0.map { table.index(of: rules[0].index, row: $0, curves.judge, run) } }
    }
    var firings = Staircase(values: [Staircase<[RuleFiring]>(values: [[]])])
    for rule in rules {
      guard let rows = rows(rule) else { return nil }
      firings = firings.zip(rows) { $0.zip($1) { RuleFiring.adding(rule.index, row: $1, to: $0, run) } }
    }
    return firings.map { curve in
      curve.map { table.index(of: RuleFiring.inOrder($0), curves.judge, run.scored) }
    }
  }

  /// The surface at even values of the outer parameter: not exact, and counted.
  private func sampled(
    _ cell: TuningCell, _ run: Int, along outer: Int, _ table: inout OutcomeTable
  ) async -> Staircase<Staircase<Int>> {
    table.sampledCurves += 1
    let width = (outerRange.upperBound - outerRange.lowerBound) / Double(TuningResult.samples)
    let breaks = (1..<TuningResult.samples).map { outerRange.lowerBound + width * Double($0) }
    let alone = OutcomeCurves(
      curves.file, curves.parameters, fixed: curves.fixed, [curves.runs[run]], curves.judge, sweeping: curves.swept)
    let cells = (0..<TuningResult.samples).map { piece in
      var cell = cell
      cell[outer] = curves.parameters[outer].inForce.like(outerRange.lowerBound + width * (Double(piece) + 0.5))
      return cell
    }
    var tables = [table]
    let found = await alone.curves(of: cells, &tables)[0]
    table = tables[0]
    return Staircase(breaks: breaks, values: found).map { $0 }
  }
}

extension RegisterNeed {
  fileprivate mutating func add(_ rule: SweptPlanBuilder.PairedRule) {
    add(rule.clock)
    rule.when.forEachPart { add($0) }
    if rule.hold?.unit == .epochs { epochs = true }
  }
}
