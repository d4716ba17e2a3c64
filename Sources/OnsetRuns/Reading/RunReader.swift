import OnsetText

/// Reads what a run is made of: the entry point of the readers.
public enum RunReader {
  /// Reads one log file, without metadata.
  ///
  /// Memory: the kept metrics' values, and a piece of the text. Throws for a file that cannot be read at
  /// all; what could be mended or passed over is in the run's notes.
  public static func read(file path: String, options: ReadingOptions = ReadingOptions()) throws(RunError)
    -> Run
  {
    try read(RunLog(path: path), options: options)
  }

  /// Reads a log, without metadata.
  public static func read(_ log: RunLog, options: ReadingOptions = ReadingOptions()) throws(RunError) -> Run {
    run(try format(of: log).source.read(log, options: options), of: log)
  }

  /// Reads a log, without metadata, and gives its rows to `body` in one or more parts, in order.
  static func forEachPart(
    of log: RunLog, options: ReadingOptions, _ body: (Run) -> Void
  ) throws(RunError) {
    try format(of: log).source.forEachPart(of: log, options: options) { body(run($0, of: log)) }
  }

  private static func run(_ content: LogContent, of log: RunLog) -> Run {
    Run(
      name: RunName.name(ofFile: log.path), rows: content.rows, columns: content.columns,
      metricNames: content.metricNames, notes: content.notes, sources: content.sources)
  }

  /// The digest of all that a log holds, where that is known without reading it.
  static func storedDigest(of log: RunLog) throws(RunError) -> ContentDigest? {
    try log.format?.source.storedDigest(of: log)
  }

  /// What the tool that wrote a log says about the run.
  static func metadata(of log: RunLog) throws(RunError) -> LogMetadata {
    if let format = log.format { return try format.source.metadata(of: log) }
    // Plain text says nothing itself, and need not be opened for it.
    return SettingsFile.metadata(beside: log)
  }

  private static func format(of log: RunLog) throws(RunError) -> LogFormat {
    if let format = log.format { return format }
    return try LogRecognition.format(ofText: FileBeginning(ofFile: log.path))
  }
}
