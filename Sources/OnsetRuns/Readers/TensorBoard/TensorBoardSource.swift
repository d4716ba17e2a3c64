/// TensorBoard's event files. A run is the event files of one folder, or one file.
enum TensorBoardSource: LogSource {
  /// The length of the first record has the checksum that goes with it.
  static func recognizes(_ beginning: FileBeginning) -> Bool {
    guard beginning.bytes.count >= TFRecord.headerBytes else { return false }
    return TFRecord.length(in: beginning.bytes.span, at: 0, CRC32C()) != nil
  }

  static func read(_ log: RunLog, options: ReadingOptions) throws(RunError) -> LogContent {
    var reader = TFRecordReader(EventSeries(keep: options.keep, path: log.path), options: options)
    var found = FilesRead(log)
    try found.read(as: .tensorBoard, options, with: &reader)
    if reader.longRecords > 0 { reader.sink.countOther("records over 32 MiB", count: reader.longRecords) }
    return try found.content(reader.sink.finished())
  }

  static func metadata(of log: RunLog) throws(RunError) -> LogMetadata {
    var reader = TFRecordReader(EventHyperparameters(), options: ReadingOptions(), checksData: false)
    try reader.skim(log.files)
    var metadata = reader.sink.metadata
    // Lightning's logger writes the hyperparameters beside its event files.
    if metadata.metadata.hyperparameters.isEmpty, let file = log.files.first {
      SettingsFile.addHyperparameters(in: RelativePath.folder(of: file), to: &metadata)
    }
    return metadata
  }
}
