import OnsetEngine
import OnsetRules
import OnsetRuns
import OnsetStudy
import OnsetText
import Testing

/// Why rules fire, and how near they come where they do not.
@Suite struct RuleExplanationTests {
  private static func explain(
    _ rules: String, _ log: String, rule: String = "r"
  ) throws -> RuleExplanation.Outcome {
    let folder = try ScratchFolder()
    try folder.write("x.csv", log)
    let (file, findings) = RuleSetFile.decode(
      SourceFile(name: "a.yaml", text: "onset: 1\nruleset: a\n\(rules)"))
    #expect(findings.map(\.message) == [])
    let (checked, _) = RuleSetChecker.check(try #require(file), profile: nil)
    return try RuleExplanation.explain(
      RunDiscovery.run(at: "\(folder.path)/x.csv"), checked, rule: rule, profile: nil)
  }

  private static func explained(_ rules: String, _ log: String) throws -> RuleExplanation {
    guard case .explained(let explanation) = try explain(rules, log) else {
      throw RuleNotExplained()
    }
    return explanation
  }

  private struct RuleNotExplained: Error {}

  private static let log = "step,loss\n0,5\n1,4\n2,2\n3,2.5\n4,1\n5,1\n6,3\n"

  @Test func `The nearest tick of a comparison that was never true, and both its sides`() throws {
    let explanation = try Self.explained("rules: [{rule: r, when: loss < 0.75}]", Self.log)
    #expect(explanation.events.isEmpty)
    #expect(explanation.longestStreak == nil)
    let margin = try #require(explanation.when.margin)
    #expect((margin.step, margin.left, margin.right, margin.distance) == (4, 1, 0.75, 0.25))
  }

  @Test func `The longest streak is that of ticks in a row, and unknown ones end nothing`() throws {
    let explanation = try Self.explained(
      "rules: [{rule: r, when: loss < 2.75, for: 5 samples}]", Self.log)
    #expect(explanation.events.isEmpty)
    let streak = try #require(explanation.longestStreak)
    #expect((streak.first, streak.last, streak.ticks) == (2, 5, 4))
    #expect(explanation.hold == "5 samples")
  }

  @Test func `What is true outside the phases of a rule brings it no nearer`() throws {
    let explanation = try Self.explained(
      """
      phases: [early, late]
      rules:
        - {rule: enters, during: early, when: loss < 2.25, enter: late}
        - {rule: r, during: late, when: loss > 0.5, for: 6 samples}
      """, Self.log)
    #expect(explanation.events.isEmpty)
    let streak = try #require(explanation.longestStreak)
    #expect((streak.first, streak.last, streak.ticks) == (3, 6, 4))
    #expect(explanation.streak(at: 2) == 0)
    #expect(explanation.streak(at: 4) == 2)
  }

  @Test func `Under a not the nearest tick is one at which the comparison was true`() throws {
    let explanation = try Self.explained("rules: [{rule: r, when: not loss < 7}]", Self.log)
    let margin = try #require(explanation.when.comparisons.first?.margin)
    #expect((margin.step, margin.left, margin.right, margin.distance) == (0, 5, 7, 2))
  }

  @Test func `Every part has the value that the engine gives its text`() throws {
    let explanation = try Self.explained(
      "let: {calm: 'mean(loss, 2 samples)'}\nrules: [{rule: r, when: calm + 1 < 2.5 and loss > 0.5}]", Self.log)
    #expect(explanation.when.value(at: 4) == .truth(false))
    #expect(explanation.when.value(at: 5) == .truth(true))
    let left = explanation.when.parts[0]
    #expect(left.text == "calm + 1 < 2.5")
    #expect(left.parts[0].value(at: 4) == .number(2.75))
    let calm = left.parts[0].parts[0]
    #expect(calm.isLet && calm.text == "calm")
    #expect(calm.parts[0].text == "mean(loss, 2 samples)")
    #expect(calm.value(at: -1) == nil)
  }

  @Test func `A part that depends on where the rule stands is not followed`() throws {
    let explanation = try Self.explained(
      """
      rules:
        - rule: r
          when: loss < 3
          confirm: {that: loss < at_detection(loss), within: 3 samples}
      """, Self.log)
    #expect(try #require(explanation.that).samples == nil)
    #expect(explanation.when.samples != nil)
    #expect(explanation.events.map(\.kind) == [.fired])
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

  @Test func `What is followed agrees with the events of every shipped run`() throws {
    let project = try Shipped.project()
    var followed = 0
    for result in try RunDiscovery.runs(at: Shipped.path("runs")) {
      let reference = try result.get()
      guard
        case .one(let profile) = ProfileMatch.find(
          among: project.profiles, fields: try reference.readMetadata().fields)
      else { continue }
      for set in project.ruleSets where !set.name.value.hasPrefix("sagemaker") {
        let (checked, _) = RuleSetChecker.check(set, profile: profile)
        for rule in set.rules where rule.each == nil {
          guard
            case .explained(let explanation) = try RuleExplanation.explain(
              reference, checked, rule: rule.name.value, profile: profile),
            explanation.when.samples != nil
          else { continue }
          if explanation.events.isEmpty, let hold = explanation.hold, hold.hasSuffix(" samples"),
            let ticks = Int(hold.dropLast(8))
          {
            #expect(explanation.longestStreak?.ticks ?? 0 < ticks, "\(set.name.value)/\(rule.name.value)")
          }
          for event in explanation.events {
            followed += 1
            #expect(explanation.when.value(at: event.since) == .truth(true))
            #expect(explanation.when.value(at: event.detected) == .truth(true))
            #expect(explanation.longestStreak != nil)
          }
        }
      }
    }
    #expect(followed > 20)
  }
}
