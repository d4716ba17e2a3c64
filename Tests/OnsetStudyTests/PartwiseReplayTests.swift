import OnsetEngine
import OnsetRules
import OnsetRuns
@testable import OnsetStudy
import OnsetText
import Testing

/// A run from an archive is replayed part by part, and nobody can tell.
@Suite struct PartwiseReplayTests {
  private static let rules = """
    onset: 1
    ruleset: parts
    rules:
      - rule: rise
        when: mean(loss, 100 samples) > 1
        for: 70000 samples
        then: [{scale: lr, by: 0.5}, {set: momentum, to: 0.1}, {scale: decay, by: 2}]
      - {rule: late, when: loss > 2, then: [{scale: lr, by: 0.5}]}
      - {rule: never, when: loss > 2, confirm: {that: loss < 0, within: 10 samples}}
    """

  /// Three parts: `lr` is logged in the first alone, `momentum` is no number there and in no other, `decay` nowhere.
  private static var run: Run {
    let rows = (0..<150_000).map { Int64($0) * 3 }
    return Run(
      name: "long",
      metadata: RunMetadata(hyperparameters: [
        .init(name: "momentum", text: "0.9", number: 0.9), .init(name: "decay", text: "1e-2", number: 0.01),
      ]), rows: rows,
      columns: [
        RunColumn(name: "loss", steps: rows, values: rows.map { $0 == 449_997 ? 3 : $0 < 90_000 ? 0 : 1.5 }),
        RunColumn(name: "lr", steps: [0, 9, 30_000], values: [1, 4, 8]),
        RunColumn(name: "momentum", steps: [9], values: [.nan]),
        RunColumn(name: "val_loss", steps: [3, 300_000], values: [7, 5]),
      ])
  }

  @Test func `the report is that of the run at once`() throws {
    let folder = try ScratchFolder()
    let path = folder.path + "/runs.sqlite"
    let run = Self.run
    _ = try ArchiveWriter(path: path).add(run, origin: "long.csv")
    let (model, diagnostics) = RuleSetFile.decode(SourceFile(name: "parts.yaml", text: Self.rules))
    try #require(diagnostics.map(\.message) == [])
    let file = try #require(model)
    var replay = Replay([file], profiles: [], objective: "val_loss", digestsRuns: true)
    let jobs = replay.prepare([try RunDiscovery.run(at: path)])
    try #require(replay.diagnostics.filter { $0.severity == .error }.map(\.message) == [])
    let parts = try replay.outcome(of: jobs[0]).result.get()
    let whole = Replay.report(on: run, [RuleSetChecker.check(file, profile: nil).checked], nil)

    #expect(parts.events.map(\.rule) == ["rise", "late", "never"])
    #expect(parts.events.map(\.kind) == [.fired, .fired, .undecided])
    #expect(
      parts.projections == [
        [Projection(before: 8, after: 4), Projection(before: 0.9, after: 0.1), Projection(before: 0.01, after: 0.02)],
        [Projection(before: 8, after: 4)], [],
      ])
    #expect(parts.events == whole.events && parts.projections == whole.projections && parts.states == whole.states)
    #expect(parts.rowCount == 150_000 && parts.firstStep == 0 && parts.lastStep == 449_997)
    #expect(parts.objective == run.column(named: "val_loss"))
    #expect(parts.digests?.run == run.contentDigest)
  }
}
