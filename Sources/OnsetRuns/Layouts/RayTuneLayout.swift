/// The folder of a Ray Tune trial: `result.json`, beside which `progress.csv` and TensorBoard files hold the same.
enum RayTuneLayout: RunLayout {
  static func claim(_ folder: FolderContents) -> LayoutClaim? {
    let result = RayTuneSource.fileName
    guard folder.hasFile(result) else { return nil }
    let others = folder.names.filter { entry in
      (entry == "progress.csv" || entry.hasPrefix("events.out.tfevents.")) && folder.hasFile(entry)
    }
    guard !others.isEmpty || folder.hasFile("params.json") || isResult(folder.path(of: result)) else { return nil }
    let files = [result] + others
    let log = RunLog(path: folder.path, format: .rayTune, files: files.map(folder.path(of:)))
    return LayoutClaim(runs: [("", log)], entries: Set(files + ["params.json", "params.pkl"]))
  }

  private static func isResult(_ path: String) -> Bool {
    (try? FileBeginning(ofFile: path)).map(RayTuneSource.recognizes) ?? false
  }
}
