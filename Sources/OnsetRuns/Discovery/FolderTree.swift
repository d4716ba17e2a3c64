private import OnsetText

/// The files below a folder, in tools' stores in which a file's path is the name of what it holds.
enum FolderTree {
  /// Deeper nesting is a circle of links.
  private static let depthLimit = 64

  /// The files below a folder with their paths from there, in natural order; no more than a run may have metrics.
  static func files(in folder: String) -> [(name: String, path: String)] {
    var files: [(name: String, path: String)] = []
    collect(in: folder, below: "", depth: 0, into: &files)
    return files
  }

  private static func collect(
    in folder: String, below prefix: String, depth: Int, into files: inout [(name: String, path: String)]
  ) {
    guard depth < depthLimit, let names = try? FolderListing.names(in: folder) else { return }
    for name in names where files.count <= RunBuilder.metricLimit {
      let path = folder + "/" + name
      switch FolderListing.kind(of: path) {
      case .file: files.append((prefix + name, path))
      case .folder: collect(in: path, below: prefix + name + "/", depth: depth + 1, into: &files)
      case .other, nil: break
      }
    }
  }
}
