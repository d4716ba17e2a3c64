import OnsetText

/// The table of the language's functions, in the order in which the reference lists them.
package enum Builtins {
  package static let all: [Builtin] =
    windows + recursive + elapsed + clocks + profile + pointwise

  private static let byName: [String: Builtin] = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

  /// The function of that name.
  package static func named(_ name: String) -> Builtin? { byName[name] }

  /// Names that are values without arguments.
  package static let values: [(name: String, summary: String)] = [
    ("step", "the step of the tick"),
    ("epoch", "the epoch of the tick: the run's metric `epoch`, or its step by `steps_per_epoch`"),
    ("since_entered", "elapsed since the current phase came into force, in steps or epochs"),
    ("each", "in a rule with `each:`, the metric that the instance is for"),
  ]

  /// Whether a name is a value without arguments.
  package static func isValue(_ name: String) -> Bool { values.contains { $0.name == name } }

  /// The function that a name from elsewhere, or a misspelt one, most likely means.
  package static func nearest(to name: String) -> String? {
    foreignNames[name.lowercased()] ?? Suggestion.nearest(to: name, among: all.map(\.name))
  }

  /// What other tools call our functions.
  private static let foreignNames: [String: String] = [
    "avg": "mean", "average": "mean", "sma": "mean", "rolling_mean": "mean", "moving_average": "mean",
    "avg_over_time": "mean", "stddev": "std", "stdev": "std", "sd": "std", "rolling_std": "std",
    "ema": "ewma", "ewm": "ewma", "exponential_moving_average": "ewma", "percentile": "quantile",
    "quantile_over_time": "quantile", "ln": "log", "absolute": "abs", "fabs": "abs", "delta": "change",
    "diff": "change", "difference": "change", "pct_change": "relative_change", "rate": "slope",
    "deriv": "slope", "derivative": "slope", "gradient": "slope", "trend": "slope", "isnan": "is_nan",
    "nan": "is_nan", "isfinite": "is_finite", "isinf": "is_finite", "shift": "lag", "offset": "lag",
    "prev": "previous", "last": "previous", "all": "fraction", "any": "fraction", "share": "fraction",
    "patience": "since_lowest", "best": "lowest", "min_so_far": "lowest", "max_so_far": "highest",
    "coalesce": "otherwise", "fillna": "otherwise", "default": "otherwise", "if_else": "otherwise",
    "absent": "age", "stddev_over_time": "std", "minimum": "min", "maximum": "max", "num": "count",
    "crossover": "crosses_above", "crossunder": "crosses_below", "cusum": "cusum_up",
  ]

  // MARK: Windows

  private static let warmUp =
    "No number until the window is full and at least half of its samples are finite. Sees finite samples only."

  private static func window(
    _ function: WindowFunction, _ summary: String, _ details: String, example: Builtin.Example
  ) -> Builtin {
    Builtin(
      name: function.rawValue, parameters: [stream, windowParameter], result: .number,
      operation: .window(function), summary: summary, details: details, examples: [example])
  }

  private static let stream = Builtin.Parameter(name: "e", kind: .stream)
  private static let windowParameter = Builtin.Parameter(name: "w", kind: .window)

  private static let windows: [Builtin] = [
    window(
      .mean, "arithmetic mean of the window", warmUp + " O(1) a sample.",
      example: .init(expression: "mean(loss, 3 samples)", loss: "3 1 2 6", result: "nan nan 2 3")),
    window(
      .median, "middle value of the window; the mean of the two middle ones for an even count",
      warmUp + " O(log w) a sample.",
      example: .init(expression: "median(loss, 3 samples)", loss: "3 1 2 60", result: "nan nan 2 2")),
    Builtin(
      name: "quantile", parameters: [stream, .init(name: "q", kind: .rank), windowParameter], result: .number,
      operation: .quantile,
      summary: "the value below which a share `q` of the window lies, between order statistics at `q*(n-1)`",
      details: warmUp + " O(log w) a sample.",
      examples: [
        .init(expression: "quantile(loss, 0.25, 3 samples)", loss: "3 1 2 6", result: "nan nan 1.5 1.5")
      ]),
    window(
      .std, "sample standard deviation of the window, divisor n-1",
      warmUp + " Needs two finite samples. O(1) a sample.",
      example: .init(expression: "std(loss, 3 samples)", loss: "3 1 2 5", result: "nan nan 1 2.0816659994661326")),
    window(
      .mad, "median of the absolute deviations from the window's median, not scaled",
      warmUp + " O(w) a sample.",
      example: .init(expression: "mad(loss, 3 samples)", loss: "3 1 2 60", result: "nan nan 1 1")),
    window(
      .min, "smallest value of the window", warmUp + " O(1) a sample. For the smaller of two numbers see `least`.",
      example: .init(expression: "min(loss, 2 samples)", loss: "3 1 2 6", result: "nan 1 1 2")),
    window(
      .max, "largest value of the window", warmUp + " O(1) a sample. For the larger of two numbers see `greatest`.",
      example: .init(expression: "max(loss, 2 samples)", loss: "3 1 2 6", result: "nan 3 2 6")),
    window(
      .count, "how many samples of the window are finite", "No number until the window is full. O(1) a sample.",
      example: .init(expression: "count(loss, 2 samples)", loss: "3 nan nan 6", result: "nan 1 0 1")),
    window(
      .slope, "least-squares slope of the window against the step, per step",
      warmUp + " Needs two finite samples at different steps. O(1) a sample.",
      example: .init(expression: "slope(loss, 3 samples)", loss: "1 2 3 3", result: "nan nan 1 0.5")),
    Builtin(
      name: "fraction", parameters: [.init(name: "c", kind: .truthStream), windowParameter], result: .number,
      operation: .fraction, summary: "share of the window's known ticks at which the condition is true",
      details: "\"4 of 5\" is `fraction(c, 5 samples) >= 0.8`. No number until the window is full and at least "
        + "half of its ticks are known. O(1) a tick.",
      examples: [
        .init(expression: "fraction(loss > 2, 4 samples)", loss: "3 1 4 6 1", result: "nan nan nan 0.75 0.5")
      ]),
  ]

  // MARK: Recursive functions

  private static let recursive: [Builtin] = [
    Builtin(
      name: "previous", parameters: [stream], result: .number, operation: .previous,
      summary: "the sample before this one, finite or not", details: "No number at the first sample.",
      examples: [.init(expression: "previous(loss)", loss: "3 nan 2", result: "nan 3 nan")]),
    Builtin(
      name: "lag", parameters: [stream, windowParameter], result: .number, operation: .lag,
      summary: "the sample a span ago: N samples before this one, or the latest at least N steps or epochs back",
      details: "No number where there is none.",
      examples: [.init(expression: "lag(loss, 2 steps)", loss: "3 1 2 6", result: "nan nan 3 1")]),
    Builtin(
      name: "change", parameters: [stream, windowParameter], result: .number, operation: .change,
      summary: "`e - lag(e, w)`",
      examples: [.init(expression: "change(loss, 1 sample)", loss: "3 1 2 6", result: "nan -2 1 4")]),
    Builtin(
      name: "relative_change", parameters: [stream, windowParameter], result: .number,
      operation: .relativeChange, summary: "`(e - lag(e, w)) / abs(lag(e, w))`",
      examples: [
        .init(expression: "relative_change(loss, 1 sample)", loss: "4 1 2 6", result: "nan -0.75 1 2")
      ]),
    Builtin(
      name: "ewma", parameters: [stream, windowParameter], result: .number, operation: .ewma,
      summary: "exponentially weighted mean with half-life `w`",
      details: "Starts at the first finite sample, without a warm-up; other samples leave it unchanged.",
      examples: [.init(expression: "ewma(loss, 1 sample)", loss: "4 2 nan 5", result: "4 3 3 4")]),
    Builtin(
      name: "cusum_up", parameters: [stream, .init(name: "level", kind: .level)], result: .number,
      operation: .cusum(.up), summary: "cumulative sum of how far samples lie above a level, never below 0",
      details: "A sample that is not finite, or a level that is no number, leaves it unchanged.",
      examples: [.init(expression: "cusum_up(loss, 2)", loss: "3 4 1 nan 0 5", result: "1 3 2 2 0 3")]),
    Builtin(
      name: "cusum_down", parameters: [stream, .init(name: "level", kind: .level)], result: .number,
      operation: .cusum(.down), summary: "cumulative sum of how far samples lie below a level, never below 0",
      details: "A sample that is not finite, or a level that is no number, leaves it unchanged.",
      examples: [.init(expression: "cusum_down(loss, 2)", loss: "1 0 3 5", result: "1 3 2 0")]),
    Builtin(
      name: "lowest", parameters: [stream], result: .number, operation: .extreme(.lowest),
      summary: "smallest finite sample so far", details: "No number before one.",
      examples: [.init(expression: "lowest(loss)", loss: "nan 3 1 2", result: "nan 3 1 1")]),
    Builtin(
      name: "highest", parameters: [stream], result: .number, operation: .extreme(.highest),
      summary: "largest finite sample so far", details: "No number before one.",
      examples: [.init(expression: "highest(loss)", loss: "nan 3 1 5", result: "nan 3 3 5")]),
  ]

  // MARK: Elapsed time

  private static let delta = Builtin.Parameter(name: "delta", kind: .delta, isOptional: true)

  private static let elapsed: [Builtin] = [
    Builtin(
      name: "since_lowest", parameters: [stream, delta], result: .elapsed, operation: .sinceExtreme(.lowest),
      summary: "elapsed since the lowest sample; a new one must be lower by more than `delta`",
      details: "`delta` is 0 if not given; `1%` is relative to the best so far. Unknown before the first finite "
        + "sample. Patience: `since_lowest(val_loss, 1%) >= 5 samples`.",
      examples: [
        .init(
          expression: "since_lowest(loss) >= 2 samples", loss: "3 1 2 2 0", result: "false false false true false")
      ]),
    Builtin(
      name: "since_highest", parameters: [stream, delta], result: .elapsed, operation: .sinceExtreme(.highest),
      summary: "elapsed since the highest sample; a new one must be higher by more than `delta`",
      details: "`delta` is 0 if not given; `1%` is relative to the best so far. Unknown before the first finite "
        + "sample.",
      examples: [
        .init(expression: "since_highest(loss) > 1 step", loss: "3 1 2 4", result: "false false true false")
      ]),
    Builtin(
      name: "since", parameters: [.init(name: "c", kind: .truthStream)], result: .elapsed, operation: .since,
      summary: "elapsed since the condition was last true", details: "Unknown before it was.",
      examples: [
        .init(
          expression: "since(loss > 2) >= 2 steps", loss: "1 3 1 1", result: "unknown false false true")
      ]),
    Builtin(
      name: "age", parameters: [.init(name: "m", kind: .metric)], result: .elapsed, operation: .age,
      summary: "elapsed since the metric was last logged, at every row of the run",
      details: "Compares with steps or epochs; rows of other metrics are not samples.",
      examples: [.init(expression: "age(loss) > 5 steps", loss: "1 1", result: "false false")]),
  ]

  // MARK: Clocks

  private static let clocks: [Builtin] = [
    Builtin(
      name: "at", parameters: [.init(name: "e", kind: .anyStream), .init(name: "m", kind: .metric)],
      result: .number, operation: .at, summary: "the latest of `e`, at the samples of the metric `m`",
      details: "No number, or unknown, before there is one. `mean(at(val_loss - loss, val_loss), 5 samples)` averages "
        + "five validations.",
      examples: [.init(expression: "at(loss, loss)", loss: "3 1", result: "3 1")]),
    Builtin(
      name: "at_detection", parameters: [stream], result: .number, operation: .detection,
      summary: "the latest value of `e` when the condition of the rule was detected",
      details: "Only inside `confirm.that`, outside windows and recursive functions.",
      examples: [.init(expression: "loss < at_detection(loss)", loss: "3 1", result: nil)]),
    Builtin(
      name: "at_entry", parameters: [stream], result: .number, operation: .entry,
      summary: "the latest value of `e` when the current phase came into force",
      details: "Outside windows and recursive functions.",
      examples: [.init(expression: "loss - at_entry(loss)", loss: "3 1 2", result: "0 -2 -1")]),
    Builtin(
      name: "otherwise", parameters: [.init(name: "a", kind: .any), .init(name: "b", kind: .any)],
      result: .number, operation: .otherwise, summary: "`a` where it is a number (or known), else `b`",
      details: "Both numbers or both conditions.",
      examples: [.init(expression: "otherwise(loss, 0)", loss: "3 nan", result: "3 0")]),
  ]

  // MARK: The profile's baselines

  private static let profile: [Builtin] = [
    Builtin(
      name: "baseline", parameters: [.init(name: "m", kind: .metric)], result: .number,
      operation: .baseline(.mean), summary: "the mean of the metric in the profile",
      details: "A baseline that is measured on the run is no number until it is complete.",
      examples: [.init(expression: "loss < baseline(loss)", loss: "3 1", result: nil)]),
    Builtin(
      name: "sigma", parameters: [.init(name: "m", kind: .metric)], result: .number,
      operation: .baseline(.std), summary: "the standard deviation of the metric in the profile",
      details: "A baseline that is measured on the run is no number until it is complete.",
      examples: [.init(expression: "loss < baseline(loss) - 3 * sigma(loss)", loss: "3 1", result: nil)]),
  ]

  // MARK: Pointwise functions

  private static let number = Builtin.Parameter(name: "a", kind: .number)
  private static let second = Builtin.Parameter(name: "b", kind: .number)
  private static let metric = Builtin.Parameter(name: "m", kind: .metric)

  private static func math(_ function: MathFunction, _ summary: String, _ loss: String, _ result: String) -> Builtin {
    Builtin(
      name: function.rawValue, parameters: [number], result: .number, operation: .math(function),
      summary: summary,
      examples: [.init(expression: "\(function.rawValue)(loss)", loss: loss, result: result)])
  }

  private static let pointwise: [Builtin] = [
    math(.abs, "absolute value", "3 -2", "3 2"),
    math(.log, "natural logarithm; of a negative number there is none", "1 -1", "0 nan"),
    math(.log10, "decimal logarithm; of a negative number there is none", "100 -1", "2 nan"),
    math(.exp, "exponential", "0", "1"),
    math(.sqrt, "square root; of a negative number there is none", "9 -1", "3 nan"),
    Builtin(
      name: "least", parameters: [number, second], repeatsLast: true, result: .number,
      operation: .extremum(.lowest), summary: "smallest of two or more numbers",
      details: "No number if any is none.",
      examples: [.init(expression: "least(loss, 2)", loss: "3 1 nan", result: "2 1 nan")]),
    Builtin(
      name: "greatest", parameters: [number, second], repeatsLast: true, result: .number,
      operation: .extremum(.highest), summary: "largest of two or more numbers",
      details: "No number if any is none.",
      examples: [.init(expression: "greatest(loss, 2)", loss: "3 1 nan", result: "3 2 nan")]),
    Builtin(
      name: "is_nan", parameters: [metric], result: .truth, operation: .isNaN,
      summary: "whether the metric's latest sample was logged as NaN", details: "Never unknown.",
      examples: [.init(expression: "is_nan(loss)", loss: "3 nan", result: "false true")]),
    Builtin(
      name: "is_finite", parameters: [metric], result: .truth, operation: .isFinite,
      summary: "whether the metric's latest sample is neither NaN nor infinite", details: "Never unknown.",
      examples: [.init(expression: "is_finite(loss)", loss: "3 nan inf", result: "true false false")]),
    Builtin(
      name: "crosses_above", parameters: [number, second], result: .truth, operation: .crosses(.up),
      summary: "whether `a > b` now and `a <= b` at the tick before",
      details: "Unknown at the first tick, or with no number among the four.",
      examples: [
        .init(expression: "crosses_above(loss, 2)", loss: "1 3 4", result: "unknown true false")
      ]),
    Builtin(
      name: "crosses_below", parameters: [number, second], result: .truth, operation: .crosses(.down),
      summary: "whether `a < b` now and `a >= b` at the tick before",
      details: "Unknown at the first tick, or with no number among the four.",
      examples: [
        .init(expression: "crosses_below(loss, 2)", loss: "3 2 1", result: "unknown false true")
      ]),
  ]
}
