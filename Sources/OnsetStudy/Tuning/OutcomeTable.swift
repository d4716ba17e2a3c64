import OnsetRuns

/// The outcomes that a run has had so far, each once, by what they count for an objective.
struct OutcomeTable: Sendable {
  private(set) var figures: [OutcomeFigures] = []
  /// What each of them adds to the counts of a tally, one after the other.
  private(set) var counts: [Int] = []
  /// How many curves of the run could not be followed exactly, so that even values of the parameter were tried.
  var sampledCurves = 0
  private var byFigures: [OutcomeFigures: Int] = [:]
  private var byFirings: [[RuleFiring]: Int] = [:]
  /// Those of one rule that fires once, by the row behind the one at which it does; -1 of what has not been asked for.
  private var byRow: [Int32] = []
  private var ruleOfRows = -1

  /// The index of the outcome that one rule fires at a row, or not at all: -1.
  mutating func index(of rule: Int, row: Int32, _ judge: OutcomeJudge, _ run: TuningRun) -> Int {
    if ruleOfRows != rule {
      ruleOfRows = rule
      byRow = Array(repeating: -1, count: run.run.rows.count + 1)
    }
    let known = byRow[Int(row) + 1]
    if known >= 0 { return Int(known) }
    let index = index(
      of: row < 0 ? [] : [RuleFiring(rule: rule, step: run.run.rows[Int(row)])], judge, run.scored)
    byRow[Int(row) + 1] = Int32(index)
    return index
  }

  /// The index of the outcome of some firings.
  mutating func index(of firings: [RuleFiring], _ judge: OutcomeJudge, _ run: ScoredRun) -> Int {
    if let known = byFirings[firings] { return known }
    let figures = judge.figures(of: firings, on: run)
    let index = byFigures[figures] ?? self.figures.count
    if index == self.figures.count {
      self.figures.append(figures)
      counts += figures.counts
      byFigures[figures] = index
    }
    byFirings[firings] = index
    return index
  }
}
