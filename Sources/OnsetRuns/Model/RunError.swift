public import OnsetText

/// Why a run could not be read. Each case has one sentence, ``description``.
public enum RunError: Error, Sendable, Hashable {
  /// There is nothing at the path.
  case missing(path: String)
  /// The path is there and the system refuses it.
  case unreadable(path: String, reason: String)
  /// A folder stands where a file was meant.
  case isFolder(path: String)
  /// A folder in which no log was found.
  case noLogs(path: String)
  /// A folder with more than one run, where one was meant; some of their names.
  case severalRuns(path: String, count: Int, names: [String])
  /// There is no run of this name among those at the path.
  case noSuchRun(path: String, name: String, nearest: String?)
  /// The file has no bytes, or nothing but blank lines and comments.
  case empty(path: String)
  /// A database of a known kind in which there is no run.
  case noRuns(path: String)
  /// A SQLite database that is none of those that hold runs.
  case unknownDatabase(path: String)
  /// A header and no row that could be used.
  case noRows(path: String)
  /// Rows with steps, and not one number besides.
  case noMetrics(path: String)
  /// A log of a known format in which no number was logged.
  case noSamples(path: String)
  /// A binary log whose first record is damaged already.
  case damagedRecords(path: String)
  /// The content is of no format that is known.
  case unknownFormat(path: String)
  /// The file is packed by something other than gzip.
  case unknownCompression(path: String, name: String)
  /// gzip data of which not even a beginning could be unpacked.
  case damagedCompression(path: String)
  /// One JSON document over several lines, not an object a line.
  case wholeJSONDocument(path: String)
  /// A JSON document without metrics.
  case noSeries(path: String)
  /// A text log of which no line fits its format.
  case noFittingLine(path: String, format: String)
  /// The text is UTF-16 or UTF-32, or a name in it is not UTF-8.
  case notUTF8(path: String, line: Int)
  /// A line is longer than the limit.
  case lineTooLong(path: String, line: Int, limitBytes: Int)
  /// More metrics than the limit.
  case tooManyMetrics(path: String, limit: Int)
  /// The first line holds numbers where the names should be.
  case noHeader(path: String, line: Int)
  /// A number is written with a decimal comma.
  case decimalComma(path: String, line: Int, text: String)
  /// The step column that was asked for is not there.
  case noSuchStepColumn(path: String, name: String, nearest: String?)
  /// The metadata file has faults.
  case metadata([Diagnostic])
}

extension RunError {
  /// Whether the file is as it should be, and holds nothing yet.
  var isLackOfRows: Bool {
    switch self {
    case .empty, .noRows: true
    default: false
    }
  }

  /// What a failure to reach a path means for a run.
  init(_ error: FileError) {
    switch error.reason {
    case .missing: self = .missing(path: error.path)
    case .isDirectory: self = .isFolder(path: error.path)
    case .notPermitted: self = .unreadable(path: error.path, reason: "permission denied")
    case .notRegular, .tooLarge, .noSpace, .readOnly, .other:
      self = .unreadable(path: error.path, reason: error.reasonText)
    }
  }
}
