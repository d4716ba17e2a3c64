/// The formats in which runs are read, in the order in which files are tried against them. A new one gets a case here,
/// a title, and a ``LogSource`` in the table below.
public enum LogFormat: String, Sendable, Hashable, CaseIterable {
  /// Onset's own archive of runs, a SQLite database.
  case archive
  /// The database of MLflow's SQL store.
  case mlflowDatabase
  /// The database of a Trackio project.
  case trackio
  /// A JSON object a line.
  case jsonLines
  /// A header with names and rows of numbers, between `,`, `;` or tabs.
  case csv

  /// What people call it.
  public var title: String {
    switch self {
    case .archive: "Onset archive"
    case .mlflowDatabase: "MLflow database"
    case .trackio: "Trackio database"
    case .jsonLines: "JSON lines"
    case .csv: "CSV"
    }
  }

  /// How logs of the format are known and read.
  var source: any LogSource.Type {
    switch self {
    case .archive: ArchiveSource.self
    case .mlflowDatabase: MLflowDatabaseSource.self
    case .trackio: TrackioSource.self
    case .jsonLines: JSONLinesSource.self
    case .csv: CSVSource.self
    }
  }
}
