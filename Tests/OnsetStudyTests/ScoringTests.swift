@testable import OnsetEngine
import OnsetRules
import OnsetRuns
@testable import OnsetStudy
import OnsetText
import Testing

/// Scores of a few runs, small enough to be counted on paper.
@Suite struct ScoringTests {
  private static let rules = """
    onset: 1
    ruleset: memory
    phases: [fitting, memorization]
    rules:
      - rule: rank
        when: rank > 3
        enter: memorization
        then: [{stop: "rank"}]
      - rule: gap
        when: val_loss > 2
        enter: memorization
      - rule: broken
        when: not is_finite(loss)
        then: [{stop: "not finite"}]

    """

  private static func ruleSets() throws -> [RuleSetFile] {
    [try #require(RuleSetFile.decode(SourceFile(name: "rules/memory.yaml", text: rules)).model)]
  }

  private static func event(_ rule: String, _ step: Int64, stops: Bool = false) -> Event {
    Event(
      ruleset: "memory", rule: rule, metric: nil, kind: .fired, since: step, detected: step, step: step, epoch: nil,
      phase: "fitting", enters: rule == "broken" ? nil : "memorization", values: [],
      actions: stops ? [IssuedAction(kind: .stop(reason: rule), needsApproval: false)] : [])
  }

  private static func label(_ step: Int64, _ earliest: Int64, _ latest: Int64, _ phase: String = "memorization")
    -> RunMetadata.TransitionLabel
  {
    RunMetadata.TransitionLabel(phase: phase, step: step, earliest: earliest, latest: latest)
  }

  private static func validation(_ values: Double...) -> RunColumn {
    RunColumn(name: "val_loss", steps: values.indices.map { Int64($0) * 50 }, values: values)
  }

  /// Six runs of 1,000 steps.
  private static let runs = [
    ScoredRun(
      name: "right", labels: [label(100, 80, 120)], firstStep: 0, lastStep: 999, stepsPerEpoch: 20,
      events: [event("rank", 110, stops: true)], objective: validation(1, 0.5, 0.4, 0.7, 0.9)),
    ScoredRun(
      name: "early", labels: [label(100, 80, 120)], firstStep: 0, lastStep: 999,
      events: [event("rank", 60, stops: true), event("gap", 90)], objective: validation(1, 0.5, 0.4, 0.3, 0.9)),
    ScoredRun(
      name: "clean", labels: [label(10, 5, 20, "feature_learning")], firstStep: 0, lastStep: 999,
      objective: validation(1, 0.5, 0.4, 0.3, 0.2)),
    ScoredRun(
      name: "fooled", labels: [label(10, 5, 20, "feature_learning")], firstStep: 0, lastStep: 999,
      events: [event("rank", 499, stops: true)], objective: validation(1, 0.5, 0.4, 0.3, 0.2)),
    ScoredRun(
      name: "unknown", labels: nil, firstStep: 0, lastStep: 999, events: [event("rank", 500, stops: true)]),
    ScoredRun(
      name: "without", labels: [label(100, 80, 120)], firstStep: 0, lastStep: 999,
      notApplicable: [RuleName(ruleset: "memory", rule: "rank")], objective: validation(1, 2)),
  ]

  @Test func `Transitions are hits, misses and false alarms, run by run`() throws {
    let scores = TransitionJudge.scores(of: Self.runs, by: try Self.ruleSets())
    #expect(scores.map(\.rule.description) == ["memory", "memory/rank", "memory/gap"])
    let rank = scores[1]
    #expect(rank.phase == "memorization")
    #expect(rank.verdicts.map(\.run) == ["right", "early", "clean", "fooled"])
    #expect(rank.runsNotApplicable == 1)
    #expect((rank.hits, rank.labelled, rank.fired) == (1, 2, 3))
    #expect(rank.precision == Proportion(1, of: 3) && rank.recall == Proportion(1, of: 2))
    #expect(rank.f1 == 0.4)
    #expect(rank.fScore(beta: 0.5) == 1.25 / 3.5)
    // One hit among four hits and errors.
    let share = Proportion(1, of: 4).interval()
    #expect(rank.f1Interval().lowerBound == 2 * share.lowerBound / (1 + share.lowerBound))
    #expect(rank.f1Interval().upperBound == 2 * share.upperBound / (1 + share.upperBound))
    #expect(rank.found == [TransitionScore.Found(step: 110, delay: 10, delayFromEarliest: 30, epochs: 0.5)])
    #expect(rank.verdicts[1].missed == [100] && rank.verdicts[1].falseAlarms == [60])
    // 80 steps before each label, one of them with an alarm; 1,000 of the clean run; 999 of the one with an alarm.
    #expect(rank.quietSteps == 80 + 79 + 1000 + 999)
    // The rule set: `gap` finds what `rank` called too early, and the alarm is still one.
    #expect(scores[0].verdicts[1].found.map(\.step) == [90])
    #expect((scores[0].hits, scores[0].labelled, scores[0].fired) == (1, 3, 3))
    #expect(scores[0].runsNotApplicable == 0)
  }

  @Test func `A tolerance widens the ranges of labels`() throws {
    let rank = try #require(
      TransitionJudge.scores(of: Self.runs, by: try Self.ruleSets(), tolerance: 20).dropFirst().first)
    #expect((rank.hits, rank.labelled, rank.fired) == (2, 2, 3))
    #expect(rank.found.map(\.delay) == [10, -40])
  }

  @Test func `Stops are judged by what they save and lose`() throws {
    let cost = CostModel(secondsPerStep: 3600, devices: 8, price: 2, currency: "EUR", overhead: 0.1)
    let scores = StopJudge(cost: cost).scores(of: Self.runs, by: try Self.ruleSets())
    #expect(
      scores.map(\.stopper.description) == [
        "memory/rank", "memory/broken", "all rules together", "never stop", "patience 5", "patience 10",
      ])
    let rank = scores[0]
    #expect(rank.stops == 4)
    #expect(rank.falseStops == Proportion(2, of: 4))
    #expect(rank.missedStops == Proportion(0, of: 2))
    #expect(rank.verdicts.map(\.stepsSaved) == [889, 939, 0, 500, 499, 0])
    // The best was 0.5 up to step 60, and 0.3 in all.
    #expect(rank.verdicts.map(\.regret) == [0, 0.5 - 0.3, 0, 0, nil, 0])
    #expect(rank.worst?.run == "early")
    #expect(rank.stopsWithoutValue == 1)
    // 889 hours saved less a tenth of the 111 watched, on 8 devices at 2 EUR.
    #expect(rank.verdicts[0].secondsSaved.map { abs($0 / 3600 - 877.9) < 1e-9 } == true)
    #expect(rank.verdicts[0].priceSaved.map { abs($0 - 877.9 * 16) < 1e-6 } == true)
    // Watched to the end for nothing.
    #expect(rank.verdicts[2].secondsSaved.map { abs($0 / 3600 + 100) < 1e-9 } == true)
    // A rule that enters no phase cannot be judged by labels.
    #expect(scores[1].falseStops == Proportion(0, of: 0) && scores[1].missedStops == Proportion(0, of: 0))
    let all = scores[2]
    #expect(all.stops == 4 && all.falseStops == Proportion(2, of: 5) && all.missedStops == Proportion(1, of: 3))
    let never = scores[3]
    #expect(never.stops == 0 && never.meanRegret == 0 && never.secondsSaved == 0)
  }

  @Test func `Patience counts evaluations without a new best`() {
    let objective = StopObjective(metric: "val_acc", goal: .highest)
    let column = RunColumn(
      name: "val_acc", steps: [10, 20, 30, 40, 50, 60], values: [0.1, 0.5, 0.5, .nan, 0.4, 0.9])
    #expect(objective.patience(3, on: column) == 50)
    #expect(objective.patience(4, on: column) == nil)
    #expect(objective.best(of: column, upTo: 50) == 0.5)
    #expect(objective.regret(of: column, stoppedAt: 50) == 0.4)
    #expect(objective.regret(of: column, stoppedAt: 5) == nil)
    #expect(objective.regret(of: column, stoppedAt: nil) == 0)
  }
}
