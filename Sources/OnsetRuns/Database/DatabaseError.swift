import CSQLite

/// Why a database could not be used: the path and one sentence.
package struct DatabaseError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What went wrong, apart from how it is said.
  package enum Reason: Hashable, Sendable {
    case missing
    case isFolder
    case notPermitted
    /// The file is no SQLite database.
    case notADatabase
    /// SQLite or a checksum says that the content is not what was written.
    case damaged(String)
    /// It is no archive of runs.
    case noArchive
    /// An archive that a later version of the program has written.
    case newerArchive(version: Int, known: Int)
    /// An archive that an earlier version of the program has written; reading does not change it.
    case olderArchive(version: Int, known: Int)
    /// No run of an archive has the name, or fits the pattern.
    case noSuchRun(name: String, nearest: String?)
    /// Another process held it for longer than we wait.
    case locked
    case noSpace
    case readOnly
    /// Any other failure, in SQLite's words.
    case other(String)
  }

  package var path: String
  package var reason: Reason

  package init(_ path: String, _ reason: Reason) {
    self.path = path
    self.reason = reason
  }

  package var description: String { "\(path): \(sentence)" }

  /// What hinders, without the path.
  var sentence: String {
    switch reason {
    case .missing: "no such file or folder"
    case .isFolder: "is a folder, and a database was expected"
    case .notPermitted: "cannot be opened: permission denied"
    case .notADatabase: "is no SQLite database"
    case .damaged(let what): "the database is damaged: \(what)"
    case .noArchive: "is no archive of runs"
    case .newerArchive(let version, let known):
      "the archive is of version \(version), and this program knows versions up to \(known): use a newer onset"
    case .olderArchive(let version, let known):
      "the archive is of version \(version), and \(known) is current: `onset archive add` brings it up to date"
    case .noSuchRun(let name, let nearest):
      "there is no run \(name)" + (nearest.map { "; did you mean \($0)?" } ?? "")
    case .locked: "the database is in use by another process"
    case .noSpace: "the disk is full"
    case .readOnly: "the database cannot be written"
    case .other(let what): "the database cannot be used: \(what)"
    }
  }

  /// What a result code of SQLite, and its words, mean.
  init(code: Int32, words: String, path: String) {
    let reason: Reason =
      switch code & 0xFF {
      case SQLITE_NOTADB: .notADatabase
      case SQLITE_CORRUPT, SQLITE_FORMAT, SQLITE_MISMATCH, SQLITE_TOOBIG, SQLITE_RANGE: .damaged(words)
      case SQLITE_BUSY, SQLITE_LOCKED: .locked
      case SQLITE_FULL: .noSpace
      case SQLITE_READONLY: .readOnly
      case SQLITE_PERM, SQLITE_AUTH: .notPermitted
      // A page beyond the end of the file.
      case SQLITE_IOERR where code == SQLITE_IOERR_SHORT_READ_EXTENDED: .damaged("it ends too early")
      default: .other(words)
      }
    self.init(path, reason)
  }
}

/// `SQLITE_IOERR_SHORT_READ`, a macro that is not imported.
private let SQLITE_IOERR_SHORT_READ_EXTENDED: Int32 = SQLITE_IOERR | (2 << 8)

extension RunError {
  /// What a failure of a database means for a run in it.
  init(_ error: DatabaseError) {
    self =
      switch error.reason {
      case .missing: .missing(path: error.path)
      case .isFolder: .isFolder(path: error.path)
      case .noSuchRun(let name, let nearest): .noSuchRun(path: error.path, name: name, nearest: nearest)
      case .notPermitted: .unreadable(path: error.path, reason: "permission denied")
      default: .unreadable(path: error.path, reason: error.sentence)
      }
  }
}
