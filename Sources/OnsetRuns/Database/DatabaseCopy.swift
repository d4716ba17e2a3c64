import OnsetText

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A copy of a database and the log or journal beside it, in a folder for temporary files, for what SQLite would have
/// to mend before it can read it. Removed with the last reference.
final class DatabaseCopy: Sendable {
  let path: String
  private let folder: String

  /// Copies the database and those of the files beside it that it has.
  init(of files: DatabaseFiles) throws(DatabaseError) {
    guard let made = TemporaryFiles.makeFolder() else {
      throw DatabaseError(files.path, .other("a copy is needed, and \(TemporaryFiles.root) cannot be written"))
    }
    folder = made
    path = folder + "/database"
    // The log first: what is moved into the database meanwhile is then in both.
    for (source, target) in [(files.wal, path + "-wal"), (files.journal, path + "-journal"), (files.path, path)]
    where FolderListing.kind(of: source) == .file {
      try Self.copy(source, to: target)
    }
  }

  deinit {
    for ending in ["", "-wal", "-shm", "-journal"] { _ = unsafe unlink(path + ending) }
    _ = unsafe rmdir(folder)
  }

  private static func copy(_ source: String, to target: String) throws(DatabaseError) {
    let descriptor = unsafe open(target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw DatabaseError(source, .other("it cannot be copied to \(target)")) }
    defer { _ = close(descriptor) }
    do throws(RunError) {
      let file = try LogFile(path: source)
      var buffer = [UInt8](repeating: 0, count: 1 << 20)
      while true {
        let got = try file.read(into: &buffer, at: 0, count: buffer.count)
        if got == 0 { return }
        var written = 0
        while written < got {
          let count = unsafe buffer.withUnsafeBytes { bytes in
            unsafe write(descriptor, bytes.baseAddress?.advanced(by: written), got - written)
          }
          if count < 0, errno == EINTR { continue }
          guard count > 0 else { throw .unreadable(path: source, reason: "it cannot be copied to \(target)") }
          written += count
        }
      }
    } catch {
      throw DatabaseError(source, .other("it cannot be copied to \(target)"))
    }
  }
}
