/// Says what kind of log a file is.
enum LogRecognition {
  /// The format of a file in a folder that is searched; nil for what is no log. Files whose ending says that they are
  /// tables are logs unseen, so that a broken one is an error and not passed over.
  static func format(ofFileInFolder path: String, called name: String) -> Recognized? {
    let endings = RunName.endings(of: name)
    if endings.contains(where: plainEndings.contains) { return .plain }
    if name.hasSuffix(".run.yaml") || otherEndings.contains(FileBeginning.ending(of: name)) { return nil }
    guard let beginning = try? FileBeginning(ofFile: path) else { return nil }
    if let format = format(of: beginning) { return .format(format) }
    guard beginning.starts(with: DatabaseFiles.mark) else { return nil }
    switch databaseError(path) {
    case .unknownDatabase: return nil
    // It may have held runs, and nobody can say.
    case let error: return .unreadable(error)
    }
  }

  enum Recognized {
    /// A table or JSON lines, by its ending.
    case plain
    /// By its content.
    case format(LogFormat)
    /// It cannot be known, and that has to be said.
    case unreadable(RunError)
  }

  /// The format that a file's content shows; nil where it shows none.
  static func format(of beginning: FileBeginning) -> LogFormat? {
    LogFormat.allCases.first { $0.source.recognizes(beginning) }
  }

  /// The format of a file that is known to be meant as a log: what its content shows, else what it may be, so that the
  /// reader can say what is wrong with it.
  static func format(ofText beginning: FileBeginning) throws(RunError) -> LogFormat {
    if beginning.bytes.isEmpty { throw .empty(path: beginning.path) }
    if let format = format(of: beginning) ?? format(ofFileCalled: RunName.lastComponent(of: beginning.path)) {
      return format
    }
    if beginning.starts(with: DatabaseFiles.mark) { throw databaseError(beginning.path) }
    let bytes = beginning.starts(with: [0xEF, 0xBB, 0xBF]) ? beginning.bytes.dropFirst(3) : beginning.bytes[...]
    switch bytes.first(where: { !blanks.contains($0) }) {
    case UInt8(ascii: "{"): return JSONDocumentSource.spansLines(beginning) ? .jsonDocument : .jsonLines
    case UInt8(ascii: "["): return .jsonDocument
    default: return TextLogSource.likelyFormat(of: beginning) == nil ? .csv : .textLog
    }
  }

  /// The format of a binary log by its name, for one that is damaged from its beginning.
  private static func format(ofFileCalled name: String) -> LogFormat? {
    if TensorBoardLayout.isEventFile(name) { return .tensorBoard }
    return name.hasSuffix(".wandb") ? .wandb : nil
  }

  /// What is wrong with a database that no format has recognized.
  private static func databaseError(_ path: String) -> RunError {
    do throws(DatabaseError) {
      _ = try RunDatabase(at: path)
      return .unknownDatabase(path: path)
    } catch {
      return RunError(error)
    }
  }

  private static let blanks: [UInt8] = [UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r")]

  /// The endings, each also with `.gz`, of files that are logs whatever they hold.
  static let plainEndings: Set<String> = ["csv", "tsv", "jsonl", "ndjson"]

  /// The endings of what lies beside logs in great numbers and never is one: not worth opening.
  private static let otherEndings: Set<String> = [
    "yaml", "yml", "toml", "ini", "md", "rst", "py", "sh", "c", "h", "cpp", "cu", "swift", "js", "html", "css", "ipynb",
    "png", "jpg", "jpeg", "gif", "svg", "pdf", "mp4", "wav", "pt", "pth", "ckpt", "bin", "safetensors", "onnx", "npy",
    "npz", "pkl", "h5", "hdf5", "parquet", "zip", "tar", "tgz", "zst", "xz", "bz2", "lock", "so", "o", "a", "pyc",
  ]
}
