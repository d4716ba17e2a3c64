import OnsetRules
import OnsetRuns
import OnsetText

/// What is naive in a project, beyond what a rule set shows by itself.
enum ProjectLints {
  /// Adds to what was found in a project's files what the lints find that look at profiles, runs, tests and days, and
  /// takes out what comments allow.
  ///
  /// - Parameters:
  ///   - project: Its `diagnostics` are what was found; runs that were named and cannot be read are added to its
  ///     `failures`.
  ///   - profileFiles: The profiles that are checked.
  ///   - tests: The tests of the whole project; nil where only a part of it is checked.
  static func complete(
    _ project: inout Project, profileFiles: [ProfileFile], tests: [ResolvedTest]?, _ options: LintOptions
  ) async {
    let faulty = Set(project.diagnostics.lazy.filter { $0.severity == .error }.map(\.source.path))
    // A file that has to be mended anyway may look quite different afterwards.
    project.diagnostics.removeAll { LintID(rawValue: $0.code) != nil && faulty.contains($0.source.path) }
    let runs = LintedRuns(options)
    project.failures += runs.failures

    let sound = profileFiles.filter { !faulty.contains($0.source.path) }
    if !sound.isEmpty {
      let isMeasuring = sound.contains { $0.baselines.contains { $0.measure != nil } }
      let context = ProfileLints.Context(
        today: options.today, architectures: runs.architectures,
        sigmas: isMeasuring ? ProfileLints.sigmas(in: project.ruleSets) : [])
      project.diagnostics += ProfileLints.findings(in: sound, profiles: project.profiles, context)
    }
    let ruleSets = project.ruleSets.filter { !faulty.contains($0.source.path) }
    if !runs.references.isEmpty, !ruleSets.isEmpty {
      let (findings, failures) = await RunLints.findings(
        in: ruleSets, profiles: project.profiles, runs: runs.references)
      project.diagnostics += findings
      // One of the project's own that cannot be read is what `onset replay` tells.
      if options.runsWereNamed { project.failures += failures }
    }
    if let tests, !tests.isEmpty { project.diagnostics += UntestedRule.findings(in: ruleSets, tests) }
    project.diagnostics = Allowances.apply(
      to: project.diagnostics, of: project.ruleSets.map(\.source) + profileFiles.map(\.source), today: options.today,
      judged: judged(
        isWholeProject: tests != nil, hasTests: !(tests ?? []).isEmpty,
        hasOwnRuns: !runs.references.isEmpty && !options.runsWereNamed, hasDay: options.today != nil))
  }

  /// The codes of which everything was looked at that they depend on.
  private static func judged(isWholeProject: Bool, hasTests: Bool, hasOwnRuns: Bool, hasDay: Bool) -> Set<String> {
    var ids = RuleSetLints.ofRuleSetAlone
    var others: Set<String> = ["O0501"]
    if isWholeProject {
      ids.formUnion(RuleSetLints.withProfiles)
      ids.formUnion([.smallBaseline, .baselineWithoutSpread])
      if hasDay { ids.insert(.oldBaseline) }
      if hasTests { ids.insert(.untestedRule) }
      if hasOwnRuns {
        ids.formUnion([.noisyDetection, .shortHold, .mixedCadences, .endlessWait, .foreignBaseline])
      }
      others.insert("O0312")
    }
    return others.union(ids.map(\.rawValue))
  }
}
