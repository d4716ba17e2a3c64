/// `trainer_state.json` files of the Hugging Face Trainer. The newest of a run's files holds all that the others do.
enum TrainerStateSource: LogSource {
  static let fileName = "trainer_state.json"

  /// An object that has the list `log_history`: what it says besides differs between versions.
  static func recognizes(_ beginning: FileBeginning) -> Bool {
    guard beginning.contains("\"log_history\"") else { return false }
    let padded = beginning.bytes + Array(repeating: 0, count: NumberScanner.padding)
    let text = padded.span
    var position = beginning.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    var tokens = JSONTokenizer()
    var isHistory = false
    while true {
      let token = tokens.next(text, at: &position, count: beginning.bytes.count, isLast: beginning.isWhole)
      switch token {
      case .key(let start, let end) where tokens.depth == 1:
        isHistory = JSONText.unescaped(text, from: start, to: end) == "log_history"
      case .beginArray where tokens.depth == 1: return false
      case .beginArray where tokens.depth == 2 && isHistory: return true
      case .incomplete, .end, .fault: return false
      default: break
      }
    }
  }

  static func read(_ log: RunLog, options: ReadingOptions) throws(RunError) -> LogContent {
    let newest = log.files[log.files.count - 1]
    var input = try LogInput.open(path: newest, options: options)
    try input.checkIsText()
    var reader = TrainerStateReader(path: newest, options: options)
    try input.drive(&reader)
    var content = try reader.finished().read(from: input, as: .trainerState)
    content.note(.otherFiles, names: log.files.dropLast().map { RelativePath.of($0, in: log.path) })
    return content
  }

  static func metadata(of log: RunLog) throws(RunError) -> LogMetadata {
    let newest = log.files[log.files.count - 1]
    var metadata = LogMetadata()
    var input = try LogInput.open(path: newest, options: ReadingOptions())
    var reader = TrainerStateReader(path: newest, options: ReadingOptions(keep: []))
    try input.drive(&reader)
    for setting in reader.settings where isHyperparameter(setting.name) {
      let name = setting.name.hasPrefix(trial) ? String(setting.name.dropFirst(trial.count)) : setting.name
      metadata.addHyperparameter(name, setting.text, number: setting.number)
    }
    return metadata
  }

  private static let trial = "trial_params."

  /// What the state holds besides: how far the training has come, and its best so far.
  private static func isHyperparameter(_ name: String) -> Bool {
    name.hasPrefix(trial) || hyperparameters.contains(name)
  }

  private static let hyperparameters: Set<String> = [
    "max_steps", "num_train_epochs", "train_batch_size", "logging_steps", "eval_steps", "save_steps",
  ]
}
