import OnsetText

/// Finds the runs at a path.
public enum RunDiscovery {
  /// The runs at a path, in a stable natural order (`s2` before `s10`).
  ///
  /// A file is one run, or the runs of a database. A folder that has a `run.yaml` and one log, in itself or below, is
  /// one run. Any other folder is searched, to any depth: for what tools lay out over folders, for files whose ending
  /// says that they are logs (`.csv`, `.tsv`, `.jsonl`, `.ndjson`, each also with `.gz`), and for files whose content
  /// does. Hidden files and everything else are passed over. Links are followed, and a folder that is reached twice is
  /// searched once.
  ///
  /// `PATH#PATTERN`, where nothing is at the whole path, are those of the runs at `PATH` whose names fit the pattern.
  ///
  /// A folder below that cannot be opened is a failure among the results, and the others still come. Throws
  /// where the path itself cannot be used or holds no run. Of files no more than the beginning is read.
  public static func runs(
    at path: String, options: DiscoveryOptions = DiscoveryOptions()
  ) throws(RunError) -> [Result<RunReference, RunError>] {
    if let choice = RunChoice(path) { return try choice.runs(options) }
    switch try kind(at: path) {
    case .file:
      return try references(inFile: path).map { .success($0) }
    case .other:
      // A pipe gives its content once, so that it is not looked at before it is read.
      return [.success(RunReference(name: RunName.name(ofFile: path), log: RunLog(path: path, format: nil)))]
    case .folder:
      var search = FolderSearch(options)
      let root = trimmed(path)
      try search.visit(root, name: "")
      guard !search.found.isEmpty else { throw .noLogs(path: path) }
      var results = search.found
      // A folder that is itself one run has no path below it to be called by.
      for (index, result) in results.enumerated() {
        guard case .success(var run) = result, run.name.isEmpty else { continue }
        run.name = RunName.lastComponent(of: root)
        results[index] = .success(run)
      }
      return distinct(results)
    }
  }

  /// The one run at a path: a file, or a folder in which just one is found, or one chosen by `PATH#NAME`.
  public static func run(
    at path: String, options: DiscoveryOptions = DiscoveryOptions()
  ) throws(RunError) -> RunReference {
    let results = try runs(at: path, options: options)
    guard let first = results.first, results.count == 1 else {
      let names = results.compactMap { try? $0.get().name }
      throw .severalRuns(path: path, count: results.count, names: Array(names.prefix(3)))
    }
    return try first.get()
  }

  /// The runs that a file holds, with the metadata that lie beside it.
  private static func references(inFile path: String) throws(RunError) -> [RunReference] {
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    let stem = RunName.name(ofFile: path)
    // What cannot be opened or recognized is for the reader to complain about, when the run's turn comes.
    let format = (try? FileBeginning(ofFile: path)).flatMap(LogRecognition.format)
    let logs = try format?.source.logs(inFile: path) ?? [(nil, RunLog(path: path))]
    if logs.isEmpty { throw .noRuns(path: path) }
    return logs.map { member, log in
      var reference = RunReference(name: member ?? stem, log: log)
      reference.log.format = format
      let metadata = folder + (member.map { stem + "/" + $0 } ?? stem) + ".run.yaml"
      reference.newMetadataPath = metadata
      if isFile(metadata) {
        reference.metadataPath = metadata
      } else if logs.count == 1, isFile(folder + "run.yaml"), isOnlyLog(in: folder) {
        reference.metadataPath = folder + "run.yaml"
      }
      return reference
    }
  }

  /// Where a metadata file would be found for a run that has none; nil for a run that is no file. A file that is part of
  /// what a tool lays out over its folder belongs to that folder, where the run is looked for in it.
  package static func newMetadataPath(for reference: RunReference) -> String? {
    let path = reference.log.path
    let end = path.lastIndex(of: "/")
    let place = end.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    guard reference.log.member == nil, isFile(path), let names = try? FolderListing.names(in: place) else {
      return reference.newMetadataPath
    }
    let folder = FolderContents(path: place, names: names)
    let own = folder.path(of: RunName.lastComponent(of: path))
    let isPart = RunLayouts.all.contains { layout in
      layout.claim(folder)?.runs.contains { $0.log.path == place && $0.log.files.contains(own) } ?? false
    }
    return isPart ? (end == nil ? "run.yaml" : folder.path(of: "run.yaml")) : reference.newMetadataPath
  }

  private static func isFile(_ path: String) -> Bool { FolderListing.kind(of: path) == .file }

  private static func kind(at path: String) throws(RunError) -> FolderListing.Kind {
    do throws(FileError) { return try FolderListing.kind(at: path) } catch { throw RunError(error) }
  }

  /// `run.yaml` speaks of its folder, which is the run of a log only where that is the only one.
  private static func isOnlyLog(in folder: String) -> Bool {
    var search = FolderSearch(DiscoveryOptions())
    try? search.visit(folder.isEmpty ? "." : trimmed(folder), name: "")
    return search.found.count <= 1
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
      run.name += RunName.lastComponent(of: run.log.path).dropFirst(RunName.name(ofFile: run.log.path).count)
      return .success(run)
    }
  }
}
