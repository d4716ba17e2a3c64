import OnsetText

/// A database file and what SQLite may keep beside it, looked at without opening it.
struct DatabaseFiles {
  let path: String
  /// Whether its changes go to a log beside it, by the file's own header.
  private(set) var usesWAL = false
  /// The application that the header names; 0 for none.
  private(set) var application: UInt32 = 0
  /// The version of the application's schema, by the header.
  private(set) var version: UInt32 = 0

  /// The bytes with which every SQLite database begins.
  static let mark = Array("SQLite format 3\0".utf8)

  /// Looks at the file. Throws where it is no database.
  init(path: String) throws(DatabaseError) {
    self.path = path
    var header = [UInt8](repeating: 0, count: 100)
    var count = 0
    do throws(RunError) {
      let file = try LogFile(path: path)
      while count < header.count {
        let got = try file.read(into: &header, at: count, count: header.count - count)
        if got == 0 { break }
        count += got
      }
    } catch {
      throw DatabaseError(path, Self.reason(error))
    }
    guard count == header.count, header.starts(with: Self.mark) else { throw DatabaseError(path, .notADatabase) }
    usesWAL = header[18] == 2 || header[19] == 2
    application = Self.number(header, 68)
    version = Self.number(header, 60)
  }

  /// The log of changes beside the file that are not in it yet.
  var wal: String { path + "-wal" }
  /// The memory that processes share while they use the log.
  var sharedMemory: String { path + "-shm" }
  /// The pages to put back after a change that was not finished.
  var journal: String { path + "-journal" }

  var hasWAL: Bool { (FolderListing.byteCount(of: wal) ?? 0) > 0 }
  /// Whether processes that use the log have it open, or were killed.
  var isInUse: Bool { FolderListing.kind(of: wal) != nil && FolderListing.kind(of: sharedMemory) != nil }
  var hasJournal: Bool { (FolderListing.byteCount(of: journal) ?? 0) > 0 }

  private static func number(_ bytes: [UInt8], _ offset: Int) -> UInt32 {
    bytes[offset..<(offset + 4)].reduce(0) { $0 << 8 | UInt32($1) }
  }

  private static func reason(_ error: RunError) -> DatabaseError.Reason {
    switch error {
    case .missing: .missing
    case .isFolder: .isFolder
    case .unreadable(_, "permission denied"): .notPermitted
    case .unreadable(_, let reason): .other(reason)
    default: .other(error.description)
    }
  }
}
