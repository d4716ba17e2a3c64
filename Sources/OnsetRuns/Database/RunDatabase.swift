/// Whose runs a database holds.
enum RunDatabase {
  case mlflow
  case trackio

  /// What a database's tables say; nil for one of another kind.
  init?(at path: String) throws(DatabaseError) {
    let database = try Database.reading(path)
    guard let metrics = try database.columns(ofTable: "metrics") else { return nil }
    if metrics.isSuperset(of: ["key", "value", "run_uuid"]), try database.columns(ofTable: "runs") != nil {
      self = .mlflow
    } else if metrics.isSuperset(of: ["run_name", "step", "metrics"]) {
      self = .trackio
    } else {
      return nil
    }
  }

  /// Whether a file is a database of this kind. One that is too damaged to say counts by what its beginning shows, so
  /// that it is an error and not passed over.
  func isKind(of beginning: FileBeginning, byText text: String) -> Bool {
    guard beginning.starts(with: DatabaseFiles.mark) else { return false }
    do throws(DatabaseError) {
      return try RunDatabase(at: beginning.path) == self
    } catch {
      return beginning.contains(text)
    }
  }
}
