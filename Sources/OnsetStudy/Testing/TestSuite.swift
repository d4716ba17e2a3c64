package import OnsetRules
package import OnsetText

/// The tests at some paths, ready to be run.
package struct TestSuite: Sendable {
  package var files: [TestFile] = []
  package var tests: [ResolvedTest] = []
  /// The rule sets of the project, and those that tests name by their paths.
  package var ruleSets: [RuleSetFile] = []
  package var profiles: [Profile] = []
  package var diagnostics: [Diagnostic] = []

  package init() {}

  /// Loads tests, and what they name. What is wrong with rule sets and profiles is among the findings too.
  ///
  /// Files that cannot be read are among `project.failures` afterwards.
  package static func load(_ project: inout Project, paths: [String]) -> TestSuite {
    var suite = TestSuite()
    project.loadRules(at: project.rulePaths)
    project.loadProfiles(at: project.profilePaths)
    let (files, failures) = YAMLFileSearch.files(at: paths)
    project.failures += failures
    for path in files {
      guard let source = project.read(path) else { continue }
      // A file that is named is meant to be one of tests.
      guard paths.contains(path) || YAMLFileSearch.kind(of: source) == .tests else { continue }
      suite.add(source)
    }
    suite.resolve(project)
    return suite
  }

  private mutating func add(_ source: SourceFile) {
    let (model, found) = TestFile.decode(source)
    diagnostics += found
    guard let model else { return }
    if let first = files.first(where: { $0.name.value == model.name.value }) {
      let fault = RulesFault.duplicateName(model.name.value, what: "files of tests", first: first.source.path)
      diagnostics.append(fault.diagnostic(in: source, at: model.name.range))
    } else {
      files.append(model)
    }
  }

  private mutating func resolve(_ project: Project) {
    var resolver = TestResolver(project)
    for file in files { tests += resolver.resolve(file) }
    ruleSets = project.ruleSets + resolver.loadedRuleSets
    dropTestsOfFaultyRules()
    profiles = project.profiles
    diagnostics = (project.diagnostics + diagnostics + resolver.diagnostics).sortedForReading()
  }

  /// What is wrong with a rule set is said once, not by each of its tests.
  private mutating func dropTestsOfFaultyRules() {
    var faulty: Set<String> = []
    for file in ruleSets where tests.contains(where: { $0.ruleSets.contains { $0.source.path == file.source.path } }) {
      let errors = RuleSetChecker.check(file, profile: nil).diagnostics.filter { $0.severity == .error }
      guard !errors.isEmpty else { continue }
      diagnostics += errors
      faulty.insert(file.source.path)
    }
    tests.removeAll { $0.ruleSets.contains { faulty.contains($0.source.path) } }
  }
}
