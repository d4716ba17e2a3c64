extension LogContent {
  /// Logs that are one run, in the order in which they were written: where two have a sample of a metric at one step,
  /// the later one counts.
  static func joining(_ logs: [(file: String, content: LogContent)], keep: MetricSelection) -> LogContent {
    var builder = SeriesBuilder(keep: keep)
    var notes = FileNotes()
    var sources: [RunSource] = []
    for (file, content) in logs {
      notes.add(content.notes, file: file)
      sources += content.sources
      var columns: [String: RunColumn] = [:]
      for column in content.columns { columns[column.name] = column }
      // Rows of metrics that were not kept are rows all the same.
      var rowsAreCovered = columns.count == content.metricNames.count
      for name in content.metricNames {
        guard let metric = builder.metric(named: name) else { continue }
        if let column = columns[name] {
          builder.append(column, to: metric)
        } else {
          for step in rowsAreCovered ? content.rows.prefix(1) : content.rows[...] {
            builder.append(0, step: step, to: metric)
          }
          rowsAreCovered = true
        }
      }
    }
    var joined = builder.finished()
    joined.notes += notes.notes
    joined.sources = sources
    return joined
  }
}

extension SeriesBuilder {
  /// The samples of a metric that has been read already.
  mutating func append(_ column: RunColumn, to metric: Int) {
    for index in column.steps.indices { append(column.values[index], step: column.steps[index], to: metric) }
  }
}
