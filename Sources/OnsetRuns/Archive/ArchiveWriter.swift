import OnsetText

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// An archive that is open for writing. Every change is one transaction: who is killed in the middle of one leaves the
/// archive as it was before, and two writers take turns.
package final class ArchiveWriter {
  package let path: String
  private let tables: ArchiveReader
  private var database: Database { _read { yield tables.database } }

  /// Opens an archive, or makes one where there is nothing, and brings an older one up to date.
  package convenience init(path: String) throws(DatabaseError) { try self.init(path: path, schema: .current) }

  init(path: String, schema: ArchiveSchema) throws(DatabaseError) {
    self.path = path
    let saysArchive = try Self.saysArchive(path)
    tables = ArchiveReader(path: path, over: try Database.writing(path))
    if !saysArchive { try requireArchiveOrNothing() }
    try prepare(schema)
  }

  static let pageBytes = 16_384

  /// Whether the header of the file names an archive. It does not where there is nothing yet, or what another process is
  /// making at this moment. Throws for what is something else; nothing is opened, since that can change a file.
  private static func saysArchive(_ path: String) throws(DatabaseError) -> Bool {
    // A new database is an empty file until its first change.
    if FolderListing.kind(of: path) == nil || FolderListing.byteCount(of: path) == 0 { return false }
    do throws(DatabaseError) {
      let files = try DatabaseFiles(path: path)
      if files.application == ArchiveSchema.application { return true }
      // An archive has its name before it keeps a log of changes.
      guard files.application == 0, !files.usesWAL else { throw DatabaseError(path, .noArchive) }
      return false
    } catch {
      throw error.reason == .notADatabase ? DatabaseError(path, .noArchive) : error
    }
  }

  /// Throws for a database with tables that names no archive. One without is an archive that a process makes, or was
  /// killed over.
  private func requireArchiveOrNothing() throws(DatabaseError) {
    // In this order, for the tables and the name are written in one transaction, maybe between the two questions.
    if try database.integer("SELECT count(*) FROM sqlite_master") == 0 { return }
    guard try database.integer("PRAGMA application_id") == Int64(ArchiveSchema.application) else {
      throw DatabaseError(path, .noArchive)
    }
  }

  private func version() throws(DatabaseError) -> Int { Int(try database.integer("PRAGMA user_version") ?? 0) }

  private func prepare(_ schema: ArchiveSchema) throws(DatabaseError) {
    if case let found = try version(), found > schema.version {
      throw DatabaseError(path, .newerArchive(version: found, known: schema.version))
    }
    // These have an effect on a new file only.
    try database.run("PRAGMA page_size=\(Self.pageBytes)")
    try database.run("PRAGMA auto_vacuum=INCREMENTAL")
    try database.run("PRAGMA foreign_keys=ON")
    if try version() < schema.version { try migrate(to: schema) }
    // Only now, so that the file itself says what it is from its first moment on. Where another process uses it and
    // keeps us from it, its own way is as safe.
    try? database.run("PRAGMA journal_mode=WAL")
    try database.run("PRAGMA synchronous=NORMAL")
  }

  private func migrate(to schema: ArchiveSchema) throws(DatabaseError) {
    try database.transaction { () throws(DatabaseError) in
      // Again, since another process may have been first.
      let version = try version()
      if version > schema.version {
        throw DatabaseError(path, .newerArchive(version: version, known: schema.version))
      }
      for statements in schema.migrations[version...] {
        for statement in statements { try database.run(statement) }
      }
      try database.run("PRAGMA application_id=\(ArchiveSchema.application)")
      try database.run("PRAGMA user_version=\(schema.version)")
    }
  }

  deinit {
    // At rest an archive is one file. Who else has it open goes on with the log, and the last one puts it away.
    try? database.run("PRAGMA busy_timeout=0")
    try? database.run("PRAGMA journal_mode=DELETE")
  }

  // MARK: Adding

  /// What became of a run that was added.
  package enum Outcome: Sendable, Equatable {
    case added
    /// The same content is there under this name.
    case present(as: String)
    /// The log has grown: this many samples are new.
    case grown(by: Int)
    /// The content is the same, and what is known about it was brought up to date.
    case described
  }

  /// Adds a run that was read whole.
  ///
  /// The same content twice is one run, whatever files it comes from. A run from an origin that is known, whose metrics
  /// go on from what is there, takes its place; one whose metrics do not is a run of its own, and the old one stays.
  package func add(
    _ run: Run, origin: String, sources: [ArchivedRun.Source]? = nil
  ) throws(DatabaseError) -> (name: String, outcome: Outcome) {
    let clocks = RunClocks(run)
    let digest = clocks.digest(of: run)
    let packed = PackedRun(run, clocks)
    let sources =
      sources ?? run.sources.map { .init(path: $0.path, format: $0.format.rawValue, isCompressed: $0.isCompressed) }
    return try database.transaction { () throws(DatabaseError) in
      var archived = ArchivedRun(
        id: 0, name: "", digest: digest, origin: origin, rowCount: run.rows.count,
        sampleCount: run.columns.reduce(0) { $0 + $1.values.count }, firstStep: run.rows.first, lastStep: run.rows.last,
        metadata: run.metadata, storedNotes: run.notes.map(ArchivedRun.Note.init), sources: sources,
        metrics: zip(run.columns, clocks.ofColumn).map {
          .init(name: $0.name, clock: $1, sampleCount: $0.values.count)
        }, clockCounts: clocks.clocks.map(\.count), added: Int64(time(nil)), updated: 0)
      archived.updated = archived.added
      if let known = try known("digest", digest) { return try describe(known, archived) }
      if let known = try known("origin", Array(origin.utf8)), let old = try beginning(of: run, known) {
        try delete(old.id)
        (archived.id, archived.name, archived.added) = (old.id, old.name, old.added)
        try insert(archived, packed)
        return (old.name, .grown(by: archived.sampleCount - old.sampleCount))
      }
      archived.name = try freeName(run.name)
      try insert(archived, packed)
      return (archived.name, .added)
    }
  }

  /// The latest run with a digest, or an origin as its UTF-8.
  private func known(_ column: String, _ value: [UInt8]) throws(DatabaseError) -> String? {
    var statement = try database.prepare(
      "SELECT name FROM runs WHERE \(column) = \(column == "digest" ? "?" : "CAST(? AS TEXT)") ORDER BY id DESC LIMIT 1"
    )
    try statement.bind(1, value)
    return try statement.step() ? statement.text(0) : nil
  }

  /// The run of a name, if each of its metrics is the beginning of one of `run`.
  private func beginning(of run: Run, _ name: String) throws(DatabaseError) -> ArchivedRun? {
    let old = try tables.load(name)
    let content = try tables.content(of: old, keep: .all)
    var columns: [String: RunColumn] = [:]
    for column in run.columns { columns[column.name] = column }
    let isBeginning = content.columns.allSatisfy { column in
      guard let longer = columns[column.name], longer.values.count >= column.values.count else { return false }
      return longer.steps.starts(with: column.steps)
        && zip(longer.values, column.values).allSatisfy { $0.bitPattern == $1.bitPattern }
    }
    return isBeginning ? old : nil
  }

  /// Of content that is there already: what is known about it is brought up to date, if it comes from the same place.
  private func describe(
    _ name: String, _ new: ArchivedRun
  ) throws(DatabaseError) -> (name: String, outcome: Outcome) {
    let old = try tables.load(name)
    guard old.origin == new.origin else { return (name, .present(as: name)) }
    var updated = old
    updated.metadata = new.metadata
    updated.storedNotes = new.storedNotes
    updated.sources = new.sources
    if updated == old { return (name, .present(as: name)) }
    updated.updated = new.updated
    for table in ["fields", "hyperparameters", "labels", "notes", "sources"] {
      try delete(old.id, from: table, "run")
    }
    try insertLists(updated)
    var statement = try database.prepare(
      """
      UPDATE runs SET run = ?, architecture = ?, dataset = ?, steps_per_epoch = ?, seconds_per_step = ?,
        is_labelled = ?, updated = ?, checksum = ? WHERE id = ?
      """)
    try bind(updated.metadata, to: statement, from: 1)
    try statement.bind(7, updated.updated)
    try statement.bind(8, Int64(updated.checksum))
    try statement.bind(9, updated.id)
    try statement.run()
    return (name, .described)
  }

  /// The name, or with `~` and a number where another run has it.
  private func freeName(_ name: String) throws(DatabaseError) -> String {
    var statement = try database.prepare("SELECT 1 FROM runs WHERE name = ?")
    var free = name
    var number = 2
    while true {
      try statement.bind(1, free)
      let isTaken = try statement.step()
      statement.reset()
      if !isTaken { return free }
      free = "\(name)~\(number)"
      number += 1
    }
  }

  // MARK: Rows

  private func insert(_ run: ArchivedRun, _ packed: PackedRun) throws(DatabaseError) {
    var run = run
    var statement = try database.prepare(
      """
      INSERT INTO runs (run, architecture, dataset, steps_per_epoch, seconds_per_step, is_labelled, id, name, digest,
        origin, row_count, sample_count, first_step, last_step, added, updated, checksum)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """)
    try bind(run.metadata, to: statement, from: 1)
    try statement.bind(7, run.id == 0 ? nil : run.id)
    try statement.bind(8, run.name)
    try statement.bind(9, run.digest)
    try statement.bind(10, run.origin)
    try statement.bind(11, run.rowCount)
    try statement.bind(12, run.sampleCount)
    try statement.bind(13, run.firstStep)
    try statement.bind(14, run.lastStep)
    try statement.bind(15, run.added)
    try statement.bind(16, run.updated)
    try statement.bind(17, Int64(run.checksum))
    try statement.run()
    if run.id == 0 { run.id = database.lastRowNumber }
    try insertLists(run)
    try insert("clocks (run, position, sample_count)", run, run.clockCounts) { (row, count) throws(DatabaseError) in
      try row.bind(3, count)
    }
    try insert("metrics (run, position, name, clock, sample_count)", run, run.metrics) {
      (row, metric) throws(DatabaseError) in
      try row.bind(3, metric.name)
      try row.bind(4, metric.clock)
      try row.bind(5, metric.sampleCount)
    }
    try insertBlocks("step_blocks", packed.clocks, run.id)
    try insertBlocks("value_blocks", packed.metrics, run.id)
  }

  private func bind(
    _ metadata: RunMetadata, to statement: borrowing Statement, from index: Int
  ) throws(DatabaseError) {
    try statement.bind(index, metadata.run)
    try statement.bind(index + 1, metadata.architecture)
    try statement.bind(index + 2, metadata.dataset)
    try statement.bind(index + 3, metadata.stepsPerEpoch)
    try statement.bind(index + 4, metadata.secondsPerStep)
    try statement.bind(index + 5, metadata.isLabelled ? 1 : 0)
  }

  private func insertLists(_ run: ArchivedRun) throws(DatabaseError) {
    try insert("fields (run, position, key, value)", run, run.metadata.sortedFields) {
      (row, field) throws(DatabaseError) in
      try row.bind(3, field.key)
      try row.bind(4, field.value)
    }
    try insert("hyperparameters (run, position, name, text, number)", run, run.metadata.hyperparameters) {
      (row, parameter) throws(DatabaseError) in
      try row.bind(3, parameter.name)
      try row.bind(4, parameter.text)
      try row.bind(5, parameter.number)
    }
    try insert("labels (run, position, phase, step, earliest, latest)", run, run.metadata.labels) {
      (row, label) throws(DatabaseError) in
      try row.bind(3, label.phase)
      try row.bind(4, label.step)
      try row.bind(5, label.earliest)
      try row.bind(6, label.latest)
    }
    try insert("notes (run, position, kind, count, first_line, names, file)", run, run.storedNotes) {
      (row, note) throws(DatabaseError) in
      try row.bind(3, note.kind)
      try row.bind(4, note.count)
      try row.bind(5, note.firstLine.map { Int64($0) })
      try row.bind(6, note.names)
      try row.bind(7, note.file)
    }
    try insert("sources (run, position, path, format, is_compressed)", run, run.sources) {
      (row, source) throws(DatabaseError) in
      try row.bind(3, source.path)
      try row.bind(4, source.format)
      try row.bind(5, source.isCompressed ? 1 : 0)
    }
  }

  /// Inserts the rows of a list of a run: the first two columns are the run and the place.
  private func insert<Item>(
    _ table: String, _ run: ArchivedRun, _ items: [Item],
    _ body: (borrowing Statement, Item) throws(DatabaseError) -> Void
  ) throws(DatabaseError) {
    guard !items.isEmpty else { return }
    let marks = Array(repeating: "?", count: table.split(separator: ",").count).joined(separator: ", ")
    var statement = try database.prepare("INSERT INTO \(table) VALUES (\(marks))")
    for (position, item) in items.enumerated() {
      try statement.bind(1, run.id)
      try statement.bind(2, position)
      try body(statement, item)
      try statement.run()
    }
  }

  private func insertBlocks(_ table: String, _ columns: [[[UInt8]]], _ run: Int64) throws(DatabaseError) {
    var statement = try database.prepare("INSERT INTO \(table) VALUES (?, ?, ?, ?, ?)")
    for (number, blocks) in columns.enumerated() {
      for (block, data) in blocks.enumerated() {
        try statement.bind(1, run)
        try statement.bind(2, number)
        try statement.bind(3, block)
        try statement.bind(4, data)
        try statement.bind(5, Int64(CRC32.checksum(data)))
        try statement.run()
      }
    }
  }

  // MARK: Removing

  /// Removes runs; all of them, or where one is not there none.
  package func remove(_ names: [String]) throws(DatabaseError) {
    try database.transaction { () throws(DatabaseError) in
      for name in names {
        var statement = try database.prepare("SELECT id FROM runs WHERE name = ?")
        try statement.bind(1, name)
        guard try statement.step() else {
          let known = (try? tables.names()) ?? []
          throw DatabaseError(
            path, .noSuchRun(name: name, nearest: Suggestion.nearest(to: name, among: known)))
        }
        let id = statement.integer(0)
        statement.reset()
        try delete(id)
      }
    }
    // Pages that are free now are given back.
    try database.run("PRAGMA incremental_vacuum")
  }

  /// Deletes a run and, because they refer to it, all that belongs to it.
  private func delete(_ id: Int64) throws(DatabaseError) { try delete(id, from: "runs", "id") }

  private func delete(_ id: Int64, from table: String, _ column: String) throws(DatabaseError) {
    var statement = try database.prepare("DELETE FROM \(table) WHERE \(column) = ?")
    try statement.bind(1, id)
    try statement.run()
  }
}

extension ArchivedRun.Note {
  init(_ note: ReadingNote) {
    self.init(
      kind: note.kind.name, count: note.count, firstLine: note.firstLine,
      names: note.names.joined(separator: "\n"), file: note.file)
  }
}

/// The blocks of a run's clocks and metrics, packed before the archive is locked for them.
private struct PackedRun {
  var clocks: [[[UInt8]]]
  var metrics: [[[UInt8]]]

  init(_ run: Run, _ clocks: RunClocks) {
    self.clocks = clocks.clocks.map { Self.pieces($0.count, { ArchiveBlock.pack($0) }, $0) }
    metrics = run.columns.map { Self.pieces($0.values.count, { ArchiveBlock.pack($0) }, $0.values) }
  }

  private static func pieces<Value>(
    _ count: Int, _ pack: (ArraySlice<Value>) -> [UInt8], _ values: [Value]
  ) -> [[UInt8]] {
    stride(from: 0, to: count, by: ArchiveBlock.sampleLimit).map { start in
      pack(values[start..<min(count, start + ArchiveBlock.sampleLimit)])
    }
  }
}
