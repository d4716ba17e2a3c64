import OnsetText

/// A git repository, read through the commands that look at its objects: nothing is checked out, and the index is neither
/// read nor refreshed.
package struct GitRepository: Sendable {
  /// A folder in the repository, by which `git` is told where it is.
  let folder: String
  /// The way from the repository's root to that folder: empty, or ending in `/`.
  package let prefix: String
  package let isBare: Bool

  /// The repository around a folder; nil where there is none.
  package init?(around folder: String) throws(RevisionError) {
    let folder = folder.isEmpty ? "." : folder
    let result = try Self.git(in: folder, ["rev-parse", "--is-bare-repository", "--show-prefix"])
    guard result.status == 0 else {
      if result.error.contains("not a git repository") { return nil }
      throw .git(Self.reason(result.error))
    }
    let lines = String(decoding: result.output, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
    self.folder = folder
    isBare = lines.first == "true"
    prefix = lines.count > 1 ? String(lines[1]) : ""
  }

  // MARK: Commits

  /// One state of the repository's files.
  package struct Commit: Sendable, Hashable {
    /// All digits of its name.
    package var id: String
    /// The first line of its message.
    package var subject: String
    /// The day of the commit, as its author's calendar has it.
    package var day: String

    /// The first digits, as people write them.
    package var short: String { String(id.prefix(8)) }
  }

  /// The commit that a name stands for: a branch, a tag, `HEAD~3`, the digits of a commit; nil where there is none.
  package func commit(_ name: String) throws(RevisionError) -> Commit? {
    // No name begins so, and git would take it for an option.
    guard !name.isEmpty, !name.hasPrefix("-"), !name.utf8.contains(0) else { return nil }
    let result = try git(["rev-parse", "--verify", "--quiet", "--end-of-options", "\(name)^{commit}"])
    guard result.status == 0, let id = Self.lines(result.output).first else {
      if result.error.contains("ambiguous") { throw .git(Self.reason(result.error)) }
      return nil
    }
    return try history(["--max-count=1", id]).first
  }

  /// The full name of a branch or tag, such as `refs/heads/rules`; nil for another name of a commit.
  package func fullName(of name: String) throws(RevisionError) -> String? {
    let result = try git(["rev-parse", "--symbolic-full-name", "--verify", "--quiet", "--end-of-options", name])
    return result.status == 0 ? Self.lines(result.output).first { $0.hasPrefix("refs/") } : nil
  }

  /// The names of branches and tags.
  package func names() throws(RevisionError) -> [String] {
    Self.lines(try git(["for-each-ref", "--format=%(refname:short)", "refs/heads", "refs/tags"]).output)
  }

  /// The commits that a revision or a range of them has, first parents only, that touched a YAML file; the newest first.
  package func commits(in range: String) throws(RevisionError) -> [Commit] {
    try history(["--first-parent", "--end-of-options", range, "--", ":(top,glob)**/*.yaml", ":(top,glob)**/*.yml"])
  }

  /// Whether one commit is another's ancestor, or the same.
  package func isAncestor(_ ancestor: Commit, of commit: Commit) throws(RevisionError) -> Bool {
    try git(["merge-base", "--is-ancestor", ancestor.id, commit.id]).status == 0
  }

  private func history(_ arguments: [String]) throws(RevisionError) -> [Commit] {
    let result = try git(["rev-list", "--format=%H%x00%ad%x00%s", "--date=short"] + arguments)
    guard result.status == 0 else { throw .git(Self.reason(result.error)) }
    // Between them stand lines `commit 0123…`.
    return Self.lines(result.output).compactMap { line in
      let parts = line.split(separator: "\0", maxSplits: 2, omittingEmptySubsequences: false)
      guard parts.count == 3 else { return nil }
      return Commit(id: String(parts[0]), subject: String(parts[2]), day: String(parts[1]))
    }
  }

  // MARK: Files

  /// A file of a commit.
  package struct Entry: Sendable, Hashable {
    /// From the root of the repository.
    package var path: String
    /// The name of its content.
    package var object: String
  }

  /// The files of a commit at or below some paths, which are given from the root; links and other repositories are none.
  package func entries(of commit: Commit, below paths: [String]) throws(RevisionError) -> [Entry] {
    let result = try git(["ls-tree", "-r", "-z", "--full-tree", commit.id, "--"] + paths.map { $0.isEmpty ? "." : $0 })
    guard result.status == 0 else { throw .git(Self.reason(result.error)) }
    return result.output.split(separator: 0).compactMap { line in
      // `100644 blob 0123…\tpath`; a link is 120000, another repository 160000.
      guard let tab = line.firstIndex(of: UInt8(ascii: "\t")), line.starts(with: Array("100".utf8)) else { return nil }
      let words = line[..<tab].split(separator: UInt8(ascii: " "))
      guard words.count == 3 else { return nil }
      return Entry(
        path: String(decoding: line[line.index(after: tab)...], as: UTF8.self),
        object: String(decoding: words[2], as: UTF8.self))
    }
  }

  /// The contents of objects, by their names.
  package func contents(of objects: [String]) throws(RevisionError) -> [String: [UInt8]] {
    guard !objects.isEmpty else { return [:] }
    let wanted = objects.map { $0 + "\n" }.joined()
    let result = try git(["cat-file", "--batch"], input: Array(wanted.utf8))
    guard result.status == 0 else { throw .git(Self.reason(result.error)) }
    var contents: [String: [UInt8]] = [:]
    var rest = result.output[...]
    // `0123… blob 17\n`, 17 bytes, `\n`.
    while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
      let words = String(decoding: rest[..<end], as: UTF8.self).split(separator: " ")
      guard words.count == 3, let count = Int(words[2]), rest.endIndex - end > count else {
        throw .git("the object \(words.first ?? "") is missing")
      }
      contents[String(words[0])] = Array(rest[(end + 1)..<(end + 1 + count)])
      rest = rest[(end + 1 + count)...].dropFirst()
    }
    return contents
  }

  // MARK: Running git

  private func git(_ arguments: [String], input: [UInt8] = []) throws(RevisionError) -> Subprocess {
    try Self.git(in: folder, arguments, input: input)
  }

  private static func git(
    in folder: String, _ arguments: [String], input: [UInt8] = []
  ) throws(RevisionError) -> Subprocess {
    do throws(Subprocess.Failure) {
      return try Subprocess.run(
        "git", ["-C", folder, "--no-pager"] + arguments, input: input,
        // Nothing is written, and messages are in one language.
        variables: ["GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"])
    } catch {
      switch error {
      case .missing: throw .noGit
      case .system(let number): throw .git(FileError(.read, folder, .other(number)).reasonText)
      }
    }
  }

  private static func lines(_ output: [UInt8]) -> [String] {
    String(decoding: output, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  /// The first line of what git complains of, without its `fatal: `.
  private static func reason(_ error: String) -> String {
    let line = error.split(separator: "\n").first.map(String.init) ?? "it gave no reason"
    return line.hasPrefix("fatal: ") ? String(line.dropFirst("fatal: ".count)) : line
  }
}

/// Why the files of a revision cannot be had.
package enum RevisionError: Error, Sendable, Hashable, CustomStringConvertible {
  /// There is no command `git`.
  case noGit
  /// What git says.
  case git(String)
  /// Something is asked of a repository where there is none.
  case noRepository(wanted: String)
  /// Neither a path nor a revision.
  case unknown(String, nearest: String?, isInRepository: Bool)
  /// A repository in which nothing was committed.
  case noCommits
  /// Both a path and a revision.
  case ambiguous(String, reference: String)
  /// One commit does not follow from another.
  case notAnAncestor(String, String)
  case exchanged(String, String)
  /// A revision that has no YAML files where they are looked for.
  case noRules(String, places: [String])

  package var description: String {
    switch self {
    case .noGit: "revisions are read with git, and there is no command `git`"
    case .git(let reason): "git: \(reason)"
    case .noRepository(let wanted):
      "\(wanted) is read with git, and there is no repository here; two folders of rules can be compared without one"
    case .unknown(let name, let nearest, let isInRepository):
      isInRepository
        ? "`\(name)` is neither a file or folder nor a revision\(nearest.map { "; did you mean `\($0)`?" } ?? "")"
        : "`\(name)` is no file or folder, and there is no git repository here in which it could be a revision"
    case .noCommits: "the git repository here has no commit yet; two folders of rules can be compared without one"
    case .ambiguous(let name, let reference):
      "`\(name)` is a file or folder here and a revision, too: write `./\(name)` for the files, "
        + "`\(reference)` for the revision"
    case .notAnAncestor(let first, let last): "`\(last)` does not follow from `\(first)`: there is no way between them"
    case .exchanged(let first, let last): "`\(first)` is the later one: write `\(last)` first"
    case .noRules(let name, let places):
      "`\(name)` has no rules: there is no YAML file at \(places.map { "`\($0)`" }.joined(separator: ", "))"
    }
  }
}
