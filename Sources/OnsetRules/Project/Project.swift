package import OnsetText
import OnsetYAML

/// Rule sets and profiles, loaded and decoded; what is wrong with them is among the findings.
package struct Project: Sendable {
  package private(set) var ruleSets: [RuleSetFile] = []
  /// Where in `ruleSets` each name is.
  private var ruleSetIndex: [String: Int] = [:]
  package var profiles: [Profile] = []
  /// The folder of the project's file: empty, or ending in `/`. What files of the project name is relative to it.
  package var folder = ""
  /// Where the project's runs are; empty where there is no project file.
  package var runPaths: [String] = []
  /// Where the project's rules and profiles are.
  package var rulePaths: [String] = []
  package var profilePaths: [String] = []
  /// Where the tests of the rules are.
  package var testPaths: [String] = []
  /// By what its rules are judged.
  package var outcomes = OutcomeSettings()
  /// Where the formats of text logs are.
  package var formatPaths: [String] = []
  package var experimentPaths: [String] = []
  package var diagnostics: [Diagnostic] = []
  /// Files that could not be read at all.
  package var failures: [FileFailure] = []
  /// How many files were read.
  package var fileCount = 0

  package init() {}

  /// The nearest `onset.yaml` in a folder or above it; nil where there is none.
  package static func file(around folder: String) -> String? {
    var folder = folder
    // Links and `..` could go round for ever; no tree is this deep.
    for _ in 0..<64 {
      let path = folder.isEmpty ? "onset.yaml" : "\(folder)/onset.yaml"
      if FolderListing.kind(of: path) == .file { return path }
      let here = FolderListing.canonicalPath(of: folder.isEmpty ? "." : folder)
      folder = folder.isEmpty ? ".." : "\(folder)/.."
      if here == nil || here == "/" { return nil }
    }
    return nil
  }

  /// The project around the current folder, without its files; an empty one where there is none.
  package static func here() -> Project {
    file(around: "").map { Project(file: $0) } ?? Project()
  }

  /// The project of an `onset.yaml`: where its files are; they are not loaded.
  package init(file path: String) {
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    self.folder = folder
    guard let source = read(path) else { return }
    let (file, diagnostics) = ProjectFile.decode(source)
    self.diagnostics += diagnostics
    guard let file else { return }
    func paths(_ entries: [Located<String>]) -> [String] {
      entries.map { $0.value.hasPrefix("/") ? $0.value : folder + $0.value }.filter {
        FolderListing.kind(of: $0) != nil
      }
    }
    rulePaths = paths(file.rules)
    profilePaths = paths(file.profiles)
    runPaths = paths(file.runs)
    testPaths = paths(file.tests)
    outcomes = file.outcomes
    formatPaths = paths(file.formats)
    experimentPaths = paths(file.experiments)
  }

  /// Where all the files of the project are.
  package var allPaths: [String] { rulePaths + profilePaths + testPaths + formatPaths + experimentPaths + runPaths }

  /// Reads a file, or says why it cannot be read.
  package mutating func read(_ path: String) -> SourceFile? {
    fileCount += 1
    switch Self.source(at: path) {
    case .success(let source): return source
    case .failure(let failure):
      failures.append(failure)
      return nil
    }
  }

  /// A file of at most the size that YAML may have, or why it cannot be read.
  package static func source(at path: String) -> Result<SourceFile, FileFailure> {
    do throws(FileError) {
      return .success(try FileAccess.read(path, limit: YAML.Limits.byteCount))
    } catch {
      return .failure(FileFailure(path: path, message: error.description))
    }
  }

  /// Loads the rule sets at some paths. A file in a folder that is no rule set is passed over; one that is named is not.
  package mutating func loadRules(at paths: [String]) {
    let (files, failures) = YAMLFileSearch.files(at: paths)
    self.failures += failures
    for path in files {
      guard let source = read(path) else { continue }
      let isNamed = paths.contains(path)
      guard isNamed || YAMLFileSearch.kind(of: source) == .ruleSet else { continue }
      add(RuleSetFile.decode(source))
    }
  }

  /// Adds what was decoded of a rule set's file, unless there is a rule set of the same name.
  package mutating func add(_ decoded: (model: RuleSetFile?, diagnostics: [Diagnostic])) {
    diagnostics += decoded.diagnostics
    guard let model = decoded.model else { return }
    if let first = ruleSetIndex[model.name.value] {
      let fault = RulesFault.duplicateName(model.name.value, what: "rule sets", first: ruleSets[first].source.path)
      self.diagnostics.append(fault.diagnostic(in: model.source, at: model.name.range))
    } else {
      ruleSetIndex[model.name.value] = ruleSets.count
      ruleSets.append(model)
    }
  }

  /// Loads the profiles at some paths, with what they extend.
  package mutating func loadProfiles(at paths: [String]) {
    let (files, failures) = YAMLFileSearch.files(at: paths)
    self.failures += failures
    var models: [ProfileFile] = []
    for path in files {
      guard let source = read(path) else { continue }
      guard paths.contains(path) || YAMLFileSearch.kind(of: source) == .profile else { continue }
      let (model, diagnostics) = ProfileFile.decode(source)
      self.diagnostics += diagnostics
      if let model { models.append(model) }
    }
    resolve(models)
  }

  package mutating func resolve(_ models: [ProfileFile]) {
    let (profiles, diagnostics) = ProfileResolver.resolve(models)
    self.diagnostics += diagnostics
    self.profiles = profiles
  }
}

extension Project {
  /// The project's profiles that are not among some that are loaded already.
  package mutating func moreProfiles(than known: [ProfileFile]) -> [ProfileFile] {
    var more: [ProfileFile] = []
    for path in YAMLFileSearch.files(at: profilePaths).paths {
      guard let source = read(path), YAMLFileSearch.kind(of: source) == .profile else { continue }
      guard let model = ProfileFile.decode(source).model else { continue }
      if !known.contains(where: { $0.name.value == model.name.value }) { more.append(model) }
    }
    return more
  }

  /// Parameters that profiles give to rule sets that do not exist.
  package func findingsOnParameters() -> [Diagnostic] {
    let known = ruleSets.map(\.name.value)
    return profiles.flatMap { profile in
      profile.parameters.filter { !known.contains($0.key) }.compactMap { ruleset, settings -> Diagnostic? in
        guard let setting = settings.values.min(by: { $0.range.lower < $1.range.lower }),
          setting.profile == profile.name
        else { return nil }
        let fault = RulesFault.unknownRuleSet(ruleset, nearest: Suggestion.nearest(to: ruleset, among: known))
        return fault.diagnostic(in: setting.source, at: setting.nameRange)
      }
    }
  }
}

/// A choice of profile that cannot be made.
package struct ProfileChoiceError: Error, Hashable, Sendable, CustomStringConvertible {
  package var description: String
}

extension Project {
  /// The profile that `--profile` names: that of a file, or one of the project's by its name.
  ///
  /// A file may extend profiles of the project, and those that lie beside it.
  package mutating func profile(named name: String) throws(ProfileChoiceError) -> Profile? {
    if name.contains("/") || name.hasSuffix(".yaml") || name.hasSuffix(".yml") {
      return profile(inFile: name)
    }
    if let profile = profiles.first(where: { $0.name == name }) { return profile }
    let nearest = Suggestion.nearest(to: name, among: profiles.map(\.name))
    let hint =
      nearest.map { "; did you mean `\($0)`?" }
      ?? (profiles.isEmpty
        ? "; a file is named by its path"
        : "; there \(profiles.count == 1 ? "is" : "are") \(profiles.map { "`\($0.name)`" }.joined(separator: ", "))")
    throw ProfileChoiceError(description: "there is no profile `\(name)`\(hint)")
  }

  private mutating func profile(inFile path: String) -> Profile? {
    guard let source = read(path) else { return nil }
    let (model, findings) = ProfileFile.decode(source)
    diagnostics += findings
    guard let model else { return nil }
    var models = [model]
    var findingsOfOthers: [Diagnostic] = []
    if model.extends != nil {
      let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
      let (files, _) = YAMLFileSearch.files(at: [folder] + profilePaths)
      for file in files {
        guard let source = read(file), YAMLFileSearch.kind(of: source) == .profile else { continue }
        let (other, findings) = ProfileFile.decode(source)
        guard let other, !models.contains(where: { $0.name.value == other.name.value }) else { continue }
        models.append(other)
        findingsOfOthers += findings
      }
    }
    let (resolved, found) = ProfileResolver.resolve(models)
    // Files that merely lie beside it are not what was asked about; those that it extends are part of it.
    let lineage = Self.filesExtended(by: model, among: models)
    diagnostics += (findingsOfOthers + found).filter { lineage.contains($0.source.path) }
    return resolved.first { $0.name == model.name.value }
  }

  /// The paths of a profile's file and of those that it extends, directly or not.
  private static func filesExtended(by model: ProfileFile, among models: [ProfileFile]) -> Set<String> {
    var paths: Set<String> = []
    var next: ProfileFile? = model
    while let file = next, paths.insert(file.source.path).inserted {
      next = file.extends.flatMap { parent in models.first { $0.name.value == parent.value } }
    }
    return paths
  }
}
