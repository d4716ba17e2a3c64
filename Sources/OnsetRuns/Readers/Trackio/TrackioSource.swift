/// Trackio's database of a project: a row of `metrics` for each call of `log`, with a JSON object of what was logged,
/// and one of `configs` for each run. Values that are not finite are strings in the JSON.
enum TrackioSource: LogSource {
  static func recognizes(_ beginning: FileBeginning) -> Bool {
    RunDatabase.trackio.isKind(of: beginning, byText: "run_name")
  }

  // MARK: Runs

  static func logs(inFile path: String) throws(RunError) -> [(name: String?, log: RunLog)] {
    do throws(DatabaseError) {
      let runs = try runs(in: Database.reading(path))
      var counts: [String: Int] = [:]
      for run in runs { counts[run.name, default: 0] += 1 }
      return runs.map { run in
        let isUnique = run.name == run.key || counts[run.name] == 1
        let name = isUnique ? run.name : "\(run.name)-\(run.key.prefix(8))"
        return (name, RunLog(path: path, format: .trackio, member: run.key))
      }
    } catch {
      throw RunError(error)
    }
  }

  private static func runs(in database: borrowing Database) throws(DatabaseError) -> [(key: String, name: String)] {
    let key = try keyColumn(of: "metrics", in: database)
    var statement = try database.prepare(
      "SELECT \(key), run_name FROM metrics GROUP BY \(key) ORDER BY min(rowid)")
    var runs: [(key: String, name: String)] = []
    while try statement.step() { runs.append((statement.text(0), statement.text(1))) }
    return runs
  }

  /// Older databases know a run by its name alone.
  private static func keyColumn(
    of table: String, in database: borrowing Database
  ) throws(DatabaseError) -> String {
    try database.columns(ofTable: table)?.contains("run_id") == true ? "run_id" : "run_name"
  }

  private static func key(of log: RunLog, in database: borrowing Database) throws(DatabaseError) -> String {
    if let member = log.member { return member }
    return try runs(in: database).first?.key ?? ""
  }

  // MARK: A run

  /// The step's key in the lines that are made of rows: one that no metric is called.
  private static let stepKey = "\u{1}step"

  static func read(_ log: RunLog, options: ReadingOptions) throws(RunError) -> LogContent {
    var options = options
    options.stepColumn = stepKey
    var lines = JSONRows(path: log.path, stepKey: stepKey, options: options)
    let access: Database.Access
    do throws(DatabaseError) {
      let database = try Database.reading(log.path)
      access = database.access
      let key = try keyColumn(of: "metrics", in: database)
      var statement = try database.prepare("SELECT step, metrics FROM metrics WHERE \(key) = ? ORDER BY rowid")
      try statement.bind(1, try Self.key(of: log, in: database))
      while try statement.step() {
        lines.add(step: statement.integer(0), object: unsafe statement.withText(1) { bytes in unsafe Array(bytes) })
        if lines.isFull {
          do throws(RunError) {
            try lines.flush()
          } catch {
            throw DatabaseError(log.path, .damaged(error.description))
          }
        }
      }
    } catch {
      throw RunError(error)
    }
    var content = try lines.finished()
    if access == .copy { content.notes.append(ReadingNote(kind: .databaseCopies, count: 1)) }
    content.sources = [RunSource(path: log.path, format: .trackio)]
    return content
  }

  // MARK: Metadata

  static func metadata(of log: RunLog) throws(RunError) -> LogMetadata {
    var metadata = LogMetadata()
    do throws(DatabaseError) {
      let database = try Database.reading(log.path)
      guard try database.columns(ofTable: "configs")?.isSuperset(of: ["run_name", "config"]) == true else {
        return metadata
      }
      let key = try keyColumn(of: "configs", in: database)
      var statement = try database.prepare("SELECT config FROM configs WHERE \(key) = ?")
      try statement.bind(1, try Self.key(of: log, in: database))
      guard try statement.step() else { return metadata }
      let settings = JSONScalars(in: unsafe statement.withText(0) { bytes in unsafe Array(bytes) })
      if !settings.isWhole { metadata.notes.append(ReadingNote(kind: .unreadableSettings, count: 1)) }
      for setting in settings.values {
        // What Trackio itself adds begins so.
        if setting.name.hasPrefix("_") {
          metadata.addTag(setting.name, setting.text)
        } else {
          metadata.addHyperparameter(setting.name, setting.text, number: setting.number)
        }
      }
    } catch {
      throw RunError(error)
    }
    return metadata
  }
}

/// Rows of a step and a JSON object each, given to the reader of JSON lines as lines that hold both.
private struct JSONRows {
  private var reader: JSONLinesReader
  private let prefix: [UInt8]
  private var text: [UInt8] = []

  init(path: String, stepKey: String, options: ReadingOptions) {
    reader = JSONLinesReader(path: path, options: options)
    prefix = Array("{\(quoted(stepKey)):".utf8)
  }

  /// Whether there is enough text to be read.
  var isFull: Bool { text.count > 1 << 20 }

  mutating func add(step: Int64, object: [UInt8]) {
    text.append(contentsOf: prefix)
    text.append(contentsOf: String(step).utf8)
    let start = object.firstIndex { $0 != UInt8(ascii: " ") } ?? 0
    if start < object.count, object[start] == UInt8(ascii: "{") {
      let isEmpty = object[(start + 1)...].first { $0 != UInt8(ascii: " ") } == UInt8(ascii: "}")
      if !isEmpty { text.append(UInt8(ascii: ",")) }
      // A line end outside strings is a space in JSON, and inside them none may be.
      for byte in object[(start + 1)...] { text.append(byte == JSONText.newline ? UInt8(ascii: " ") : byte) }
    }
    text.append(JSONText.newline)
  }

  mutating func flush() throws(RunError) {
    let padded = text + Array(repeating: 0, count: NumberScanner.padding)
    _ = try reader.consume(padded.span, count: text.count, isLast: true)
    text.removeAll(keepingCapacity: true)
  }

  consuming func finished() throws(RunError) -> LogContent {
    try flush()
    return try reader.finished()
  }
}

/// A key as JSON writes it.
private func quoted(_ text: String) -> String {
  "\"" + text.unicodeScalars.map { $0.value < 0x20 ? "\\u000\($0.value)" : String($0) }.joined() + "\""
}
