import OnsetRules
import OnsetStudy
import OnsetText
import Testing
import _OnsetTestSupport

/// What every shipped rule set has: words for people, and tests that notice when it changes.
@Suite struct LibraryTests {
  static func suite() throws -> TestSuite {
    var project = Project()
    project.rulePaths = [Shipped.path("rules")]
    project.profilePaths = [Shipped.path("profiles")]
    let suite = TestSuite.load(&project, paths: [Shipped.path("rules/tests")])
    try #require(project.failures.map(\.message) == [])
    try #require(suite.diagnostics.map(\.message) == [])
    return suite
  }

  static func prepared(_ suite: TestSuite) throws -> [PreparedTest] {
    try suite.tests.map { test in
      switch PreparedTest.prepare(test, profiles: suite.profiles) {
      case .success(let prepared): return prepared
      case .failure(let failure): throw failure
      }
    }
  }

  @Test func `Every rule set says why it works, where it comes from and when not to use it`() throws {
    let openings = ["# Why it works: ", "# Source: ", "# When not to use it: "]
    for set in try Shipped.project().ruleSets {
      let text = set.source.text(in: ByteRange(0, set.source.bytes.count))
      var paragraphs: [[Substring]] = []
      for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
        if openings.contains(where: { line.hasPrefix($0) }) { paragraphs.append([]) }
        if line.hasPrefix("#"), line != "#", !paragraphs.isEmpty { paragraphs[paragraphs.count - 1].append(line) }
        // The header is over where the rule set begins to say something.
        if !paragraphs.isEmpty, !line.hasPrefix("#") { break }
      }
      #expect(paragraphs.count == 3, "\(set.name.value): \(paragraphs.map { $0.first ?? "" })")
      for (paragraph, opening) in zip(paragraphs, openings) {
        #expect(paragraph.first?.hasPrefix(opening) == true, "\(set.name.value): \(opening)")
        #expect(paragraph.joined().utf8.count > opening.utf8.count + 40, "\(set.name.value): \(opening)")
      }
      if paragraphs.count == 3 {
        let source = paragraphs[1].joined(separator: " ")
        let marks = ["arXiv:", "https://", " 19", " 20"]
        #expect(marks.contains { source.contains($0) }, "\(set.name.value) names a source that can be looked up")
      }
    }
  }

  @Test func `Every rule set has a file of tests of its name, and the tests pass`() throws {
    let suite = try Self.suite()
    #expect(Set(suite.files.map(\.name.value)).isSuperset(of: suite.ruleSets.map(\.name.value)))
    for test in suite.tests {
      let result = TestRunner.result(of: test, profiles: suite.profiles)
      #expect(result.status == .passed, "\(result.fullName): \(result.findings.map(\.message))")
    }
  }

  @Test func `Every rule is seen in every state, and every comparison true and false`() throws {
    let suite = try Self.suite()
    var reports = Dictionary(uniqueKeysWithValues: suite.ruleSets.map { ($0.source.path, CoverageReport($0)) })
    for test in try Self.prepared(suite) {
      for report in CoverageReport.reports(of: test) { reports[report.source.path]?.merge(report) }
    }
    for report in reports.values {
      #expect(report.ruleCount.seen == report.ruleCount.all, "\(report.ruleSet)")
      #expect(report.stateCount.seen == report.stateCount.all, "\(report.ruleSet)")
      #expect(report.truthCount.seen == report.truthCount.all, "\(report.ruleSet)")
    }
  }

  @Test func `A slight change of a rule set is noticed, or a comment says why it cannot be`() throws {
    let suite = try Self.suite()
    // Recorded runs are long, and are there to show the rules at work.
    let tests = try Self.prepared(suite).filter { $0.test.file != "recorded-runs" }
    for set in suite.ruleSets {
      let run = MutationRun(set, tests: tests)
      let report = MutationReport(run, fates: run.mutants.map { run.fate(of: $0) })
      #expect(report.survivors.map(\.mutant.change) == [], "\(set.name.value)")
      #expect(report.diagnostics.map(\.message) == [], "\(set.name.value)")
    }
  }
}
