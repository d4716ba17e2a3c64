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

/// Names for the runs of a database, in which a name may be given twice: then a part of the run's key follows it.
struct DatabaseRunNames {
  private var counts: [String: Int] = [:]

  init(_ names: [String]) {
    for name in names { counts[name, default: 0] += 1 }
  }

  func distinct(_ name: String, key: String) -> String {
    counts[name, default: 0] > 1 ? name + "-" + key.prefix(8) : name
  }
}

extension LogMetadata {
  /// Adds a hyperparameter that is known as text.
  mutating func addHyperparameter(_ name: String, _ text: String) {
    let bytes = Array(text.utf8)
    let padded = bytes + Array(repeating: 0, count: NumberScanner.padding)
    let number = bytes.isEmpty ? nil : Optional(NumberScanner().scan(padded.span, from: 0))
    addHyperparameter(name, text, number: number.flatMap { $0.end == bytes.count ? $0.value : nil })
  }
}
