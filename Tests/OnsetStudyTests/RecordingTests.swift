import OnsetEngine
import OnsetRules
import OnsetRuns
import OnsetStudy
import OnsetText
import Testing

enum RunDiscoveryFixture {
  static func run(_ path: String) throws -> Run { try RunDiscovery.run(at: path).read() }
}

@Suite("Recorded tests")
struct RecordingTests {
  @Test("a test that is recorded from a shipped run passes, and is no longer than the run")
  func shipped() throws {
    let project = try Shipped.project()
    var count = 0
    for outcome in try Replay.all(at: Shipped.path("runs"), project) {
      let report = try outcome.result.get()
      let run = try RunDiscoveryFixture.run(outcome.path)
      let profile = project.profiles.first { $0.name == report.profile }
      for ruleSet in project.ruleSets {
        for rule in ruleSet.rules where report.events.contains(where: { $0.rule == rule.name.value }) {
          let recording = try Recording(run, ruleSet: ruleSet, rule: rule.name.value, profile: profile)
          #expect(recording.run.rows.count <= run.rows.count)
          let recorded = RecordedTest(recording, name: "recorded", allowsLog: false)
          #expect(recorded.log == nil)
          let test = try #require(try RuleTestFixture.tests(recorded.text, project).first)
          let result = TestRunner.result(of: test, profiles: project.profiles)
          #expect(result.status == .passed, "\(outcome.name) \(rule.name.value): \(result.findings.map(\.message))")
          count += 1
        }
      }
    }
    #expect(count >= 10)
  }

  @Test("metrics, rows and digits that the outcome does not need are left out")
  func shrinking() throws {
    let file = try #require(
      RuleSetFile.decode(
        SourceFile(
          name: "a.yaml",
          text: "onset: 1\nruleset: a\nrules: [{rule: high, when: \"mean(loss, 3 samples) > 3\", for: 2 samples}]\n")
      ).model)
    let steps = (0..<1000).map { Int64($0 * 10) }
    let loss = steps.map { $0 < 8000 ? 1.2345678 : 5.4321098 }
    let run = Run(
      name: "a run", rows: steps,
      columns: [
        RunColumn(name: "noise", steps: steps, values: steps.map { Double($0) }),
        RunColumn(name: "loss", steps: steps, values: loss),
      ])
    let recording = try Recording(run, ruleSet: file, rule: "high", profile: nil)
    #expect(recording.run.columns.map(\.name) == ["loss"])
    // The window, and the second sample of the hold.
    #expect(recording.run.rows == [7990, 8000, 8010, 8020])
    #expect(recording.run.columns[0].values == [1.2, 5.4, 5.4, 5.4])
    let text = RecordedTest(recording, name: "a", allowsLog: false).text
    #expect(text.contains("loss: 1.2, 5.4 x 3\n"))
    #expect(text.contains("{rule: a.high, at: 8020, since: 8010}"))
  }

  @Test("a rule that does nothing is recorded as silent, and one that cannot be used is not recorded")
  func silence() throws {
    let file = try #require(
      RuleSetFile.decode(
        SourceFile(
          name: "a.yaml",
          text: "onset: 1\nruleset: a\nrules: [{rule: high, when: loss > 3}, {rule: other, when: val_loss > 3}]\n")
      ).model)
    let run = Run(name: "r", rows: [0, 7], columns: [RunColumn(name: "loss", steps: [0, 7], values: [1, 2])])
    let text = RecordedTest(try Recording(run, ruleSet: file, rule: "high", profile: nil), name: "a", allowsLog: false)
      .text
    #expect(text.contains("silent: a.high\n"))
    #expect(throws: Recording.Failure.self) { try Recording(run, ruleSet: file, rule: "other", profile: nil) }
  }
}
