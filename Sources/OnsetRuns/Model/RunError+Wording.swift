private import OnsetText

extension RunError: CustomStringConvertible {
  /// One sentence: the file, the line where there is one, and what is wrong.
  public var description: String {
    switch self {
    case .missing(let path):
      "\(path): no such file or folder"
    case .unreadable(let path, let reason):
      "\(path): cannot be read: \(reason)"
    case .isFolder(let path):
      "\(path): is a folder, and a log file was expected"
    case .noLogs(let path):
      "\(path): no log was found in this folder: no table, no JSON lines, and no files of a tracker that is known"
    case .severalRuns(let path, let count, let names):
      "\(path): holds \(count) runs (\(names.joined(separator: ", ")), ...), and one was expected"
        + (names.first.map { ": name one, such as \(path)#\($0)" } ?? "")
    case .noSuchRun(let path, let name, let nearest):
      "\(path): there is no run \(name)" + (nearest.map { "; did you mean \($0)?" } ?? "")
    case .empty(let path):
      "\(path): the file is empty"
    case .noRuns(let path):
      "\(path): there is no run in it"
    case .unknownDatabase(let path):
      "\(path): this SQLite database is none of MLflow's or Trackio's, and no archive of runs"
    case .noRows(let path):
      "\(path): there is no row with a step in it"
    case .noMetrics(let path):
      "\(path): no column holds numbers besides the step"
    case .noSamples(let path):
      "\(path): no number was logged here"
    case .damagedRecords(let path):
      "\(path): the log is damaged from its first record on"
    case .unknownFormat(let path):
      "\(path): this is no log that is known: a table has a header with names over rows of numbers, JSON lines have one "
        + "object a line, and other text needs a pattern file in `formats/`"
    case .unknownCompression(let path, let name):
      "\(path): the file is packed as \(name); gzip and plain text can be read"
    case .damagedCompression(let path):
      "\(path): the gzip data are damaged from their beginning"
    case .wholeJSONDocument(let path):
      "\(path): this is one JSON document over several lines; JSON lines have one object a line"
    case .noSeries(let path):
      "\(path): this JSON document has no metrics: neither arrays of numbers nor a list of objects with a step"
    case .noFittingLine(let path, let format):
      "\(path): no line fits the format `\(format)`"
    case .notUTF8(let path, let line):
      "\(path):\(line): the text is not UTF-8"
    case .lineTooLong(let path, let line, let limit):
      "\(path):\(line): the line is longer than \(limit >> 20) MiB"
    case .tooManyMetrics(let path, let limit):
      "\(path): the log names more than \(limit) metrics"
    case .noHeader(let path, let line):
      "\(path):\(line): the first line holds numbers, and a header with the columns' names was expected, "
        + "such as step,loss"
    case .decimalComma(let path, let line, let text):
      "\(path):\(line): \(text) is written with a decimal comma; numbers need a decimal point"
    case .noSuchStepColumn(let path, let name, let nearest):
      "\(path): no column is named \(name)" + (nearest.map { "; did you mean \($0)?" } ?? "")
    case .metadata(let findings):
      findings.first.map { first in
        "\(first.source.path): \(first.message)"
          + (findings.count > 1 ? " (and \(findings.count - 1) more)" : "")
      } ?? "the metadata cannot be read"
    }
  }
}
