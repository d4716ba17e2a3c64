/// Reads files whole, and replaces them so that a reader sees the old file or the new one and nothing between.
package enum FileAccess {
  /// The file at `path`, links followed.
  ///
  /// What is not a regular file is refused without waiting for it, and so is one of more than `limit` bytes.
  /// The length that the system gives is not relied on: a file may grow, and some have no length.
  package static func read(_ path: String, limit: Int) throws(FileError) -> SourceFile {
    do throws(FileError.Reason) {
      try requireNameOfSystem(path)
      // Opening a device can have an effect of its own, so the kind is asked first; and then again, since the
      // file may have been exchanged.
      try SystemCall.status(of: path).requireRegular()
      let descriptor = try SystemCall.openForReading(path)
      let status = try SystemCall.status(of: descriptor)
      try status.requireRegular()
      if status.size > limit { throw .tooLarge(limit: limit) }
      let bytes = try contents(of: descriptor.number, limit: limit, expected: status.size)
      return SourceFile(path: path, bytes: bytes)
    } catch {
      throw FileError(.read, path, error)
    }
  }

  /// All of the standard input, under the name `<stdin>`. Waits until the other side ends it.
  package static func readStandardInput(limit: Int) throws(FileError) -> SourceFile {
    let name = "<stdin>"
    do throws(FileError.Reason) {
      return SourceFile(path: name, bytes: try contents(of: 0, limit: limit, expected: 0))
    } catch {
      throw FileError(.read, name, error)
    }
  }

  /// Gives the file at `path` other content, or makes it where there is none.
  ///
  /// The bytes are written to a file beside it, which then takes its place, with the old file's permissions; a
  /// symbolic link stays, and what it leads to is replaced. After an error the old file is as it was, and
  /// nothing is left beside it. When this returns, the new content survives a loss of power.
  package static func replaceAtomically(_ path: String, with bytes: [UInt8]) throws(FileError) {
    var rest: [UInt8]? = bytes
    try replaceAtomically(path) { rest.take() }
  }

  /// The same for content that is made piece by piece, until there is none.
  package static func replaceAtomically(_ path: String, pieces: () -> [UInt8]?) throws(FileError) {
    do throws(FileError.Reason) {
      try requireNameOfSystem(path)
      let (target, old) = try replacementTarget(of: path)
      let (folder, name) = split(target)
      let temporary = try createTemporary(in: folder, for: name, isNew: old == nil)
      do throws(FileError.Reason) {
        if let old {
          SystemCall.setOwner(old.owner, old.group, of: temporary.descriptor)
          try SystemCall.setPermissions(old.permissions, of: temporary.descriptor)
        }
        while let piece = pieces() { try SystemCall.writeBytes(piece, to: temporary.descriptor) }
        try SystemCall.synchronise(temporary.descriptor)
        try SystemCall.move(temporary.path, to: target)
      } catch {
        SystemCall.remove(temporary.path)
        throw error
      }
      SystemCall.synchroniseFolder(folder)
    } catch {
      throw FileError(.write, path, error)
    }
  }

  /// Refuses a path with a zero byte, which the system would take for the path's end.
  private static func requireNameOfSystem(_ path: String) throws(FileError.Reason) {
    if path.utf8.contains(0) { throw .missing }
  }

  private static func contents(
    of descriptor: Int32, limit: Int, expected: Int
  ) throws(FileError.Reason) -> [UInt8] {
    // One byte more than is allowed, and one more than is expected, to see whether there are more.
    let bytes = try SystemCall.readBytes(
      descriptor, limit: limit == .max ? limit : limit + 1, expected: expected + 1)
    if bytes.count > limit { throw .tooLarge(limit: limit) }
    return bytes
  }

  /// The path to replace, links followed, and the file that is there.
  private static func replacementTarget(
    of path: String
  ) throws(FileError.Reason) -> (target: String, old: SystemCall.Status?) {
    do throws(FileError.Reason) {
      let old = try SystemCall.status(of: path)
      try old.requireRegular()
      // Taking a file's place needs no permission to write to it; who took that away meant it.
      try SystemCall.requireWritable(path)
      return (try SystemCall.resolve(path), old)
    } catch .missing where !SystemCall.isSymbolicLink(path) {
      return (path, nil)
    } catch {
      // A link that leads nowhere is among these: the link was meant, and a file would hide that.
      throw error
    }
  }

  private struct Temporary: ~Copyable {
    let path: String
    let descriptor: SystemCall.Descriptor
  }

  /// A new file beside the target. One that a process that was killed left behind is passed over.
  private static func createTemporary(
    in folder: String, for name: String, isNew: Bool
  ) throws(FileError.Reason) -> Temporary {
    // The name is cut: with the suffix it must not get longer than a name may be (255 bytes).
    let stem = String(decoding: name.utf8.prefix(180), as: UTF8.self)
    var attempt = 0
    while true {
      let path = "\(folder)/.\(stem).\(SystemCall.processNumber).\(attempt).tmp"
      do throws(FileError.Reason) {
        let descriptor = try SystemCall.createExclusively(path, permissions: isNew ? 0o666 : 0o600)
        return Temporary(path: path, descriptor: descriptor)
      } catch {
        attempt += 1
        if error != SystemCall.alreadyThere || attempt == 100 { throw error }
      }
    }
  }

  private static func split(_ path: String) -> (folder: String, name: String) {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return (".", path) }
    let folder = String(path[..<slash])
    return (folder.isEmpty ? "/" : folder, String(path[path.utf8.index(after: slash)...]))
  }
}
