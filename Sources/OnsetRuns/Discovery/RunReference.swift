package import OnsetText

/// A run that was found and not yet read: what ``read(_:)`` needs. Cheap to make and to copy, so that many
/// runs can be listed first and read one by one, or several at a time.
public struct RunReference: Sendable, Hashable {
  /// The name that the run has unless its metadata give it another: that of its file or folder without
  /// extensions, and for one that was found in a folder the path from there.
  public var name: String
  /// What it is read from.
  public var log: RunLog
  /// The metadata file that belongs to it, or nil.
  public var metadataPath: String?
  /// Where a metadata file of its own would be found, for a run that has none.
  package var newMetadataPath: String?

  /// A log, and the metadata beside it.
  public init(name: String, log: RunLog, metadataPath: String? = nil) {
    self.name = name
    self.log = log
    self.metadataPath = metadataPath
  }

  /// A log file whose content says what it is, and the metadata beside it.
  public init(name: String, logPath: String, metadataPath: String? = nil) {
    self.init(name: name, log: RunLog(path: logPath), metadataPath: metadataPath)
  }

  /// Reads the log and its metadata.
  ///
  /// Faults of the metadata file are thrown as one ``RunError/metadata(_:)`` with all of them.
  public func read(_ options: ReadingOptions = ReadingOptions()) throws(RunError) -> Run {
    let metadata = try allMetadata()
    return described(try RunReader.read(log, options: options), by: metadata)
  }

  /// Reads the log and its metadata and gives the run to `body` in one or more parts: runs that have some of the rows
  /// each, in order, and are otherwise the same. What need not be held whole takes the memory of a part, as far as the
  /// log's format allows.
  ///
  /// - Throws: As ``read(_:)``, also after parts have been given.
  package func forEachPart(
    _ options: ReadingOptions = ReadingOptions(), _ body: (Run) -> Void
  ) throws(RunError) {
    let metadata = try allMetadata()
    try RunReader.forEachPart(of: log, options: options) { body(described($0, by: metadata)) }
  }

  /// The digest of the run's samples, where it is known without reading them; see ``Run/contentDigest``.
  package func storedDigest() throws(RunError) -> ContentDigest? { try RunReader.storedDigest(of: log) }

  private func described(_ run: Run, by metadata: LogMetadata) -> Run {
    var run = run
    run.name = metadata.metadata.run ?? name
    run.metadata = metadata.metadata
    run.notes += metadata.notes
    return run
  }

  /// Reads the metadata alone, which says which profile a run is for: what the tool that trained it wrote, and over
  /// it what the metadata file says.
  public func readMetadata() throws(RunError) -> RunMetadata { try allMetadata().metadata }

  private func allMetadata() throws(RunError) -> LogMetadata {
    var metadata = try RunReader.metadata(of: log)
    if let metadataPath {
      metadata.metadata = try RunMetadataReader.read(path: metadataPath).over(metadata.metadata)
    }
    return metadata
  }
}
