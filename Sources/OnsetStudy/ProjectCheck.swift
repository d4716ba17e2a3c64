package import OnsetRules
import OnsetRuns
package import OnsetText

/// Everything that is wrong in the files of a project.
package struct ProjectCheck: Sendable {
  package var diagnostics: [Diagnostic]
  package var fileCount: Int

  /// Checks files and folders: rule sets, profiles, tests, experiments, formats of text logs, metadata of
  /// runs and project files.
  ///
  /// Rule sets are checked by themselves and under every profile: those among the files, and those of the project
  /// around. Files that cannot be read are among `project.failures` afterwards. Files are read and checked on all
  /// processors; what is found is in the order of the files.
  ///
  /// - Parameters:
  ///   - isWholeProject: Whether the files are all that the project has, so that what a profile says of a
  ///     rule set that is not there is a mistake.
  ///   - lints: What the lints may look at beside the files.
  package static func run(
    _ project: inout Project, paths: [String], isWholeProject: Bool, lints: LintOptions = LintOptions()
  ) async -> ProjectCheck {
    let (files, failures) = YAMLFileSearch.files(at: paths)
    project.failures += failures
    var profiles: [ProfileFile] = []
    var tests: [TestFile] = []
    var experiments: [ExperimentFile] = []
    var fileCount = 0
    for content in await parallelMap(files, FileContent.init) {
      switch content {
      case .unreadable(let failure):
        project.failures.append(failure)
        continue
      case .ruleSet(let model, let findings): project.add((model, findings))
      case .profile(let model, let findings):
        project.diagnostics += findings
        if let model { profiles.append(model) }
      case .tests(let model, let findings):
        project.diagnostics += findings
        if let model { tests.append(model) }
      case .experiment(let model, let findings):
        project.diagnostics += findings
        if let model { experiments.append(model) }
      case .other(let findings): project.diagnostics += findings
      }
      fileCount += 1
    }
    let around = profiles.isEmpty || !isWholeProject ? project.moreProfiles(than: profiles) : []
    let before = project.diagnostics.count
    project.resolve(profiles + around)
    let checked = Set(files)
    // A profile that was only looked up is not what was asked about.
    project.diagnostics =
      project.diagnostics[..<before] + project.diagnostics[before...].filter { checked.contains($0.source.path) }

    let resolved = project.profiles
    let reviews = await parallelMap(project.ruleSets) { RuleSetReview.findings(in: $0, profiles: resolved) }
    project.diagnostics += reviews.joined()
    if isWholeProject { project.diagnostics += project.findingsOnParameters() }
    let (resolvedTests, findings) = resolve(tests, project)
    project.diagnostics += findings
    project.diagnostics += Self.findings(in: experiments, project)
    await ProjectLints.complete(&project, profileFiles: profiles, tests: isWholeProject ? resolvedTests : nil, lints)
    return ProjectCheck(diagnostics: project.diagnostics.sortedForReading(), fileCount: fileCount)
  }

  /// The tests of which every name has been found, and what tests name and there is not. Rule sets that were not asked
  /// about may be named as well.
  private static func resolve(
    _ tests: [TestFile], _ project: Project
  ) -> (resolved: [ResolvedTest], findings: [Diagnostic]) {
    guard !tests.isEmpty else { return ([], []) }
    var all = Self.withAllRules(project)
    all.profiles = project.profiles
    all.profilePaths = project.profilePaths
    var resolver = TestResolver(all)
    let resolved = tests.flatMap { resolver.resolve($0) }
    return (resolved, resolver.diagnostics)
  }

  /// What experiments name and there is not.
  private static func findings(in experiments: [ExperimentFile], _ project: Project) -> [Diagnostic] {
    guard !experiments.isEmpty else { return [] }
    let ruleSets = Self.withAllRules(project).ruleSets
    return experiments.flatMap { $0.findings(for: ruleSets) }
  }

  /// The rule sets that were asked about, and those of the project around them.
  private static func withAllRules(_ project: Project) -> Project {
    var all = Project()
    all.loadRules(at: project.rulePaths)
    let known = Set(all.ruleSets.map(\.name.value))
    for file in project.ruleSets where !known.contains(file.name.value) { all.add((file, [])) }
    return all
  }
}

/// A file of a project, read by what it is.
private enum FileContent: Sendable {
  case unreadable(FileFailure)
  case ruleSet(RuleSetFile?, [Diagnostic])
  case profile(ProfileFile?, [Diagnostic])
  case tests(TestFile?, [Diagnostic])
  case experiment(ExperimentFile?, [Diagnostic])
  /// A file that nothing else depends on, and what is wrong with it.
  case other([Diagnostic])

  init(_ path: String) {
    switch Project.source(at: path) {
    case .failure(let failure): self = .unreadable(failure)
    case .success(let source): self.init(source)
    }
  }

  private init(_ source: SourceFile) {
    switch YAMLFileSearch.kind(of: source) {
    case .ruleSet:
      let (model, findings) = RuleSetFile.decode(source)
      self = .ruleSet(model, findings)
    case .profile:
      let (model, findings) = ProfileFile.decode(source)
      self = .profile(model, findings)
    case .tests:
      let (model, findings) = TestFile.decode(source)
      self = .tests(model, findings)
    case .experiment:
      let (model, findings) = ExperimentFile.decode(source)
      self = .experiment(model, findings)
    case .project: self = .other(ProjectFile.decode(source).diagnostics)
    case .metadata: self = .other(RunMetadataReader.decode(source).findings)
    case .textFormat: self = .other(TextLogFormatReader.decode(source).findings)
    case nil: self = .other(RulesFault.findings(ofUnknownFile: source))
    }
  }
}
