import OnsetRules

/// Tuning of all parameters at once: two numbers go through their whole ranges, the others through all combinations.
extension Tuner {
  /// The inner and the outer parameter that are to go through their whole ranges in joint tuning.
  func axesInWhole() async -> [Int] {
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

  private func surfaces(inner: Int?, outer: Int?) -> OutcomeSurfaces {
    OutcomeSurfaces(file, parameters, fixed: fixed, runs, score.judge, inner: inner, outer: outer)
  }

  func grid(inWhole axes: [Int]) -> TuningGrid {
    TuningGrid(
      axes: parameters.indices.map { axes.contains($0) ? [parameters[$0].inForce] : parameters[$0].grid }, swept: axes)
  }

  func tuneJointly(
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
          Self.parameter(parameter, cell[axis], await function(of: axis, at: cell, surfaces, grid, &tables)))
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
}
