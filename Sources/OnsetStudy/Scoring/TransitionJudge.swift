import OnsetEngine
package import OnsetRules
package import OnsetRuns
import OnsetText

/// Judges what rules did by the transitions that runs are labelled with.
package enum TransitionJudge {
  /// The scores of every rule that enters a phase that some run is labelled with; before them those of the rule set as
  /// a whole where several of its rules enter the phase, and of all rules where several rule sets do. Phase by phase, in
  /// the order of the labels; within one in the order of the rule sets and their rules.
  ///
  /// A run whose metadata has labels is taken to be labelled with all its transitions; one without is not judged.
  ///
  /// - Parameter tolerance: How many steps beside a label's range still count as right.
  package static func scores(
    of runs: [ScoredRun], by ruleSets: [RuleSetFile], tolerance: Int64 = 0
  ) -> [TransitionScore] {
    var phases: [String] = []
    for label in runs.flatMap({ $0.labels ?? [] }) where !phases.contains(label.phase) { phases.append(label.phase) }
    return phases.flatMap { phase -> [TransitionScore] in
      let names = ruleSets.map { file in
        file.rules.filter { $0.enter?.value == phase }.map {
          RuleName(ruleset: file.name.value, rule: $0.name.value)
        }
      }.filter { !$0.isEmpty }
      var scores: [TransitionScore] = []
      if names.count > 1 { scores.append(score(.any, Set(names.joined()), phase, runs, tolerance)) }
      for rules in names {
        if rules.count > 1 {
          let set = RuleName(ruleset: rules[0].ruleset, rule: nil)
          scores.append(score(set, Set(rules), phase, runs, tolerance))
        }
        scores += rules.map { score($0, [$0], phase, runs, tolerance) }
      }
      return scores
    }
  }

  private static func score(
    _ name: RuleName, _ rules: Set<RuleName>, _ phase: String, _ runs: [ScoredRun], _ tolerance: Int64
  ) -> TransitionScore {
    var score = TransitionScore(rule: name, phase: phase, verdicts: [], runsNotApplicable: 0)
    for run in runs {
      guard let labels = run.labels else { continue }
      if rules.isSubset(of: run.notApplicable) {
        score.runsNotApplicable += 1
        continue
      }
      let firings = run.events.filter {
        $0.kind == .fired && $0.enters == phase && rules.contains(RuleName(ruleset: $0.ruleset, rule: $0.rule))
      }.map(\.step)
      score.verdicts.append(
        verdict(on: run, labels.filter { $0.phase == phase }, firings: firings, tolerance: tolerance))
    }
    return score
  }

  /// What firings at these steps, in order, are worth on a run.
  package static func verdict(
    on run: ScoredRun, _ labels: [RunMetadata.TransitionLabel], firings: [Int64], tolerance: Int64
  ) -> TransitionScore.Verdict {
    var verdict = TransitionScore.Verdict(run: run.name, found: [], missed: [], falseAlarms: [], quietSteps: 0)
    func range(_ label: RunMetadata.TransitionLabel) -> ClosedRange<Int64> {
      label.earliest.subtractingSaturated(tolerance)...label.latest.addingSaturated(tolerance)
    }
    for label in labels {
      guard let step = firings.first(where: range(label).contains) else {
        verdict.missed.append(label.step)
        continue
      }
      let delay = step - label.step
      verdict.found.append(
        TransitionScore.Found(
          step: step, delay: delay, delayFromEarliest: step - label.earliest,
          epochs: run.stepsPerEpoch.map { Double(delay) / $0 }))
    }
    verdict.falseAlarms = firings.filter { step in !labels.contains { range($0).contains(step) } }
    // Before the first transition there is nothing to be found; after it the phase is there, and firing again is
    // neither right nor wrong of a rule that names the phase.
    let end = labels.map { range($0).lowerBound }.min() ?? run.lastStep.addingSaturated(1)
    let watched = max(0, end.subtractingSaturated(run.firstStep))
    verdict.quietSteps = max(0, watched - Int64(verdict.falseAlarms.count { $0 < end }))
    return verdict
  }
}

extension Int64 {
  func addingSaturated(_ other: Int64) -> Int64 {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? (other > 0 ? .max : .min) : sum
  }

  func subtractingSaturated(_ other: Int64) -> Int64 {
    let (difference, overflow) = subtractingReportingOverflow(other)
    return overflow ? (other > 0 ? .min : .max) : difference
  }
}
