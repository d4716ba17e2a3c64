import OnsetEngine
import OnsetRules
import OnsetRuns
import OnsetStudy
import OnsetText
import Testing
import _OnsetTestSupport

/// The rules, profiles and runs that the project ships.
@Suite struct ShippedContentTests {
  @Test func `Nothing is wrong with the shipped files`() async throws {
    var project = Project()
    project.profilePaths = [Shipped.path("profiles")]
    let paths = ["rules", "profiles", "runs", "onset.yaml"].map(Shipped.path)
    let check = await ProjectCheck.run(&project, paths: paths, isWholeProject: true)
    #expect(check.diagnostics.map { "\($0.source.path): \($0.message)" } == [])
    #expect(project.failures.map(\.message) == [])
    #expect(check.fileCount > 20)
    #expect(project.ruleSets.count == 30)
  }

  @Test func `Every shipped run replays with a profile, and its labelled transitions are found`() throws {
    let outcomes = try Replay.all(at: Shipped.path("runs"), Shipped.project())
    #expect(outcomes.count >= 12)
    for outcome in outcomes {
      let report = try outcome.result.get()
      #expect(report.profile != nil, "\(outcome.name)")
      #expect(!report.metadata.labels.isEmpty, "\(outcome.name)")
      #expect(report.notes.isEmpty, "\(outcome.name): \(report.notes.map(\.message))")
      for label in report.metadata.labels {
        let hits = report.events.filter { event in
          event.kind == .fired && event.enters == label.phase && (label.earliest...label.latest).contains(event.step)
        }
        #expect(hits.count == 1, "\(outcome.name): \(label.phase)")
      }
    }
  }

  @Test func `No template of a new project has findings, and its run shows what its rule does`() async throws {
    let folder = try ScratchFolder()
    for file in ProjectTemplate.files { try folder.write(file.path, file.text) }
    var project = Project()
    let check = await ProjectCheck.run(&project, paths: [folder.path], isWholeProject: true)
    #expect(check.diagnostics.map(\.message) == [])
    let outcomes = try Replay.all(at: folder.path + "/runs", project)
    #expect(try outcomes.map { try $0.result.get().events.map(\.kind) } == [[.fired]])
  }

  // MARK: BLOOM-176B

  /// The spike after so many quiet iterations, its loss and gradient norm as FIELD.md has them.
  static func bloom(quiet: Int, seed: UInt64) -> Run {
    let losses = [2.20, 2.22, 2.60, 2.24, 2.35, 5.10, 3.49, 3.21, 2.81]
    let norms = [0.24, 0.95, 2.4, 15.9, 145, 960, 353, 379, 650]
    var numbers = SeededNumbers(seed: seed)
    let before = (0..<quiet).map { _ in (2.2 + 0.1 * numbers.share(), 0.2 + 0.1 * numbers.share()) }
    let steps = (0..<quiet + 9).map { Int64(31214 - quiet + $0) }
    return Run(
      name: "bloom",
      metadata: RunMetadata(architecture: "decoder-only-transformer"),
      rows: steps,
      columns: [
        RunColumn(name: "loss", steps: steps, values: before.map(\.0) + losses),
        RunColumn(name: "grad_norm", steps: steps, values: before.map(\.1) + norms),
      ])
  }

  @Test(arguments: [0, 1, 5, 20, 50, 600])
  func `The spike of BLOOM-176B is caught before the loss peaks, and its quiet stretch is quiet`(
    _ quiet: Int
  ) throws {
    let project = try Shipped.project(only: "loss-spike")
    for profile in project.profiles where ["base", "transformer"].contains(profile.name) {
      for seed: UInt64 in 1...(quiet == 0 ? 1 : 5) {
        let sets = project.ruleSets.map { RuleSetChecker.check($0, profile: profile).checked }
        let report = Replay.report(on: Self.bloom(quiet: quiet, seed: seed), sets, profile)
        let fired = report.events.filter { $0.kind == .fired && $0.enters == "loss_spike" }
        let first = try #require(fired.first, "\(quiet) quiet iterations, seed \(seed)")
        // The loss leaves its range at 31216 and peaks at 31219.
        #expect((31215..<31219).contains(first.step), "\(quiet) quiet iterations, seed \(seed): \(first.step)")
        #expect(first.actions.contains { if case .checkpoint = $0.kind { true } else { false } })
        #expect(report.events.allSatisfy { !$0.actions.contains(where: \.changesTraining) })
      }
    }
  }

  @Test func `The shipped file of the spike is the series of FIELD.md`() throws {
    let outcomes = try Replay.all(
      at: Shipped.path("runs/bloom-176b-spike.csv"), Shipped.project(only: "loss-spike"))
    #expect(try outcomes.map { try $0.result.get().events.map(\.step).first } == [31217])
    let run = try RunReader.read(file: Shipped.path("runs/bloom-176b-spike.csv"))
    let series = Self.bloom(quiet: 0, seed: 1)
    #expect(run.rows == series.rows)
    #expect(run.columns == series.columns)
  }
}
