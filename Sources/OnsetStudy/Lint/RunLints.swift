import OnsetLanguage
import OnsetRules
import OnsetRuns
import OnsetText

/// The lints that look at recorded runs.
struct RunLints: Sendable {
  private let ruleSets: [RuleSetFile]
  private let profiles: [Profile]
  /// By the profile's name; under "" for runs that no profile matches.
  private var checked: [String: [CheckedRuleSet]] = [:]

  /// A run with its profile.
  private struct Job: Sendable {
    var reference: RunReference
    var profile: Profile?
  }

  /// What one run shows.
  private struct Outcome: Sendable {
    var findings: [Diagnostic] = []
    var quiet = QuietStretches()
    var failure: FileFailure?
  }

  /// What is naive in some rule sets, which have no errors, for some runs; each finding once, with the first run that
  /// shows it. The runs are read on all processors.
  static func findings(
    in ruleSets: [RuleSetFile], profiles: [Profile], runs: [RunReference]
  ) async -> (findings: [Diagnostic], failures: [FileFailure]) {
    var lints = RunLints(ruleSets: ruleSets, profiles: profiles)
    var jobs: [Job] = []
    var failures: [FileFailure] = []
    for reference in runs {
      do throws(RunError) {
        jobs.append(Job(reference: reference, profile: try lints.profile(of: reference)))
      } catch {
        failures.append(FileFailure(path: reference.log.path, message: error.description))
      }
    }
    await lints.check(for: jobs.map(\.profile))
    let looked = lints
    var result: [Diagnostic] = []
    var quiet = QuietStretches()
    var told: Set<Place> = []
    for outcome in await parallelMap(jobs, { looked.outcome(of: $0) }) {
      result += outcome.findings.filter { told.insert(Place($0)).inserted }
      quiet.add(outcome.quiet)
      if let failure = outcome.failure { failures.append(failure) }
    }
    return (result + quiet.findings(in: ruleSets), failures)
  }

  private init(ruleSets: [RuleSetFile], profiles: [Profile]) {
    self.ruleSets = ruleSets
    self.profiles = profiles
  }

  /// Where something is found: other runs say the same.
  private struct Place: Hashable {
    var path: String
    var range: ByteRange
    var code: String

    init(_ finding: Diagnostic) {
      path = finding.source.path
      range = finding.range
      code = finding.code
    }
  }

  private func profile(of reference: RunReference) throws(RunError) -> Profile? {
    // Which of two that match equally well is meant, a replay asks.
    guard case .one(let profile) = ProfileMatch.find(among: profiles, fields: try reference.readMetadata().fields)
    else {
      return nil
    }
    return profile
  }

  private mutating func check(for profiles: [Profile?]) async {
    var wanted: [Profile?] = []
    for profile in profiles where !wanted.contains(where: { $0?.name == profile?.name }) { wanted.append(profile) }
    let ruleSets = ruleSets
    let sets = await parallelMap(wanted) { profile in
      ruleSets.map { RuleSetChecker.check($0, profile: profile).checked }
    }
    for (profile, sets) in zip(wanted, sets) { checked[profile?.name ?? ""] = sets }
  }

  private func outcome(of job: Job) -> Outcome {
    let sets = checked[job.profile?.name ?? ""] ?? []
    let wanted = WantedMetrics(sets, job.profile)
    do throws(RunError) {
      let run = try job.reference.read(ReadingOptions(keep: .matching { wanted.contains($0) }))
      let linted = LintedRun(run, job.profile, sets)
      var outcome = Outcome()
      for set in sets {
        let view = RuleSetView(set, profiles: profiles)
        let found = ShortHold.check(view, linted) + MixedCadences.check(view, linted) + EndlessWait.check(view, linted)
        outcome.findings += found.map { $0.diagnostic(in: set.file.source) }
      }
      outcome.quiet.add(linted)
      return outcome
    } catch {
      return Outcome(failure: FileFailure(path: job.reference.log.path, message: error.description))
    }
  }
}
