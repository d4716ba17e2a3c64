import OnsetRules
package import OnsetStudy
import OnsetText

/// Scores for programs.
package enum ScoreDocument {
  /// One object with everything.
  package static func json(_ scoring: Scoring, _ digests: StudyDigests) -> String {
    JSONOutput.object(
      [
        ("runs", "\(scoring.runs)"), ("labelled_runs", "\(scoring.labelledRuns)"),
        ("tolerance", "\(scoring.tolerance)"),
        ("metric", JSONOutput.quoted(scoring.objective.metric)),
        ("goal", JSONOutput.quoted(scoring.objective.goal.rawValue)),
        ("transitions", JSONOutput.array(scoring.transitions.map { JSONOutput.object(transition($0)) })),
        ("stops", JSONOutput.array(scoring.stops.map { JSONOutput.object(stop($0)) })),
      ] + OutcomeStamp.entries(digests))
  }

  /// One object for each score.
  package static func lines(_ scoring: Scoring, _ digests: StudyDigests) -> [String] {
    (scoring.transitions.map(transition) + scoring.stops.map(stop)).map {
      JSONOutput.object($0 + OutcomeStamp.entries(digests))
    }
  }

  /// A row for what each rule did on each run, from which every figure of the scores can be computed again.
  ///
  /// - Parameter digests: To what the outcome of each run belongs, by the run's name.
  package static func table(_ scoring: Scoring, _ digests: [String: OutcomeDigests]) -> TextTable {
    var table = TextTable(
      ["kind", "who", "phase", "run", "verdict", "step", "delay", "steps_saved", "regret"].map { .init($0) }
        + OutcomeStamp.columns)
    for score in scoring.transitions {
      for verdict in score.verdicts {
        func row(_ words: String, _ step: Int64?, _ delay: Int64? = nil) {
          table.append(
            [
              "transition", score.rule.description, score.phase, verdict.run, words, step.map(String.init) ?? "",
              delay.map(String.init) ?? "", "", "",
            ] + OutcomeStamp.cells(digests[verdict.run]))
        }
        for found in verdict.found { row("hit", found.step, found.delay) }
        for step in verdict.missed { row("miss", step) }
        for step in verdict.falseAlarms { row("false alarm", step) }
        if !verdict.isLabelled, !verdict.hasFired { row("quiet", nil) }
      }
    }
    for score in scoring.stops {
      for verdict in score.verdicts {
        let words =
          verdict.stop == nil
          ? (verdict.isMissed == true ? "missed" : "not stopped") : (verdict.isFalse == true ? "false stop" : "stopped")
        table.append(
          [
            "stop", score.stopper.description, "", verdict.run, words, verdict.stop.map(String.init) ?? "", "",
            "\(verdict.stepsSaved)", verdict.regret.map { JSONOutput.number($0) } ?? "",
          ] + OutcomeStamp.cells(digests[verdict.run]))
      }
    }
    return table
  }

  static func transition(_ score: TransitionScore) -> [(key: String, value: String)] {
    [
      ("kind", JSONOutput.quoted("transition")), ("ruleset", score.rule.ruleset.map(JSONOutput.quoted) ?? "null"),
      ("rule", score.rule.rule.map(JSONOutput.quoted) ?? "null"), ("phase", JSONOutput.quoted(score.phase)),
      ("labelled", "\(score.labelled)"), ("fired", "\(score.fired)"), ("hits", "\(score.hits)"),
      ("misses", "\(score.runsWithMiss)"), ("false_alarms", "\(score.runsWithFalseAlarm)"),
      ("not_applicable", "\(score.runsNotApplicable)"), ("precision", proportion(score.precision)),
      ("recall", proportion(score.recall)),
      ("f1", interval(score.f1, score.f1 == nil ? nil : score.f1Interval())),
      ("delay", delays(score.found.map { Double($0.delay) })),
      ("delay_from_earliest", delays(score.found.map { Double($0.delayFromEarliest) })),
      ("delay_epochs", delays(score.found.compactMap(\.epochs))), ("quiet_steps", "\(score.quietSteps)"),
    ]
  }

  private static func stop(_ score: StopScore) -> [(key: String, value: String)] {
    [
      ("kind", JSONOutput.quoted("stop")), ("who", JSONOutput.quoted(score.stopper.description)),
      ("runs", "\(score.verdicts.count)"), ("stops", "\(score.stops)"),
      ("counterfactual", "\(score.counterfactualStops)"), ("false_stops", proportion(score.falseStops)),
      ("missed_stops", proportion(score.missedStops)), ("steps_saved", "\(score.stepsSaved)"),
      ("steps", "\(score.steps)"), ("seconds_saved", number(score.secondsSaved)),
      ("price_saved", number(score.priceSaved)), ("mean_regret", number(score.meanRegret)),
      ("worst_regret", number(score.worst?.regret ?? score.meanRegret.map { _ in 0 })),
      ("worst_run", score.worst.map { JSONOutput.quoted($0.run) } ?? "null"),
    ]
  }

  private static func proportion(_ proportion: Proportion) -> String {
    interval(proportion.value, proportion.value == nil ? nil : proportion.interval())
  }

  private static func interval(_ value: Double?, _ interval: ClosedRange<Double>?) -> String {
    guard let value, let interval else { return "null" }
    return JSONOutput.object([
      ("value", JSONOutput.number(value)), ("lower", JSONOutput.number(interval.lowerBound)),
      ("upper", JSONOutput.number(interval.upperBound)),
    ])
  }

  private static func delays(_ values: [Double]) -> String {
    guard !values.isEmpty else { return "null" }
    return JSONOutput.object([
      ("median", JSONOutput.number(SampleSummary.median(values))),
      ("worst", JSONOutput.number(values.max { abs($0) < abs($1) } ?? .nan)),
    ])
  }

  private static func number(_ value: Double?) -> String { value.map { JSONOutput.number($0) } ?? "null" }
}
