import OnsetLanguage
package import OnsetRules
package import OnsetRuns
package import OnsetText

/// Replays recorded runs against rule sets.
///
/// The profile of every run is found first, from its metadata alone; the rule sets are then checked once for each
/// profile, and the runs can be replayed one by one or several at a time.
package struct Replay: Sendable {
  private let ruleSets: [RuleSetFile]
  private let profiles: [Profile]
  private let forced: Profile?
  private let overrides: [String: [String: ParameterValue]]
  private let stepColumn: String?
  private let objective: String?
  /// Whether reports say of what content a run was, for which all of its log is read.
  private let digestsRuns: Bool
  /// By the profile's name; under "" for runs that no profile matches.
  private var checked: [String: [CheckedRuleSet]] = [:]
  private var digests: [String: OutcomeDigests] = [:]
  /// What is wrong with the rule sets under the profiles that were needed.
  package private(set) var diagnostics: [Diagnostic] = []

  /// - Parameters:
  ///   - forced: The profile for all runs; nil to find each run's own.
  ///   - overrides: Values from the command line.
  ///   - stepColumn: The name of the logs' step column; nil to find it by its usual names.
  ///   - objective: A metric that the reports are to have, though no rule may read it.
  ///   - digestsRuns: Whether reports have the digest of the run's content: all of its log is read then.
  package init(
    _ ruleSets: [RuleSetFile], profiles: [Profile], forced: Profile? = nil, overrides: [ParameterOverride] = [],
    stepColumn: String? = nil, objective: String? = nil, digestsRuns: Bool = false
  ) {
    self.digestsRuns = digestsRuns
    self.ruleSets = ruleSets
    self.profiles = profiles
    self.forced = forced
    self.stepColumn = stepColumn
    self.objective = objective
    var values: [String: [String: ParameterValue]] = [:]
    for override in overrides { values[override.ruleset, default: [:]][override.parameter] = override.value }
    self.overrides = values
  }

  // MARK: Preparing

  /// A run with its profile found.
  package struct Job: Sendable {
    package var reference: RunReference
    var profile: Result<Profile?, RunFailure>
  }

  /// Finds the profiles of runs, and checks the rule sets for each.
  package mutating func prepare(_ references: [RunReference]) -> [Job] {
    let jobs = references.map { Job(reference: $0, profile: profile(of: $0)) }
    for job in jobs {
      if case .success(let profile) = job.profile { check(for: profile) }
    }
    diagnostics = diagnostics.sortedForReading()
    return jobs
  }

  private func profile(of reference: RunReference) -> Result<Profile?, RunFailure> {
    if let forced { return .success(forced) }
    do throws(RunError) {
      let metadata = try reference.readMetadata()
      switch ProfileMatch.find(among: profiles, fields: metadata.fields) {
      case .one(let profile): return .success(profile)
      case .none: return .success(nil)
      case .tie(let first, let second): return .failure(.ambiguousProfile(first.name, second.name))
      }
    } catch {
      return .failure(.unreadable(error))
    }
  }

  /// What the rules and the profile of a job mean; nil where no profile could be chosen.
  package func digests(of job: Job) -> OutcomeDigests? {
    guard case .success(let profile) = job.profile else { return nil }
    return digests[profile?.name ?? ""]
  }

  /// What the rules mean with values from the command line and without a profile, what the profiles mean, and of what
  /// content the runs of some outcomes were.
  package func digests(of outcomes: [RunOutcome]) -> StudyDigests {
    digests(
      ofRuns: outcomes.compactMap { outcome in
        (try? outcome.result.get())?.digests?.run.map { (name: outcome.name, digest: $0) }
      })
  }

  /// The same of runs by their names and the digests of their contents.
  package func digests(ofRuns runs: [(name: String, digest: ContentDigest)]) -> StudyDigests {
    let rules = ruleSets.map {
      RuleSetChecker.check($0, profile: nil, overrides: overrides[$0.name.value] ?? [:]).checked
    }
    return StudyDigests(
      ruleSets: rules, profiles: forced.map { [$0] } ?? profiles, runs: digestsRuns ? runs : nil)
  }

  private mutating func check(for profile: Profile?) {
    let key = profile?.name ?? ""
    guard checked[key] == nil else { return }
    let sets = ruleSets.map { file in
      let (result, findings) = RuleSetChecker.check(
        file, profile: profile, overrides: overrides[file.name.value] ?? [:])
      diagnostics += findings
      return result
    }
    checked[key] = sets
    digests[key] = OutcomeDigests(
      rules: ContentDigest(of: sets), profile: profile.map { ProfileMeaning($0).digest })
  }

  // MARK: One run

  /// Reads a run and replays it.
  package func outcome(of job: Job) -> RunOutcome {
    let reference = job.reference
    func outcome(_ result: Result<RunReport, RunFailure>, name: String? = nil) -> RunOutcome {
      RunOutcome(name: name ?? reference.name, path: reference.log.path, result: result)
    }
    let profile: Profile?
    switch job.profile {
    case .success(let found): profile = found
    case .failure(let failure): return outcome(.failure(failure))
    }
    let sets = checked[profile?.name ?? ""] ?? []
    var name = reference.name
    var replay: RunReplay?
    var objective: RunColumn?
    func take(_ part: Run) {
      if replay == nil {
        replay = RunReplay(of: part, sets, profile)
        name = part.name
      }
      replay?.take(part)
      guard let column = objectiveColumn(of: part, profile) else { return }
      if objective == nil { objective = column } else { objective?.append(column) }
    }
    do throws(RunError) {
      // An archive knows the digest; of a log all has to be read for it.
      var digest = digestsRuns ? try reference.storedDigest() : nil
      if digestsRuns && digest == nil {
        let run = try reference.read(options(sets, profile, keepsAll: true))
        digest = run.contentDigest
        take(run)
      } else {
        try reference.forEachPart(options(sets, profile, keepsAll: false), take)
      }
      guard var report = replay?.finish() else { preconditionFailure("a run has a part, be it empty") }
      report.digests = digests(profile, run: digest)
      report.objective = objective
      return outcome(.success(report), name: name)
    } catch {
      return outcome(.failure(.unreadable(error)))
    }
  }

  /// A run with what the rule sets may read of it, and its profile, for whoever replays it more than once.
  package struct ReadRun: Sendable {
    package var run: Run
    package var profile: Profile?
    package var checked: [CheckedRuleSet]
    /// The metric that the reports are to have; nil where it is not logged.
    package var objective: RunColumn?
  }

  /// Reads a run and replays nothing.
  package func read(_ job: Job) throws(RunFailure) -> ReadRun {
    let profile = try job.profile.get()
    let sets = checked[profile?.name ?? ""] ?? []
    do throws(RunError) {
      let run = try read(job.reference, sets, profile)
      return ReadRun(run: run, profile: profile, checked: sets, objective: objectiveColumn(of: run, profile))
    } catch {
      throw .unreadable(error)
    }
  }

  private func read(
    _ reference: RunReference, _ sets: [CheckedRuleSet], _ profile: Profile?
  ) throws(RunError) -> Run {
    try reference.read(options(sets, profile, keepsAll: digestsRuns))
  }

  private func options(_ sets: [CheckedRuleSet], _ profile: Profile?, keepsAll: Bool) -> ReadingOptions {
    let wanted = WantedMetrics(sets, profile, and: objective)
    return ReadingOptions(keep: keepsAll ? .all : .matching { wanted.contains($0) }, stepColumn: stepColumn)
  }

  private func digests(_ profile: Profile?, run: ContentDigest?) -> OutcomeDigests? {
    var result = digests[profile?.name ?? ""]
    result?.run = run
    return result
  }

  private func objectiveColumn(of run: Run, _ profile: Profile?) -> RunColumn? {
    objective.flatMap { objective in
      (profile?.names(of: objective) ?? [objective]).lazy.compactMap(run.column(named:)).first
    }
  }

  /// Replays a run that has been read.
  package static func report(on run: Run, _ sets: [CheckedRuleSet], _ profile: Profile?) -> RunReport {
    var replay = RunReplay(of: run, sets, profile)
    replay.take(run)
    return replay.finish()
  }

  /// Reads a run, replays it and looks at it closely.
  ///
  /// - Parameter shows: Whether a rule is to be drawn and explained, by rule set and rule; all are replayed.
  package func autopsy(of job: Job, shows: (String, String) -> Bool) throws(RunFailure) -> Autopsy {
    let profile = try job.profile.get()
    let sets = checked[profile?.name ?? ""] ?? []
    do throws(RunError) {
      let run = try read(job.reference, sets, profile)
      var autopsy = Autopsy.make(of: run, path: job.reference.log.path, sets, profile, shows: shows)
      autopsy.report.digests = digests(profile, run: digestsRuns ? run.contentDigest : nil)
      autopsy.report.objective = objectiveColumn(of: run, profile)
      return autopsy
    } catch {
      throw .unreadable(error)
    }
  }
}
