package import OnsetText
import OnsetYAML

/// Finds YAML files and tells what they are.
package enum YAMLFileSearch {
  /// The kinds of files that a project has.
  package enum Kind: Hashable, Sendable {
    case ruleSet
    case profile
    case tests
    case project
    case metadata
    case textFormat
    case experiment
  }

  /// The YAML files at some paths: a file is itself, a folder is every `*.yaml` and `*.yml` below it, in natural
  /// order, hidden ones left out. Each file is given once.
  package static func files(at paths: [String]) -> (paths: [String], failures: [FileFailure]) {
    var found: [String] = []
    var failures: [FileFailure] = []
    var seen: Set<FileIdentity> = []
    for path in paths { visit(path, isNamed: true, &found, &failures, &seen) }
    return (found, failures)
  }

  private static func visit(
    _ path: String, isNamed: Bool, _ found: inout [String], _ failures: inout [FileFailure],
    _ seen: inout Set<FileIdentity>
  ) {
    guard let (kind, identity) = FolderListing.entry(at: path) else {
      // What is named and not there is found out, and said, when it is read.
      if isNamed, !found.contains(path) { found.append(path) }
      return
    }
    let isYAML = path.hasSuffix(".yaml") || path.hasSuffix(".yml")
    // What is reached twice, through a link, is there once.
    guard kind == .folder || isNamed || isYAML, seen.insert(identity).inserted else { return }
    guard kind == .folder else {
      found.append(path)
      return
    }
    do throws(FileError) {
      for name in try FolderListing.names(in: path) {
        visit(path.hasSuffix("/") ? path + name : "\(path)/\(name)", isNamed: false, &found, &failures, &seen)
      }
    } catch {
      failures.append(FileFailure(path: path, message: error.description))
    }
  }

  /// What a file is, by its name and then by the keys at its top; nil where neither tells.
  package static func kind(of source: SourceFile) -> Kind? {
    let path = source.path.utf8
    let name =
      path.lastIndex(of: UInt8(ascii: "/")).map { String(source.path[path.index(after: $0)...]) } ?? source.path
    if name == "onset.yaml" { return .project }
    if name == "run.yaml" || name.hasSuffix(".run.yaml") { return .metadata }
    // A line that begins so, not indented, is a key at the top, whatever stands around it; most files need no more.
    if source.hasLine(beginningWith: "ruleset:") { return .ruleSet }
    // Before profiles: tests may name one.
    if source.hasLine(beginningWith: "tests:") { return .tests }
    if source.hasLine(beginningWith: "profile:") { return .profile }
    if source.hasLine(beginningWith: "format:") { return .textFormat }
    if source.hasLine(beginningWith: "experiment:") { return .experiment }
    let keys = YAML.load(source).root?.mapping?.entries.map(\.key.text) ?? []
    if keys.contains("tests") || keys.contains("cases") { return .tests }
    if keys.contains("ruleset") { return .ruleSet }
    if keys.contains("profile") { return .profile }
    if keys.contains("format") { return .textFormat }
    if keys.contains("experiment") || keys.contains("variants") || keys.contains("matrix") { return .experiment }
    if keys.contains("rules") { return .ruleSet }
    if keys.contains("lines") { return .textFormat }
    if keys.contains("baselines") || keys.contains("signals") || keys.contains("extends") { return .profile }
    return nil
  }
}

/// A file that could not be read.
package struct FileFailure: Error, Hashable, Sendable {
  package var path: String
  /// One sentence that begins with the path.
  package var message: String

  package init(path: String, message: String) {
    self.path = path
    self.message = message
  }
}

extension SourceFile {
  /// Whether a line begins so, without indentation. O(bytes), and as a rule the second line is one.
  fileprivate func hasLine(beginningWith text: StaticString) -> Bool {
    let wanted = Array("\(text)".utf8)
    var isAtStart = true
    for (offset, byte) in bytes.enumerated() {
      if isAtStart, byte == wanted[0], bytes[offset...].starts(with: wanted) { return true }
      isAtStart = byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
    }
    return false
  }
}
