import CSQLite
import OnsetText

/// An open SQLite database, closed when it goes out of scope. One thread at a time may use it.
///
/// SQLite's interface is a pointer to what it keeps itself; nothing here gives it away, and `deinit` frees it.
@safe
struct Database: ~Copyable {
  /// The path by which the user knows the file.
  let path: String
  /// How the file was opened.
  let access: Access
  private let handle: OpaquePointer
  private let copy: DatabaseCopy?

  /// The ways to open a database, each of which leaves nothing beside the user's file that was not there.
  enum Access: Hashable {
    /// As it lies, no lock taken: nobody is writing to it.
    case immutable
    /// With SQLite's own locks, in step with whoever writes.
    case shared
    /// A copy, because the last writer did not finish and SQLite would have to write before it can read.
    case copy
    /// For reading and writing.
    case writing
  }

  /// Opens a database for reading, whatever state its last writer left it in, with all that was committed.
  ///
  /// One that keeps a log of its changes (WAL) is opened as immutable where that log is empty, because SQLite would
  /// else make files beside it; with the log and its shared memory there, as any other reader opens it; with the log
  /// and no shared memory, its writer was killed, and a copy is read.
  static func reading(_ path: String) throws(DatabaseError) -> Database {
    let files = try DatabaseFiles(path: path)
    if files.usesWAL {
      // Whoever writes has both files, even while the log is empty.
      if files.isInUse { return try Database(path, uri(path, "mode=ro"), SQLITE_OPEN_READONLY, .shared) }
      if !files.hasWAL { return try Database(path, uri(path, "immutable=1"), SQLITE_OPEN_READONLY, .immutable) }
      return try reading(DatabaseCopy(of: files), as: path)
    }
    let database = try Database(path, uri(path, "mode=ro"), SQLITE_OPEN_READONLY, .shared)
    guard files.hasJournal else { return database }
    // A journal whose writer lives is no hindrance; one whose writer was killed has to be played back.
    if (try? database.integer("PRAGMA schema_version")) != nil { return database }
    return try reading(DatabaseCopy(of: files), as: path)
  }

  private static func reading(_ copy: DatabaseCopy, as path: String) throws(DatabaseError) -> Database {
    try Database(path, uri(copy.path, "mode=rw"), SQLITE_OPEN_READWRITE, .copy, copy: copy)
  }

  /// Opens a database for reading and writing, and makes one where there is none. Another writer is waited for.
  static func writing(_ path: String) throws(DatabaseError) -> Database {
    if FolderListing.kind(of: path) == .folder { throw DatabaseError(path, .isFolder) }
    return try Database(path, uri(path, "mode=rwc"), SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, .writing)
  }

  /// How long another process is waited for.
  static let patienceMilliseconds: Int32 = 60_000

  private init(
    _ path: String, _ uri: String, _ flags: Int32, _ access: Access, copy: DatabaseCopy? = nil
  ) throws(DatabaseError) {
    let opened = try unsafe Self.open(path, uri, flags, access)
    unsafe handle = opened
    self.path = path
    self.access = access
    self.copy = copy
  }

  private static func open(
    _ path: String, _ uri: String, _ flags: Int32, _ access: Access
  ) throws(DatabaseError) -> OpaquePointer {
    var opened: OpaquePointer?
    let flags = flags | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
    let code = unsafe sqlite3_open_v2(uri, &opened, flags, nil)
    guard let opened = unsafe opened else { throw DatabaseError(path, .other("there is no memory for it")) }
    if code == SQLITE_OK {
      unsafe sqlite3_busy_timeout(opened, patienceMilliseconds)
      // What the file says about itself is not believed: no code in its schema runs, and broken pages are noticed.
      unsafe sqlite3_exec(opened, "PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON", nil, nil, nil)
      return unsafe opened
    }
    defer { unsafe sqlite3_close_v2(opened) }
    if access != .writing, FolderListing.kind(of: path) == nil { throw DatabaseError(path, .missing) }
    throw unsafe DatabaseError(code: code, words: String(cString: sqlite3_errmsg(opened)), path: path)
  }

  deinit { unsafe sqlite3_close_v2(handle) }

  // MARK: Statements

  /// A statement, ready to be run.
  func prepare(_ sql: String) throws(DatabaseError) -> Statement {
    var prepared: OpaquePointer?
    let code = unsafe sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &prepared, nil)
    guard code == SQLITE_OK, let statement = unsafe prepared else {
      unsafe sqlite3_finalize(prepared)
      throw unsafe DatabaseError(code: code, words: String(cString: sqlite3_errmsg(handle)), path: path)
    }
    return unsafe Statement(statement, of: handle, path: path)
  }

  /// Runs one statement whose rows do not matter.
  func run(_ sql: String) throws(DatabaseError) {
    var statement = try prepare(sql)
    while try statement.step() {}
  }

  /// The first column of the first row; nil for NULL and where there is no row.
  func integer(_ sql: String) throws(DatabaseError) -> Int64? {
    var statement = try prepare(sql)
    guard try statement.step(), !statement.isNull(0) else { return nil }
    return statement.integer(0)
  }

  /// Runs `body` as a transaction that no other writer comes between; nothing of it stays where it throws.
  func transaction<Result>(_ body: () throws(DatabaseError) -> Result) throws(DatabaseError) -> Result {
    try run("BEGIN IMMEDIATE")
    do throws(DatabaseError) {
      let result = try body()
      try run("COMMIT")
      return result
    } catch {
      try? run("ROLLBACK")
      throw error
    }
  }

  /// The number that the latest inserted row has.
  var lastRowNumber: Int64 { unsafe sqlite3_last_insert_rowid(handle) }

  // MARK: What there is

  /// The columns of a table; nil where there is no table of the name. A view is none.
  func columns(ofTable table: String) throws(DatabaseError) -> Set<String>? {
    var kind = try prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?")
    try kind.bind(1, table)
    guard try kind.step() else { return nil }
    var statement = try prepare("SELECT name FROM pragma_table_info(?)")
    try statement.bind(1, table)
    var columns: Set<String> = []
    while try statement.step() { columns.insert(statement.text(0)) }
    return columns
  }

  /// The path as SQLite's URI, with a parameter.
  private static func uri(_ path: String, _ parameter: String) -> String {
    var encoded = ""
    for character in path {
      switch character {
      case "%": encoded += "%25"
      case "?": encoded += "%3f"
      case "#": encoded += "%23"
      default: encoded.append(character)
      }
    }
    return "file:" + (path.hasPrefix("/") ? "//" : "") + encoded + "?" + parameter
  }
}
