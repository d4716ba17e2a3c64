/// The `result.json` of a Ray Tune trial: a JSON object an iteration. Keys of nested objects are joined by `/`, as Ray
/// itself does in its other files; the trial's `config` is settings, not metrics.
enum RayTuneSource: LogSource {
  static let fileName = "result.json"

  static func recognizes(_ beginning: FileBeginning) -> Bool {
    beginning.starts(with: "{") && !beginning.starts(with: "{\n") && beginning.contains("\"training_iteration\":")
      && beginning.contains("\"trial_id\":")
  }

  static func read(_ log: RunLog, options: ReadingOptions) throws(RunError) -> LogContent {
    let file = log.files[0]
    var options = options
    options.stepColumn = options.stepColumn ?? stepName
    var input = try LogInput.open(path: file, options: options)
    try input.checkIsText()
    var reader = JSONLinesReader(path: file, options: options, joiner: "/", otherKeys: otherKeys)
    try input.drive(&reader)
    var content = try reader.finished().read(from: input, as: .rayTune)
    content.note(.otherFiles, names: log.files.dropFirst().map { RelativePath.of($0, in: log.path) })
    return content
  }

  /// The trial's parameters; without their file, the `config` that is written with each result.
  static func metadata(of log: RunLog) throws(RunError) -> LogMetadata {
    var metadata = LogMetadata()
    let file = RelativePath.folder(of: log.files[0]) + "/params.json"
    if SettingsFile.exists(file) {
      SettingsFile.add(file, to: &metadata)
    } else if let beginning = try? FileBeginning(ofFile: log.files[0]) {
      let line = beginning.bytes.prefix { $0 != JSONText.newline }
      for scalar in JSONScalars(in: line).values where scalar.name.hasPrefix(config) {
        metadata.addHyperparameter(String(scalar.name.dropFirst(config.count)), scalar.text, number: scalar.number)
      }
    }
    return metadata
  }

  private static let stepName = "training_iteration"
  private static let config = "config."

  /// What Ray writes with every result and is no measurement.
  private static let otherKeys: Set<String> = [
    "config", "trial_id", "trial_name", "experiment_id", "experiment_tag", "checkpoint_dir_name", "date", "hostname",
    "node_ip", "done", "should_checkpoint",
  ]
}
