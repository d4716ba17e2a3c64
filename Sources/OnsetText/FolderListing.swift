/// What lies at a path, and what lies in a folder. Symbolic links are followed.
package enum FolderListing {
  package enum Kind: Hashable, Sendable {
    case file
    case folder
    /// A pipe, socket or device.
    case other

    fileprivate init(_ status: SystemCall.Status) {
      self =
        switch status.kind {
        case .regular: .file
        case .directory: .folder
        case .other: .other
        }
    }
  }

  /// What lies at a path; nil where there is nothing that can be seen.
  package static func kind(of path: String) -> Kind? { try? kind(at: path) }

  /// What lies at a path, or why that cannot be known.
  package static func kind(at path: String) throws(FileError) -> Kind {
    do throws(FileError.Reason) {
      return Kind(try SystemCall.status(of: path))
    } catch {
      throw FileError(.read, path, error)
    }
  }

  /// How many bytes a file has; nil where there is none that can be seen.
  package static func byteCount(of path: String) -> Int? { try? SystemCall.status(of: path).size }

  /// What lies at a path and which of the system's files it is, whatever the path to it; nil where there is nothing
  /// that can be seen.
  package static func entry(at path: String) -> (kind: Kind, identity: FileIdentity)? {
    guard let status = try? SystemCall.status(of: path) else { return nil }
    return (Kind(status), status.identity)
  }

  /// One path for all the ways to a file or folder; nil where there is none.
  package static func canonicalPath(of path: String) -> String? {
    try? SystemCall.resolve(path)
  }

  /// The names in a folder that do not begin with a point, in natural order. Names that are not UTF-8 are repaired,
  /// and what they name will then not be found.
  package static func names(in path: String) throws(FileError) -> [String] {
    do throws(FileError.Reason) {
      return try SystemCall.names(in: path).filter { !$0.hasPrefix(".") }.sorted { NaturalOrder.precedes($0, $1) }
    } catch {
      throw FileError(.read, path, error)
    }
  }

  /// Makes the folders in which a file is to lie, as far as they are not there.
  package static func makeFolders(of path: String) throws(FileError) {
    var folder = ""
    for part in path.split(separator: "/", omittingEmptySubsequences: false).dropLast() {
      folder += part + "/"
      guard folder != "/", kind(of: folder) == nil else { continue }
      do throws(FileError.Reason) {
        try SystemCall.makeFolder(folder)
      } catch {
        throw FileError(.write, folder, error)
      }
    }
  }
}

/// Which of the system's files one is: two paths that lead to one file have the same.
package struct FileIdentity: Hashable, Sendable {
  var device: UInt64
  var number: UInt64
}
