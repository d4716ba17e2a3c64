package import OnsetRules
import OnsetRuns
package import OnsetText

/// Everything that is wrong in the files of a project.
package struct ProjectCheck: Sendable {
  package var diagnostics: [Diagnostic]
  package var fileCount: Int

  /// Checks files and folders: rule sets, profiles, tests, metadata of runs and project files.
  ///
  /// Rule sets are checked by themselves and under every profile: those among the files, and those of the project
  /// around. Files that cannot be read are among `project.failures` afterwards.
  ///
  /// - Parameter isWholeProject: Whether the files are all that the project has, so that what a profile says of a
  ///   rule set that is not there is a mistake.
  package static func run(_ project: inout Project, paths: [String], isWholeProject: Bool) -> ProjectCheck {
    let (files, failures) = YAMLFileSearch.files(at: paths)
    project.failures += failures
    var profiles: [ProfileFile] = []
    var tests: [TestFile] = []
    var profilePaths: Set<String> = []
    var fileCount = 0
    for path in files {
      guard let source = project.read(path) else { continue }
      fileCount += 1
      let kind = YAMLFileSearch.kind(of: source)
      switch kind {
      case .ruleSet: project.loadRuleSet(source)
      case .profile:
        profilePaths.insert(path)
        let (model, findings) = ProfileFile.decode(source)
        project.diagnostics += findings
        if let model { profiles.append(model) }
      case .tests:
        let (model, findings) = TestFile.decode(source)
        project.diagnostics += findings
        if let model { tests.append(model) }
      case .project: project.diagnostics += ProjectFile.decode(source).diagnostics
      case .metadata: project.diagnostics += RunMetadataReader.decode(source).findings
      case nil: project.diagnostics += RulesFault.findings(ofUnknownFile: source)
      }
    }
    let around = profiles.isEmpty || !isWholeProject ? project.moreProfiles(than: profiles) : []
    let before = project.diagnostics.count
    project.resolve(profiles + around)
    let checked = Set(files)
    // A profile that was only looked up is not what was asked about.
    project.diagnostics =
      project.diagnostics[..<before] + project.diagnostics[before...].filter { checked.contains($0.source.path) }

    for file in project.ruleSets {
      project.diagnostics += RuleSetReview.findings(in: file, profiles: project.profiles)
    }
    if isWholeProject { project.diagnostics += project.findingsOnParameters() }
    project.diagnostics += findings(in: tests, project)
    return ProjectCheck(diagnostics: project.diagnostics.sortedForReading(), fileCount: fileCount)
  }

  /// What tests name and there is not. Rule sets that were not asked about may be named as well.
  private static func findings(in tests: [TestFile], _ project: Project) -> [Diagnostic] {
    guard !tests.isEmpty else { return [] }
    var all = Project()
    all.loadRules(at: project.rulePaths)
    for file in project.ruleSets where !all.ruleSets.contains(where: { $0.name.value == file.name.value }) {
      all.ruleSets.append(file)
    }
    all.profiles = project.profiles
    all.profilePaths = project.profilePaths
    var resolver = TestResolver(all)
    for file in tests { _ = resolver.resolve(file) }
    return resolver.diagnostics
  }
}
