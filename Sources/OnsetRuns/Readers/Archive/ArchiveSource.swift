import OnsetText

/// Onset's archive of runs: many runs to a file, of which only what is wanted is read.
enum ArchiveSource: LogSource {
  /// By the application that the header names: an archive that is damaged behind it is one still.
  static func recognizes(_ beginning: FileBeginning) -> Bool {
    guard beginning.starts(with: DatabaseFiles.mark), beginning.bytes.count >= 72 else { return false }
    return beginning.bytes[68..<72].reduce(0) { $0 << 8 | UInt32($1) } == ArchiveSchema.application
  }

  static func logs(inFile path: String) throws(RunError) -> [(name: String?, log: RunLog)] {
    do throws(DatabaseError) {
      return try ArchivePool.with(path) { (archive) throws(DatabaseError) in
        try archive.names().map { ($0, RunLog(path: path, format: .archive, member: $0)) }
      }
    } catch {
      throw RunError(error)
    }
  }

  static func read(_ log: RunLog, options: ReadingOptions) throws(RunError) -> LogContent {
    do throws(DatabaseError) {
      return try ArchivePool.with(log.path) { (archive) throws(DatabaseError) in
        let content = try archive.content(ofRun: name(of: log, in: archive), keep: options.keep).content
        return described(content, log, archive)
      }
    } catch {
      throw RunError(error)
    }
  }

  static func forEachPart(
    of log: RunLog, options: ReadingOptions, _ body: (LogContent) -> Void
  ) throws(RunError) {
    do throws(DatabaseError) {
      try ArchivePool.with(log.path) { (archive) throws(DatabaseError) in
        try archive.forEachPart(ofRun: name(of: log, in: archive), keep: options.keep) { part in
          body(described(part, log, archive))
        }
      }
    } catch {
      throw RunError(error)
    }
  }

  /// Content with where it comes from.
  private static func described(_ content: LogContent, _ log: RunLog, _ archive: ArchiveReader) -> LogContent {
    var content = content
    if archive.access == .copy { content.notes.append(ReadingNote(kind: .databaseCopies, count: 1)) }
    content.sources = [RunSource(path: log.path, format: .archive)]
    return content
  }

  static func storedDigest(of log: RunLog) throws(RunError) -> ContentDigest? {
    do throws(DatabaseError) {
      return try ArchivePool.with(log.path) { (archive) throws(DatabaseError) in
        ContentDigest(bytes: try archive.run(named: name(of: log, in: archive)).digest)
      }
    } catch {
      throw RunError(error)
    }
  }

  static func metadata(of log: RunLog) throws(RunError) -> LogMetadata {
    do throws(DatabaseError) {
      return try ArchivePool.with(log.path) { (archive) throws(DatabaseError) in
        let run = try archive.run(named: name(of: log, in: archive))
        var metadata = LogMetadata()
        metadata.metadata = run.metadata
        // The archive's names are unique, where those that runs give themselves need not be.
        if metadata.metadata.run != nil { metadata.metadata.run = run.name }
        return metadata
      }
    } catch {
      throw RunError(error)
    }
  }

  /// The run that is meant: the only one, where the log names none.
  private static func name(of log: RunLog, in archive: ArchiveReader) throws(DatabaseError) -> String {
    if let member = log.member { return member }
    return try archive.names().first ?? ""
  }
}
