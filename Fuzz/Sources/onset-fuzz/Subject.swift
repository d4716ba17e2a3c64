/// What is fuzzed.
enum Subject: String, CaseIterable {
  case yaml
  case language
  case csv
  case jsonl
  case events
  case wandb
  case json
  case mllog
  case textlogs
  case formats
  case archive
  case rulesets
  case tests

  /// The one that this process is for; set once, before the first input.
  nonisolated(unsafe) static var chosen = Subject.yaml

  /// Takes an input, and traps where a property does not hold.
  func body(_ input: [UInt8]) {
    switch self {
    case .yaml: YAMLSubject.run(input)
    case .language: LanguageSubject.run(input)
    case .csv, .jsonl, .json, .mllog, .textlogs: LogSubject.run(input)
    case .events: RecordLogSubject.runEvents(input)
    case .wandb: RecordLogSubject.runTransactions(input)
    case .formats: TextFormatSubject.run(input)
    case .archive: ArchiveSubject.run(input)
    case .rulesets: RuleSetSubject.run(input)
    case .tests: TestFileSubject.run(input)
    }
  }
}

/// Traps with a message: libFuzzer keeps the input.
func require(_ condition: Bool, _ message: @autoclosure () -> String) {
  if !condition { fatalError(message()) }
}
