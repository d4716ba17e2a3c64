import OnsetEngine
import OnsetRules
import OnsetRuns
import OnsetStudy
import OnsetText
import Testing
import _OnsetTestSupport

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

extension RecordingTests {
  @Test("the series of a recorded test are the samples of the recording, bit for bit", arguments: 0..<40)
  func roundTrip(seed: Int) throws {
    var numbers = SeededNumbers(seed: UInt64(seed))
    var step: Int64 = Int64(numbers.integer(-50...50))
    let steps = (0..<numbers.integer(1...60)).map { _ in
      step += Int64(numbers.happens(0.7) ? 10 : numbers.integer(1...99))
      return step
    }
    func column(_ name: String) -> RunColumn {
      let logged = steps.filter { _ in numbers.happens(0.8) }
      let values = logged.map { _ -> Double in
        switch numbers.integer(0...9) {
        case 0: return .nan
        case 1: return .infinity
        case 2: return -.infinity
        case 3: return 1e-9 * numbers.share()
        case 4: return -123_456_789 * numbers.share()
        default: return Double(numbers.integer(0...3))
        }
      }
      return RunColumn(name: name, steps: logged, values: values)
    }
    let columns = ["loss", "a/b c", "1"].map(column).filter { !$0.steps.isEmpty }
    let logged = Set(columns.flatMap(\.steps))
    let run = Run(name: "some run: \(seed)", rows: steps.filter { logged.contains($0) }, columns: columns)
    guard run.column(named: "loss") != nil else { return }
    let project = try RuleTestFixture.project(
      "onset: 1\nruleset: a\nrules: [{rule: high, when: 'loss > 1 or is_nan(`a/b c`)', repeat: when cleared}]\n",
      "onset: 1\nruleset: b\nrules: [{rule: high, when: loss > 1, repeat: when cleared}]\n")
    for ruleSet in project.ruleSets {
      guard let recording = try? Recording(run, ruleSet: ruleSet, rule: "high", profile: nil) else { continue }
      let text = RecordedTest(recording, name: "a", allowsLog: false).text
      let test = try #require(try RuleTestFixture.tests(text, project).first, "\(text)")
      let prepared = try PreparedTest.prepare(test, profiles: []).get()
      #expect(prepared.run.columns.map(\.name) == recording.run.columns.map(\.name))
      #expect(prepared.run.columns == recording.run.columns, "\(text)")
      let result = TestRunner.run(prepared)
      #expect(result.status == .passed, "\(text)\n\(result.findings.map(\.message))")
    }
  }
}
