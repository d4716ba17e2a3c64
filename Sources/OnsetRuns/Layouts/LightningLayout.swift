/// The folders of Lightning's CSVLogger, `version_N/metrics.csv`, and those to which its user has given another name,
/// which have `hparams.yaml`. Each version is a run, unless those of one folder are to be joined.
enum LightningLayout: RunLayout {
  static func claim(_ folder: FolderContents) -> LayoutClaim? {
    if folder.options.joinsVersions, let claim = joined(folder) { return claim }
    guard folder.hasFile(LightningSource.fileName) else { return nil }
    let isVersion = LightningSource.isVersion(RunName.lastComponent(of: folder.path))
    guard isVersion || folder.hasFile(LightningSource.settingsName) else { return nil }
    let entries = entries(of: folder)
    let log = RunLog(path: folder.path, format: .lightning, files: entries.logs.map(folder.path(of:)))
    return LayoutClaim(runs: [("", log)], entries: Set(entries.logs).union(entries.settings))
  }

  /// The versions in a folder as one run; nil where there are none.
  private static func joined(_ folder: FolderContents) -> LayoutClaim? {
    var claim = LayoutClaim(runs: [], entries: [])
    var files: [String] = []
    for entry in folder.names where LightningSource.isVersion(entry) {
      guard let version = folder.folder(entry), version.hasFile(LightningSource.fileName) else { continue }
      claim.entries.insert(entry)
      files += entries(of: version).logs.map(version.path(of:))
    }
    guard !files.isEmpty else { return nil }
    claim.runs = [("", RunLog(path: folder.path, format: .lightning, files: files))]
    return claim
  }

  /// The files of a version: the logger's, and those that TensorBoard's logger writes into the same folder.
  private static func entries(of folder: FolderContents) -> (logs: [String], settings: [String]) {
    let events = folder.names.filter { $0.hasPrefix("events.out.tfevents.") && folder.hasFile($0) }
    return ([LightningSource.fileName] + events, folder.names.filter { $0 == LightningSource.settingsName })
  }
}
