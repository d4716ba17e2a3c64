/// The names under which logs keep their step.
enum StepNames {
  /// In order of preference: where a log has several, the first in this list is the step and the others are
  /// metrics. Upper and lower case are one.
  static let inOrder = [
    "step", "global_step", "_step", "trainer/global_step", "global step", "iteration", "iter", "itr",
    "training_iteration", "iterations", "iter_num", "train_step", "training_step", "num_updates", "update",
    "updates", "timestep", "timesteps", "total_timesteps", "num_timesteps", "env_step", "n_iter", "steps",
    "epoch", "epochs", "round", "task",
  ]

  /// How much a name is preferred, 0 the most; nil for a name that is none of them.
  static func rank(of name: String) -> Int? { ranks[name.lowercased()] }

  /// Whether a step column of this name is a metric as well: spans in epochs need the metric `epoch`, and a
  /// log that is numbered by epochs has it.
  static func isAlsoMetric(_ name: String) -> Bool { name.lowercased() == "epoch" }

  private static let ranks: [String: Int] = {
    var ranks: [String: Int] = [:]
    for (rank, name) in inOrder.enumerated() { ranks[name] = rank }
    return ranks
  }()
}
