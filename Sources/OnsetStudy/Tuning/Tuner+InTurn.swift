import OnsetRules

/// Tuning of one parameter after the other, again and again until none moves.
extension Tuner {
  func tuneInTurn(_ progress: (Int, Int) -> Void, _ isStopped: () -> Bool) async -> TuningResult {
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
      result.parameters.append(Self.parameter(parameter, cell[axis], pieces))
    }
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
