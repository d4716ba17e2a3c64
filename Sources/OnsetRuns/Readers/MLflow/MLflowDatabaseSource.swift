/// MLflow's SQLite store: the tables `runs`, `experiments`, `metrics`, `params` and `tags`, many runs to a file.
///
/// A sample is a row of `metrics`. NaN is 0 with `is_nan` set, and an infinity the largest finite double, because that
/// is what MLflow can write to SQL. Of two samples at a step the later counts, by their time and then by the order of
/// the rows. Runs are called by their experiment's name and their own. Those that were deleted, and those without a
/// metric, are no runs here, and the first run says so.
enum MLflowDatabaseSource: LogSource {
  static func recognizes(_ beginning: FileBeginning) -> Bool {
    RunDatabase.mlflow.isKind(of: beginning, byText: "run_uuid")
  }

  // MARK: Runs

  static func logs(inFile path: String) throws(RunError) -> [(name: String?, log: RunLog)] {
    do throws(DatabaseError) {
      let listing = try Listing(Database.reading(path))
      return listing.runs.map { ($0.name, RunLog(path: path, format: .mlflowDatabase, member: $0.key)) }
    } catch {
      throw RunError(error)
    }
  }

  /// The runs of a database.
  private struct Listing {
    var runs: [(name: String, key: String)] = []
    var deletedCount = 0
    var emptyCount = 0
    private var found: [(key: String, name: String, experiment: String)] = []

    /// How much of the listing is wanted.
    enum Extent: Equatable {
      case all
      case first
      case only(key: String)
    }

    init(_ database: borrowing Database, _ extent: Extent = .all) throws(DatabaseError) {
      let columns = try database.columns(ofTable: "runs") ?? []
      let ofExperiments = try database.columns(ofTable: "experiments") ?? []
      let hasTags = try database.columns(ofTable: "tags") != nil
      // Older schemas lack some of these.
      func column(_ name: String) -> String { columns.contains(name) ? "runs." + name : "NULL" }
      let joins = columns.contains("experiment_id") && ofExperiments.isSuperset(of: ["experiment_id", "name"])
      let stage = joins && ofExperiments.contains("lifecycle_stage") ? "experiments.lifecycle_stage" : "NULL"
      var statement = try database.prepare(
        """
        SELECT runs.run_uuid, \(column("name")), \(joins ? "experiments.name" : "NULL"),
          \(hasTags ? "(SELECT value FROM tags WHERE run_uuid = runs.run_uuid AND key = 'mlflow.runName')" : "NULL"),
          \(column("lifecycle_stage")) IS 'deleted' OR \(stage) IS 'deleted',
          EXISTS (SELECT 1 FROM metrics WHERE metrics.run_uuid = runs.run_uuid)
        FROM runs \(joins ? "LEFT JOIN experiments ON experiments.experiment_id = runs.experiment_id" : "")
        WHERE ?1 IS NULL OR runs.run_uuid = ?1 ORDER BY runs.rowid
        """)
      if case .only(let key) = extent { try statement.bind(1, key) }
      while try statement.step() {
        if statement.integer(4) != 0 {
          deletedCount += 1
        } else if statement.integer(5) == 0 {
          emptyCount += 1
        } else {
          let key = statement.text(0)
          // The tag is what MLflow shows.
          let name = statement.isNull(3) ? statement.text(1) : statement.text(3)
          found.append((key, name, statement.text(2)))
          if extent == .first { break }
        }
      }
      let experiments = Dictionary(grouping: found.indices) { found[$0].experiment }
      var names = found.map(\.name)
      for (experiment, runs) in experiments {
        let distinct = MLflowRun.names(of: runs.map { (id: found[$0].key, name: found[$0].name) })
        for (run, name) in zip(runs, distinct) { names[run] = experiment.isEmpty ? name : experiment + "/" + name }
      }
      self.runs = zip(found, names).map { ($1, $0.key) }
    }

    /// What MLflow knows of the first run.
    var run: MLflowRun? {
      found.first.map { first in
        var run = MLflowRun(id: first.key)
        (run.name, run.experiment) = (first.name, first.experiment)
        return run
      }
    }

    /// What the first run has to say about those that are not here.
    static func addNotes(
      forRun key: String, in database: borrowing Database, to content: inout LogContent
    ) throws(DatabaseError) {
      guard try Listing(database, .first).runs.first?.key == key else { return }
      let listing = try Listing(database)
      if listing.deletedCount > 0 {
        content.notes.append(ReadingNote(kind: .deletedRuns, count: listing.deletedCount))
      }
      if listing.emptyCount > 0 { content.notes.append(ReadingNote(kind: .emptyRuns, count: listing.emptyCount)) }
    }
  }

  // MARK: A run

  static func read(_ log: RunLog, options: ReadingOptions) throws(RunError) -> LogContent {
    do throws(DatabaseError) {
      let database = try Database.reading(log.path)
      let key = try Self.key(of: log, in: database)
      guard var content = try samples(of: key, in: database, keep: options.keep) else {
        throw DatabaseError(log.path, .damaged("it names more than \(RunBuilder.metricLimit) metrics"))
      }
      try Listing.addNotes(forRun: key, in: database, to: &content)
      if database.access == .copy { content.notes.append(ReadingNote(kind: .databaseCopies, count: 1)) }
      content.sources = [RunSource(path: log.path, format: .mlflowDatabase)]
      return content
    } catch {
      throw RunError(error)
    }
  }

  /// The run that is meant: the only one, where the log names none.
  private static func key(of log: RunLog, in database: borrowing Database) throws(DatabaseError) -> String {
    if let member = log.member { return member }
    return try Listing(database, .first).runs.first?.key ?? ""
  }

  /// The samples of a run; nil where there are too many metrics.
  private static func samples(
    of key: String, in database: borrowing Database, keep: MetricSelection
  ) throws(DatabaseError) -> LogContent? {
    // Rows nearly always lie in the order of their times, and sorting them would cost as much as reading them.
    var order: [String] = []
    switch try samples(of: key, in: database, keep: keep, byTime: false, &order) {
    case .content(let content): return content
    case .tooManyMetrics: return nil
    case .outOfTime: break
    }
    guard case .content(let content) = try samples(of: key, in: database, keep: keep, byTime: true, &order) else {
      return nil
    }
    return content
  }

  private enum Samples {
    case content(LogContent)
    case tooManyMetrics
    /// A metric's row is older than one before it.
    case outOfTime
  }

  /// Reads a run's rows. `names` are the metrics in the order of the rows, which is theirs also where samples come by
  /// time.
  private static func samples(
    of key: String, in database: borrowing Database, keep: MetricSelection, byTime: Bool, _ names: inout [String]
  ) throws(DatabaseError) -> Samples {
    let columns = try database.columns(ofTable: "metrics") ?? []
    func column(_ name: String) -> String { columns.contains(name) ? name : "0" }
    var statement = try database.prepare(
      """
      SELECT key, value, \(column("step")), \(column("is_nan")), \(column("timestamp")) FROM metrics WHERE run_uuid = ?
      ORDER BY \(byTime ? "timestamp, rowid" : "rowid")
      """)
    try statement.bind(1, key)
    var builder = SeriesBuilder(keep: keep)
    for name in names { _ = builder.metric(named: name) }
    var known = MetricNames()
    var times: [Int64] = []
    var isInOrder = true
    while try statement.step() {
      guard let metric = known.metric(statement, &builder) else { return .tooManyMetrics }
      while times.count <= metric { times.append(.min) }
      if !builder.isKept(metric) {
        builder.append(0, step: statement.integer(2), to: metric)
        continue
      }
      let time = statement.integer(4)
      if time < times[metric] { isInOrder = false }
      times[metric] = time
      var value = statement.real(1)
      if statement.integer(3) != 0 {
        value = .nan
      } else if case let meant = MLflowRun.value(value), meant.isSubstituted {
        value = meant.value
        builder.tally.add(.substitutedValues, name: builder.name(of: metric))
      } else if value == 0, statement.kind(1) != .real, statement.kind(1) != .integer {
        // SQLite's 0 for what is no number.
        builder.tally.add(.otherValues, name: builder.name(of: metric))
        continue
      }
      builder.append(value, step: statement.integer(2), to: metric)
    }
    if isInOrder { return .content(builder.finished()) }
    names = (0..<times.count).map { builder.name(of: $0) }
    return .outOfTime
  }

  // MARK: Metadata

  static func metadata(of log: RunLog) throws(RunError) -> LogMetadata {
    do throws(DatabaseError) {
      let database = try Database.reading(log.path)
      let key = try Self.key(of: log, in: database)
      guard var run = try Listing(database, .only(key: key)).run else { return LogMetadata() }
      run.parameters = try texts("params", of: key, in: database)
      run.tags = try texts("tags", of: key, in: database)
      return run.metadata
    } catch {
      throw RunError(error)
    }
  }

  private static func texts(
    _ table: String, of key: String, in database: borrowing Database
  ) throws(DatabaseError) -> [(name: String, text: String)] {
    guard try database.columns(ofTable: table)?.isSuperset(of: ["key", "value", "run_uuid"]) == true else { return [] }
    var statement = try database.prepare("SELECT key, value FROM \(table) WHERE run_uuid = ? ORDER BY rowid")
    try statement.bind(1, key)
    var texts: [(name: String, text: String)] = []
    while try statement.step() { texts.append((statement.text(0), statement.text(1))) }
    return texts
  }
}

/// The metrics that a statement's first column has named, known again by their bytes.
///
/// Loggers write the same names in the same order again and again: each remembers which one came after it, and only
/// where that guess fails is a name looked up.
struct MetricNames {
  private var spellings: [[UInt8]] = []
  private var next: [Int] = []
  private var numbers: [[UInt8]: Int] = [:]
  private var last = -1

  /// The number that `builder` has for the metric; nil where there are too many.
  @inline(__always)
  mutating func metric(_ statement: borrowing Statement, _ builder: inout SeriesBuilder) -> Int? {
    let guess = last >= 0 ? next[last] : -1
    let known = unsafe statement.withText(0) { bytes in
      if guess >= 0, unsafe Self.spells(spellings[guess], bytes) { return guess }
      return unsafe last >= 0 && Self.spells(spellings[last], bytes) ? last : -1
    }
    if known >= 0 {
      last = known
      return known
    }
    return lookUp(unsafe statement.withText(0) { bytes in unsafe Array(bytes) }, &builder)
  }

  private static func spells(_ spelling: [UInt8], _ bytes: UnsafeRawBufferPointer) -> Bool {
    unsafe spelling.withUnsafeBytes { known in
      unsafe known.count == bytes.count && known.elementsEqual(bytes)
    }
  }

  @inline(never)
  private mutating func lookUp(_ spelling: [UInt8], _ builder: inout SeriesBuilder) -> Int? {
    let number: Int
    if let known = numbers[spelling] {
      number = known
    } else {
      guard let made = builder.metric(named: String(decoding: spelling, as: UTF8.self)) else { return nil }
      number = made
      numbers[spelling] = made
      // Spellings that are mended to one name are one metric.
      while spellings.count <= made {
        spellings.append([])
        next.append(-1)
      }
      spellings[made] = spelling
    }
    if last >= 0 { next[last] = number }
    last = number
    return number
  }
}
