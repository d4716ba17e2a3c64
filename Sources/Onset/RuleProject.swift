import OnsetRules
import OnsetStudy
public import OnsetEngine
public import OnsetRuns
public import OnsetText

/// Rule sets and profiles, loaded and checked: what runs are replayed against, or watched with.
///
/// ```swift
/// let project = try RuleProject(rules: ["rules"], profiles: ["profiles"])
/// let run = try RunReference(name: "r1", logPath: "runs/r1.csv").read()
/// for event in try project.replay(run).events { print(event.step, event.rule) }
/// ```
public struct RuleProject: Sendable {
  private let project: Project
  /// Warnings, lints and notes about the files; errors are thrown.
  public let findings: [Diagnostic]

  /// Loads rule sets and profiles from files and folders (searched for `*.yaml`).
  ///
  /// - Throws: `RuleProjectError.unreadable` for files that cannot be read, `.faulty` with everything that is wrong in
  ///   those that can.
  public init(rules: [String], profiles: [String] = []) throws(RuleProjectError) {
    var project = Project()
    project.loadRules(at: rules)
    project.loadProfiles(at: profiles)
    try self.init(project)
  }

  /// Loads the rule sets and profiles of a project's file, `onset.yaml`.
  ///
  /// - Throws: As `init(rules:profiles:)`.
  public init(file: String) throws(RuleProjectError) {
    var project = Project(file: file)
    project.loadRules(at: project.rulePaths)
    project.loadProfiles(at: project.profilePaths)
    try self.init(project)
  }

  private init(_ project: Project) throws(RuleProjectError) {
    guard project.failures.isEmpty else { throw .unreadable(project.failures.map(\.message)) }
    var findings = project.diagnostics
    for file in project.ruleSets { findings += RuleSetReview.findings(in: file, profiles: project.profiles) }
    findings = Allowances.apply(to: findings, of: project.ruleSets.map(\.source), today: nil, judged: [])
      .sortedForReading()
    guard !findings.containsErrors else { throw .faulty(findings) }
    self.project = project
    self.findings = findings
  }

  // MARK: Recorded runs

  /// What the rules did on a run.
  public struct Outcome: Sendable {
    /// In order of row, then of the rules; those that the run's end left undecided last.
    public var events: [Event]
    /// The phases that came into force, rule set by rule set.
    public var phases: [PhaseChange]
    /// Where each rule stands at the end.
    public var states: [RuleState]
    /// Rules that the run does not support, with the reason, each a sentence.
    public var notApplicable: [String]
  }

  /// Replays a run that has been read.
  ///
  /// - Parameter profile: The profile's name; nil for the one that matches the run's metadata.
  /// - Throws: `RuleProjectError.noProfile` or `.ambiguousProfile` where the profile cannot be chosen, `.faulty` where
  ///   the rules do not compile under it.
  public func replay(_ run: Run, profile: String? = nil) throws(RuleProjectError) -> Outcome {
    let (sets, profile) = try checked(for: run.metadata, named: profile, runName: run.name)
    let report = Replay.report(on: run, sets, profile)
    return Outcome(
      events: report.events, phases: report.phases, states: report.states,
      notApplicable: report.skipped.map { "\($0.ruleset)/\($0.rule): \($0.reason.text)" })
  }

  // MARK: Live runs

  /// A run to be watched from its beginning: it is told what is logged and gives the events.
  ///
  /// The events are those of a replay of the finished log, if `metrics` names what that log has.
  ///
  /// - Parameters:
  ///   - name: The run's name, for the texts of actions.
  ///   - metrics: Every metric that the run will log; a rule that needs another is not applicable.
  ///   - metadata: What would be in the run's `run.yaml`.
  ///   - profile: The profile's name; nil for the one that matches the metadata.
  /// - Throws: As `replay(_:profile:)`.
  public func watch(
    name: String, metrics: [String], metadata: RunMetadata = RunMetadata(), profile: String? = nil
  ) throws(RuleProjectError) -> LiveRun {
    let (sets, profile) = try checked(for: metadata, named: profile, runName: name)
    let schema = RunSchema(metricNames: metrics, stepsPerEpoch: metadata.stepsPerEpoch)
    let session = RunSession(
      sets.map { RuleSetCompiler.compile($0, profile: profile, for: schema).program }, runName: name,
      epochMetric: schema.epochMetric(profile), stepsPerEpoch: schema.stepsPerEpoch, logged: schema.logs)
    return LiveRun(session)
  }

  private func checked(
    for metadata: RunMetadata, named name: String?, runName: String
  ) throws(RuleProjectError) -> (sets: [CheckedRuleSet], profile: Profile?) {
    let profile = try self.profile(for: metadata, named: name, runName: runName)
    var findings: [Diagnostic] = []
    let sets = project.ruleSets.map { file in
      let (checked, found) = RuleSetChecker.check(file, profile: profile)
      findings += found
      return checked
    }
    if findings.containsErrors { throw .faulty(findings.sortedForReading()) }
    return (sets, profile)
  }

  private func profile(
    for metadata: RunMetadata, named name: String?, runName: String
  ) throws(RuleProjectError) -> Profile? {
    if let name {
      guard let profile = project.profiles.first(where: { $0.name == name }) else { throw .noProfile(name) }
      return profile
    }
    switch ProfileMatch.find(among: project.profiles, fields: metadata.fields) {
    case .one(let profile): return profile
    case .none: return nil
    case .tie(let first, let second): throw .ambiguousProfile(run: runName, first.name, second.name)
    }
  }
}

/// Why rules cannot be used.
public enum RuleProjectError: Error, Sendable, CustomStringConvertible {
  /// Files that cannot be read, a sentence each.
  case unreadable([String])
  /// Errors in the files; `DiagnosticRenderer` draws them.
  case faulty([Diagnostic])
  /// There is no profile of that name.
  case noProfile(String)
  /// Two profiles match a run equally well.
  case ambiguousProfile(run: String, String, String)

  /// What is wrong; findings with their carets.
  public var description: String {
    switch self {
    case .unreadable(let messages): messages.joined(separator: "\n")
    case .faulty(let findings): DiagnosticRenderer(usesColour: false).render(findings)
    case .noProfile(let name): "there is no profile `\(name)`"
    case .ambiguousProfile(let run, let first, let second):
      "the profiles `\(first)` and `\(second)` match the run `\(run)` equally well"
    }
  }
}
