#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The calls of the system that file access needs, with what C asks for (pointers, `errno`) kept inside.
///
/// Each gives the error's number where the call fails; a call that a signal interrupts is made again.
enum SystemCall {
  /// A file descriptor that is closed at the end of its life.
  struct Descriptor: ~Copyable {
    let number: Int32
    deinit { _ = close(number) }
  }

  typealias Failure = FileError.Reason

  /// What is thrown where a new file would take the place of another.
  static var alreadyThere: Failure { .other(EEXIST) }

  private static func lastFailure() -> Failure {
    switch errno {
    case ENOENT, ENOTDIR: .missing
    case EISDIR: .isDirectory
    case EACCES, EPERM: .notPermitted
    case ENOSPC, EDQUOT: .noSpace
    case EROFS: .readOnly
    default: .other(errno)
    }
  }

  /// The kind of a file, and what a replacement of it has to keep.
  struct Status {
    enum Kind { case regular, directory, other }
    var kind: Kind
    var size: Int
    var permissions: mode_t
    var owner: uid_t
    var group: gid_t
    var identity: FileIdentity

    /// Refuses what is not a regular file: reading it may never end.
    func requireRegular() throws(Failure) {
      switch kind {
      case .regular: break
      case .directory: throw .isDirectory
      case .other: throw .notRegular
      }
    }
  }

  static func openForReading(_ path: String) throws(Failure) -> Descriptor {
    // A pipe without a writer would block the opening itself.
    Descriptor(number: try retrying { unsafe open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC) })
  }

  /// A new file, where there was none; the user's mask is taken from the permissions.
  static func createExclusively(_ path: String, permissions: mode_t) throws(Failure) -> Descriptor {
    Descriptor(
      number: try retrying { unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, permissions) })
  }

  static func status(of descriptor: borrowing Descriptor) throws(Failure) -> Status {
    var raw = stat()
    let number = descriptor.number
    _ = try retrying { unsafe fstat(number, &raw) }
    return Status(raw)
  }

  static func status(of path: String) throws(Failure) -> Status {
    var raw = stat()
    _ = try retrying { unsafe stat(path, &raw) }
    return Status(raw)
  }

  /// The names in a folder, those of itself and its parent included, in no order.
  static func names(in path: String) throws(Failure) -> [String] {
    guard let folder = unsafe opendir(path) else { throw lastFailure() }
    defer { unsafe closedir(folder) }
    var names: [String] = []
    // The entry that `readdir` points to is valid until the next call; its name is copied at once.
    while let entry = unsafe readdir(folder) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        unsafe String(cString: UnsafeRawPointer(pointer).assumingMemoryBound(to: CChar.self))
      }
      names.append(name)
    }
    return names
  }

  static func makeFolder(_ path: String) throws(Failure) {
    _ = try retrying { unsafe mkdir(path, 0o777) }
  }

  /// Fails where the user may not write to the file that is there.
  static func requireWritable(_ path: String) throws(Failure) {
    _ = try retrying { unsafe access(path, W_OK) }
  }

  static func isSymbolicLink(_ path: String) -> Bool {
    var raw = stat()
    return unsafe lstat(path, &raw) == 0 && raw.st_mode & S_IFMT == S_IFLNK
  }

  /// Up to `limit` bytes from a descriptor; `expected` is how many there may be.
  static func readBytes(_ descriptor: Int32, limit: Int, expected: Int) throws(Failure) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(min(expected, limit))
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while bytes.count < limit {
      let room = min(chunk.count, limit - bytes.count)
      let count = try retrying { unsafe read(descriptor, &chunk, room) }
      if count == 0 { break }
      bytes += chunk[..<count]
    }
    return bytes
  }

  static func writeBytes(_ bytes: [UInt8], to descriptor: borrowing Descriptor) throws(Failure) {
    var rest = bytes[...]
    let number = descriptor.number
    while !rest.isEmpty {
      rest = rest.dropFirst(
        try retrying { unsafe rest.withUnsafeBytes { unsafe write(number, $0.baseAddress, $0.count) } })
    }
  }

  static func synchronise(_ descriptor: borrowing Descriptor) throws(Failure) {
    let number = descriptor.number
    _ = try retrying { fsync(number) }
  }

  /// Makes a change of a folder's entries last, where the system can do that.
  static func synchroniseFolder(_ path: String) {
    let number = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard number >= 0 else { return }
    _ = fsync(number)
    _ = close(number)
  }

  static func setPermissions(_ permissions: mode_t, of descriptor: borrowing Descriptor) throws(Failure) {
    let number = descriptor.number
    _ = try retrying { fchmod(number, permissions) }
  }

  /// Gives the file to another user and group, where that is allowed.
  static func setOwner(_ owner: uid_t, _ group: gid_t, of descriptor: borrowing Descriptor) {
    if fchown(descriptor.number, owner, group) != 0 { _ = fchown(descriptor.number, .max, group) }
  }

  static func move(_ old: String, to new: String) throws(Failure) {
    _ = try retrying { unsafe rename(old, new) }
  }

  static func remove(_ path: String) { _ = unsafe unlink(path) }

  /// The path with every symbolic link followed.
  static func resolve(_ path: String) throws(Failure) -> String {
    guard let resolved = unsafe realpath(path, nil) else { throw lastFailure() }
    defer { unsafe free(resolved) }
    return unsafe String(cString: resolved)
  }

  /// What the system says about an error.
  static func describe(_ number: Int32) -> String {
    unsafe strerror(number).map { unsafe String(cString: $0) } ?? "error \(number)"
  }

  /// A number that tells the temporary files of processes, and of one process, apart.
  static var processNumber: Int32 { getpid() }

  private static func retrying<Result: SignedInteger>(_ call: () -> Result) throws(Failure) -> Result {
    while true {
      let result = call()
      if result >= 0 { return result }
      if errno != EINTR { throw lastFailure() }
    }
  }
}

extension SystemCall.Status {
  fileprivate init(_ raw: stat) {
    kind =
      switch raw.st_mode & S_IFMT {
      case S_IFREG: .regular
      case S_IFDIR: .directory
      default: .other
      }
    size = Int(raw.st_size)
    permissions = raw.st_mode & 0o7777
    owner = raw.st_uid
    group = raw.st_gid
    // The types differ from system to system.
    identity = FileIdentity(
      device: UInt64(truncatingIfNeeded: raw.st_dev), number: UInt64(truncatingIfNeeded: raw.st_ino))
  }
}
