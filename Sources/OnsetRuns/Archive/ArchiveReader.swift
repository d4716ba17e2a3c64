import OnsetText

/// An archive that is open for reading. One thread at a time may use it.
package final class ArchiveReader {
  package let path: String
  let database: Database
  /// Statements that the reading of every run needs, by their text.
  private var statements: [String: PreparedStatement] = [:]
  private var scratch = WordPlanes.Scratch()

  private final class PreparedStatement {
    var statement: Statement
    init(_ statement: consuming Statement) { self.statement = statement }
  }

  /// How the file was opened.
  var access: Database.Access { database.access }

  /// Whether the file was no longer being written when it was opened.
  let isAtRest: Bool

  /// Opens an archive. Throws for what is none, and for one of another version.
  package convenience init(path: String) throws(DatabaseError) { try self.init(path: path, schema: .current) }

  /// The tables of an archive that is open already.
  init(path: String, over database: consuming Database) {
    self.path = path
    self.database = database
    isAtRest = false
  }

  init(path: String, schema: ArchiveSchema) throws(DatabaseError) {
    self.path = path
    do throws(DatabaseError) {
      let files = try DatabaseFiles(path: path)
      guard files.application == ArchiveSchema.application else { throw DatabaseError(path, .noArchive) }
      isAtRest = !files.usesWAL
      database = try Database.reading(path)
    } catch {
      throw error.reason == .notADatabase ? DatabaseError(path, .noArchive) : error
    }
    let version = Int(try database.integer("PRAGMA user_version") ?? 0)
    if version > schema.version { throw DatabaseError(path, .newerArchive(version: version, known: schema.version)) }
    if version < schema.version { throw DatabaseError(path, .olderArchive(version: version, known: schema.version)) }
  }

  // MARK: Runs

  /// The names of the runs, in natural order.
  package func names() throws(DatabaseError) -> [String] {
    var names: [String] = []
    try forEachRow("SELECT name FROM runs") { (row) throws(DatabaseError) in names.append(row.text(0)) }
    return names.sorted { NaturalOrder.precedes($0, $1) }
  }

  /// The runs, in the natural order of their names.
  package func runs() throws(DatabaseError) -> [ArchivedRun] {
    try snapshot { () throws(DatabaseError) in
      try names().map { (name) throws(DatabaseError) in try load(name) }
    }
  }

  /// The run of a name.
  package func run(named name: String) throws(DatabaseError) -> ArchivedRun {
    try snapshot { () throws(DatabaseError) in try load(name) }
  }

  /// The run of a name, and those of its metrics that are wanted.
  func content(
    ofRun name: String, keep: MetricSelection
  ) throws(DatabaseError) -> (run: ArchivedRun, content: LogContent) {
    try snapshot { () throws(DatabaseError) in
      let run = try load(name)
      return (run, try content(of: run, keep: keep))
    }
  }

  /// Gives the run of a name part by part, and those of its metrics that are wanted. The next part is unpacked while
  /// `body` is at work on one.
  func forEachPart(
    ofRun name: String, keep: MetricSelection, _ body: (LogContent) -> Void
  ) throws(DatabaseError) {
    try snapshot { () throws(DatabaseError) in
      let run = try load(name)
      var parts = ArchiveParts(of: run, in: self, keep: keep)
      if run.rowCount > ArchiveBlock.sampleLimit {
        try ReadAhead.run(limit: 2, { () throws(DatabaseError) in try parts.next() }, body)
      } else {
        while let part = try parts.next() { body(part) }
      }
    }
  }

  /// Runs `body` in sight of one state of the archive, whatever is written meanwhile.
  private func snapshot<Result>(_ body: () throws(DatabaseError) -> Result) throws(DatabaseError) -> Result {
    try forEachRow("BEGIN") { (_) throws(DatabaseError) in }
    do throws(DatabaseError) {
      let result = try body()
      try forEachRow("COMMIT") { (_) throws(DatabaseError) in }
      return result
    } catch {
      try? forEachRow("ROLLBACK") { (_) throws(DatabaseError) in }
      throw error
    }
  }

  /// Runs a statement, prepared once, and gives its rows to `body`.
  private func forEachRow(
    _ sql: String, _ parameters: [Int64] = [], text: String? = nil,
    _ body: (borrowing Statement) throws(DatabaseError) -> Void
  ) throws(DatabaseError) {
    let prepared: PreparedStatement
    if let known = statements[sql] {
      prepared = known
    } else {
      prepared = PreparedStatement(try database.prepare(sql))
      statements[sql] = prepared
    }
    defer { prepared.statement.reset() }
    if let text { try prepared.statement.bind(1, text) }
    for (index, parameter) in parameters.enumerated() { try prepared.statement.bind(index + 1, parameter) }
    while try prepared.statement.step() { try body(prepared.statement) }
  }

  private func damaged(_ run: String, _ what: String) -> DatabaseError {
    DatabaseError(path, .damaged("run \(run): \(what)"))
  }

  func damaged(_ run: ArchivedRun, stepsOf clock: Int) -> DatabaseError {
    damaged(run.name, "the steps of clock \(clock) are not what was written")
  }

  func damaged(_ run: ArchivedRun, valuesOf metric: Int) -> DatabaseError {
    damaged(run.name, "the values of \(run.metrics[metric].name) are not what was written")
  }

  // MARK: What is known of a run

  func load(_ name: String) throws(DatabaseError) -> ArchivedRun {
    var found: (run: ArchivedRun, checksum: Int64)?
    try forEachRow(
      """
      SELECT id, name, digest, origin, row_count, sample_count, first_step, last_step, run, architecture, dataset,
        steps_per_epoch, seconds_per_step, added, updated, checksum, is_labelled FROM runs WHERE name = ?
      """, text: name
    ) { (row) throws(DatabaseError) in
      var metadata = RunMetadata(
        run: row.optionalText(8), architecture: row.optionalText(9), dataset: row.optionalText(10),
        stepsPerEpoch: row.optionalReal(11), secondsPerStep: row.optionalReal(12))
      metadata.isLabelled = row.integer(16) != 0
      let run = ArchivedRun(
        id: row.integer(0), name: row.text(1), digest: row.bytes(2), origin: row.text(3),
        rowCount: Int(row.integer(4)), sampleCount: Int(row.integer(5)), firstStep: row.optionalInteger(6),
        lastStep: row.optionalInteger(7), metadata: metadata, storedNotes: [], sources: [], metrics: [],
        clockCounts: [], added: row.integer(13), updated: row.integer(14))
      found = (run, row.integer(15))
    }
    guard let (found, checksum) = found else {
      throw DatabaseError(
        path, .noSuchRun(name: name, nearest: Suggestion.nearest(to: name, among: (try? names()) ?? [])))
    }
    var run = found
    try loadLists(of: &run)
    guard Int64(run.checksum) == checksum else {
      throw damaged(name, "what is kept beside its samples does not have its checksum")
    }
    if let fault = run.fault { throw damaged(name, fault) }
    return run
  }

  private func loadLists(of run: inout ArchivedRun) throws(DatabaseError) {
    let id = [run.id]
    var fields: [String: String] = [:]
    try list("key, value FROM fields", id) { fields[$0.text(0)] = $0.text(1) }
    var parameters: [RunMetadata.Hyperparameter] = []
    try list("name, text, number FROM hyperparameters", id) {
      parameters.append(.init(name: $0.text(0), text: $0.text(1), number: $0.optionalReal(2)))
    }
    var labels: [RunMetadata.TransitionLabel] = []
    try list("phase, step, earliest, latest FROM labels", id) {
      labels.append(
        .init(phase: $0.text(0), step: $0.integer(1), earliest: $0.integer(2), latest: $0.integer(3)))
    }
    run.metadata.fields = fields
    run.metadata.hyperparameters = parameters
    run.metadata.labels = labels
    var notes: [ArchivedRun.Note] = []
    try list("kind, count, first_line, names, file FROM notes", id) {
      notes.append(
        .init(
          kind: $0.text(0), count: Int($0.integer(1)), firstLine: $0.optionalInteger(2).map { Int($0) },
          names: $0.text(3), file: $0.optionalText(4)))
    }
    run.storedNotes = notes
    var sources: [ArchivedRun.Source] = []
    try list("path, format, is_compressed FROM sources", id) {
      sources.append(.init(path: $0.text(0), format: $0.text(1), isCompressed: $0.integer(2) != 0))
    }
    run.sources = sources
    var metrics: [ArchivedRun.Metric] = []
    try list("name, clock, sample_count FROM metrics", id) {
      metrics.append(.init(name: $0.text(0), clock: Int($0.integer(1)), sampleCount: Int($0.integer(2))))
    }
    run.metrics = metrics
    var counts: [Int] = []
    try list("sample_count FROM clocks", id) { counts.append(Int($0.integer(0))) }
    run.clockCounts = counts
  }

  /// The rows of one of the lists that belong to a run.
  private func list(
    _ what: String, _ run: [Int64], _ body: (borrowing Statement) -> Void
  ) throws(DatabaseError) {
    try forEachRow("SELECT \(what) WHERE run = ? ORDER BY position", run) { (row) throws(DatabaseError) in body(row) }
  }

  // MARK: Samples

  func content(of run: ArchivedRun, keep: MetricSelection) throws(DatabaseError) -> LogContent {
    var content = LogContent()
    content.metricNames = run.metrics.map(\.name)
    content.notes = run.notes
    var clocks: [Int: [Int64]] = [0: try steps(of: run, clock: 0)]
    content.rows = clocks[0] ?? []
    for (number, metric) in run.metrics.enumerated() where keep.contains(metric.name) {
      if clocks[metric.clock] == nil { clocks[metric.clock] = try steps(of: run, clock: metric.clock) }
      content.columns.append(
        RunColumn(name: metric.name, steps: clocks[metric.clock] ?? [], values: try values(of: run, metric: number)))
    }
    return content
  }

  private func steps(of run: ArchivedRun, clock: Int) throws(DatabaseError) -> [Int64] {
    var steps: [Int64] = []
    let count = run.clockCounts[clock]
    let isWhole = try unsafe forEachBlock(of: run, "step_blocks", "clock", clock) { bytes in
      if steps.isEmpty { steps.reserveColumn(Self.room(count)) }
      return unsafe ArchiveBlock.unpack(bytes, to: &steps, &scratch) && steps.count <= count
    }
    guard isWhole, steps.count == count else { throw damaged(run, stepsOf: clock) }
    return steps
  }

  private func values(of run: ArchivedRun, metric: Int) throws(DatabaseError) -> [Double] {
    var values: [Double] = []
    let count = run.metrics[metric].sampleCount
    let isWhole = try unsafe forEachBlock(of: run, "value_blocks", "metric", metric) { bytes in
      if values.isEmpty { values.reserveColumn(Self.room(count)) }
      return unsafe ArchiveBlock.unpack(bytes, to: &values, &scratch) && values.count <= count
    }
    guard isWhole, values.count == count else { throw damaged(run, valuesOf: metric) }
    return values
  }

  /// Unpacks one block of a clock's steps; whether it is there and whole.
  func unpackSteps(
    of run: ArchivedRun, clock: Int, block: Int, to steps: inout [Int64]
  ) throws(DatabaseError) -> Bool {
    try unsafe withBlock(of: run, "step_blocks", "clock", clock, block) { bytes in
      unsafe ArchiveBlock.unpack(bytes, to: &steps, &scratch)
    }
  }

  /// Unpacks one block of a metric's values; whether it is there and whole.
  func unpackValues(
    of run: ArchivedRun, metric: Int, block: Int, to values: inout [Double]
  ) throws(DatabaseError) -> Bool {
    try unsafe withBlock(of: run, "value_blocks", "metric", metric, block) { bytes in
      unsafe ArchiveBlock.unpack(bytes, to: &values, &scratch)
    }
  }

  /// What is reserved for a number of samples that only a checksum vouches for.
  private static func room(_ count: Int) -> Int { min(count, 1 << 24) }

  /// Gives the blocks of a column to `body` as long as their checksums are right and it is content; whether that was so
  /// to the end.
  private func forEachBlock(
    of run: ArchivedRun, _ table: String, _ column: String, _ number: Int,
    _ body: (UnsafeRawBufferPointer) -> Bool
  ) throws(DatabaseError) -> Bool {
    var isWhole = true
    var next: Int64 = 0
    try forEachRow(
      "SELECT block, data, checksum FROM \(table) WHERE run = ? AND \(column) = ? ORDER BY block",
      [run.id, Int64(number)]
    ) { (row) throws(DatabaseError) in
      isWhole = unsafe isWhole && row.integer(0) == next && isContent(row, body)
      next += 1
    }
    return isWhole
  }

  /// Gives one block of a column to `body`; false where it is not there, its checksum is wrong or it is no content.
  private func withBlock(
    of run: ArchivedRun, _ table: String, _ column: String, _ number: Int, _ block: Int,
    _ body: (UnsafeRawBufferPointer) -> Bool
  ) throws(DatabaseError) -> Bool {
    var isWhole = false
    try forEachRow(
      "SELECT block, data, checksum FROM \(table) WHERE run = ? AND \(column) = ? AND block = ?",
      [run.id, Int64(number), Int64(block)]
    ) { (row) throws(DatabaseError) in isWhole = unsafe isContent(row, body) }
    return isWhole
  }

  private func isContent(_ row: borrowing Statement, _ body: (UnsafeRawBufferPointer) -> Bool) -> Bool {
    let checksum = row.integer(2)
    return unsafe row.withBlob(1) { bytes in
      unsafe checksum == Int64(CRC32.checksum(bytes)) && body(bytes)
    }
  }

  // MARK: Verifying

  /// Looks at all of the archive that is in use: SQLite's own check, every checksum, every run's digest. What is wrong, in the
  /// order in which it was found; empty for nothing.
  package func verify() throws(DatabaseError) -> [ArchiveFinding] {
    var findings: [ArchiveFinding] = []
    func gather(_ run: String? = nil, _ body: () throws(DatabaseError) -> Void) {
      do throws(DatabaseError) { try body() } catch { findings.append(ArchiveFinding(run: run, what: error.sentence)) }
    }
    gather { () throws(DatabaseError) in
      try forEachRow("PRAGMA integrity_check(20)") { (row) throws(DatabaseError) in
        let text = row.text(0)
        if text != "ok" { findings.append(ArchiveFinding(run: nil, what: text)) }
      }
    }
    gather { () throws(DatabaseError) in
      try forEachRow("PRAGMA foreign_key_check") { (row) throws(DatabaseError) in
        findings.append(ArchiveFinding(run: nil, what: "a row of \(row.text(0)) belongs to no run"))
      }
    }
    var names: [String] = []
    gather { () throws(DatabaseError) in names = try self.names() }
    for name in names {
      gather(name) { () throws(DatabaseError) in
        let (run, content) = try content(ofRun: name, keep: .all)
        let read = Run(name: name, rows: content.rows, columns: content.columns)
        if RunClocks(read).digest(of: read) != run.digest {
          findings.append(ArchiveFinding(run: name, what: "its content does not have its digest"))
        }
      }
    }
    return findings
  }
}

/// Something that is wrong in an archive.
package struct ArchiveFinding: Sendable, Hashable {
  /// The run that it concerns; nil for the file.
  package var run: String?
  package var what: String
}
