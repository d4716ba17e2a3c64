/// What MLflow keeps about a run besides its metrics, in whichever kind of store, and how that is said.
struct MLflowRun {
  /// The identifier by which MLflow itself knows the run.
  var id: String
  /// The run's name; empty where it has none.
  var name = ""
  /// The name of its experiment; empty where it is not known.
  var experiment = ""
  /// Whether the run has been deleted: MLflow keeps such runs until its garbage collection.
  var isDeleted = false
  /// In the order in which the store lists them.
  var parameters: [(name: String, text: String)] = []
  var tags: [(name: String, text: String)] = []

  /// In the terms of `run.yaml`: parameters are hyperparameters, and a profile's `match` also knows `experiment`,
  /// `run_id` and `run_name`.
  var metadata: LogMetadata {
    var metadata = LogMetadata()
    for (name, text) in tags { metadata.addTag(name, text) }
    for (name, text) in parameters { metadata.addHyperparameter(name, text, number: SettingText.number(text)) }
    metadata.metadata.fields["run_id"] = id
    if !name.isEmpty { metadata.metadata.fields["run_name"] = name }
    if !experiment.isEmpty { metadata.metadata.fields["experiment"] = experiment }
    return metadata
  }

  /// What the runs of one experiment are called: by their names; where several have one name, with the beginning of the
  /// identifier; without a name by the identifier.
  static func names(of runs: [(id: String, name: String)]) -> [String] {
    var counts: [String: Int] = [:]
    for run in runs { counts[run.name, default: 0] += 1 }
    let named = runs.map { run in
      run.name.isEmpty ? run.id : counts[run.name] == 1 ? run.name : "\(run.name)-\(run.id.prefix(8))"
    }
    return Set(named).count == named.count ? named : runs.map(\.id)
  }

  /// The tag with the run's name.
  static let nameTag = "mlflow.runName"

  /// The value that a stored one stands for: databases have no infinities, and MLflow writes the greatest double for
  /// them.
  static func value(_ stored: Double) -> (value: Double, isSubstituted: Bool) {
    guard stored.magnitude == .greatestFiniteMagnitude else { return (stored, false) }
    return (stored > 0 ? .infinity : -.infinity, true)
  }
}
