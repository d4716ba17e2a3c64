/// The tables of an archive, and what makes them from those of an older version.
///
/// `docs/design/archive.md` describes them for others; who changes one changes the other.
struct ArchiveSchema {
  /// What version N + 1 adds to version N: statements, by N. A version that has been released is never changed.
  var migrations: [[String]]

  /// The version that this program reads and writes.
  var version: Int { migrations.count }

  static let current = ArchiveSchema(migrations: [first])

  /// `Onst`, by which the file is known.
  static let application: UInt32 = 0x4F6E_7374

  private static let first = [
    """
    CREATE TABLE runs (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL UNIQUE,
      digest BLOB NOT NULL UNIQUE,
      origin TEXT NOT NULL,
      row_count INTEGER NOT NULL,
      sample_count INTEGER NOT NULL,
      first_step INTEGER,
      last_step INTEGER,
      run TEXT,
      architecture TEXT,
      dataset TEXT,
      steps_per_epoch REAL,
      seconds_per_step REAL,
      is_labelled INTEGER NOT NULL,
      added INTEGER NOT NULL,
      updated INTEGER NOT NULL,
      checksum INTEGER NOT NULL
    )
    """,
    "CREATE INDEX runs_by_origin ON runs (origin)",
    table("fields", "key TEXT NOT NULL, value TEXT NOT NULL"),
    table("hyperparameters", "name TEXT NOT NULL, text TEXT NOT NULL, number REAL"),
    table(
      "labels", "phase TEXT NOT NULL, step INTEGER NOT NULL, earliest INTEGER NOT NULL, latest INTEGER NOT NULL"),
    table("notes", "kind TEXT NOT NULL, count INTEGER NOT NULL, first_line INTEGER, names TEXT NOT NULL, file TEXT"),
    table("sources", "path TEXT NOT NULL, format TEXT NOT NULL, is_compressed INTEGER NOT NULL"),
    table("clocks", "sample_count INTEGER NOT NULL"),
    table("metrics", "name TEXT NOT NULL, clock INTEGER NOT NULL, sample_count INTEGER NOT NULL"),
    blocks("step_blocks", of: "clock"),
    blocks("value_blocks", of: "metric"),
  ]

  /// A list that belongs to a run: its order is that of `position`, from 0.
  private static func table(_ name: String, _ columns: String) -> String {
    """
    CREATE TABLE \(name) (
      run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE, position INTEGER NOT NULL,
      \(columns), PRIMARY KEY (run, position)
    ) WITHOUT ROWID
    """
  }

  private static func blocks(_ name: String, of column: String) -> String {
    """
    CREATE TABLE \(name) (
      run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE, \(column) INTEGER NOT NULL,
      block INTEGER NOT NULL, data BLOB NOT NULL, checksum INTEGER NOT NULL, UNIQUE (run, \(column), block)
    )
    """
  }
}
