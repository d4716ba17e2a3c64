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
    for file in log.files {
      reader.beginFile()
      do throws(RunError) {
        var input = try LogInput.open(path: file, options: options)
        try input.drive(&reader)
        found.add(file, input, as: .tensorBoard, hasRecords: reader.hasRecords, ending: reader.ending)
      } catch {
        try found.add(error, of: file)
      }
      if reader.longRecords > 0 { reader.sink.countOther("records over 32 MiB", count: reader.longRecords) }
    }
    return try found.content(reader.sink.finished())
  }

  static func metadata(of log: RunLog) throws(RunError) -> LogMetadata {
    var options = ReadingOptions()
    options.chunkBytes = 256 << 10
    var reader = TFRecordReader(EventHyperparameters(), options: options, checksData: false)
    for file in log.files {
      reader.beginFile()
      var input = try LogInput.open(path: file, options: options)
      try input.drive(&reader)
    }
    var metadata = reader.sink.metadata
    // Lightning's logger writes the hyperparameters beside its event files.
    if metadata.metadata.hyperparameters.isEmpty, let file = log.files.first {
      SettingsFile.addHyperparameters(in: RelativePath.folder(of: file), to: &metadata)
    }
    return metadata
  }
}
