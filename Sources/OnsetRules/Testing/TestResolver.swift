package import OnsetText

/// Finds what tests name: rule sets, profiles, rules, phases and parameters.
package struct TestResolver {
  private let ruleSets: [RuleSetFile]
  private let profiles: [Profile]
  /// For files that tests name by their paths.
  private var loader: Project
  private var loaded: [String: RuleSetFile?] = [:]
  package private(set) var diagnostics: [Diagnostic] = []

  /// - Parameter project: Its rule sets and profiles are those that tests may name.
  package init(_ project: Project) {
    ruleSets = project.ruleSets
    profiles = project.profiles
    loader = Project()
    loader.profiles = project.profiles
    loader.profilePaths = project.profilePaths
  }

  /// The rule sets that were named by their paths.
  package var loadedRuleSets: [RuleSetFile] { loaded.values.compactMap(\.self) }

  /// The tests of a file that have no faults.
  package mutating func resolve(_ file: TestFile) -> [ResolvedTest] {
    file.cases.compactMap { test in
      var one = CaseResolver(file: file, test: test)
      let before = diagnostics.count
      let settings = test.settings.over(file.settings)
      one.ruleSets = ruleSets(settings, of: test, in: file)
      let profile = settings.profile.flatMap { self.profile($0, in: file) }
      let resolved = one.resolve(settings, profile: profile)
      diagnostics += one.diagnostics
      return diagnostics[before...].contains { $0.severity == .error } ? nil : resolved
    }
  }

  private mutating func report(_ fault: TestFault, in file: TestFile, at range: ByteRange) {
    diagnostics.append(fault.diagnostic(in: file.source, at: range))
  }

  // MARK: Rule sets

  private mutating func ruleSets(_ settings: TestSettings, of test: TestCase, in file: TestFile) -> [RuleSetFile] {
    guard let names = settings.ruleSets, !names.isEmpty else {
      report(.noRuleSets, in: file, at: test.name.range)
      return []
    }
    var found: [RuleSetFile] = []
    for name in names {
      guard let set = ruleSet(name, in: file) else { continue }
      if found.contains(where: { $0.name.value == set.name.value }) {
        let fault = RulesFault.duplicateName(set.name.value, what: "rule sets under test", first: set.source.path)
        diagnostics.append(fault.diagnostic(in: file.source, at: name.range))
      } else {
        found.append(set)
      }
    }
    return found
  }

  private mutating func ruleSet(_ name: Located<String>, in file: TestFile) -> RuleSetFile? {
    if Self.isPath(name.value) { return ruleSet(atPath: name, in: file) }
    if let known = ruleSets.first(where: { $0.name.value == name.value }) { return known }
    let nearest = Suggestion.nearest(to: name.value, among: ruleSets.map(\.name.value))
    diagnostics.append(
      RulesFault.unknownRuleSet(name.value, nearest: nearest).diagnostic(in: file.source, at: name.range))
    return nil
  }

  private static func isPath(_ name: String) -> Bool {
    name.contains("/") || name.hasSuffix(".yaml") || name.hasSuffix(".yml")
  }

  private mutating func ruleSet(atPath name: Located<String>, in file: TestFile) -> RuleSetFile? {
    let path = file.path(of: name.value)
    if let known = loaded[path] { return known }
    // The project's own by another way is the same one.
    if let place = FolderListing.canonicalPath(of: path),
      let known = ruleSets.first(where: { FolderListing.canonicalPath(of: $0.source.path) == place })
    {
      return known
    }
    var model: RuleSetFile?
    do throws(FileError) {
      let source = try FileAccess.read(path, limit: 10 << 20)
      let decoded = RuleSetFile.decode(source)
      diagnostics += decoded.diagnostics
      model = decoded.model
    } catch {
      report(.unreadable(error.description), in: file, at: name.range)
    }
    loaded[path] = .some(model)
    return model
  }

  // MARK: Profiles

  private mutating func profile(_ name: Located<String>, in file: TestFile) -> Profile? {
    do throws(ProfileChoiceError) {
      let found = try loader.profile(named: Self.isPath(name.value) ? file.path(of: name.value) : name.value)
      diagnostics += loader.diagnostics
      for failure in loader.failures { report(.unreadable(failure.message), in: file, at: name.range) }
      loader.diagnostics = []
      loader.failures = []
      return found
    } catch {
      let nearest = Suggestion.nearest(to: name.value, among: profiles.map(\.name))
      diagnostics.append(
        RulesFault.unknownProfile(name.value, nearest: nearest).diagnostic(in: file.source, at: name.range))
      return nil
    }
  }
}

extension TestFile {
  /// A path that the file gives, seen from where the command runs.
  package func path(of path: String) -> String {
    guard !path.hasPrefix("/"), let slash = source.path.lastIndex(of: "/") else { return path }
    return source.path[...slash] + path
  }
}
