import Foundation
import OnsetEngine
import OnsetRules
import OnsetRuns
import OnsetStudy
import OnsetText
import Testing
import _OnsetTestSupport

/// What must not change what a replay finds.
@Suite struct ReplayPropertyTests {
  /// The shipped runs, and all those of the shared folder where it is.
  static var folders: [String] {
    [Shipped.path("runs")] + (SharedFolder.isPresent ? [SharedFolder.file("traces/small-models").path] : [])
  }

  @Test(arguments: folders)
  func `Keeping only the metrics that rules read gives the same report as keeping all`(_ folder: String) throws {
    let project = try Shipped.project()
    for outcome in try Replay.all(at: folder, project) {
      let frugal = try outcome.result.get()
      let metadata = frugal.metadata
      var run = try RunReader.read(file: outcome.path)
      run.name = metadata.run ?? outcome.name
      run.metadata = metadata
      let profile = project.profiles.first { $0.name == frugal.profile }
      let sets = project.ruleSets.map { RuleSetChecker.check($0, profile: profile).checked }
      let whole = Replay.report(on: run, sets, profile)
      #expect("\(frugal.events)" == "\(whole.events)", "\(outcome.name)")
      #expect(frugal.phases == whole.phases)
      #expect(frugal.states == whole.states)
      #expect(frugal.skipped == whole.skipped)
      #expect(frugal.projections == whole.projections)
      #expect(frugal.rowCount == whole.rowCount)
    }
  }

  static let rules = """
    onset: 1
    ruleset: order
    phases: [calm, wild]
    parameters:
      high: {value: 3, tune: [1, 5]}
      window: 2 samples
    let:
      smooth: mean(loss, window)
      above: smooth > high
    rules:
      - rule: rise
        during: calm
        when: above
        for: 2 samples
        confirm: {that: val > at_detection(val), within: 4 samples}
        enter: wild
        then:
          - {scale: lr, by: 0.5, floor: 1e-5, ceiling: 1}
          - {notify: "{smooth}", approval: required}
        repeat: when cleared
        clear: smooth < high
        at_most: 3
    """

  static let reordered = """
    onset: 1
    rules:
      - at_most: 3
        clear: smooth < high
        repeat: when cleared
        then:
          - {ceiling: 1, floor: 1e-5, by: 0.5, scale: lr}
          - {approval: required, notify: "{smooth}"}
        enter: wild
        confirm: {within: 4 samples, that: val > at_detection(val)}
        for: 2 samples
        when: above
        during: calm
        rule: rise
    let:
      above: smooth > high
      smooth: mean(loss, window)
    parameters:
      window: 2 samples
      high: {tune: [1, 5], value: 3}
    phases: [calm, wild]
    ruleset: order
    """

  @Test func `The order of the keys in a file does not matter`() throws {
    let steps: [Int64] = [0, 1, 2, 3, 4, 5, 6, 7]
    let run = Run(
      name: "run", rows: steps,
      columns: [
        RunColumn(name: "loss", steps: steps, values: [1, 2, 4, 5, 6, 1, 1, 9]),
        RunColumn(name: "val", steps: steps, values: [1, 1, 1, 1, 2, 3, 4, 5]),
      ])
    let reports = try [Self.rules, Self.reordered].map { text in
      let (model, diagnostics) = RuleSetFile.decode(SourceFile(name: "rules.yaml", text: text))
      try #require(diagnostics.map(\.message) == [])
      let (checked, findings) = RuleSetChecker.check(try #require(model), profile: nil)
      try #require(findings.map(\.message) == [])
      return Replay.report(on: run, [checked], nil)
    }
    // smooth: - 1.5 3 4.5 5.5 3.5 1 5: above 3 from step 3; held at 4, where val (2) is that of the detection;
    // confirmed at 5 (3 > 2).
    #expect(reports[0].events.map(\.step) == [5])
    #expect(reports[0].events == reports[1].events)
    #expect(reports[0].phases == reports[1].phases)
    #expect(reports[0].states == reports[1].states)
  }
}
