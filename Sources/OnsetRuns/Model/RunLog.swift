/// What a run is read from: a file, several that belong together, a folder, or a part of a database.
public struct RunLog: Sendable, Hashable {
  /// The path by which people know it: the file, or the folder that holds its files.
  public var path: String
  /// The format, where finding the run has shown it; nil where the content is to say.
  public var format: LogFormat?
  /// The files that hold the run, in the order in which they were written: often just `path`.
  public var files: [String]
  /// Which run it is, in a file that holds several.
  public var member: String?

  /// A log. Without `files`, the path is that of its one file.
  public init(path: String, format: LogFormat? = nil, files: [String]? = nil, member: String? = nil) {
    self.path = path
    self.format = format
    self.files = files ?? [path]
    self.member = member
  }
}
