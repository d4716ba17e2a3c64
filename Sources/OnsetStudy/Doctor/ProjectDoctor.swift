package import OnsetRules
import OnsetRuns
import OnsetText

/// Goes through the practitioners' checklist: what a project logs, what its rules rest on, and what its people decided.
package struct ProjectDoctor: Sendable {
  let ruleSets: [RuleSetView]
  let profiles: [Profile]
  let tests: [ResolvedTest]
  let runs: [LoggedRun]
  let file: ProjectFile?
  let today: CalendarDay
  /// How many errors the files have; what is at fault is left out of everything else.
  let errorCount: Int
  /// Runs that could not be read.
  package let failures: [FileFailure]

  /// A run as far as the checklist asks about it.
  struct LoggedRun: Sendable {
    var name: String
    var path: String
    var metrics: [String]
    var profile: Profile?
    var architecture: String?
    var labelCount: Int

    func logs(_ metric: String) -> Bool { (profile?.names(of: metric) ?? [metric]).contains(where: metrics.contains) }
  }

  /// Loads what the checklist looks at.
  ///
  /// - Parameters:
  ///   - project: Where the files are; they are loaded into it, and those that cannot be read are its `failures`.
  ///   - file: The project's own file.
  package init(_ project: inout Project, file: ProjectFile?, today: CalendarDay) {
    let suite = TestSuite.load(&project, paths: project.testPaths)
    self.file = file
    self.today = today
    profiles = suite.profiles
    tests = suite.tests
    var views: [RuleSetView] = []
    var errors = suite.diagnostics
    for ruleSet in project.ruleSets {
      let (checked, findings) = RuleSetChecker.check(ruleSet, profile: nil)
      errors += findings
      if !findings.containsErrors { views.append(RuleSetView(checked, profiles: suite.profiles)) }
    }
    ruleSets = views
    errorCount = errors.count { $0.severity == .error }
    var runs: [LoggedRun] = []
    var failures: [FileFailure] = []
    for path in project.runPaths {
      do throws(RunError) {
        for reference in try RunDiscovery.runs(at: path) {
          do throws(RunError) {
            runs.append(try Self.logged(reference.get(), project.profiles))
          } catch {
            failures.append(FileFailure(path: path, message: error.description))
          }
        }
      } catch {
        // A project without runs yet: the lines say that nothing is known.
        if case .noLogs = error { continue }
        failures.append(FileFailure(path: path, message: error.description))
      }
    }
    self.runs = runs
    self.failures = failures
  }

  private static func logged(_ reference: RunReference, _ profiles: [Profile]) throws(RunError) -> LoggedRun {
    let run = try reference.read(ReadingOptions(keep: []))
    var profile: Profile?
    if case .one(let match) = ProfileMatch.find(among: profiles, fields: run.metadata.fields) { profile = match }
    return LoggedRun(
      name: run.name, path: reference.logPath, metrics: run.metricNames, profile: profile,
      architecture: run.metadata.architecture,
      labelCount: run.metadata.labels.count)
  }

  /// The checklist, in its order.
  package var checkup: Checkup {
    Checkup(lines: [files] + signalLines + profileLines + ruleLines + peopleLines)
  }

  private var files: Checkup.Line {
    Checkup.Line(
      "files", "Are the rule sets and profiles free of errors?", errorCount == 0 ? .yes : .no,
      [
        errorCount == 0
          ? "\(Self.counted(ruleSets.count, "rule set")), \(Self.counted(profiles.count, "profile"))"
          : "\(Self.counted(errorCount, "error")); what has one is left out below"
      ], remedy: "mend them", command: "onset check")
  }

  static func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

  // MARK: Places

  /// A rule and where it is: `rules/a.yaml:12 noise-drop/falls`.
  func place(_ rule: RuleSetView.Rule, in set: RuleSetView) -> String {
    place(rule.declaration.name.range, in: set.file.source, "\(set.file.name.value)/\(rule.declaration.name.value)")
  }

  func place(_ range: ByteRange, in source: SourceFile, _ what: String) -> String {
    "\(source.path):\(LineMap(source).place(of: range.lower).line) \(what)"
  }

  /// A count, and the first few of those that it leaves out.
  func evidence(_ count: String, except others: [String]) -> [String] {
    let shown = others.prefix(Self.shownCount)
    let more = others.count - shown.count
    return [count] + shown + (more > 0 ? ["… and \(more) more"] : [])
  }

  private static let shownCount = 5
}
