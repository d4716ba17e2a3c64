/// A run that was found and not yet read: what ``read(_:)`` needs. Cheap to make and to copy, so that many
/// runs can be listed first and read one by one, or several at a time.
public struct RunReference: Sendable, Hashable {
  /// The name that the run has unless its metadata give it another: that of its file or folder without
  /// extensions, and for one that was found in a folder the path from there.
  public var name: String
  /// The log.
  public var logPath: String
  /// The metadata that belong to it, or nil.
  public var metadataPath: String?

  /// A log, and the metadata beside it.
  public init(name: String, logPath: String, metadataPath: String? = nil) {
    self.name = name
    self.logPath = logPath
    self.metadataPath = metadataPath
  }

  /// Reads the log and its metadata.
  ///
  /// Faults of the metadata file are thrown as one ``RunError/metadata(_:)`` with all of them.
  public func read(_ options: ReadingOptions = ReadingOptions()) throws(RunError) -> Run {
    let metadata = try readMetadata()
    var run = try RunReader.read(file: logPath, options: options)
    run.name = metadata.run ?? name
    run.metadata = metadata
    return run
  }

  /// Reads the metadata alone, which says which profile a run is for.
  public func readMetadata() throws(RunError) -> RunMetadata {
    guard let metadataPath else { return RunMetadata() }
    return try RunMetadataReader.read(path: metadataPath)
  }
}
