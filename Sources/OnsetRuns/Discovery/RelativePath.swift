/// Paths of files and the folders that they lie in.
enum RelativePath {
  /// The path of a file from a folder on; the whole path where it does not lie in it.
  static func of(_ path: String, in folder: String) -> String {
    let prefix = folder.hasSuffix("/") ? folder : folder + "/"
    return path.hasPrefix(prefix) ? String(path.dropFirst(prefix.count)) : path
  }

  /// The folder that a file lies in; `.` where the path does not say.
  static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}
