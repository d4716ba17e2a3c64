/// Judging all values of one number at a combination of the others.
extension Tuner {
  /// Nothing is built on pieces in which the last digits decide: those under this share of a range.
  static let resolution = 1e-9

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
  func sweep(
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

  static func append(_ lower: Double, _ upper: Double, _ value: Double?, to pieces: inout [TuningResult.Piece]) {
    if let last = pieces.last, last.value == value {
      pieces[pieces.count - 1].upper = upper
    } else {
      pieces.append(TuningResult.Piece(lower: lower, upper: upper, value: value))
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
