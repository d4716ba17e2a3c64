/// The outcomes that a run has had so far, each once, by what they count for an objective.
struct OutcomeTable: Sendable {
  private(set) var figures: [OutcomeFigures] = []
  /// What each of them adds to the counts of a tally, one after the other.
  private(set) var counts: [Int] = []
  private var byFigures: [OutcomeFigures: Int] = [:]
  private var byFirings: [[RuleFiring]: Int] = [:]

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
