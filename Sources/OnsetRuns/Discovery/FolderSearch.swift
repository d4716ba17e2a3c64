import OnsetText

/// A search for runs below one folder.
struct FolderSearch {
  private(set) var found: [Result<RunReference, RunError>] = []
  /// The folders that were searched, by the one path that all links to them lead to.
  private var visited: Set<String> = []

  /// How runs are looked for.
  private let options: DiscoveryOptions

  init(_ options: DiscoveryOptions) { self.options = options }

  /// Searches a folder; `name` is its path from the root of the search.
  mutating func visit(_ path: String, name: String) throws(RunError) {
    guard visited.insert(FolderListing.canonicalPath(of: path) ?? path).inserted else { return }
    let folder = FolderContents(path: path, names: try names(in: path), options: options)
    let before = found.count
    var unclaimed = folder
    for layout in RunLayouts.all {
      guard let claim = layout.claim(unclaimed) else { continue }
      for run in claim.runs { add(run.log, called: run.name, in: folder, name: name) }
      unclaimed.names.removeAll(where: claim.entries.contains)
    }
    for entry in unclaimed.names {
      let entryPath = folder.path(of: entry)
      // What vanishes meanwhile, or a link to nowhere, is not there.
      guard let kind = FolderListing.kind(of: entryPath) else { continue }
      if kind == .folder {
        do throws(RunError) {
          try visit(entryPath, name: joined(name, entry))
        } catch {
          found.append(.failure(error))
        }
      } else if kind == .file {
        addFile(entry, in: folder, name: name)
      }
    }
    guard folder.names.contains("run.yaml") else { return }
    if found.count == before + 1, case .success(var only) = found[before] {
      if only.metadataPath == nil { only.metadataPath = folder.path(of: "run.yaml") }
      only.name = name
      found[before] = .success(only)
    } else if found.count == before {
      found.append(.failure(.noLogs(path: path)))
    }
  }

  /// A file is a run, or several, or none.
  private mutating func addFile(_ entry: String, in folder: FolderContents, name: String) {
    let path = folder.path(of: entry)
    switch LogRecognition.format(ofFileInFolder: path, called: entry) {
    case nil:
      break
    case .unreadable(let error):
      found.append(.failure(error))
    case .plain:
      add(RunLog(path: path), called: RunName.name(ofFile: entry), in: folder, name: name)
    case .format(let format):
      do throws(RunError) {
        for (member, log) in try format.source.logs(inFile: path) {
          var log = log
          log.format = format
          let stem = RunName.name(ofFile: entry)
          add(log, called: member.map { stem + "/" + $0 } ?? stem, in: folder, name: name)
        }
      } catch {
        found.append(.failure(error))
      }
    }
  }

  /// Adds a run with the metadata that lie beside it: `NAME.run.yaml`, or `run.yaml` in its own folder. The name may be
  /// the tool's, and then the folder has another.
  private mutating func add(_ log: RunLog, called entry: String, in folder: FolderContents, name: String) {
    var reference = RunReference(name: entry.isEmpty ? name : joined(name, entry), log: log)
    let candidates = entry.isEmpty ? ["run.yaml"] : [entry + ".run.yaml", entry + "/run.yaml"]
    reference.metadataPath =
      candidates.first(where: folder.hasFile).map(folder.path(of:))
      // A run that its tool knows by another name than that of its folder.
      ?? [log.path + ".run.yaml", log.path + "/run.yaml"].first { FolderListing.kind(of: $0) == .file }
    // The run's own folder is found from wherever the search begins.
    reference.newMetadataPath =
      FolderListing.kind(of: log.path) == .folder ? log.path + "/run.yaml" : folder.path(of: candidates[0])
    found.append(.success(reference))
  }

  private func joined(_ name: String, _ entry: String) -> String { name.isEmpty ? entry : name + "/" + entry }

  private func names(in path: String) throws(RunError) -> [String] {
    do throws(FileError) { return try FolderListing.names(in: path) } catch { throw RunError(error) }
  }
}
