import OnsetText

extension RunLog {
  /// The one text for where a run comes from, by which an archive knows it again: the absolute path, links followed, and
  /// after `#` which run of the file it is.
  package var origin: String {
    (FolderListing.canonicalPath(of: path) ?? path) + (member.map { "#" + $0 } ?? "")
  }
}
