package import OnsetRules
package import OnsetText

/// Rule sets and profiles as they are at some place, or were at a revision.
package struct RuleVersion: Sendable {
  /// As people call it: `HEAD~3`, `working tree`, a path.
  package var name: String
  /// Nil for files that lie here.
  package var commit: GitRepository.Commit?
  /// The rule sets without errors.
  package var ruleSets: [RuleSetFile] = []
  package var profiles: [Profile] = []
  package var profileFiles: [ProfileFile] = []
  /// The rule sets with errors.
  package var broken: [BrokenRuleSet] = []
  /// All errors of rule sets and profiles.
  package var errors: [Diagnostic] = []
  /// Files that are there and cannot be read.
  package var failures: [FileFailure] = []

  /// A rule set that cannot be compared.
  package struct BrokenRuleSet: Sendable, Hashable {
    /// Nil where not even that can be read.
    package var name: String?
    package var path: String
    /// The first line that is at fault, and what is wrong there.
    package var line: Int
    package var message: String
  }

  /// A file, and whether it was named and not merely found in a folder.
  package struct File: Sendable {
    package var source: SourceFile
    package var isNamed: Bool
  }

  package init(name: String, commit: GitRepository.Commit? = nil, files: [File] = []) {
    self.name = name
    self.commit = commit
    for file in files { add(file) }
    let (profiles, findings) = ProfileResolver.resolve(profileFiles)
    self.profiles = profiles
    errors += findings.filter { $0.severity == .error }
  }

  private mutating func add(_ file: File) {
    switch YAMLFileSearch.kind(of: file.source) {
    case .ruleSet: addRuleSet(file.source)
    case .profile: addProfile(file.source)
    case nil where file.isNamed: addRuleSet(file.source)
    case .tests, .project, .metadata, .textFormat, .experiment, nil: break
    }
  }

  private mutating func addProfile(_ source: SourceFile) {
    let (model, findings) = ProfileFile.decode(source)
    errors += findings.filter { $0.severity == .error }
    if let model { profileFiles.append(model) }
  }

  private mutating func addRuleSet(_ source: SourceFile) {
    var (model, findings) = RuleSetFile.decode(source)
    if let model, !findings.containsErrors { findings += RuleSetChecker.check(model, profile: nil).diagnostics }
    if let model, let first = ruleSets.first(where: { $0.name.value == model.name.value }) {
      let fault = RulesFault.duplicateName(model.name.value, what: "rule sets", first: first.source.path)
      findings.append(fault.diagnostic(in: source, at: model.name.range))
    }
    findings = findings.filter { $0.severity == .error }.sortedForReading()
    if let model, findings.isEmpty {
      ruleSets.append(model)
    } else if let first = findings.first {
      errors += findings
      broken.append(
        BrokenRuleSet(
          name: model?.name.value ?? Self.name(in: source), path: source.path,
          line: LineMap(source).place(of: first.range.lower).line, message: first.message))
    }
  }

  /// The name of a rule set of which the YAML cannot be read, by the line that says it.
  private static func name(in source: SourceFile) -> String? {
    for line in source.text(in: ByteRange(0, source.bytes.count)).split(whereSeparator: \.isNewline) {
      guard line.hasPrefix("ruleset:") else { continue }
      let name = line.dropFirst("ruleset:".count).prefix { $0 != "#" }.filter { !" \t\"'".contains($0) }
      return name.isEmpty ? nil : name
    }
    return nil
  }

  /// The version without some rule sets, which cannot be compared.
  package func leavingOut(_ names: Set<String>) -> RuleVersion {
    var copy = self
    copy.ruleSets.removeAll { names.contains($0.name.value) }
    return copy
  }

  /// The version with one of its rule sets only.
  package func only(_ name: String) -> RuleVersion {
    var copy = self
    copy.ruleSets.removeAll { $0.name.value != name }
    return copy
  }

  /// The rule sets as they are without a profile.
  package var checked: [CheckedRuleSet] { ruleSets.map { RuleSetChecker.check($0, profile: nil).checked } }
}
