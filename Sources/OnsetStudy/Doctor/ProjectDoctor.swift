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
  /// What `onset check` finds; what has an error is left out of everything else.
  let findings: [Diagnostic]
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
  package init(_ project: inout Project, file: ProjectFile?, today: CalendarDay) async {
    var checked = project
    let options = LintOptions(runPaths: project.runPaths, today: today)
    findings =
      await ProjectCheck.run(&checked, paths: project.allPaths, isWholeProject: true, lints: options).diagnostics
    let suite = TestSuite.load(&project, paths: project.testPaths)
    self.file = file
    self.today = today
    profiles = suite.profiles
    tests = suite.tests
    ruleSets = project.ruleSets.compactMap { ruleSet in
      let (checked, findings) = RuleSetChecker.check(ruleSet, profile: nil)
      return findings.containsErrors ? nil : RuleSetView(checked, profiles: suite.profiles)
    }
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
      name: run.name, path: reference.log.path, metrics: run.metricNames, profile: profile,
      architecture: run.metadata.architecture,
      labelCount: run.metadata.labels.count)
  }

  /// The checklist, in its order.
  package var checkup: Checkup {
    Checkup(lines: [files, lints] + signalLines + profileLines + ruleLines + peopleLines)
  }

  private var files: Checkup.Line {
    let errors = findings.count { $0.severity == .error }
    let known = "\(Self.counted(ruleSets.count, "rule set")), \(Self.counted(profiles.count, "profile"))"
    return Checkup.Line(
      "files", "Are the project's files free of errors?", errors == 0 ? .yes : .no,
      [errors == 0 ? known : "\(Self.counted(errors, "error")); what has one is left out below"], remedy: "mend them",
      command: "onset check")
  }

  private var lints: Checkup.Line {
    var counts: [String: Int] = [:]
    for finding in findings where finding.severity == .warning { counts[finding.code, default: 0] += 1 }
    let codes = counts.sorted { $0.key < $1.key }
    return Checkup.Line(
      "lints", "Do the lints find nothing naive?", counts.isEmpty ? .yes : .no,
      counts.isEmpty ? ["no warnings"] : codes.map { "\($0.key): \(Self.counted($0.value, "warning"))" },
      remedy: "mend them, or allow them in the file with a reason",
      command: codes.first.map { "onset explain \($0.key)" } ?? "onset check")
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
