import OnsetText

/// Finds the runs at a path.
public enum RunDiscovery {
  /// The runs at a path, in a stable natural order (`s2` before `s10`).
  ///
  /// A file is one run. A folder that has a `run.yaml` and one log, in itself or below, is one run. Any other
  /// folder is searched, to any depth: every log in it is a run, known by its ending (`.csv`, `.tsv`,
  /// `.jsonl`, `.ndjson`, each also with `.gz`); hidden files and everything else are passed over. Links are
  /// followed, and a folder that is reached twice is searched once.
  ///
  /// A folder below that cannot be opened is a failure among the results, and the others still come. Throws
  /// where the path itself cannot be used or holds no run. Nothing is read but folders.
  public static func runs(at path: String) throws(RunError) -> [Result<RunReference, RunError>] {
    switch try kind(at: path) {
    case .file, .other:
      return [.success(reference(toFile: path))]
    case .folder:
      var search = FolderSearch()
      let root = trimmed(path)
      try search.visit(root, name: "")
      guard !search.found.isEmpty else { throw .noLogs(path: path) }
      var results = search.found
      // A folder that is itself one run has no path below it to be called by.
      if results.count == 1, case .success(var only) = results[0], only.name.isEmpty {
        only.name = RunName.lastComponent(of: root)
        results[0] = .success(only)
      }
      return distinct(results)
    }
  }

  /// The one run at a path: a file, or a folder in which just one is found.
  public static func run(at path: String) throws(RunError) -> RunReference {
    let results = try runs(at: path)
    guard let first = results.first, results.count == 1 else {
      let names = results.compactMap { try? $0.get().name }
      throw .severalRuns(path: path, count: results.count, names: Array(names.prefix(3)))
    }
    return try first.get()
  }

  /// The run that a log file is, with the metadata that lie beside it.
  static func reference(toFile path: String) -> RunReference {
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    let name = RunName.name(ofFile: path)
    var reference = RunReference(name: name, logPath: path)
    if isFile(folder + name + ".run.yaml") {
      reference.metadataPath = folder + name + ".run.yaml"
    } else if isFile(folder + "run.yaml"), isOnlyLog(in: folder) {
      reference.metadataPath = folder + "run.yaml"
    }
    return reference
  }

  private static func isFile(_ path: String) -> Bool { FolderListing.kind(of: path) == .file }

  private static func kind(at path: String) throws(RunError) -> FolderListing.Kind {
    do throws(FileError) { return try FolderListing.kind(at: path) } catch { throw RunError(error) }
  }

  /// `run.yaml` speaks of its folder, which is the run of a log only where that is the only one.
  private static func isOnlyLog(in folder: String) -> Bool {
    let names = (try? FolderListing.names(in: folder.isEmpty ? "." : folder)) ?? []
    return names.filter(FolderSearch.isLog).count <= 1
  }

  private static func trimmed(_ path: String) -> String {
    var path = Substring(path)
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    return String(path)
  }

  /// Two logs of one name (`a.csv` and `a.jsonl`) are told apart by their endings.
  private static func distinct(
    _ results: [Result<RunReference, RunError>]
  ) -> [Result<RunReference, RunError>] {
    var counts: [String: Int] = [:]
    for case .success(let run) in results { counts[run.name, default: 0] += 1 }
    return results.map { result in
      guard case .success(var run) = result, counts[run.name, default: 0] > 1 else { return result }
      run.name += RunName.lastComponent(of: run.logPath).dropFirst(RunName.name(ofFile: run.logPath).count)
      return .success(run)
    }
  }
}

/// A search below one folder.
private struct FolderSearch {
  var found: [Result<RunReference, RunError>] = []
  /// The folders that were searched, by the one path that all links to them lead to.
  private var visited: Set<String> = []

  /// Searches a folder; `name` is its path from the root of the search.
  mutating func visit(_ path: String, name: String) throws(RunError) {
    guard visited.insert(FolderListing.canonicalPath(of: path) ?? path).inserted else { return }
    let names = try names(in: path)
    let before = found.count
    for entry in names {
      let entryPath = path == "/" ? "/" + entry : path + "/" + entry
      let entryName = name.isEmpty ? entry : name + "/" + entry
      // What vanishes meanwhile, or a link to nowhere, is not there.
      guard let kind = FolderListing.kind(of: entryPath) else { continue }
      if kind == .folder {
        do throws(RunError) {
          try visit(entryPath, name: entryName)
        } catch {
          found.append(.failure(error))
        }
      } else if kind == .file, Self.isLog(entry) {
        let stem = RunName.name(ofFile: entry)
        let runName = name.isEmpty ? stem : name + "/" + stem
        let metadata = names.contains(stem + ".run.yaml") ? path + "/" + stem + ".run.yaml" : nil
        found.append(.success(RunReference(name: runName, logPath: entryPath, metadataPath: metadata)))
      }
    }
    guard names.contains("run.yaml") else { return }
    if found.count == before + 1, case .success(var only) = found[before] {
      if only.metadataPath == nil { only.metadataPath = path + "/run.yaml" }
      only.name = name
      found[before] = .success(only)
    } else if found.count == before {
      found.append(.failure(.noLogs(path: path)))
    }
  }

  private func names(in path: String) throws(RunError) -> [String] {
    do throws(FileError) { return try FolderListing.names(in: path) } catch { throw RunError(error) }
  }

  static func isLog(_ file: String) -> Bool {
    RunName.endings(of: file).contains { LogFormat.extensions.contains($0) }
  }
}
