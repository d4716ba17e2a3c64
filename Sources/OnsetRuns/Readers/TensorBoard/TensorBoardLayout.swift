/// TensorBoard's folders: the event files of one are one run, written one after the other, and each folder below is a
/// run of its own.
enum TensorBoardLayout: RunLayout {
  static func claim(_ folder: FolderContents) -> LayoutClaim? {
    let entries = folder.names.filter { isEventFile($0) && folder.hasFile($0) }
    guard !entries.isEmpty else { return nil }
    // In natural order, which is that of the times in their names.
    let files = entries.filter { !$0.hasSuffix(".profile-empty") }.map(folder.path(of:))
    guard !files.isEmpty, !holdsNoValues(files) else { return LayoutClaim(runs: [], entries: Set(entries)) }
    let log = RunLog(path: folder.path, format: .tensorBoard, files: files)
    return LayoutClaim(runs: [("", log)], entries: Set(entries))
  }

  /// TensorBoard's own rule for names, and not one of a table that someone made of them.
  static func isEventFile(_ name: String) -> Bool {
    name.contains("tfevents") && !name.hasSuffix(".yaml")
      && !RunName.endings(of: name).contains(where: LogRecognition.plainEndings.contains)
  }

  /// Whether the files are sound and hold no value of any kind, as that which describes an experiment's hyperparameters
  /// and lies above its runs. Only short files are looked at.
  private static func holdsNoValues(_ files: [String]) -> Bool {
    let options = ReadingOptions(keep: [])
    var reader = TFRecordReader(EventSeries(keep: options.keep, path: ""), options: options)
    for file in files {
      guard let beginning = try? FileBeginning(ofFile: file), beginning.isWhole else { return false }
      reader.beginFile()
      let padded = beginning.bytes + Array(repeating: 0, count: NumberScanner.padding)
      _ = try? reader.consume(padded.span, count: beginning.bytes.count, isLast: true)
      guard reader.hasRecords, reader.ending == nil, reader.sink.isEmpty else { return false }
    }
    return true
  }
}
