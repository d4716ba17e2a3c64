#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Files and folders for the moment, where the system keeps such.
package enum TemporaryFiles {
  /// The folder for temporary files: `TMPDIR`, else `/tmp`.
  package static var root: String { unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/tmp" }

  /// Makes a folder that nobody else may look into, and that whoever asks for it removes.
  ///
  /// - Returns: Its path; nil where none can be made.
  package static func makeFolder() -> String? {
    var name = template
    return unsafe mkdtemp(&name).map { unsafe String(cString: $0) }
  }

  /// Opens a new file without a name, which is gone once it is closed.
  ///
  /// - Returns: Its descriptor, which no other program inherits; -1 where none can be made, and `errno` says why.
  package static func openFile() -> Int32 {
    var name = template
    let file = unsafe mkstemp(&name)
    guard file >= 0 else { return file }
    unsafe unlink(name)
    _ = fcntl(file, F_SETFD, FD_CLOEXEC)
    return file
  }

  /// The six last letters are the system's to choose.
  private static var template: [CChar] { Array("\(root)/onset-XXXXXX".utf8CString) }
}
