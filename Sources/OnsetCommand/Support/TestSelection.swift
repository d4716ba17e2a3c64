import OnsetRules
import OnsetStudy
import OnsetText

/// Tests that are to be run, on all processors.
struct TestSelection: Sendable {
  let tests: [ResolvedTest]
  let profiles: [Profile]

  /// What came of each test.
  func results() async -> [TestResult] {
    let profiles = profiles
    return await parallelMap(tests) { TestRunner.result(of: $0, profiles: profiles) }
  }

  /// To what results belong together.
  func digests(of results: [TestResult]) -> StudyDigests {
    StudyDigests(
      ruleSets: ruleSets.map { RuleSetChecker.check($0, profile: nil).checked }, profiles: profiles,
      runs: results.compactMap { result in
        result.digests?.run.map { (name: "\(result.file)/\(result.name)", digest: $0) }
      })
  }

  /// Those that passed.
  func passing(_ results: [TestResult]) -> TestSelection {
    TestSelection(
      tests: zip(tests, results).filter { $1.status == .passed }.map(\.0), profiles: profiles)
  }

  /// The tests with their runs made; all of them can be.
  private func prepared() async -> [PreparedTest] {
    let profiles = profiles
    return await parallelMap(tests) { try? PreparedTest.prepare($0, profiles: profiles).get() }
      .compactMap(\.self)
  }

  /// The rule sets under test, each once, in the order in which tests name them.
  private var ruleSets: [RuleSetFile] {
    var sets: [RuleSetFile] = []
    for test in tests {
      for set in test.ruleSets where !sets.contains(where: { $0.source.path == set.source.path }) { sets.append(set) }
    }
    return sets
  }

  /// What the tests see of each rule set.
  func coverageReports() async -> [CoverageReport] {
    let seen = await parallelMap(prepared()) { CoverageReport.reports(of: $0) }.flatMap(\.self)
    return ruleSets.map { set in
      var report = CoverageReport(set)
      for other in seen where other.source.path == set.source.path { report.merge(other) }
      return report
    }
  }

  func mutationReports() async -> [MutationReport] {
    let prepared = await prepared()
    let runs = ruleSets.map { MutationRun($0, tests: prepared) }
    let jobs = runs.indices.flatMap { run in runs[run].mutants.map { (run: run, mutant: $0) } }
    var progress = ProgressLine(total: jobs.count, noun: "mutants")
    var fates: [MutationRun.Fate] = []
    // In portions, so that the line can tell how far the work is.
    for start in stride(from: 0, to: jobs.count, by: 32) {
      let portion = Array(jobs[start..<min(start + 32, jobs.count)])
      fates += await parallelMap(portion) { runs[$0.run].fate(of: $0.mutant) }
      progress.update(done: fates.count)
    }
    progress.clear()
    return runs.indices.map { run in
      MutationReport(runs[run], fates: zip(jobs, fates).filter { $0.0.run == run }.map(\.1))
    }
  }
}
