import OnsetText
import Synchronization

/// Archives that are open for reading, so that a replay of many of their runs opens each once for each thread.
///
/// Only those are kept that lie as a finished file: an archive that is being written keeps a log beside it for as long as
/// someone has it open, and would be kept from being put away.
enum ArchivePool {
  private struct Idle: @unchecked Sendable {
    // Used by the one thread that has taken it out.
    var reader: ArchiveReader
    var path: String
    var identity: FileIdentity
  }

  private static let idle = Mutex<[Idle]>([])
  /// No more than this are kept open.
  private static let limit = 16

  /// Gives `body` an archive that no other thread uses meanwhile.
  static func with<Result>(
    _ path: String, _ body: (ArchiveReader) throws(DatabaseError) -> Result
  ) throws(DatabaseError) -> Result {
    let identity = FolderListing.entry(at: path)?.identity
    let known = idle.withLock { idle -> Idle? in
      guard let index = idle.lastIndex(where: { $0.path == path && $0.identity == identity }) else { return nil }
      return idle.remove(at: index)
    }
    let reader: ArchiveReader
    if let known { reader = known.reader } else { reader = try ArchiveReader(path: path) }
    let result = try body(reader)
    if let identity, reader.access == .shared, reader.isAtRest {
      let kept = Idle(reader: reader, path: path, identity: identity)
      idle.withLock { idle in
        if idle.count < limit { idle.append(kept) }
      }
    }
    return result
  }
}
