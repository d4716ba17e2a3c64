/// The fields of W&B's messages that matter here, by their numbers: `wandb_internal.Record` and what it holds.
enum WandBRecord {
  static let history = 2
  static let config = 5
  static let run = 17

  /// Of `HistoryRecord`.
  static let historyItem = 1
  static let historyStep = 2

  /// Of `HistoryItem` and `ConfigItem`: the name whole, or part by part, and the value.
  static let key = 1
  static let nestedKey = 2
  static let valueJSON = 16
}
