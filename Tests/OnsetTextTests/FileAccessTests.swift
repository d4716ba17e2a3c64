import OnsetText
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A folder of its own for a test, removed at the end.
private final class TemporaryFolder {
  let path: String

  init() throws {
    path = try #require(TemporaryFiles.makeFolder())
  }

  deinit {
    _ = unsafe chmod(path, 0o700)
    for name in names { _ = unsafe remove("\(path)/\(name)") }
    _ = unsafe remove(path)
  }

  /// The names in the folder, sorted.
  var names: [String] {
    guard let folder = unsafe opendir(path) else { return [] }
    defer { _ = unsafe closedir(folder) }
    var names: [String] = []
    while let entry = unsafe readdir(folder) {
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  func mode(_ name: String) -> mode_t {
    var status = stat()
    _ = unsafe lstat("\(path)/\(name)", &status)
    return status.st_mode
  }
}

@Suite struct FileAccessTests {
  private let folder = try? TemporaryFolder()
  private var path: String { folder?.path ?? "" }
  private static let isRoot = geteuid() == 0

  private func text(_ name: String) throws -> String {
    let file = try FileAccess.read("\(path)/\(name)", limit: 1 << 20)
    return String(decoding: file.bytes, as: UTF8.self)
  }

  private func failure(reading name: String, limit: Int = 1 << 20) -> String? {
    do {
      _ = try FileAccess.read("\(path)/\(name)", limit: limit)
      return nil
    } catch {
      return error.description.replacing(path, with: "FOLDER")
    }
  }

  private func failure(writing name: String) -> String? {
    do {
      try FileAccess.replaceAtomically("\(path)/\(name)", with: [1])
      return nil
    } catch {
      return error.description.replacing(path, with: "FOLDER")
    }
  }

  @Test(arguments: [0, 1, 65_535, 65_536, 65_537, 300_000])
  func `a file of any length is read whole`(count: Int) throws {
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    try FileAccess.replaceAtomically("\(path)/a", with: bytes)
    let file = try FileAccess.read("\(path)/a", limit: count)
    #expect(file.bytes == bytes)
    #expect(file.path == "\(path)/a")
  }

  @Test func `a file that is too large is refused`() throws {
    try FileAccess.replaceAtomically("\(path)/a", with: [1, 2, 3])
    #expect(failure(reading: "a", limit: 3) == nil)
    #expect(
      failure(reading: "a", limit: 2)
        == "cannot read `FOLDER/a`: it has more than 2 bytes, the most that are read")
  }

  @Test func `what cannot be read is refused in a sentence`() throws {
    #expect(failure(reading: "none") == "cannot read `FOLDER/none`: there is no such file")
    #expect(failure(reading: "") == "cannot read `FOLDER/`: it is a folder, not a file")
    try FileAccess.replaceAtomically("\(path)/a", with: [])
    #expect(failure(reading: "a/b") == "cannot read `FOLDER/a/b`: there is no such file")
    #expect(failure(reading: "a\0b") == "cannot read `FOLDER/a\0b`: there is no such file")
    let longName = String(repeating: "n", count: 300)
    #expect(failure(reading: longName)?.hasSuffix("File name too long") == true)
    _ = unsafe symlink("loop", "\(path)/loop")
    #expect(failure(reading: "loop")?.hasPrefix("cannot read `FOLDER/loop`: ") == true)
    _ = unsafe symlink("a", "\(path)/link")
    #expect(failure(reading: "link") == nil)
  }

  @Test func `a pipe is refused without waiting for its other end`() throws {
    #expect(unsafe mkfifo("\(path)/pipe", 0o600) == 0)
    let sentence = "FOLDER/pipe`: it is a pipe, socket or device, not a file"
    #expect(failure(reading: "pipe") == "cannot read `\(sentence)")
    #expect(failure(writing: "pipe") == "cannot write `\(sentence)")
    #expect(throws: FileError(.read, "/dev/null", .notRegular)) { try FileAccess.read("/dev/null", limit: 1) }
  }

  @Test(.enabled(if: !isRoot)) func `what is not permitted is refused in a sentence`() throws {
    try FileAccess.replaceAtomically("\(path)/a", with: [])
    _ = unsafe chmod("\(path)/a", 0)
    #expect(failure(reading: "a") == "cannot read `FOLDER/a`: permission denied")
    _ = unsafe chmod("\(path)/a", 0o444)
    #expect(failure(writing: "a") == "cannot write `FOLDER/a`: permission denied")
    _ = unsafe chmod(path, 0o500)
    #expect(failure(writing: "b") == "cannot write `FOLDER/b`: permission denied")
  }

  @Test(arguments: [0o644, 0o600, 0o755, 0o664] as [mode_t])
  func `a replaced file keeps its permissions`(permissions: mode_t) throws {
    try FileAccess.replaceAtomically("\(path)/a", with: Array("old".utf8))
    _ = unsafe chmod("\(path)/a", permissions)
    try FileAccess.replaceAtomically("\(path)/a", with: Array("new".utf8))
    #expect(try text("a") == "new")
    #expect(folder?.mode("a") == S_IFREG | permissions)
    #expect(folder?.names == ["a"])
  }

  @Test func `a new file has the permissions of any new file`() throws {
    try FileAccess.replaceAtomically("\(path)/a", with: [])
    let descriptor = unsafe open("\(path)/b", O_WRONLY | O_CREAT, 0o666)
    _ = close(descriptor)
    #expect(folder?.mode("a") == folder?.mode("b"))
  }

  @Test func `a link stays and what it leads to is replaced`() throws {
    _ = unsafe mkdir("\(path)/inner", 0o700)
    try FileAccess.replaceAtomically("\(path)/inner/a", with: Array("old".utf8))
    _ = unsafe symlink("inner/a", "\(path)/one")
    _ = unsafe symlink("one", "\(path)/two")
    try FileAccess.replaceAtomically("\(path)/two", with: Array("new".utf8))
    #expect(try text("inner/a") == "new")
    #expect((folder?.mode("two") ?? 0) & S_IFMT == S_IFLNK)
    #expect(folder?.names == ["inner", "one", "two"])
    _ = unsafe remove("\(path)/inner/a")
    #expect(failure(writing: "two")?.hasPrefix("cannot write `FOLDER/two`: ") == true)
    #expect(folder?.names == ["inner", "one", "two"])
  }

  @Test func `after an error nothing has changed and nothing is left behind`() throws {
    try FileAccess.replaceAtomically("\(path)/a", with: Array("old".utf8))
    #expect(failure(writing: "") == "cannot write `FOLDER/`: it is a folder, not a file")
    #expect(failure(writing: "none/a") == "cannot write `FOLDER/none/a`: its folder does not exist")
    #expect(failure(writing: "a/b")?.hasPrefix("cannot write `FOLDER/a/b`: ") == true)
    #expect(failure(writing: "a/")?.hasPrefix("cannot write `FOLDER/a/`: ") == true)
    #expect(try text("a") == "old")
    #expect(folder?.names == ["a"])
  }

  @Test func `what a process that was killed left behind is not in the way`() throws {
    for attempt in 0..<3 {
      try FileAccess.replaceAtomically("\(path)/.a.\(getpid()).\(attempt).tmp", with: [])
    }
    try FileAccess.replaceAtomically("\(path)/a", with: Array("new".utf8))
    #expect(try text("a") == "new")
    #expect(folder?.names.count == 4)
  }

  @Test func `a reader sees the old file or the new one`() async throws {
    let path = "\(path)/a"
    let contents = [UInt8(ascii: "a"), UInt8(ascii: "b")].map { [UInt8](repeating: $0, count: 200_000) }
    try FileAccess.replaceAtomically(path, with: contents[0])
    async let writing: Void = {
      for round in 0..<20 { try FileAccess.replaceAtomically(path, with: contents[round % 2]) }
    }()
    for _ in 0..<50 { #expect(contents.contains(try FileAccess.read(path, limit: 1 << 20).bytes)) }
    try await writing
  }

  @Test func `a name of the greatest length can be written`() throws {
    let name = String(repeating: "é", count: 127)
    try FileAccess.replaceAtomically("\(path)/\(name)", with: [7])
    #expect(folder?.names == [name])
  }
}
