package import OnsetRules
package import OnsetRuns

/// The metric by which stops are judged, and which way is better.
package struct StopObjective: Sendable, Hashable {
  /// The metric's name; a run may log it under an alias of its profile.
  package var metric: String
  package var goal: OutcomeSettings.Goal

  package init(metric: String = "val_loss", goal: OutcomeSettings.Goal = .lowest) {
    self.metric = metric
    self.goal = goal
  }

  /// The best finite value up to a step, that step included; nil where there is none.
  package func best(of samples: RunColumn, upTo step: Int64 = .max) -> Double? {
    var best: Double?
    for (index, value) in samples.values.enumerated() where value.isFinite {
      if samples.steps[index] > step { break }
      if best.map({ isBetter(value, than: $0) }) ?? true { best = value }
    }
    return best
  }

  /// By how much the best value up to a step is worse than the best of all; 0 or more.
  package func regret(of samples: RunColumn, stoppedAt step: Int64?) -> Double? {
    guard let best = best(of: samples) else { return nil }
    guard let step else { return 0 }
    return self.best(of: samples, upTo: step).map { abs($0 - best) }
  }

  /// The step at which so many values in a row were no new best; nil where that never happened. A value that is not
  /// finite is none.
  package func patience(_ count: Int, on samples: RunColumn) -> Int64? {
    var best: Double?
    var since = 0
    for (index, value) in samples.values.enumerated() {
      if value.isFinite, best.map({ isBetter(value, than: $0) }) ?? true {
        best = value
        since = 0
      } else {
        since += 1
        if since >= count { return samples.steps[index] }
      }
    }
    return nil
  }

  private func isBetter(_ value: Double, than other: Double) -> Bool {
    goal == .lowest ? value < other : value > other
  }
}
