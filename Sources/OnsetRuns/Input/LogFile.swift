#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// An open file, closed when it goes out of scope.
struct LogFile: ~Copyable {
  private let descriptor: Int32
  let path: String
  /// The file's size in bytes when it was opened; 0 for a pipe.
  let size: Int

  /// Opens a file for reading. A folder is an error here; pipes are fine.
  init(path: String) throws(RunError) {
    self.path = path
    descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    var status = stat()
    let isKnown = unsafe descriptor >= 0 && fstat(descriptor, &status) == 0
    size = isKnown ? Int(status.st_size) : 0
    guard descriptor >= 0 else { throw Self.failure(errno, path: path) }
    if isKnown, status.st_mode & S_IFMT == S_IFDIR { throw .isFolder(path: path) }
  }

  deinit {
    if descriptor >= 0 { _ = close(descriptor) }
  }

  /// Reads at most `count` bytes to `buffer[offset...]`; 0 at the end of the file.
  func read(into buffer: inout [UInt8], at offset: Int, count: Int) throws(RunError) -> Int {
    precondition(offset >= 0 && count >= 0 && offset + count <= buffer.count, "the bytes read have a place")
    while true {
      // The system call writes to memory of which it is told the size; the line above has checked it.
      let got = unsafe buffer.withUnsafeMutableBytes { bytes in
        unsafe system_read(descriptor, bytes.baseAddress?.advanced(by: offset), count)
      }
      if got >= 0 { return got }
      let code = errno
      if code != EINTR { throw Self.failure(code, path: path) }
    }
  }

  /// What an error number of the system means for a path.
  static func failure(_ code: Int32, path: String) -> RunError {
    switch code {
    case ENOENT, ENOTDIR: .missing(path: path)
    case EISDIR: .isFolder(path: path)
    case EACCES, EPERM: .unreadable(path: path, reason: "permission denied")
    case ELOOP: .unreadable(path: path, reason: "symbolic links go in a circle")
    case ENAMETOOLONG: .unreadable(path: path, reason: "the name is too long")
    case EMFILE, ENFILE: .unreadable(path: path, reason: "too many files are open")
    case EIO: .unreadable(path: path, reason: "the device reports an error")
    default: .unreadable(path: path, reason: "system error \(code)")
    }
  }
}

/// The system's `read`, apart from the method of that name.
private func system_read(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  unsafe read(descriptor, buffer, count)
}
