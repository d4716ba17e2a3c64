/// A run of an MLflow file store: its folder, with a file for each metric, parameter and tag.
enum MLflowFilesSource: LogSource {
  /// A run is a folder, and is found by its layout.
  static func recognizes(_ beginning: FileBeginning) -> Bool { false }

  static func read(_ log: RunLog, options: ReadingOptions) throws(RunError) -> LogContent {
    var builder = SeriesBuilder(keep: options.keep)
    var fileNotes = FileNotes()
    var sources: [RunSource] = []
    var isNumbered = false
    for (name, path) in FolderTree.files(in: log.path + "/metrics") {
      guard let metric = builder.metric(named: name) else {
        throw .tooManyMetrics(path: log.path, limit: RunBuilder.metricLimit)
      }
      var input = try LogInput.open(path: path, options: options)
      var reader = MLflowMetricReader(path: path)
      try input.drive(&reader)
      reader.sortByTime()
      for index in reader.steps.indices { builder.append(reader.values[index], step: reader.steps[index], to: metric) }
      if reader.substitutedCount > 0, builder.isKept(metric) {
        builder.tally.add(.substitutedValues, count: reader.substitutedCount, name: name)
      }
      isNumbered = isNumbered || reader.isNumbered
      if reader.isEmpty { builder.tally.add(.emptyFiles, name: "metrics/" + name) }
      fileNotes.add(reader.notes, file: "metrics/" + name)
      sources.append(RunSource(path: path, format: .mlflowFiles, isCompressed: input.isCompressed))
    }
    guard builder.hasSamples else { throw .noRows(path: log.path) }
    if isNumbered { builder.tally.add(.noStepColumn) }
    var content = builder.finished()
    content.notes += fileNotes.notes
    content.sources = sources
    return content
  }

  static func metadata(of log: RunLog) throws(RunError) -> LogMetadata {
    guard let run = MLflowFiles.run(in: log.path) else {
      var metadata = LogMetadata()
      metadata.note(.unreadableSettings, name: MLflowFiles.metaFile)
      return metadata
    }
    return run.metadata
  }
}
