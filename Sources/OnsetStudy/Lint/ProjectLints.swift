import OnsetRules
import OnsetRuns
import OnsetText

/// What is naive in a project, beyond what a rule set shows by itself.
enum ProjectLints {
  /// Adds to what was found in a project's files what the lints find that look at profiles, runs and days, and takes
  /// out what comments allow.
  ///
  /// - Parameters:
  ///   - project: Its `diagnostics` are what was found; runs that were named and cannot be read are added to its
  ///     `failures`.
  ///   - profileFiles: The profiles that are checked.
  ///   - tests: The tests of the whole project; nil where only a part of it is checked.
  static func complete(
    _ project: inout Project, profileFiles: [ProfileFile], tests: [ResolvedTest]?, _ options: LintOptions
  ) {
    let faulty = Set(project.diagnostics.lazy.filter { $0.severity == .error }.map(\.source.path))
    // A file that has to be mended anyway may look quite different afterwards.
    project.diagnostics.removeAll { LintID(rawValue: $0.code) != nil && faulty.contains($0.source.path) }
    let runs = LintedRuns(options)
    project.failures += runs.failures

    let sound = profileFiles.filter { !faulty.contains($0.source.path) }
    var judged = RuleSetLints.ids
    if !sound.isEmpty {
      let context = ProfileLints.Context(
        today: options.today, architectures: runs.architectures,
        sigmas: sound.contains { $0.baselines.contains { $0.measure != nil } }
          ? ProfileLints.sigmas(in: project.ruleSets) : [])
      project.diagnostics += ProfileLints.findings(in: sound, profiles: project.profiles, context)
      judged.formUnion(ProfileLints.ids(context))
    }
    let ruleSets = project.ruleSets.filter { !faulty.contains($0.source.path) }
    if !runs.references.isEmpty, !ruleSets.isEmpty {
      var failures: [FileFailure] = []
      project.diagnostics += RunLints.findings(
        in: ruleSets, profiles: project.profiles, runs: runs.references, failures: &failures)
      // One of the project's own that cannot be read is what `onset replay` tells.
      if options.runsWereNamed { project.failures += failures }
      judged.formUnion(RunLints.ids)
    }
    if let tests, !tests.isEmpty {
      project.diagnostics += UntestedRule.findings(in: ruleSets, tests)
      judged.insert(.untestedRule)
    }
    let sources = project.ruleSets.map(\.source) + profileFiles.map(\.source)
    project.diagnostics = Allowances.apply(
      to: project.diagnostics, of: sources, today: options.today, judged: { _ in judged })
  }
}
