/// Reads logs: the entry point for a single file.
public enum RunReader {
  /// Reads one log file, without metadata.
  ///
  /// Memory: the kept metrics' values, and a piece of the text. Throws for a file that cannot be read at
  /// all; what could be mended or passed over is in the run's notes.
  public static func read(file path: String, options: ReadingOptions = ReadingOptions()) throws(RunError)
    -> Run
  {
    var input = try LogInput.open(path: path, options: options)
    let format = try input.format()
    let finished: RunBuilder.Finished
    switch format {
    case .csv:
      var reader = CSVReader(path: path, separator: try input.separator(), options: options)
      try input.drive(&reader)
      finished = try reader.finished()
    case .jsonLines:
      var reader = JSONLinesReader(path: path, options: options)
      try input.drive(&reader)
      finished = try reader.finished()
    }
    var run = Run(
      name: RunName.name(ofFile: path), rows: finished.rows, columns: finished.columns,
      metricNames: finished.metricNames, notes: finished.notes,
      sources: [RunSource(path: path, format: format, isCompressed: input.isCompressed)])
    if input.isDamaged { run.notes.append(ReadingNote(kind: .damagedCompression, count: 1)) }
    return run
  }
}
