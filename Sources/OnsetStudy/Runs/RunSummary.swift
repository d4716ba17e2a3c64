package import OnsetRules
package import OnsetRuns
import OnsetText

/// What there is to say about a run without its values.
package struct RunSummary: Sendable {
  package var name: String
  /// The path by which people know it.
  package var path: String
  package var metadata: RunMetadata
  /// The metadata file, where there is one.
  package var metadataPath: String?
  /// The profile that matches it, or those that match it equally well.
  package var profiles: [String]
  package var rowCount: Int
  package var firstStep: Int64?
  package var lastStep: Int64?
  package var metricNames: [String]
  package var sampleCount: Int
  package var sources: [RunSource]
  /// The files that it was read from, with their sizes in bytes where they have one.
  package var files: [(path: String, byteCount: Int?)]
  package var notes: [ReadingNote]

  package init(_ run: Run, _ reference: RunReference, profiles: [Profile]) {
    name = run.name
    path = reference.log.path
    metadata = run.metadata
    metadataPath = reference.metadataPath
    self.profiles =
      switch ProfileMatch.find(among: profiles, fields: run.metadata.fields) {
      case .one(let profile): [profile.name]
      case .none: []
      case .tie(let first, let second): [first.name, second.name]
      }
    rowCount = run.rows.count
    firstStep = run.rows.first
    lastStep = run.rows.last
    metricNames = run.metricNames
    sampleCount = run.columns.reduce(0) { $0 + $1.values.count }
    sources = run.sources
    var paths: [String] = []
    for path in run.sources.map(\.path) + reference.log.files where !paths.contains(path) { paths.append(path) }
    files = paths.compactMap { path in
      switch FolderListing.kind(of: path) {
      case .folder: nil
      case .file: (path, FolderListing.byteCount(of: path))
      case .other, nil: (path, nil)
      }
    }
    notes = run.notes
  }

  /// The formats of the files, each once.
  package var formats: [LogFormat] {
    var formats: [LogFormat] = []
    for source in sources where !formats.contains(source.format) { formats.append(source.format) }
    return formats
  }

  /// How large the files are together; nil where that cannot be known of any.
  package var byteCount: Int? {
    let known = files.compactMap(\.byteCount)
    return known.isEmpty ? nil : known.reduce(0, +)
  }
}
