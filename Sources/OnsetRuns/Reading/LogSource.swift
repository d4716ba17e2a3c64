import OnsetText

/// How logs of one format are known and read. Each format has one; ``LogFormat/source`` is their table.
protocol LogSource {
  /// Whether a file that begins so is of this format. Asked only of files that no layout has claimed; where several
  /// say yes, the first in the order of ``LogFormat`` has it.
  static func recognizes(_ beginning: FileBeginning) -> Bool

  /// The runs in a file of this format: one, but for databases.
  static func logs(inFile path: String) throws(RunError) -> [(name: String?, log: RunLog)]

  /// Reads a run. Throws where nothing of it can be read; what could be mended or passed over is in the notes.
  static func read(_ log: RunLog, options: ReadingOptions) throws(RunError) -> LogContent

  /// Reads a run and gives its rows to `body` in one or more parts, in order; what is not rows or columns is the same in
  /// each.
  static func forEachPart(
    of log: RunLog, options: ReadingOptions, _ body: (LogContent) -> Void
  ) throws(RunError)

  /// The digest of the run's samples (``Run/contentDigest``), where it is known without reading them.
  static func storedDigest(of log: RunLog) throws(RunError) -> ContentDigest?

  /// What the tool wrote about the run besides its metrics. Asked before the metrics are read, because the
  /// architecture decides which rules, and so which metrics, are wanted.
  static func metadata(of log: RunLog) throws(RunError) -> LogMetadata
}

extension LogSource {
  static func logs(inFile path: String) throws(RunError) -> [(name: String?, log: RunLog)] {
    [(nil, RunLog(path: path, format: nil))]
  }

  static func forEachPart(
    of log: RunLog, options: ReadingOptions, _ body: (LogContent) -> Void
  ) throws(RunError) {
    body(try read(log, options: options))
  }

  static func storedDigest(of log: RunLog) throws(RunError) -> ContentDigest? { nil }

  static func metadata(of log: RunLog) throws(RunError) -> LogMetadata { LogMetadata() }
}

/// What a tool wrote about a run, in the terms of `run.yaml`.
struct LogMetadata {
  var metadata = RunMetadata()
  /// What could not be understood.
  var notes: [ReadingNote] = []

  /// Adds a hyperparameter; a profile's `match` knows it as `hyperparameters.NAME`. The parameter `architecture`, or
  /// `arch`, is the run's architecture, where nothing has said it before.
  mutating func addHyperparameter(_ name: String, _ text: String, number: Double?) {
    metadata.hyperparameters.append(RunMetadata.Hyperparameter(name: name, text: text, number: number))
    metadata.fields["hyperparameters." + name] = text
    addWellKnown(name, text)
  }

  /// Adds a tag; a profile's `match` knows it as `tags.NAME`.
  mutating func addTag(_ name: String, _ text: String) {
    metadata.fields["tags." + name] = text
    addWellKnown(name, text)
  }

  /// Adds a note on a file of the run's.
  mutating func note(_ kind: ReadingNote.Kind, name: String) {
    notes.append(ReadingNote(kind: kind, count: 1, names: [name]))
  }

  private mutating func addWellKnown(_ name: String, _ text: String) {
    guard !text.isEmpty else { return }
    switch name {
    case "architecture", "arch":
      if metadata.architecture == nil || name == "architecture" { metadata.architecture = text }
      metadata.fields["architecture"] = metadata.architecture
    case "dataset":
      metadata.dataset = metadata.dataset ?? text
      metadata.fields["dataset"] = metadata.dataset
    default:
      break
    }
  }
}
