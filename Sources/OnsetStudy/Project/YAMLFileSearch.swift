import OnsetRuns
package import OnsetText
import OnsetYAML

/// Finds YAML files and tells what they are.
package enum YAMLFileSearch {
  /// The kinds of files that a project has.
  package enum Kind: Hashable, Sendable {
    case ruleSet
    case profile
    case project
    case metadata
  }

  /// The YAML files at some paths: a file is itself, a folder is every `*.yaml` and `*.yml` below it, in natural
  /// order, hidden ones left out. Each file is given once.
  package static func files(at paths: [String]) -> (paths: [String], failures: [FileFailure]) {
    var found: [String] = []
    var failures: [FileFailure] = []
    var seen: Set<FileStatus.Identity> = []
    for path in paths { visit(path, isNamed: true, &found, &failures, &seen) }
    return (found, failures)
  }

  private static func visit(
    _ path: String, isNamed: Bool, _ found: inout [String], _ failures: inout [FileFailure],
    _ seen: inout Set<FileStatus.Identity>
  ) {
    do throws(RunError) {
      let status = try FileStatus(path: path)
      guard status.kind != .folder || seen.insert(status.identity).inserted else { return }
      switch status.kind {
      case .folder:
        for name in try FolderListing.names(in: path) {
          visit(path.hasSuffix("/") ? path + name : "\(path)/\(name)", isNamed: false, &found, &failures, &seen)
        }
      case .file, .other:
        let isYAML = path.hasSuffix(".yaml") || path.hasSuffix(".yml")
        if isNamed || isYAML, !found.contains(path) { found.append(path) }
      }
    } catch {
      // What vanished while a folder was read was not there.
      if isNamed { failures.append(FileFailure(path: path, message: error.description)) }
    }
  }

  /// What a file is, by its name and then by the keys at its top; nil where neither tells.
  package static func kind(of source: SourceFile) -> Kind? {
    let name = source.path.split(separator: "/").last.map(String.init) ?? source.path
    if name == "onset.yaml" { return .project }
    if name == "run.yaml" || name.hasSuffix(".run.yaml") { return .metadata }
    let keys = YAML.load(source).root?.mapping?.entries.map(\.key.text) ?? []
    if keys.contains("ruleset") { return .ruleSet }
    if keys.contains("profile") { return .profile }
    if keys.contains("rules") { return .ruleSet }
    if keys.contains("baselines") || keys.contains("signals") || keys.contains("extends") { return .profile }
    return nil
  }
}

/// A file that could not be read.
package struct FileFailure: Error, Hashable, Sendable {
  package var path: String
  /// One sentence that begins with the path.
  package var message: String
}
