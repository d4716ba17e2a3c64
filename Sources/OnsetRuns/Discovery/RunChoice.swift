import OnsetText

/// A choice among the runs at a path, written `PATH#PATTERN`.
struct RunChoice {
  /// Where the runs are.
  let place: String
  /// What their names have to fit.
  let pattern: String

  /// Nil for a path without `#`, and for one at which there is something as it stands.
  init?(_ path: String) {
    guard path.contains("#"), FolderListing.kind(of: path) == nil,
      let mark = path.indices.first(where: { path[$0] == "#" && FolderListing.kind(of: String(path[..<$0])) != nil })
    else { return nil }
    place = String(path[..<mark])
    pattern = String(path[path.index(after: mark)...])
  }

  /// The run that has the pattern for its name, or else all that fit it. Throws where none does.
  func runs(_ options: DiscoveryOptions) throws(RunError) -> [Result<RunReference, RunError>] {
    let glob = Glob(pattern)
    let all = try RunDiscovery.runs(at: place, options: options)
    if let exact = all.first(where: { (try? $0.get().name) == pattern }) { return [exact] }
    let chosen = all.filter { result in
      guard case .success(let run) = result else { return false }
      return glob.matches(run.name)
    }
    guard chosen.isEmpty else { return chosen }
    let names = all.compactMap { try? $0.get().name }
    throw .noSuchRun(path: place, name: pattern, nearest: Suggestion.nearest(to: pattern, among: names))
  }
}
