/// A run of DVCLive: a TSV file for each metric, its name the path below the folder of metrics. Older versions add a
/// column with the time, which is no metric.
enum DVCLiveSource: LogSource {
  /// A run is a folder, and is found by its layout; one of its files by itself is a table like others.
  static func recognizes(_ beginning: FileBeginning) -> Bool { false }

  static let ending = ".tsv"

  static func read(_ log: RunLog, options: ReadingOptions) throws(RunError) -> LogContent {
    var builder = SeriesBuilder(keep: options.keep)
    var fileNotes = FileNotes()
    var sources: [RunSource] = []
    var empty: [String] = []
    for file in log.files {
      let name = metricName(ofFile: file, in: log.path)
      guard let metric = builder.metric(named: name) else {
        throw .tooManyMetrics(path: log.path, limit: RunBuilder.metricLimit)
      }
      do throws(RunError) {
        let table = try CSVSource.read(
          RunLog(path: file), options: tableOptions(options, keeps: builder.isKept(metric)))
        append(table, called: RunName.lastComponent(of: name), to: &builder, metric: metric)
        fileNotes.add(table.notes, file: RelativePath.of(file, in: log.path))
        sources.append(RunSource(path: file, format: .dvclive))
      } catch {
        guard error.isLackOfRows else { throw error }
        empty.append(RelativePath.of(file, in: log.path))
      }
    }
    guard builder.hasSamples else { throw .noRows(path: log.path) }
    var content = builder.finished()
    content.notes += fileNotes.notes
    content.note(.emptyFiles, names: empty)
    content.sources = sources
    return content
  }

  static func metadata(of log: RunLog) throws(RunError) -> LogMetadata {
    var metadata = LogMetadata()
    let path = log.path + "/params.yaml"
    if SettingsFile.exists(path) { SettingsFile.add(path, to: &metadata) }
    return metadata
  }

  /// The metric of a file: its path below the folder of metrics, without the ending.
  private static func metricName(ofFile file: String, in folder: String) -> String {
    let path = RelativePath.of(file, in: folder)
    let root = DVCLiveLayout.roots.first { path.hasPrefix($0 + "/") } ?? ""
    return String(path.dropFirst(root.isEmpty ? 0 : root.count + 1).dropLast(ending.count))
  }

  private static func tableOptions(_ options: ReadingOptions, keeps: Bool) -> ReadingOptions {
    var options = options
    options.keep = keeps ? .all : .named([])
    return options
  }

  /// The samples are in the column that is called like the file, else in the last one.
  private static func append(
    _ table: LogContent, called name: String, to builder: inout SeriesBuilder, metric: Int
  ) {
    if let column = table.columns.first(where: { $0.name == name }) ?? table.columns.last {
      builder.append(column, to: metric)
    } else {
      for step in table.rows { builder.append(0, step: step, to: metric) }
    }
  }
}
