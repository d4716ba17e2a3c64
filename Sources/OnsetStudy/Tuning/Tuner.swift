package import OnsetLanguage
package import OnsetRules
import OnsetRuns
import OnsetText

/// Finds the values of a rule set's parameters with which it does best on labelled runs.
package struct Tuner: Sendable {
  private let file: RuleSetFile
  private let profile: String?
  private let runs: [TuningRun]
  private let score: ObjectiveScore
  /// The figures that are told of values, whatever the objective is.
  private let told: ObjectiveScore
  private let fixed: [String: ParameterValue]
  private let options: Options
  private let parameters: [MovedParameter]
  private let idle: [String]
  /// The groups of runs that are held out together, in the order of their first runs.
  private let groups: [String]
  /// The runs of each group.
  private let members: [[Int]]

  package struct Options: Sendable {
    /// How many values of a parameter are tried where not all can be.
    package var points = 51
    /// The most combinations that are tried jointly.
    package var cells = 5_000
    /// The most pieces of two numbers' ranges, over all combinations and held-out groups, that are judged one by one; where
    /// there would be more, the second number is tried at `points` values.
    package var pieces = 2_000_000_000
    /// Whether to tune one parameter after the other; nil to let the number of combinations decide.
    package var inTurn: Bool?
    /// What groups are of, for the result.
    package var groupedBy = "run"
    /// Whether to tune without each group too.
    package var holdsOut = true

    package init() {}
  }

  /// Why nothing can be tuned, in one sentence.
  package struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
    package var description: String
  }

  /// - Parameters:
  ///   - profile: The profile that holds the values to be moved; nil for the rule set.
  ///   - parameters: Those to be moved, with the values in force.
  ///   - fixed: Values that differ from those of rule set and profile, and stay.
  package init(
    _ file: RuleSetFile, profile: String?, moving parameters: [(parameter: TunableParameter, inForce: ParameterValue)],
    fixed: [String: ParameterValue], on runs: [TuningRun], for objective: TuningObjective, _ settings: OutcomeSettings,
    _ options: Options
  ) throws(Failure) {
    self.file = file
    self.profile = profile
    self.runs = runs
    self.fixed = fixed
    self.options = options
    var phases: [String] = []
    for label in runs.flatMap({ $0.scored.labels ?? [] }) where !phases.contains(label.phase) {
      phases.append(label.phase)
    }
    let judge = StopJudge(
      objective: StopObjective(settings), cost: CostModel(settings), tolerance: Int64(settings.tolerance?.value ?? 0))
    do throws(ObjectiveScore.Failure) {
      score = try ObjectiveScore(objective, file, labelledPhases: phases, stopJudge: judge)
      told = try ObjectiveScore(
        Self.toldFigures(of: file, phases, objective), file, labelledPhases: phases, stopJudge: judge)
    } catch {
      throw Failure(description: error.description)
    }
    var groups: [String] = []
    for run in runs where !groups.contains(run.group) { groups.append(run.group) }
    self.groups = groups
    members = groups.map { group in runs.indices.filter { runs[$0].group == group } }
    // Which of them matter, and which can be treated exactly: asked with the values in force.
    let all = parameters.map { MovedParameter($0.parameter, inForce: $0.inForce, points: options.points) }
    var kept: [MovedParameter] = []
    var idle: [String] = []
    for index in all.indices {
      let curves = OutcomeCurves(file, all, fixed: fixed, runs, score.judge, sweeping: index)
      let cell = all.map(\.inForce)
      guard curves.isDecisive(at: cell) else {
        idle.append(all[index].name)
        continue
      }
      var parameter = all[index]
      if parameter.inForce.type == .number, curves.isExact(at: cell) {
        parameter.treatment = .exact
      }
      kept.append(parameter)
    }
    self.parameters = kept
    self.idle = idle
    guard !kept.isEmpty else {
      throw Failure(description: "no parameter of `\(file.name.value)` with a `tune` range decides when a rule fires")
    }
  }

  private static func toldFigures(
    of file: RuleSetFile, _ phases: [String], _ objective: TuningObjective
  ) -> TuningObjective {
    var names: [String] = []
    if file.rules.contains(where: { $0.enter.map { phases.contains($0.value) } ?? false }) {
      names += ["f1", "precision", "recall", "hits", "misses", "false_alarms", "delay"]
    }
    if file.rules.contains(where: \.mayStop) {
      names += ["stops", "false_stops", "missed_stops", "savings", "regret"]
    }
    var figures = objective.figures.filter { $0.target != nil || !names.contains($0.name) }
    figures = figures.reduce(into: []) { list, figure in
      if !list.contains(where: { $0.description == figure.description }) { list.append(figure) }
    }
    figures += names.compactMap { name in
      TuningMetric(named: name).map { TuningObjective.Figure(metric: $0, name: name, target: nil) }
    }
    return TuningObjective(text: "", terms: figures.map { .init(weight: 1, figure: $0) }, constraints: [])
  }

  // MARK: Tuning

  /// - Parameters:
  ///   - progress: Told how many of how many combinations are judged.
  ///   - isStopped: Asked now and then; once it says so, what has been found so far is the result.
  package func tune(
    progress: (_ done: Int, _ of: Int) -> Void = { _, _ in }, isStopped: () -> Bool = { false }
  ) async -> TuningResult {
    let axes = await axesInWhole()
    let joint = grid(inWhole: axes)
    let inTurn = options.inTurn ?? (joint.count > options.cells)
    return inTurn
      ? await tuneInTurn(progress, isStopped) : await tuneJointly(joint, progress, isStopped)
  }

  /// The inner and the outer parameter that are to go through their whole ranges in joint tuning.
  private func axesInWhole() async -> [Int] {
    let exact = parameters.indices.filter { parameters[$0].treatment == .exact }
    guard let inner = exact.first, options.inTurn != true else { return Array(exact.prefix(1)) }
    for outer in exact.dropFirst() {
      let surfaces = surfaces(inner: inner, outer: outer)
      var tables = runs.map { _ in OutcomeTable() }
      guard let found = await surfaces.exact(at: parameters.map(\.inForce), &tables) else { continue }
      let strips = found.reduce(1) { $0 + $1.breaks.count }
      let pieces = found.reduce(0) { $0 + ($1.values.map(\.values.count).max() ?? 0) }
      let judged = grid(inWhole: [inner, outer]).count.multipliedReportingOverflow(by: strips * pieces * foldCount)
      if !judged.overflow, judged.partialValue <= options.pieces { return [inner, outer] }
    }
    return [inner]
  }

  /// All runs, then all without each group.
  private var foldCount: Int { options.holdsOut && groups.count > 1 ? groups.count + 1 : 1 }

  private func surfaces(inner: Int?, outer: Int?) -> OutcomeSurfaces {
    OutcomeSurfaces(file, parameters, fixed: fixed, runs, score.judge, inner: inner, outer: outer)
  }

  private func grid(inWhole axes: [Int]) -> TuningGrid {
    TuningGrid(
      axes: parameters.indices.map { axes.contains($0) ? [parameters[$0].inForce] : parameters[$0].grid }, swept: axes)
  }

  private func tuneJointly(
    _ grid: TuningGrid, _ progress: (Int, Int) -> Void, _ isStopped: () -> Bool
  ) async -> TuningResult {
    let surfaces = surfaces(inner: grid.swept.first, outer: grid.swept.dropFirst().first)
    var tables = runs.map { _ in OutcomeTable() }
    var best = Array(repeating: BestPieces(), count: foldCount)
    var done = 0
    for cells in Self.portions(of: grid) where done == 0 || !isStopped() {
      let found = await surfaces.surfaces(of: cells.map { grid[$0] }, &tables)
      for (offset, cell) in cells.enumerated() {
        Self.forEachStrip(found.map { $0[offset] }, in: surfaces.outerRange) { strip, curves in
          sweep(curves, tables, cell: cell, strip, in: surfaces.innerRange, &best)
        }
      }
      done += cells.count
      progress(done, grid.count)
    }
    let isComplete = done == grid.count
    var result = emptyResult(.jointly, cells: done, of: grid.count, isComplete: isComplete)
    result.sampledCurves = tables.reduce(0) { $0 + $1.sampledCurves }
    func choice(_ pieces: BestPieces) -> TuningCell? {
      guard
        let piece = pieces.roomiest(
          in: grid, outer: surfaces.outerRange, inner: surfaces.innerRange, inForce: parameters.map(\.inForce))
      else { return nil }
      var cell = grid[piece.cell]
      for (axis, stretch) in zip(grid.swept, [piece.inner, piece.outer]) {
        cell[axis] = stretch.middle(of: parameters[axis])
      }
      return cell
    }
    if let cell = choice(best[0]) {
      result.tuned = standing { _ in cell }
      for axis in parameters.indices {
        var parameter = parameters[axis]
        // Where a number does not go through its whole range, the values that were tried are told.
        if parameter.treatment == .exact, !grid.swept.contains(axis) { parameter.treatment = .grid }
        result.parameters.append(
          Self.told(parameter, cell[axis], await function(of: axis, at: cell, surfaces, grid, &tables)))
      }
      if isComplete { holdOut(best.dropFirst().map { ($0.value, choice($0)) }, &result) }
    }
    return result
  }

  /// The objective as a function of one parameter, the others being as in a cell.
  private func function(
    of axis: Int, at cell: TuningCell, _ surfaces: OutcomeSurfaces, _ grid: TuningGrid, _ tables: inout [OutcomeTable]
  ) async -> [TuningResult.Piece] {
    let inner = grid.swept.first.map { cell[$0].magnitude } ?? 0
    let outer = grid.swept.dropFirst().first.map { cell[$0].magnitude } ?? 0
    func value(_ curves: [Staircase<Int>]) -> Double? {
      var tally = OutcomeTally(score.judge, runs: runs.count)
      for (run, curve) in curves.enumerated() { tally.add(run, curve(inner), of: tables[run]) }
      return score.allowedValue(of: tally)
    }
    var pieces: [TuningResult.Piece] = []
    guard grid.swept.contains(axis) else {
      let values = parameters[axis].grid
      let cells = values.map { value in
        var other = cell
        other[axis] = value
        return other
      }
      let found = await surfaces.surfaces(of: cells, &tables)
      for (index, tried) in values.enumerated() {
        let value = value(found.map { $0[index](outer) })
        pieces.append(TuningResult.Piece(lower: tried.magnitude, upper: tried.magnitude, value: value))
      }
      return pieces
    }
    let found = await surfaces.surfaces(of: [cell], &tables).map { $0[0] }
    if axis == grid.swept[0] {
      var none = [BestPieces()]
      return sweep(found.map { $0(outer) }, tables, cell: 0, 0...0, in: surfaces.innerRange, &none)
    }
    Self.forEachStrip(found, in: surfaces.outerRange) { strip, curves in
      Self.append(strip.lowerBound, strip.upperBound, value(curves), to: &pieces)
    }
    return pieces
  }

  /// Goes through the range of the outer parameter at one combination, and calls `body` with the curves of all runs of
  /// every stretch over which none of them changes.
  private static func forEachStrip(
    _ surfaces: [Staircase<Staircase<Int>>], in range: ClosedRange<Double>,
    _ body: (ClosedRange<Double>, [Staircase<Int>]) -> Void
  ) {
    var changes: [(place: Double, run: Int, piece: Int)] = []
    for (run, surface) in surfaces.enumerated() {
      for (index, place) in surface.breaks.enumerated() { changes.append((place, run, index + 1)) }
    }
    changes.sort { $0.place < $1.place }
    var curves = surfaces.map { $0.values[0] }
    var lower = range.lowerBound
    let resolution = Self.resolution * (range.upperBound - range.lowerBound)
    for (place, run, piece) in changes {
      if place - lower > resolution {
        body(lower...place, curves)
        lower = place
      }
      curves[run] = surfaces[run].values[piece]
    }
    if range.upperBound - lower > resolution || lower == range.lowerBound { body(lower...range.upperBound, curves) }
  }

  /// Nothing is built on pieces in which the last digits decide: those under this share of a range.
  private static let resolution = 1e-9

  /// Neighbouring combinations have much in common, and are judged together; but portions are taken from all over, so
  /// that who stops early has seen something of everything.
  private static func portions(of grid: TuningGrid) -> [Range<Int>] {
    let count = grid.count
    let row = grid.axes.last(where: { $0.count > 1 })?.count ?? 1
    let size = max(1, 128 / row) * min(row, 128)
    let portions = stride(from: 0, to: count, by: size).map { $0..<min($0 + size, count) }
    // A step that has no factor in common with the number meets each portion once.
    var step = max(1, Int(Double(portions.count) * 0.618_033_988_749_895))
    func divisor(_ a: Int, _ b: Int) -> Int { b == 0 ? a : divisor(b, a % b) }
    while divisor(portions.count, step) != 1 { step += 1 }
    return portions.indices.map { portions[$0 * step % portions.count] }
  }

  private func tuneInTurn(_ progress: (Int, Int) -> Void, _ isStopped: () -> Bool) async -> TuningResult {
    var turns = TurnsCache(
      curves: parameters.indices.map {
        OutcomeCurves(
          file, parameters, fixed: fixed, runs, score.judge,
          sweeping: parameters[$0].treatment == .exact ? $0 : nil)
      }, tables: runs.map { _ in OutcomeTable() })
    let folds = foldCount - 1
    let expected = (folds + 1) * parameters.count * 3
    var steps = 0
    var isComplete = true
    var found: [(value: Double?, cell: TuningCell?)] = []
    for fold in 0...folds where isComplete || fold == 0 {
      var cell = parameters.map(\.inForce)
      var value: Double?
      for pass in 0..<4 {
        let before = cell
        for axis in parameters.indices {
          if steps > 0, isStopped() {
            isComplete = false
            break
          }
          let (grid, curves) = await turns.curves(along: axis, at: cell, parameters)
          var best = Array(repeating: BestPieces(), count: 1)
          let left = fold == 0 ? nil : fold - 1
          for index in 0..<grid.count {
            sweep(
              curves.map { $0[index] }, turns.tables, cell: index, in: turns.curves[axis].range, &best, without: left)
          }
          steps += 1
          progress(min(steps, expected), expected)
          guard
            let piece = best[0].roomiest(
              in: grid, outer: 0...0, inner: turns.curves[axis].range, inForce: parameters.map(\.inForce))
          else { continue }
          value = best[0].value
          cell = grid[piece.cell]
          if !grid.swept.isEmpty { cell[axis] = piece.inner.middle(of: parameters[axis]) }
        }
        if cell == before || !isComplete || pass == 3 { break }
      }
      found.append((value, value == nil ? nil : cell))
    }
    var result = emptyResult(.inTurn, cells: turns.count, of: turns.count, isComplete: isComplete)
    if let cell = found[0].cell {
      await describe(cell, &turns, &result)
      if isComplete { holdOut(Array(found.dropFirst()), &result) }
    }
    result.sampledCurves = turns.tables.reduce(0) { $0 + $1.sampledCurves }
    return result
  }

  /// Goes through the range at one combination, and calls `body` with the counts over all runs of every piece.
  private func forEachPiece(
    _ curves: [Staircase<Int>], _ tables: [OutcomeTable], in range: ClosedRange<Double>,
    _ body: (_ lower: Double, _ upper: Double, inout OutcomeTally, _ outcomes: [Int]) -> Void
  ) {
    var changes: [(place: Double, run: Int, outcome: Int)] = []
    var tally = OutcomeTally(score.judge, runs: runs.count)
    var outcomes = Array(repeating: 0, count: curves.count)
    for (run, curve) in curves.enumerated() {
      for (index, place) in curve.breaks.enumerated() { changes.append((place, run, curve.values[index + 1])) }
      outcomes[run] = curve.values[0]
      tally.add(run, outcomes[run], of: tables[run])
    }
    changes.sort { $0.place < $1.place }
    var lower = range.lowerBound
    let resolution = Self.resolution * (range.upperBound - range.lowerBound)
    var index = 0
    while index < changes.count {
      let place = changes[index].place
      if place - lower > resolution { body(lower, place, &tally, outcomes) }
      lower = max(lower, place)
      while index < changes.count, changes[index].place == place {
        let (_, run, outcome) = changes[index]
        tally.remove(run, outcomes[run], of: tables[run])
        tally.add(run, outcome, of: tables[run])
        outcomes[run] = outcome
        index += 1
      }
    }
    if range.upperBound - lower > resolution || range.lowerBound == range.upperBound {
      body(lower, range.upperBound, &tally, outcomes)
    }
  }

  /// Offers every piece of one combination, for all runs and without each of the groups.
  ///
  /// - Returns: The objective over the range, for all runs.
  @discardableResult
  private func sweep(
    _ curves: [Staircase<Int>], _ tables: [OutcomeTable], cell: Int, _ strip: ClosedRange<Double> = 0...0,
    in range: ClosedRange<Double>, _ best: inout [BestPieces], without group: Int? = nil
  ) -> [TuningResult.Piece] {
    var pieces: [TuningResult.Piece] = []
    let isMinimized = score.objective.isMinimized
    var known = ValuesWithoutOne(
      tables, isUsed: best.count > 1 && members.count == runs.count && !score.judge.readsSteps)
    forEachPiece(curves, tables, in: range) { lower, upper, tally, outcomes in
      known.beginPiece()
      for fold in best.indices {
        let left = group ?? (fold == 0 ? nil : fold - 1)
        let value: Double?
        if let left {
          value = known.value(without: members[left][0], outcomes) {
            for run in members[left] { tally.remove(run, outcomes[run], of: tables[run]) }
            defer { for run in members[left] { tally.add(run, outcomes[run], of: tables[run]) } }
            return score.allowedValue(of: tally)
          }
        } else {
          value = score.allowedValue(of: tally)
        }
        if let value {
          best[fold].offer(
            value, TuningPiece(cell: cell, outer: strip, inner: lower...upper), isMinimized: isMinimized)
        }
        if left == nil { Self.append(lower, upper, value, to: &pieces) }
      }
    }
    return pieces
  }

  private static func append(_ lower: Double, _ upper: Double, _ value: Double?, to pieces: inout [TuningResult.Piece])
  {
    if let last = pieces.last, last.value == value {
      pieces[pieces.count - 1].upper = upper
    } else {
      pieces.append(TuningResult.Piece(lower: lower, upper: upper, value: value))
    }
  }

  // MARK: What is told

  private func emptyResult(
    _ method: TuningResult.Method, cells: Int, of count: Int, isComplete: Bool
  ) -> TuningResult {
    let inForce = standing { _ in parameters.map(\.inForce) }
    return TuningResult(
      ruleset: file.name.value, profile: profile, objective: score.objective, runs: runs.count,
      groupedBy: options.groupedBy, groups: groups.count, method: method, cells: cells, cellCount: count,
      isComplete: isComplete, parameters: [], idle: idle,
      figures: told.objective.terms.map(\.figure.description), inForce: inForce, tuned: nil, heldOut: nil, folds: [])
  }

  /// How values do, by what the engine does with them; nil for a run that does not count.
  private func standing(_ cell: (Int) -> TuningCell?) -> TuningResult.Standing {
    let curves = OutcomeCurves(file, parameters, fixed: fixed, runs, score.judge, sweeping: nil)
    var own = OutcomeTally(score.judge, runs: runs.count)
    var told = OutcomeTally(told.judge, runs: runs.count)
    for (index, run) in runs.enumerated() {
      guard let cell = cell(index) else { continue }
      let firings = curves.firings(cell, run)
      var table = OutcomeTable()
      own.add(index, table.index(of: firings, score.judge, run.scored), of: table)
      table = OutcomeTable()
      told.add(index, table.index(of: firings, self.told.judge, run.scored), of: table)
    }
    let value = score.value(of: own)
    return TuningResult.Standing(
      objective: value.sum, isAllowed: value.isAllowed, figures: self.told.figures(of: told))
  }

  /// Says how tuned values do, and how each of them would if it alone were another.
  private func describe(_ cell: TuningCell, _ turns: inout TurnsCache, _ result: inout TuningResult) async {
    result.tuned = standing { _ in cell }
    for (axis, parameter) in parameters.enumerated() {
      let (grid, curves) = await turns.curves(along: axis, at: cell, parameters)
      var pieces: [TuningResult.Piece] = []
      for index in 0..<grid.count {
        var none: [BestPieces] = [BestPieces()]
        let function = sweep(
          curves.map { $0[index] }, turns.tables, cell: index, in: turns.curves[axis].range, &none)
        if !grid.swept.isEmpty {
          pieces = function
        } else {
          let value = parameter.grid[index].magnitude
          pieces.append(TuningResult.Piece(lower: value, upper: value, value: function[0].value))
        }
      }
      result.parameters.append(Self.told(parameter, cell[axis], pieces))
    }
  }

  private static func told(
    _ parameter: MovedParameter, _ tuned: ParameterValue, _ pieces: [TuningResult.Piece]
  ) -> TuningResult.Parameter {
    TuningResult.Parameter(
      moved: parameter, tuned: tuned, plateau: plateau(around: tuned.magnitude, pieces), curve: pieces)
  }

  /// The neighbouring pieces that are as good as the one around a value.
  private static func plateau(around value: Double, _ pieces: [TuningResult.Piece]) -> ClosedRange<Double> {
    guard let own = pieces.firstIndex(where: { $0.lower <= value && value <= $0.upper }) else { return value...value }
    var (first, last) = (own, own)
    while first > 0, pieces[first - 1].value == pieces[own].value { first -= 1 }
    while last + 1 < pieces.count, pieces[last + 1].value == pieces[own].value { last += 1 }
    return pieces[first].lower...pieces[last].upper
  }

  /// Judges each group by what was tuned without it.
  private func holdOut(_ found: [(value: Double?, cell: TuningCell?)], _ result: inout TuningResult) {
    guard !found.isEmpty else { return }
    let cells = Dictionary(uniqueKeysWithValues: zip(groups, found.map(\.cell)))
    // Where nothing was allowed on the others, nothing is changed.
    let inForce = parameters.map(\.inForce)
    result.heldOut = standing { (cells[runs[$0].group] ?? nil) ?? inForce }
    for (group, (value, cell)) in zip(groups, found) {
      let alone = standing { runs[$0].group == group ? cell ?? inForce : nil }
      result.folds.append(
        TuningResult.Fold(
          group: group, runs: runs.count { $0.group == group }, values: cell ?? inForce, tuned: value,
          heldOut: alone.objective))
    }
  }
}

/// The values of one piece without each of its runs: where two runs count for the same, they are the same.
private struct ValuesWithoutOne {
  /// For each run and each of its outcomes a number that outcomes share which count for the same; empty where it is not
  /// only counts that matter, or runs are not left out one by one.
  private var kinds: [[Int]] = []
  private var values: [Double?] = []
  /// The piece that each value is of.
  private var pieces: [Int] = []
  private var piece = 0

  init(_ tables: [OutcomeTable], isUsed: Bool) {
    guard isUsed else { return }
    var known: [ArraySlice<Int>: Int] = [:]
    kinds = tables.map { table in
      let width = table.counts.count / max(1, table.figures.count)
      return table.figures.indices.map { outcome in
        let counts = table.counts[outcome * width..<(outcome + 1) * width]
        let kind = known[counts] ?? known.count
        known[counts] = kind
        return kind
      }
    }
    values = Array(repeating: nil, count: known.count)
    pieces = Array(repeating: 0, count: known.count)
  }

  mutating func beginPiece() { piece += 1 }

  mutating func value(without run: Int, _ outcomes: [Int], _ compute: () -> Double?) -> Double? {
    guard !kinds.isEmpty else { return compute() }
    let kind = kinds[run][outcomes[run]]
    if pieces[kind] != piece {
      values[kind] = compute()
      pieces[kind] = piece
    }
    return values[kind]
  }
}

/// The curves along single parameters that have been worked out so far.
private struct TurnsCache: Sendable {
  /// For each parameter.
  let curves: [OutcomeCurves]
  var tables: [OutcomeTable]
  private var known: [Key: (grid: TuningGrid, curves: [[Staircase<Int>]])] = [:]
  private(set) var count = 0

  private struct Key: Hashable {
    var axis: Int
    var cell: TuningCell
  }

  init(curves: [OutcomeCurves], tables: [OutcomeTable]) {
    self.curves = curves
    self.tables = tables
  }

  mutating func curves(
    along axis: Int, at cell: TuningCell, _ parameters: [MovedParameter]
  ) async -> (grid: TuningGrid, curves: [[Staircase<Int>]]) {
    let isExact = parameters[axis].treatment == .exact
    var others = cell
    others[axis] = parameters[axis].inForce
    let key = Key(axis: axis, cell: others)
    if let known = known[key] { return known }
    let grid = TuningGrid(
      axes: cell.indices.map { $0 == axis && !isExact ? parameters[$0].grid : [others[$0]] },
      swept: isExact ? [axis] : [])
    let found = await curves[axis].curves(of: (0..<grid.count).map { grid[$0] }, &tables)
    known[key] = (grid, found)
    count += grid.count
    return (grid, found)
  }
}
