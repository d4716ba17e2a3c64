#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// What lies at a path, symbolic links followed.
struct FileStatus: Equatable {
  enum Kind { case file, folder, other }

  var kind: Kind
  /// What makes two paths the same file or folder.
  var identity: Identity

  struct Identity: Hashable {
    var device: UInt64
    var number: UInt64
  }

  /// Asks the system. Throws where there is nothing, or nothing that may be seen.
  init(path: String) throws(RunError) {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { throw LogFile.failure(errno, path: path) }
    kind =
      switch status.st_mode & S_IFMT {
      case S_IFREG: .file
      case S_IFDIR: .folder
      default: .other
      }
    identity = Identity(
      device: UInt64(truncatingIfNeeded: status.st_dev), number: UInt64(truncatingIfNeeded: status.st_ino))
  }
}

/// The names in a folder.
enum FolderListing {
  /// The names that do not begin with a point, in natural order. Names that are not UTF-8 are repaired, and
  /// what they name will then not be found.
  static func names(in path: String) throws(RunError) -> [String] {
    guard let folder = unsafe opendir(path) else { throw LogFile.failure(errno, path: path) }
    defer { unsafe closedir(folder) }
    var names: [String] = []
    // The entry that `readdir` points to is valid until the next call; its name is copied at once.
    while let entry = unsafe readdir(folder) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        unsafe String(cString: UnsafeRawPointer(pointer).assumingMemoryBound(to: CChar.self))
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names.sorted { NaturalOrder.precedes($0, $1) }
  }
}
