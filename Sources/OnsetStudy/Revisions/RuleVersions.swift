package import OnsetRules
import OnsetText
import OnsetYAML

/// Finds versions of rules by what people call them: a file or folder, a revision of git, `REVISION:PATH`.
package struct RuleVersions {
  package let project: Project
  /// The folder of the project, as a way from the current one: empty, or ending in `/`.
  private let folder: String
  private let repository: GitRepository?
  /// Contents that have been read already, since most files are the same in most revisions.
  private var known: [String: SourceFile] = [:]

  /// The versions that can be named from the current folder.
  package init() throws(RevisionError) {
    let file = Project.file(around: "")
    project = file.map { Project(file: $0) } ?? Project()
    folder = file.map { String($0.dropLast("onset.yaml".count)) } ?? ""
    repository = try GitRepository(around: folder)
  }

  // MARK: Names

  /// What a name stands for.
  package enum Place: Sendable, Hashable {
    /// The project as it lies here, or what lies at a path in it.
    case here(path: String?)
    /// The project at a commit, or what lay at a path, from the root of the repository.
    case revision(GitRepository.Commit, name: String, path: String?)
  }

  /// The two places that a comparison names. Where one of them is a path and the other a revision, the revision is looked
  /// at there.
  package func places(_ first: String?, _ second: String?) throws(RevisionError) -> (Place, Place) {
    var (before, after) = (
      try place(first ?? "HEAD"), try second.map { name throws(RevisionError) in try place(name) } ?? .here(path: nil)
    )
    switch (before, after) {
    case (.revision(let commit, let name, nil), .here(let path?)):
      before = .revision(commit, name: name, path: try rooted(path))
    case (.here(let path?), .revision(let commit, let name, nil)):
      after = .revision(commit, name: name, path: try rooted(path))
    case (.revision(_, _, let path?), .here(nil)): after = .here(path: try local(path))
    default: break
    }
    return (before, after)
  }

  /// What a name stands for; where it could be a path and a revision, that is said.
  package func place(_ name: String) throws(RevisionError) -> Place {
    // A repository without files beside it has a file `HEAD`, which nobody means.
    let isPath = FolderListing.kind(of: name) != nil && repository?.isBare != true
    guard let repository else {
      guard isPath else {
        if name == "HEAD" { throw .noRepository(wanted: "`HEAD`, the last commit,") }
        throw .unknown(name, nearest: nil, isInRepository: false)
      }
      return .here(path: name)
    }
    if let commit = try repository.commit(name) {
      guard !isPath else {
        let reference = try repository.fullName(of: name).map { String($0.dropFirst("refs/".count)) } ?? commit.short
        throw .ambiguous(name, reference: reference)
      }
      return .revision(commit, name: name, path: nil)
    }
    if isPath { return .here(path: name) }
    if let colon = name.firstIndex(of: ":"), let commit = try repository.commit(String(name[..<colon])) {
      let path = String(name[name.index(after: colon)...])
      let isLocal = path.hasPrefix("./") || path.hasPrefix("../")
      let rooted = Self.normalized(isLocal ? repository.prefix + path : path)
      guard let rooted else { throw .unknown(name, nearest: nil, isInRepository: true) }
      return .revision(commit, name: String(name[..<colon]), path: rooted)
    }
    throw try unknown(name, in: repository)
  }

  /// What is wrong with a name of which the repository has no revision.
  private func unknown(_ name: String, in repository: GitRepository) throws(RevisionError) -> RevisionError {
    let names = try repository.names()
    if names.isEmpty, try repository.commit("HEAD") == nil { return .noCommits }
    return .unknown(name, nearest: Suggestion.nearest(to: name, among: names), isInRepository: true)
  }

  /// A path here as one from the root of the repository.
  private func rooted(_ path: String) throws(RevisionError) -> String {
    guard let repository, let own = FolderListing.canonicalPath(of: folder.isEmpty ? "." : folder),
      let canonical = FolderListing.canonicalPath(of: path)
    else { throw .noRepository(wanted: "a revision of `\(path)`") }
    let root = (own + "/").dropLast(repository.prefix.utf8.count)
    guard (canonical + "/").hasPrefix(root) else {
      throw .git("`\(path)` lies outside of the repository")
    }
    return String(canonical.dropFirst(root.count))
  }

  /// A path from the root as one from here.
  private func local(_ path: String) throws(RevisionError) -> String {
    guard let repository, path.hasPrefix(repository.prefix) else {
      throw .git("`\(path)` lies outside of the project; name what it is compared with")
    }
    return folder + path.dropFirst(repository.prefix.count)
  }

  /// A path without `.` and `..`; nil for one that leads out.
  private static func normalized(_ path: String) -> String? {
    var parts: [Substring] = []
    for part in path.split(separator: "/") where part != "." {
      if part == ".." {
        guard parts.popLast() != nil else { return nil }
      } else {
        parts.append(part)
      }
    }
    return parts.joined(separator: "/")
  }

  // MARK: Versions

  /// The rules and profiles at a place.
  package mutating func version(_ place: Place) throws(RevisionError) -> RuleVersion {
    switch place {
    case .here(nil): return versionHere(project, name: repository == nil ? "the project" : "working tree")
    case .here(let path?):
      let file = path.hasSuffix("/") ? path + "onset.yaml" : "\(path)/onset.yaml"
      if FolderListing.kind(of: file) == .file { return versionHere(Project(file: file), name: path) }
      var part = Project()
      part.rulePaths = [path]
      return versionHere(part, name: path)
    case .revision(let commit, let name, let path): return try version(at: commit, name: name, path: path)
    }
  }

  private func versionHere(_ part: Project, name: String) -> RuleVersion {
    let (paths, failures) = YAMLFileSearch.files(at: part.rulePaths)
    var allFailures = failures
    func files(_ paths: [String], named: [String]) -> [RuleVersion.File] {
      paths.compactMap { path in
        switch Project.source(at: path) {
        case .success(let source): return RuleVersion.File(source: source, isNamed: named.contains(path))
        case .failure(let failure):
          allFailures.append(failure)
          return nil
        }
      }
    }
    var all = files(paths, named: part.rulePaths)
    if part.profilePaths.isEmpty, !all.contains(where: { YAMLFileSearch.kind(of: $0.source) == .profile }) {
      all += files(YAMLFileSearch.files(at: project.profilePaths).paths, named: [])
    } else {
      all += files(YAMLFileSearch.files(at: part.profilePaths).paths.filter { !paths.contains($0) }, named: [])
    }
    var version = RuleVersion(name: name, files: all)
    version.failures = allFailures
    return version
  }

  /// The rules and profiles of a commit, at the places that its `onset.yaml` names.
  package mutating func version(
    at commit: GitRepository.Commit, name: String, path: String? = nil
  ) throws(RevisionError) -> RuleVersion {
    guard let repository else { throw .noRepository(wanted: "`\(name)`") }
    let prefix = repository.prefix
    let title = path.map { "\(name):\($0)" } ?? name
    var (rules, profiles) = (["rules"], ["profiles"])
    let top = path.map { $0.isEmpty ? "" : $0 + "/" } ?? prefix
    for place in path == nil ? [prefix] : [top, prefix] {
      guard let file = try sources(of: commit, name, below: [place + "onset.yaml"]).first,
        let model = ProjectFile.decode(file).model
      else { continue }
      rules = model.rules.map(\.value)
      profiles = model.profiles.map(\.value)
      // A folder that is a project itself is compared as one.
      if path != nil, place == top { return try version(at: commit, name, title, top, rules, profiles) }
      break
    }
    guard let path else { return try version(at: commit, name, title, prefix, rules, profiles) }
    let files = try sources(of: commit, name, below: [path])
    if files.isEmpty { throw .noRules(name, places: [path]) }
    let hasProfiles = files.contains { YAMLFileSearch.kind(of: $0) == .profile }
    let more =
      hasProfiles ? [] : try sources(of: commit, name, below: profiles.compactMap { Self.normalized(prefix + $0) })
    return RuleVersion(
      name: title, commit: commit,
      files: files.map { RuleVersion.File(source: $0, isNamed: $0.path == "\(name):\(path)") }
        + more.map { RuleVersion.File(source: $0, isNamed: false) })
  }

  private mutating func version(
    at commit: GitRepository.Commit, _ name: String, _ title: String, _ prefix: String, _ rules: [String],
    _ profiles: [String]
  ) throws(RevisionError) -> RuleVersion {
    let paths = (rules + profiles).filter { !$0.hasPrefix("/") }.compactMap { Self.normalized(prefix + $0) }
    let files = try sources(of: commit, name, below: paths)
    return RuleVersion(name: title, commit: commit, files: files.map { RuleVersion.File(source: $0, isNamed: false) })
  }

  /// The YAML files of a commit at or below some paths, in natural order, hidden ones left out. Their names are those by
  /// which git knows them, `HEAD~3:rules/plateau.yaml`.
  private mutating func sources(
    of commit: GitRepository.Commit, _ name: String, below paths: [String]
  ) throws(RevisionError) -> [SourceFile] {
    guard let repository, !paths.isEmpty else { return [] }
    var entries: [GitRepository.Entry] = []
    for entry in try repository.entries(of: commit, below: paths) {
      let isNamed = paths.contains(entry.path)
      let isYAML = entry.path.hasSuffix(".yaml") || entry.path.hasSuffix(".yml")
      let isHidden = entry.path.split(separator: "/").contains { $0.hasPrefix(".") }
      if isNamed || isYAML && !isHidden { entries.append(entry) }
    }
    entries.sort { Self.precedes($0.path, $1.path) }
    let missing = Set(entries.map(\.object)).filter { known[$0] == nil }
    for (object, bytes) in try repository.contents(of: Array(missing)) {
      known[object] = SourceFile(path: "", bytes: bytes)
    }
    return entries.compactMap { entry in
      known[entry.object].map { SourceFile(path: "\(name):\(entry.path)", bytes: $0.bytes) }
    }
  }

  private static func precedes(_ left: String, _ right: String) -> Bool {
    let (first, second) = (left.split(separator: "/"), right.split(separator: "/"))
    for (one, other) in zip(first, second) where one != other {
      return NaturalOrder.precedes(String(one), String(other))
    }
    return first.count < second.count
  }

  // MARK: History

  /// The states of the project over the commits of a revision or range, along first parents, that touched YAML files: the
  /// newest first, and before them the files here where they say something else than the last commit. With them what came
  /// before the oldest; nil where nothing did.
  package mutating func history(
    _ range: String?
  ) throws(RevisionError) -> (states: [RuleVersion], base: RuleVersion?) {
    guard let repository else { throw .noRepository(wanted: "the history of rules") }
    if range?.contains("..") != true { _ = try commit(range ?? "HEAD") }
    let commits = try repository.commits(in: range ?? "HEAD")
    var states: [RuleVersion] = []
    for commit in commits { states.append(try version(at: commit, name: commit.short)) }
    if range == nil, !repository.isBare {
      let here = try version(.here(path: nil))
      let isOther = states.first.map { !VersionComparison(from: $0, to: here).isEmpty } ?? true
      if isOther { states.insert(here, at: 0) }
    }
    let parent = try commits.last.flatMap { commit throws(RevisionError) in try repository.commit("\(commit.id)^") }
    return (states, try parent.map { commit throws(RevisionError) in try version(at: commit, name: commit.short) })
  }

  /// The commits from one to a later one, both among them, along first parents and as far as they touched YAML files; the
  /// oldest first.
  package func commits(from first: String, to last: String) throws(RevisionError) -> [GitRepository.Commit] {
    let (start, end) = (try commit(first), try commit(last))
    guard let repository else { throw .noRepository(wanted: "`\(first)`") }
    guard try repository.isAncestor(start, of: end) else {
      throw try repository.isAncestor(end, of: start) ? .exchanged(first, last) : .notAnAncestor(first, last)
    }
    let between = try repository.commits(in: "\(start.id)..\(end.id)")
    return [start] + between.reversed() + (between.first == end || start == end ? [] : [end])
  }

  /// The commit of a name.
  package func commit(_ name: String) throws(RevisionError) -> GitRepository.Commit {
    guard let repository else { throw .noRepository(wanted: "`\(name)`") }
    if let commit = try repository.commit(name) { return commit }
    throw try unknown(name, in: repository)
  }
}
