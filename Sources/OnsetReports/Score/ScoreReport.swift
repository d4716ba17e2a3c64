package import OnsetStudy
import OnsetText

/// Scores for people.
package enum ScoreReport {
  /// For a terminal.
  package static func text(_ scoring: Scoring, _ digests: StudyDigests, _ style: TextStyle) -> String {
    var text = summary(scoring) + "\n"
    for (phase, scores) in ScoreTables.byPhase(scoring.transitions) {
      text += "\n\(style.paint(TerminalText.safe(phase), .strong))  \(labelled(scores))\n"
      text += ScoreTables.transitions(scores).plain()
    }
    if !scoring.stops.isEmpty {
      text += "\n\(style.paint("Stops", .strong))\n" + ScoreTables.stops(scoring).plain()
    }
    let remarks = remarks(scoring) + [OutcomeStamp.line(digests)]
    return text + remarks.map { "\n\(style.paint($0, .quiet))" }.joined() + "\n"
  }

  /// For a page; with the line that says to what it belongs where it is on its own.
  package static func markdown(_ scoring: Scoring, _ digests: StudyDigests? = nil) -> String {
    var text = summary(scoring) + "\n"
    for (phase, scores) in ScoreTables.byPhase(scoring.transitions) {
      text += "\n**\(TerminalText.safe(phase))**, \(labelled(scores))\n\n" + ScoreTables.transitions(scores).markdown
    }
    if !scoring.stops.isEmpty { text += "\n" + ScoreTables.stops(scoring).markdown }
    let remarks = remarks(scoring) + (digests.map { [OutcomeStamp.line($0)] } ?? [])
    return remarks.isEmpty ? text : text + "\n" + remarks.map { "* \($0)\n" }.joined()
  }

  private static func labelled(_ scores: [TransitionScore]) -> String {
    "\(DisplayNumber.counted(scores.map(\.labelled).max() ?? 0, "labelled run"))"
  }

  private static func summary(_ scoring: Scoring) -> String {
    let tolerance =
      scoring.tolerance == 0
      ? " (no step beside it)" : " or at most \(DisplayNumber.counted(Int(scoring.tolerance), "step")) beside it"
    return
      "\(DisplayNumber.counted(scoring.runs, "run")), \(scoring.labelledRuns) with labels; a hit is a firing inside "
      + "a label's range\(tolerance). Intervals are 95% Clopper-Pearson over runs, delays medians in steps from the label."
  }

  /// What has to be known to read the tables right.
  private static func remarks(_ scoring: Scoring) -> [String] {
    var remarks: [String] = []
    if scoring.labelledRuns == 0 { remarks.append("No run has labels: `onset label RUN PHASE STEP` writes one.") }
    for (phase, count) in scoring.unwatched {
      remarks.append("\(DisplayNumber.counted(count, "label")) of `\(phase)`, which no rule enters.")
    }
    let missing = Set(scoring.transitions.filter { $0.runsNotApplicable > 0 }.map { "\($0.rule)" })
    if !missing.isEmpty {
      let names = scoring.transitions.filter { $0.runsNotApplicable > 0 }.map { score in
        "\(score.rule) (\(DisplayNumber.counted(score.runsNotApplicable, "run")))"
      }
      remarks.append("Not applicable for want of a metric, and not counted: \(names.joined(separator: ", ")).")
    }
    guard !scoring.stops.isEmpty else { return remarks }
    let name = "`\(scoring.objective.metric)`"
    if scoring.runsWithObjective < scoring.runs {
      remarks.append(
        "Regret is of the \(scoring.runsWithObjective) of \(scoring.runs) runs that log \(name); `score: {metric: ...}` in "
          + "onset.yaml names another metric.")
    } else {
      remarks.append("Regret: by how much the best \(name) up to the stop is worse than that of the whole run.")
    }
    let unjudged = scoring.stops.filter { score in
      if case .rule = score.stopper { score.falseStops.trials == 0 } else { false }
    }
    if !unjudged.isEmpty {
      remarks.append(
        "Labels cannot say which stops of \(unjudged.map { "`\($0.stopper)`" }.joined(separator: ", ")) are false or missed "
          + "(–): \(unjudged.count == 1 ? "it enters" : "they enter") no phase that they name on a run that logs its metrics."
      )
    }
    let counterfactual = scoring.stops.reduce(0) { max($0, $1.counterfactualStops) }
    if counterfactual > 0 {
      remarks.append(
        "\(DisplayNumber.counted(counterfactual, "stop")) would have come after an action that changes the training: "
          + "the run would have been another one, and nobody knows what it would have saved.")
    }
    return remarks
  }
}
