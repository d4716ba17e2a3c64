/// The folder of a DVCLive run: `plots/metrics/**.tsv` beside `params.yaml` and `metrics.json`.
enum DVCLiveLayout: RunLayout {
  /// Where the versions of DVCLive keep the files of metrics.
  static let roots = ["plots/metrics", "plots/scalars", "scalars"]

  static func claim(_ folder: FolderContents) -> LayoutClaim? {
    guard folder.names.contains("plots") || folder.names.contains("scalars") else { return nil }
    for root in roots {
      // Old folders of scalars hold nothing but tables; `scalars` is a name that other tools use too.
      let files = FolderTree.files(in: folder.path(of: root)).map(\.path)
      let tables = files.filter { $0.hasSuffix(DVCLiveSource.ending) }
      guard !tables.isEmpty, root != "scalars" || tables.count == files.count else { continue }
      let log = RunLog(path: folder.path, format: .dvclive, files: tables)
      let top = root.prefix { $0 != "/" }
      let entries = [String(top), "metrics.json", "params.yaml", "dvc.yaml", "report.html", "report.md"]
      return LayoutClaim(runs: [("", log)], entries: Set(entries))
    }
    return nil
  }
}
