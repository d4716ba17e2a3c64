/// Logs of MLPerf training: lines with `:::MLLOG` and a JSON object, among others.
enum MLPerfSource: LogSource {
  static func recognizes(_ beginning: FileBeginning) -> Bool { beginning.contains(":::MLLOG {") }

  static func read(_ log: RunLog, options: ReadingOptions) throws(RunError) -> LogContent {
    let path = log.files[0]
    var input = try LogInput.open(path: path, options: options)
    try input.checkIsText()
    var reader = try MLPerfReader(path: path, options: options)
    try input.drive(&reader)
    return try reader.finished().read(from: input, as: .mlperf)
  }

  /// What is logged before the first entry with a step: `submission_…` as tags, all else as hyperparameters.
  static func metadata(of log: RunLog) throws(RunError) -> LogMetadata {
    let beginning = try FileBeginning(ofFile: log.files[0], limit: headLimit)
    let padded = beginning.bytes + Array(repeating: 0, count: NumberScanner.padding)
    let text = padded.span
    let count = beginning.bytes.count
    var metadata = LogMetadata()
    var entry = MLPerfEntry()
    var known: Set<String> = []
    var position = 0
    while position < count {
      let end = JSONText.lineEnd(text, from: position, count: count)
      let outcome = end < count || beginning.isWhole ? entry.read(text, from: position, to: end) : .other
      position = end + 1
      guard outcome == .entry else { continue }
      if entry.step >= 0 { break }
      guard entry.isPointInTime, entry.value >= 0 else { continue }
      let value = entry.json[entry.value]
      let name = JSONText.plainText(text, from: entry.keyStart, to: entry.keyEnd)
      guard value.kind != .missing, value.kind != .array, !notSettings.contains(name), known.insert(name).inserted
      else { continue }
      let written = JSONText.plainText(text, from: value.start, to: value.end)
      if name.hasPrefix("submission_") {
        metadata.addTag(name, written)
      } else {
        metadata.addHyperparameter(name, written, number: value.kind == .number ? value.value : nil)
      }
    }
    return metadata
  }

  /// Large systems log for every process before they begin.
  private static let headLimit = 4 << 20

  /// What is logged at a point in time before training and is no setting of it.
  private static let notSettings: Set<String> = ["cache_clear", "weights_initialization"]
}
