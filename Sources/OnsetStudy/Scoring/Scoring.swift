package import OnsetRules
import OnsetRuns
import OnsetText

/// Everything that a score says of rule sets on runs.
package struct Scoring: Sendable {
  package var transitions: [TransitionScore]
  package var stops: [StopScore]
  package var objective: StopObjective
  package var cost: CostModel
  package var tolerance: Int64
  /// How many runs were scored, how many of them have labels, and how many log the metric that stops are judged by.
  package var runs: Int
  package var labelledRuns: Int
  package var runsWithObjective: Int
  /// Labelled transitions to phases that no rule enters, by the phase.
  package var unwatched: [(phase: String, count: Int)]

  /// Scores runs as the project's people want it.
  package init(of runs: [ScoredRun], by ruleSets: [RuleSetFile], _ settings: OutcomeSettings) {
    objective = StopObjective(settings)
    cost = CostModel(settings)
    tolerance = Int64(settings.tolerance?.value ?? 0)
    transitions = TransitionJudge.scores(of: runs, by: ruleSets, tolerance: tolerance)
    stops = StopJudge(objective: objective, cost: cost, tolerance: tolerance).scores(of: runs, by: ruleSets)
    self.runs = runs.count
    labelledRuns = runs.count { $0.labels != nil }
    runsWithObjective = runs.count { $0.objective != nil }
    let watched = Set(transitions.map(\.phase))
    var counts: [String: Int] = [:]
    for label in runs.flatMap({ $0.labels ?? [] }) where !watched.contains(label.phase) {
      counts[label.phase, default: 0] += 1
    }
    unwatched = counts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }
}

extension StopObjective {
  /// What a project says of it.
  package init(_ settings: OutcomeSettings) {
    self.init(metric: settings.metric?.value ?? "val_loss", goal: settings.goal?.value ?? .lowest)
  }
}

extension CostModel {
  /// What a project says of it.
  package init(_ settings: OutcomeSettings) {
    self.init(
      secondsPerStep: settings.secondsPerStep?.value, devices: settings.devices?.value ?? 1,
      price: settings.price?.value, currency: settings.currency?.value ?? "", overhead: settings.overhead?.value ?? 0)
  }
}
