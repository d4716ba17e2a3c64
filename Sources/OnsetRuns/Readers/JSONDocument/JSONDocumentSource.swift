/// JSON documents that hold a run: DeepOBS, histories of Keras and others, lists of objects.
enum JSONDocumentSource: LogSource {
  static func recognizes(_ beginning: FileBeginning) -> Bool {
    guard let first = firstByte(of: beginning) else { return false }
    switch first {
    case UInt8(ascii: "["): break
    // An object on a line of its own before others is JSON lines.
    case UInt8(ascii: "{") where !hasFurtherLines(beginning): break
    default: return false
    }
    guard let reader = reader(of: beginning) else { return false }
    return reader.looksLikeRun(isWhole: beginning.isWhole)
  }

  /// Whether a document goes over several lines, as JSON lines never do, or is longer than what was looked at.
  static func spansLines(_ beginning: FileBeginning) -> Bool {
    let padded = beginning.bytes + Array(repeating: 0, count: NumberScanner.padding)
    let count = beginning.bytes.count
    let start = JSONText.skipSpace(padded.span, beginning.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0)
    let end = JSONText.lineEnd(padded.span, from: start, count: count)
    guard end < count else { return false }
    let (first, last) = TextLine.trimmed(padded.span, from: start, to: end)
    return first < last && !(JSONObjectEnd.isObject(padded.span, from: first, to: last))
      && reader(of: beginning).map { !$0.isBroken || !$0.series.isEmpty } ?? false
  }

  /// Whether there is more than blank lines after a first line that is an object.
  private static func hasFurtherLines(_ beginning: FileBeginning) -> Bool {
    let padded = beginning.bytes + Array(repeating: 0, count: NumberScanner.padding)
    let count = beginning.bytes.count
    var start = beginning.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    while start < count, padded[start] <= 0x20 { start += 1 }
    let end = JSONText.lineEnd(padded.span, from: start, count: count)
    guard JSONObjectEnd.isObject(padded.span, from: start, to: end) else { return false }
    return padded[min(end, count)..<count].contains { $0 > 0x20 }
  }

  private static func firstByte(of beginning: FileBeginning) -> UInt8? {
    let bytes = beginning.starts(with: [0xEF, 0xBB, 0xBF]) ? beginning.bytes.dropFirst(3) : beginning.bytes[...]
    return bytes.first { $0 > 0x20 }
  }

  /// What the beginning holds, without values; nil for what is no JSON from its start.
  private static func reader(of beginning: FileBeginning) -> JSONDocumentReader? {
    let padded = beginning.bytes + Array(repeating: 0, count: NumberScanner.padding)
    var reader = JSONDocumentReader(path: beginning.path, options: ReadingOptions(keep: []))
    guard (try? reader.consume(padded.span, count: beginning.bytes.count, isLast: beginning.isWhole)) != nil else {
      return nil
    }
    return reader
  }

  static func read(_ log: RunLog, options: ReadingOptions) throws(RunError) -> LogContent {
    let path = log.files[0]
    var input = try LogInput.open(path: path, options: options)
    try input.checkIsText()
    var reader = JSONDocumentReader(path: path, options: options)
    try input.drive(&reader)
    return try reader.finished().read(from: input, as: .jsonDocument)
  }

  /// The single values outside of arrays; those below `config` and the like without that name before theirs.
  static func metadata(of log: RunLog) throws(RunError) -> LogMetadata {
    let path = log.files[0]
    let options = ReadingOptions(keep: [])
    var input = try LogInput.open(path: path, options: options)
    var reader = JSONDocumentReader(path: path, options: options)
    try input.drive(&reader)
    var metadata = LogMetadata()
    metadata.metadata.stepsPerEpoch = reader.stepsPerEpoch.map(Double.init)
    for setting in reader.settings {
      var name = setting.name
      if let prefix = settingPrefixes.first(where: name.hasPrefix) { name.removeFirst(prefix.count) }
      metadata.addHyperparameter(name, setting.text, number: setting.number)
    }
    return metadata
  }

  private static let settingPrefixes = [
    "hyperparams.", "hyperparameters.", "config.", "params.", "args.", "settings.", "hparams.",
  ]
}

/// Whether a line is one object.
private enum JSONObjectEnd {
  static func isObject(_ text: Span<UInt8>, from start: Int, to end: Int) -> Bool {
    guard start < end, text[start] == UInt8(ascii: "{") else { return false }
    let after = JSONText.skipObject(text, start + 1)
    return after >= 0 && after <= end && TextLine.trimmed(text, from: after, to: end).start == end
  }
}

extension JSONDocumentReader {
  /// Whether what has been read is a run's, and not one of the many other JSON files that lie about.
  ///
  /// A list of objects with a step and something besides; or arrays of numbers, of which one is called as metrics are:
  /// two of lengths that fit each other, or one of ten elements at least.
  func looksLikeRun(isWhole: Bool) -> Bool {
    groups.contains { group in
      let numeric = group.series.filter { series[$0].sampleCount > 0 }
      if let rowCount = group.rowCount {
        return step(of: group) != nil && numeric.count >= 2 && (rowCount >= 2 || isComplete)
      }
      let arrays = numeric.filter { series[$0].length >= 2 }
      guard arrays.contains(where: { Self.isMetricName(series[$0].name) }) else { return false }
      if arrays.contains(where: { series[$0].length >= 10 && Self.isMetricName(series[$0].name) }) { return true }
      return Set(arrays.map { series[$0].length }).count < arrays.count
    }
  }

  /// Whether the last word of a name is one for metrics: `val_loss`, `train_accuracies`.
  static func isMetricName(_ name: String) -> Bool {
    let words = name.lowercased().split { !$0.isLetter }
    return words.last.map { metricWords.contains(String($0)) } ?? false
  }

  private static let metricWords: Set<String> = [
    "loss", "losses", "acc", "accs", "accuracy", "accuracies", "error", "errors", "err", "perplexity", "perplexities",
    "ppl", "nll", "mse", "rmse", "mae", "reward", "rewards", "return", "returns", "score", "scores", "wer", "cer",
    "bleu",
    "auc", "norm", "norms",
  ]
}
