/// An MLflow file store, `mlruns/EXPERIMENT/RUN`; also one experiment of it, or one run.
///
/// Runs are called by their names, and below a store by their experiment's name as well. Deleted runs are passed over
/// unless one is named itself, and so are runs without metrics, of which MLflow makes many.
enum MLflowLayout: RunLayout {
  static func claim(_ folder: FolderContents) -> LayoutClaim? {
    if folder.hasFile(MLflowFiles.metaFile), MLflowFiles.isRunWithMetrics(folder.path) {
      return run(folder)
    }
    let members = folder.names.filter { folder.hasFile($0 + "/" + MLflowFiles.metaFile) }
    guard !members.isEmpty else { return nil }
    let experiments = members.compactMap { entry in
      MLflowFiles.experimentName(in: folder.path(of: entry)).map { (entry: entry, name: $0) }
    }
    if !experiments.isEmpty { return store(folder, experiments) }
    let isExperiment = MLflowFiles.experimentName(in: folder.path) != nil
    guard isExperiment || members.contains(where: { MLflowFiles.isRunWithMetrics(folder.path(of: $0)) }) else {
      return nil
    }
    return experiment(folder)
  }

  private static func run(_ folder: FolderContents) -> LayoutClaim {
    let name = MLflowFiles.identity(in: folder.path)?.name ?? ""
    let log = RunLog(path: folder.path, format: .mlflowFiles)
    return LayoutClaim(runs: [(name, log)], entries: Set(folder.names))
  }

  private static func store(
    _ folder: FolderContents, _ experiments: [(entry: String, name: String)]
  ) -> LayoutClaim {
    var counts: [String: Int] = [:]
    for experiment in experiments { counts[experiment.name, default: 0] += 1 }
    var claim = LayoutClaim(runs: [], entries: [])
    for (entry, name) in experiments {
      claim.entries.insert(entry)
      let path = folder.path(of: entry)
      guard !MLflowFiles.isDeletedExperiment(path), let contents = folder.folder(entry) else { continue }
      let prefix = (counts[name] == 1 ? name : entry) + "/"
      claim.runs += runs(in: contents).map { (prefix + $0.name, $0.log) }
    }
    return claim
  }

  private static func experiment(_ folder: FolderContents) -> LayoutClaim {
    LayoutClaim(runs: runs(in: folder), entries: Set(folder.names))
  }

  /// The runs of an experiment: those that are not deleted, and all of them where the experiment is.
  private static func runs(in folder: FolderContents) -> [(name: String, log: RunLog)] {
    let isDeleted = MLflowFiles.isDeletedExperiment(folder.path)
    var found: [(path: String, id: String, name: String)] = []
    for entry in folder.names {
      let path = folder.path(of: entry)
      guard MLflowFiles.isRunWithMetrics(path) else { continue }
      let run = MLflowFiles.identity(in: path) ?? MLflowRun(id: entry)
      if isDeleted || !run.isDeleted { found.append((path, run.id, run.name)) }
    }
    let names = MLflowRun.names(of: found.map { ($0.id, $0.name) })
    return zip(found, names).map { (name: $1, log: RunLog(path: $0.path, format: .mlflowFiles)) }
  }
}
