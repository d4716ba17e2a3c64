import OnsetEngine
package import OnsetRules
package import OnsetRuns
import OnsetText

/// Judges what rules did by the transitions that runs are labelled with.
package enum TransitionJudge {
  /// The scores of every rule that enters a phase that some run is labelled with, and of the rule set as a whole
  /// where several of its rules enter the phase. In the order of the rule sets and their rules.
  ///
  /// A run whose metadata has labels is taken to be labelled with all its transitions; one without is not judged.
  ///
  /// - Parameter tolerance: How many steps beside a label's range still count as right.
  package static func scores(
    of runs: [ScoredRun], by ruleSets: [RuleSetFile], tolerance: Int64 = 0
  ) -> [TransitionScore] {
    let phases = Set(runs.flatMap { $0.labels ?? [] }.map(\.phase))
    var scores: [TransitionScore] = []
    for file in ruleSets {
      var rulesOfPhase: [(phase: String, rules: [String])] = []
      for rule in file.rules {
        guard let phase = rule.enter?.value, phases.contains(phase) else { continue }
        if let place = rulesOfPhase.firstIndex(where: { $0.phase == phase }) {
          rulesOfPhase[place].rules.append(rule.name.value)
        } else {
          rulesOfPhase.append((phase, [rule.name.value]))
        }
      }
      for (phase, rules) in rulesOfPhase {
        if rules.count > 1 {
          scores.append(score(RuleName(ruleset: file.name.value, rule: nil), rules, phase, runs, tolerance))
        }
        scores += rules.map { score(RuleName(ruleset: file.name.value, rule: $0), [$0], phase, runs, tolerance) }
      }
    }
    return scores
  }

  private static func score(
    _ name: RuleName, _ rules: [String], _ phase: String, _ runs: [ScoredRun], _ tolerance: Int64
  ) -> TransitionScore {
    var score = TransitionScore(rule: name, phase: phase, verdicts: [], runsNotApplicable: 0)
    for run in runs {
      guard let labels = run.labels else { continue }
      guard rules.contains(where: { !run.notApplicable.contains(RuleName(ruleset: name.ruleset, rule: $0)) }) else {
        score.runsNotApplicable += 1
        continue
      }
      let firings = run.events.lazy.filter {
        $0.kind == .fired && $0.enters == phase && $0.ruleset == name.ruleset && rules.contains($0.rule)
      }.map(\.step)
      score.verdicts.append(
        verdict(on: run, labels.filter { $0.phase == phase }, firings: Array(firings), tolerance: tolerance))
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
