import OnsetLanguage
import _OnsetTestSupport
@testable import OnsetEngine

/// A rule that fires at every sample of a metric and reports many expressions: the whole state of an engine
/// is in what it says from there on.
enum Recorder {
  static let expressions: [String] =
    ["mean", "median", "std", "mad", "min", "max", "count", "slope"].flatMap { function in
      ["1 sample", "5 samples", "24 samples", "12 steps", "90 steps", "0.7 epochs", "4 epochs"].map {
        "\(function)(loss, \($0))"
      }
    }
    + ["3 samples", "20 steps", "1 epoch"].flatMap { span in
      [
        "quantile(loss, 0.3, \(span))", "fraction(loss > 4, \(span))", "lag(loss, \(span))", "change(loss, \(span))",
        "relative_change(loss, \(span))", "ewma(loss, \(span))", "since_lowest(loss, 1%) >= \(span)",
        "since_highest(loss) < \(span)", "since(loss > 4) > \(span)",
      ]
    }
    + [
      "previous(loss)", "cusum_up(loss, 4)", "cusum_down(loss, baseline(val_loss))", "lowest(loss)", "highest(loss)",
      "age(val_loss) >= 10 steps", "age(val_loss) >= 0.4 epochs", "at(loss, val_loss)",
      "mean(at(val_loss - loss, val_loss), 3 samples)", "at(loss > 4, val_loss)", "otherwise(val_loss, -1)",
      "loss - at_entry(loss)", "since_entered > 20 steps", "since_entered > 2 epochs", "baseline(loss)", "sigma(loss)",
      "baseline(val_loss)", "sigma(val_loss)", "loss > baseline(loss)", "is_nan(val_loss)", "is_finite(loss)",
      "crosses_above(loss, val_loss)", "crosses_below(loss, 4)", "crosses_above(loss, at_entry(loss))",
      "least(loss, val_loss, 4)", "greatest(loss, val_loss)", "log(abs(loss)) * exp(-1) / 2 + step - epoch",
      "loss > 4 or val_loss > 4", "loss > 4 and not (val_loss > 4)",
      "mean(ewma(loss - previous(loss), 3 samples), 20 steps)",
    ]

  static let baselines: [String: BaselineDefinition] = [
    "loss": .measured(after: SpanLength(3, .samples), over: SpanLength(40, .samples)),
    "val_loss": .measured(after: SpanLength(30, .steps), over: SpanLength(150, .steps)),
  ]

  /// The recorder, and beside it rules in every state of their life.
  static func program() throws -> RuleSetProgram {
    var builder = try ProgramBuilder(baselines: baselines)
    try builder.rule(
      "record", when: "is_nan(loss) or not is_nan(loss)", rearming: .after(SpanLength(1, .samples)),
      report: expressions)
    try builder.rule(
      "enter", when: "loss > 4.2", for: SpanLength(2, .samples), enters: 1, rearming: .whenCleared)
    try builder.rule("leave", when: "loss < 4", during: [1], enters: 0, rearming: .after(SpanLength(6, .steps)))
    try builder.rule(
      "confirm", when: "loss > at_entry(loss)", for: SpanLength(3, .steps),
      confirm: .init(that: "val_loss < at_detection(loss)", within: SpanLength(20, .steps)), rearming: .whenCleared,
      report: ["loss"])
    try builder.rule(
      "cross", when: "loss > 3.9",
      confirm: .init(that: "crosses_above(loss, at_detection(loss))", within: SpanLength(4, .samples)),
      rearming: .after(SpanLength(0.5, .epochs)), atMost: 12)
    return builder.program(phases: ["first", "second"])
  }
}
