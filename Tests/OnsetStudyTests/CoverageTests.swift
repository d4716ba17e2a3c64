import OnsetEngine
import OnsetRules
import OnsetRuns
import OnsetStudy
import Testing
import _OnsetTestSupport

@Suite("Coverage")
struct CoverageTests {
  private func report(_ series: String...) throws -> CoverageReport {
    var report = CoverageReport(try RuleTestFixture.project(RuleTestFixture.ruleSet).ruleSets[0])
    for series in series {
      let test = try RuleTestFixture.prepared(series: series, expect: "{silent: high}")
      report.merge(try #require(CoverageReport.reports(of: test).first))
    }
    return report
  }

  private func missing(_ report: CoverageReport, _ rule: String) -> [CoverageReport.State] {
    report.rules.first { $0.name == rule }?.missing ?? []
  }

  @Test("nothing has been seen where there is no test")
  func nothing() throws {
    let report = try report()
    #expect(report.rules.map(\.name) == ["high", "confirmed", "finite"])
    #expect(missing(report, "high") == [.fired, .silent, .held, .broken, .rearmed, .exhausted])
    #expect(missing(report, "confirmed") == [.fired, .silent, .confirmed, .rejected])
    #expect(missing(report, "finite") == [.fired, .silent])
    #expect(
      report.conditions.map(\.text)
        == ["loss > limit", "usual > limit", "grad_norm > 2 * at_detection(grad_norm)", "is_finite(each)"])
    #expect(report.ruleCount == (0, 3))
    #expect(report.truthCount == (0, 8))
  }

  @Test("each way of a rule is seen where it is gone, and not before")
  func ways() throws {
    #expect(missing(try report("{loss: [1 x 5]}"), "high") == [.fired, .held, .broken, .rearmed, .exhausted])
    #expect(missing(try report("{loss: [1, 5, 1]}"), "high") == [.fired, .held, .rearmed, .exhausted])
    #expect(missing(try report("{loss: [1, 5, 5]}"), "high") == [.silent, .broken, .rearmed, .exhausted])
    #expect(missing(try report("{loss: [1, 5, 5, 1]}"), "high") == [.silent, .broken, .exhausted])
    #expect(missing(try report("{loss: [1, 5, 5, 1, 5, 5]}", "{loss: [1, 5, 1]}"), "high") == [])
    let rejected = "{loss: [1 x 3, 9 x 6], grad_norm: 1 x 9}"
    #expect(missing(try report(rejected), "confirmed") == [.fired, .confirmed])
    #expect(
      missing(try report("{loss: [1 x 3, 9 x 6], grad_norm: [1 x 4, 5 x 5]}"), "confirmed") == [.silent, .rejected])
    // Not applicable is not silent.
    #expect(missing(try report("{loss: 1 x 5}"), "confirmed").contains(.silent))
  }

  @Test("truth values of comparisons are seen, those that depend on a detection while the rule confirms")
  func truths() throws {
    func seen(_ series: String) throws -> [String] {
      try report(series).conditions.map { ($0.wasTrue ? "T" : "") + ($0.wasFalse ? "F" : "") }
    }
    #expect(try seen("{loss: 1 x 5}") == ["F", "", "", ""])
    #expect(try seen("{loss: [1 x 3, 9 x 6], grad_norm: 1 x 9}") == ["TF", "TF", "F", "T"])
    #expect(try seen("{loss: [1 x 3, 9 x 6], grad_norm: [1 x 4, 5, nan, 5]}") == ["TF", "TF", "TF", "TF"])
  }

  @Test("a session that is observed row by row gives the events of one that is not")
  func observation() throws {
    let project = try Shipped.project()
    for outcome in try Replay.all(at: Shipped.path("runs"), project).prefix(6) {
      let report = try outcome.result.get()
      let run = try RunDiscoveryFixture.run(outcome.path)
      let profile = project.profiles.first { $0.name == report.profile }
      let schema = RunSchema(metricNames: run.metricNames, stepsPerEpoch: run.metadata.stepsPerEpoch)
      let compiled = project.ruleSets.map { file in
        RuleSetCompiler.compile(
          RuleSetChecker.check(file, profile: profile).checked, profile: profile, for: schema, isProbing: true)
      }
      var session = RunSession(
        compiled.map(\.program), runName: run.name, epochMetric: schema.epochMetric(profile),
        stepsPerEpoch: schema.stepsPerEpoch, logged: schema.logs)
      var events: [Event] = []
      try session.feed(RunTable(run, metrics: session.metrics)) { _, new in events += new }
      events += session.finish()
      #expect(events == report.events, "\(outcome.name)")
    }
  }
}

extension CoverageTests {
  /// Comparisons of all kinds: with windows, gaps, clocks of their own, NaN, and in windows themselves.
  static let comparisons = [
    "loss > 0.5", "loss < val_loss", "mean(loss, 3 samples) >= 0.4", "previous(loss) <= loss", "is_finite(loss)",
    "is_nan(val_loss)", "since_lowest(loss) >= 3 samples", "age(val_loss) > 20 steps", "crosses_above(loss, 0.5)",
    "slope(val_loss, 4 samples) > 0", "step + 0 * loss > 100",
  ]

  @Test("the truth values that are seen are those that the comparison has by itself", arguments: 0..<20)
  func twin(seed: Int) throws {
    var numbers = SeededNumbers(seed: UInt64(seed))
    let steps = (0..<30).map { Int64($0 * 10) }
    func column(_ name: String, _ share: Double) -> RunColumn {
      let logged = steps.filter { _ in numbers.happens(share) }
      return RunColumn(
        name: name, steps: logged, values: logged.map { _ in numbers.happens(0.1) ? .nan : numbers.share() })
    }
    let columns = [column("loss", 0.9), column("val_loss", 0.3)]
    let rows = steps.filter { step in columns.contains { $0.steps.contains(step) } }
    let run = Run(name: "r", rows: rows, columns: columns)
    let rules = Self.comparisons.enumerated().map { index, text in
      "  - {rule: r\(index), when: 'loss > -1 and (\(text))'}\n"
    }
    let project = try RuleTestFixture.project("onset: 1\nruleset: spike\nrules:\n\(rules.joined())")
    var test = try RuleTestFixture.tests(
      "onset: 1\ntests: a\nrulesets: spike\ncases: [{test: one, run: {series: {loss: 1}}, expect: {silent: r0}}]\n",
      project
    ).map { try PreparedTest.prepare($0, profiles: []).get() }[0]
    test.run = run
    let report = try #require(CoverageReport.reports(of: test).first)
    for text in Self.comparisons {
      let condition = try #require(report.conditions.first { $0.text == "(\(text))" })
      guard case .samples(let samples) = try ExpressionEvaluationTests.outcome(text, run) else {
        Issue.record("\(text) gives no samples")
        continue
      }
      let own = Set(samples.map(\.value))
      #expect(condition.wasTrue == own.contains(.truth(true)), "\(text)")
      #expect(condition.wasFalse == own.contains(.truth(false)), "\(text)")
    }
  }
}
