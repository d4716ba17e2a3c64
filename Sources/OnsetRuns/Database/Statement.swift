import CSQLite

/// A prepared statement and the row that it is at. Columns count from 0, parameters from 1, as in SQLite.
///
/// What SQLite lends (text, blobs) is copied, or lent for the length of a closure: it lives until the next step.
@safe
struct Statement: ~Copyable {
  private let handle: OpaquePointer
  private let database: OpaquePointer
  private let path: String

  init(_ handle: OpaquePointer, of database: OpaquePointer, path: String) {
    unsafe self.handle = handle
    unsafe self.database = database
    self.path = path
  }

  deinit { unsafe sqlite3_finalize(handle) }

  // MARK: Parameters

  func bind(_ index: Int, _ value: Int64?) throws(DatabaseError) {
    if let value {
      try check(unsafe sqlite3_bind_int64(handle, Int32(index), value))
    } else {
      try check(unsafe sqlite3_bind_null(handle, Int32(index)))
    }
  }

  func bind(_ index: Int, _ value: Int) throws(DatabaseError) { try bind(index, Int64(value)) }

  /// A number. SQLite would keep NaN as NULL, so it becomes the text `NaN`.
  func bind(_ index: Int, _ value: Double?) throws(DatabaseError) {
    guard let value else { return try bind(index, Int64?.none) }
    if value.isNaN { return try bind(index, "NaN") }
    try check(unsafe sqlite3_bind_double(handle, Int32(index), value))
  }

  func bind(_ index: Int, _ value: String?) throws(DatabaseError) {
    guard let value else { return try bind(index, Int64?.none) }
    let count = value.utf8.count
    try check(
      unsafe sqlite3_bind_text64(handle, Int32(index), value, UInt64(count), Self.transient, UInt8(SQLITE_UTF8)))
  }

  func bind(_ index: Int, _ value: [UInt8]) throws(DatabaseError) {
    // A null pointer would be NULL.
    if value.isEmpty { return try check(unsafe sqlite3_bind_zeroblob(handle, Int32(index), 0)) }
    let code = unsafe value.withUnsafeBytes { bytes in
      unsafe sqlite3_bind_blob64(handle, Int32(index), bytes.baseAddress, UInt64(bytes.count), Self.transient)
    }
    try check(code)
  }

  // MARK: Rows

  /// Goes to the next row; false after the last one, from where the statement can be run again.
  mutating func step() throws(DatabaseError) -> Bool {
    let code = unsafe sqlite3_step(handle)
    if code == SQLITE_ROW { return true }
    unsafe sqlite3_reset(handle)
    guard code == SQLITE_DONE else { throw failure(code) }
    return false
  }

  /// Runs a statement that has no rows, with the parameters of now.
  mutating func run() throws(DatabaseError) {
    while try step() {}
  }

  /// Ends the rows, so that parameters can be set anew.
  mutating func reset() { unsafe sqlite3_reset(handle) }

  // MARK: Columns of the row

  /// SQLite's kinds of values.
  enum Kind { case integer, real, text, blob, null }

  func kind(_ column: Int) -> Kind {
    switch unsafe sqlite3_column_type(handle, Int32(column)) {
    case SQLITE_INTEGER: .integer
    case SQLITE_FLOAT: .real
    case SQLITE_TEXT: .text
    case SQLITE_BLOB: .blob
    default: .null
    }
  }

  func isNull(_ column: Int) -> Bool { unsafe sqlite3_column_type(handle, Int32(column)) == SQLITE_NULL }

  @inline(__always)
  func integer(_ column: Int) -> Int64 { unsafe sqlite3_column_int64(handle, Int32(column)) }

  @inline(__always)
  func real(_ column: Int) -> Double { unsafe sqlite3_column_double(handle, Int32(column)) }

  func optionalInteger(_ column: Int) -> Int64? { isNull(column) ? nil : integer(column) }

  /// A number as ``bind(_:_:)`` kept it.
  func optionalReal(_ column: Int) -> Double? {
    switch kind(column) {
    case .integer, .real: real(column)
    case .text: text(column) == "NaN" ? .nan : nil
    case .blob, .null: nil
    }
  }

  /// The text of a column, invalid UTF-8 mended; empty for NULL.
  func text(_ column: Int) -> String {
    unsafe withText(column) { bytes in unsafe String(decoding: bytes, as: UTF8.self) }
  }

  func optionalText(_ column: Int) -> String? { isNull(column) ? nil : text(column) }

  func bytes(_ column: Int) -> [UInt8] {
    unsafe withBlob(column) { bytes in unsafe Array(bytes) }
  }

  /// Lends the bytes of a text.
  @inline(__always)
  func withText<Result>(_ column: Int, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    let text = unsafe sqlite3_column_text(handle, Int32(column))
    let count = unsafe text == nil ? 0 : Int(sqlite3_column_bytes(handle, Int32(column)))
    return unsafe body(UnsafeRawBufferPointer(start: text, count: count))
  }

  /// Lends the bytes of a blob.
  func withBlob<Result>(_ column: Int, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    let blob = unsafe sqlite3_column_blob(handle, Int32(column))
    let count = unsafe blob == nil ? 0 : Int(sqlite3_column_bytes(handle, Int32(column)))
    return unsafe body(UnsafeRawBufferPointer(start: blob, count: count))
  }

  // MARK: Failures

  private func check(_ code: Int32) throws(DatabaseError) {
    guard code == SQLITE_OK else { throw failure(code) }
  }

  private func failure(_ code: Int32) -> DatabaseError {
    unsafe DatabaseError(code: code, words: String(cString: sqlite3_errmsg(database)), path: path)
  }

  /// Tells SQLite to copy what it is given.
  private static var transient: sqlite3_destructor_type { unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self) }
}
