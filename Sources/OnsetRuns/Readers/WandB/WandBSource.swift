/// W&B's transaction logs. A run is one of them, or several where it was resumed.
enum WandBSource: LogSource {
  static func recognizes(_ beginning: FileBeginning) -> Bool { beginning.starts(with: WandBLog.mark) }

  static func read(_ log: RunLog, options: ReadingOptions) throws(RunError) -> LogContent {
    var reader = WandBLogReader(WandBHistory(options: options, path: log.path))
    var found = FilesRead(log)
    try found.read(as: .wandb, options, with: &reader)
    return try found.content(try reader.sink.finished())
  }

  static func metadata(of log: RunLog) throws(RunError) -> LogMetadata {
    var reader = WandBLogReader(WandBSettings(), checksData: false)
    try reader.skim(log.files)
    return reader.sink.metadata()
  }

  /// What the beginning of a file says about its run.
  static func settings(atBeginningOf path: String) -> WandBSettings? {
    guard let beginning = try? FileBeginning(ofFile: path), recognizes(beginning) else { return nil }
    var reader = WandBLogReader(WandBSettings(), checksData: false)
    let padded = beginning.bytes + Array(repeating: 0, count: NumberScanner.padding)
    _ = try? reader.consume(padded.span, count: beginning.bytes.count, isLast: beginning.isWhole)
    return reader.sink
  }
}
