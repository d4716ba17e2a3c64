import OnsetEngine
import OnsetLanguage
import OnsetRules
import OnsetRuns
import OnsetStudy
import OnsetText
import Testing

/// Why rules fire, and how near they come where they do not.
@Suite struct RuleExplanationTests {
  private static func explain(
    _ rules: String, _ log: String, rule: String = "r", at step: Int64? = nil, metadata: String? = nil
  ) throws -> RuleExplanation.Outcome {
    let folder = try ScratchFolder()
    try folder.write("x.csv", log)
    if let metadata { try folder.write("x.run.yaml", metadata) }
    let (file, findings) = RuleSetFile.decode(
      SourceFile(name: "a.yaml", text: "onset: 1\nruleset: a\n\(rules)"))
    #expect(findings.map(\.message) == [])
    let (checked, _) = RuleSetChecker.check(try #require(file), profile: nil)
    let outcomes = try RuleExplanation.explain(
      RunDiscovery.run(at: "\(folder.path)/x.csv"), checked, rules: [rule], profile: nil, step: step)
    return try #require(outcomes.first)
  }

  private static func explained(
    _ rules: String, _ log: String, at step: Int64? = nil, metadata: String? = nil
  ) throws -> RuleExplanation {
    guard case .explained(let explanation) = try explain(rules, log, at: step, metadata: metadata) else {
      throw RuleNotExplained()
    }
    return explanation
  }

  private static func only(
    _ rules: String, _ log: String, at step: Int64? = nil, metadata: String? = nil
  ) throws -> RuleExplanation.Instance {
    let instances = try explained(rules, log, at: step, metadata: metadata).instances
    #expect(instances.count == 1)
    return try #require(instances.first)
  }

  private struct RuleNotExplained: Error {}

  private static let log = "step,loss\n0,5\n1,4\n2,2\n3,2.5\n4,1\n5,1\n6,3\n"

  // MARK: How near

  @Test func `The nearest tick of a comparison that was never true, and both its sides`() throws {
    let rule = try Self.only("rules: [{rule: r, when: loss < 0.75}]", Self.log)
    #expect(rule.events.isEmpty && rule.longestStreak == nil && rule.ticks == 7)
    let margin = try #require(rule.when.nearness?.margin)
    #expect((margin.step, margin.left, margin.right, margin.distance) == (4, 1, 0.75, 0.25))
    #expect(margin.relative == 0.25 / 0.75)
    #expect(rule.nearest?.question == "loss < 0.75" && rule.nearest?.margin == margin)
  }

  @Test func `A distance from 0 has no relative value, and the limit may stand on the left`() throws {
    let zero = try Self.only("rules: [{rule: r, when: loss < 0}]", Self.log)
    #expect(zero.nearest?.margin?.distance == 1 && zero.nearest?.margin?.relative == nil)
    let left = try Self.only("rules: [{rule: r, when: 0.5 > loss}]", Self.log)
    #expect(left.nearest?.margin?.limit == 0.5 && left.nearest?.margin?.relative == 1)
  }

  @Test func `The longest streak is that of ticks in a row, and unknown ones end nothing`() throws {
    let explanation = try Self.explained("rules: [{rule: r, when: loss < 2.75, for: 5 samples}]", Self.log)
    let rule = explanation.instances[0]
    #expect(rule.events.isEmpty && rule.nearest == nil)
    let streak = try #require(rule.longestStreak)
    #expect((streak.first, streak.last, streak.ticks, streak.length) == (2, 5, 4, 4))
    #expect(explanation.hold?.description == "5 samples")
  }

  @Test func `A streak is as long as it is in the unit of the hold`() throws {
    let log = "step,loss\n0,1\n10,1\n20,5\n30,1\n60,1\n70,5\n71,1\n72,1\n73,1\n74,1\n"
    let steps = try Self.only("rules: [{rule: r, when: loss < 2, for: 40 steps}]", log)
    let inSteps = try #require(steps.longestStreak)
    #expect((inSteps.first, inSteps.last, inSteps.ticks, inSteps.length) == (30, 60, 2, 31))
    let epochs = try Self.only(
      "rules: [{rule: r, when: loss < 2, for: 4 epochs}]", log, metadata: "onset: 1\nrun: x\nsteps_per_epoch: 10\n")
    #expect(epochs.longestStreak?.length == 3)
    let samples = try Self.only("rules: [{rule: r, when: loss < 2, for: 5 samples}]", log)
    #expect(samples.longestStreak?.first == 71 && samples.longestStreak?.length == 4)
  }

  @Test func `What is true outside the phases of a rule brings it no nearer`() throws {
    let rules = """
      phases: [early, late]
      rules:
        - {rule: enters, during: early, when: loss < 2.25, enter: late}
        - {rule: r, during: late, when: loss > 0.5, for: 6 samples}
      """
    let rule = try Self.only(rules, Self.log)
    #expect(rule.events.isEmpty && rule.ticks == 4)
    let streak = try #require(rule.longestStreak)
    #expect((streak.first, streak.last, streak.ticks) == (3, 6, 4))
    let early = try #require(try Self.only(rules, Self.log, at: 2).moment?.standing)
    #expect(early.isOff && early.stage == .waiting)
    let late = try #require(try Self.only(rules, Self.log, at: 4).moment?.standing)
    #expect(late.stage == .holding && late.since == 3 && late.progress?.text == "2 of 6 samples")
  }

  @Test func `Under a not the nearest tick is one at which the comparison was true`() throws {
    let rule = try Self.only("rules: [{rule: r, when: not loss < 7}]", Self.log)
    let question = try #require(rule.when.questions.first)
    let margin = try #require(question.nearness?.margin)
    #expect((margin.step, margin.left, margin.right, margin.distance) == (0, 5, 7, 2))
    #expect(question.questionText == "not loss < 7")
  }

  @Test func `The whole is as near as its furthest part, or the nearest of those of which one is enough`() throws {
    let both = try Self.only("rules: [{rule: r, when: loss < 2.2 and step < 2}]", Self.log)
    #expect(both.nearest?.step == 2 && both.nearest?.question == "step < 2")
    let either = try Self.only("rules: [{rule: r, when: loss < 0.5 or loss > 6}]", Self.log)
    #expect(either.nearest?.step == 0 && either.nearest?.question == "loss > 6")
    // Not both: as far as the nearer of the two negations.
    let neither = try Self.only("rules: [{rule: r, when: not (loss > 0.5 and loss < 6)}]", Self.log)
    #expect(neither.nearest?.step == 0 && neither.nearest?.question == "not loss < 6")
  }

  @Test func `An elapsed time has a margin in its own unit`() throws {
    let samples = try Self.only("rules: [{rule: r, when: since_lowest(loss) >= 10 samples}]", Self.log)
    let margin = try #require(samples.nearest?.margin)
    #expect((margin.step, margin.left, margin.right, margin.distance) == (6, 2, 10, 8))
    #expect(margin.unit == .samples && margin.relative == 0.8)
    let epochs = try Self.only(
      "rules: [{rule: r, when: since(loss > 4.5) >= 2 epochs}]", Self.log,
      metadata: "onset: 1\nrun: x\nsteps_per_epoch: 4\n")
    #expect(epochs.nearest?.margin?.left == 1.5 && epochs.nearest?.margin?.unit == .epochs)
  }

  @Test func `A crossing is as near as its left side came on the side from which it has to come`() throws {
    let above = try Self.only("rules: [{rule: r, when: 'crosses_above(loss, 7)'}]", Self.log)
    #expect(above.nearest?.margin?.distance == 3)  // at step 0 there is no tick before, so it is unknown
    #expect(above.nearest?.step == 1)
    let never = try Self.only("rules: [{rule: r, when: 'crosses_above(loss, 0.5)'}]", Self.log)
    #expect(never.when.nearness?.margin == nil)
    #expect(never.when.nearness?.isOnFarSide == true)
  }

  @Test func `A rule with each has its instances, each with its own nearness`() throws {
    let log = "step,g/a,g/b\n0,1,2\n1,3,1\n2,1,1\n"
    let explanation = try Self.explained("rules: [{rule: r, each: g/*, when: each > 4}]", log)
    #expect(explanation.instances.map(\.metric) == ["g/a", "g/b"])
    #expect(explanation.instances.map { $0.nearest?.margin?.distance } == [1, 2])
    #expect(explanation.instances.map { $0.nearest?.step } == [1, 0])
  }

  // MARK: Confirmations and re-arming

  private static let validated = "step,loss,val\n0,5,9\n1,1,8\n2,1,6\n3,1,7\n4,1,9\n5,5,4\n6,1,9\n7,1,9\n"

  @Test func `A confirmation that does not come says how near it came, each for itself`() throws {
    let rule = try Self.only(
      """
      rules:
        - rule: r
          when: loss < 2
          confirm: {that: val < 0.5 * at_detection(val), within: 2 steps}
      """, Self.validated)
    #expect(rule.events.map(\.kind) == [.rejected, .undecided])
    #expect(rule.failedConfirmations.map(\.detected) == [1, 6])
    let first = try #require(rule.failedConfirmation(of: rule.events[0])?.questions.first?.nearness)
    #expect(first.ticks == 3)
    #expect((first.margin?.step, first.margin?.left, first.margin?.right) == (2, 6, 4))
    let second = try #require(rule.failedConfirmation(of: rule.events[1])?.questions.first?.nearness)
    #expect(second.ticks == 2)
    #expect((second.margin?.step, second.margin?.left, second.margin?.right) == (6, 9, 4.5))
    #expect(rule.rearmed(after: 0) == 5)
  }

  @Test func `A rule that is not cleared says how near it came to that`() throws {
    let rules = "rules: [{rule: r, when: loss < 4.5, repeat: when cleared, clear: loss > 3.5}]"
    let rule = try Self.only(rules, "step,loss\n0,5\n1,4\n2,2\n3,2.5\n4,3\n", at: 3)
    #expect(rule.events.map(\.step) == [1] && rule.rearmed.isEmpty)
    #expect(rule.moment?.standing.stage == .clearing && rule.moment?.clearing?.ticks == 2)
    #expect(rule.moment?.clearing?.questions.first?.nearness?.margin?.step == 3)
    #expect(rule.end?.clearing?.ticks == 3)
    #expect(rule.end?.clearing?.questions.first?.nearness?.margin?.step == 4)
  }

  @Test func `A rule is re-armed after the event that it rested for`() throws {
    let rule = try Self.only("rules: [{rule: r, when: loss > 0, repeat: after 3 steps, at_most: 2}]", Self.log, at: 2)
    #expect(rule.events.map(\.step) == [0, 3])
    #expect((rule.rearmed(after: 0), rule.rearmed(after: 1)) == (3, nil))
    #expect(rule.moment?.standing.stage == .resting && rule.moment?.standing.progress?.text == "2 of 3 steps")
    #expect(rule.end?.standing.stage == .spent && rule.end?.standing.fires == 2)
  }

  // MARK: A step

  @Test func `Every part has the value that the engine gives its text`() throws {
    let rules = "let: {calm: 'mean(loss, 2 samples)'}\nrules: [{rule: r, when: calm + 1 < 2.5 and loss > 0.5}]"
    let rule = try Self.only(rules, Self.log, at: 4)
    #expect(rule.when.value == .truth(false))
    let left = rule.when.parts[0]
    #expect(left.text == "calm + 1 < 2.5")
    #expect(left.parts[0].value == .number(2.75))
    let calm = left.parts[0].parts[0]
    #expect(calm.isLet && calm.text == "calm")
    #expect(calm.parts[0].text == "mean(loss, 2 samples)")
    #expect(try Self.only(rules, Self.log, at: 5).when.value == .truth(true))
    #expect(try Self.only(rules, Self.log, at: -1).moment == nil)
    #expect(try Self.only(rules, Self.log, at: 100).moment?.row == 6)
  }

  @Test func `A part that depends on a detection has its value while the rule confirms`() throws {
    let rules = """
      rules:
        - rule: r
          when: loss < 3
          confirm: {that: loss < at_detection(loss), within: 3 samples}
      """
    #expect(try Self.only(rules, Self.log, at: 1).that?.value == .noDetection)
    let rule = try Self.only(rules, Self.log, at: 3)
    #expect(rule.that?.value == .truth(false) && rule.that?.parts.last?.value == .number(2))
    #expect(rule.moment?.standing.stage == .confirming && rule.moment?.standing.progress?.text == "2 of 3 samples")
    #expect(rule.events.map(\.kind) == [.fired])
  }

  @Test func `Elapsed times and the phase are followed where the rule stands`() throws {
    let rule = try Self.only(
      """
      phases: [early, late]
      rules:
        - {rule: enters, during: early, when: loss < 2.25, enter: late}
        - {rule: r, during: late, when: since_entered >= 9 steps and loss > at_entry(loss)}
      """, Self.log, at: 5)
    let questions = rule.when.questions
    #expect(questions.map(\.text) == ["since_entered >= 9 steps", "loss > at_entry(loss)"])
    #expect(questions[0].parts[0].value == .elapsed(2, .steps))
    #expect(questions[1].parts.map(\.value) == [.number(1), .number(2.5)])
    #expect(questions[0].nearness?.margin?.left == 3)
  }

  @Test func `A rule that lacks a metric says so`() throws {
    guard case .notApplicable(let reason) = try Self.explain("rules: [{rule: r, when: los < 1}]", Self.log) else {
      Issue.record("it applies")
      return
    }
    #expect(reason.contains("`los`"))
    guard case .faulty = try Self.explain("rules: [{rule: r, when: loss < 1}]", Self.log, rule: "other") else {
      Issue.record("there is no such rule")
      return
    }
  }

  // MARK: The shipped rules

  @Test func `Being followed changes nothing, and what is followed agrees with the events of every shipped run`()
    throws
  {
    let project = try Shipped.project()
    var followed = 0
    for result in try RunDiscovery.runs(at: Shipped.path("runs")) {
      let reference = try result.get()
      guard
        case .one(let profile) = ProfileMatch.find(
          among: project.profiles, fields: try reference.readMetadata().fields)
      else { continue }
      let run = try reference.read(ReadingOptions())
      for set in project.ruleSets {
        let (checked, _) = RuleSetChecker.check(set, profile: profile)
        let report = Replay.report(on: run, [checked], profile)
        let names = checked.rules.map(\.name)
        let outcomes = try RuleExplanation.explain(reference, checked, rules: names, profile: profile)
        for (name, outcome) in zip(names, outcomes) {
          guard case .explained(let explanation) = outcome else { continue }
          #expect(explanation.phases == report.phases)
          for rule in explanation.instances {
            let events = report.events.filter { $0.rule == name && $0.metric == rule.metric }
            #expect(rule.events == events, "\(set.name.value)/\(name) on \(run.name)")
            followed += events.count
            let state = report.states.first { $0.rule == name && $0.metric == rule.metric }
            #expect(rule.end?.standing.fires == state?.fires)
            if rule.events.isEmpty, let hold = explanation.hold, hold.unit == .samples {
              #expect(rule.longestStreak?.length ?? 0 < hold.count, "\(set.name.value)/\(name)")
            }
            if !events.isEmpty { #expect(rule.longestStreak != nil) }
          }
        }
      }
    }
    #expect(followed > 20)
  }
}
