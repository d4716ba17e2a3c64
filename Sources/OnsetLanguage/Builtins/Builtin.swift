/// A function of the language: everything that is known of it, in one place.
///
/// The checker reads the parameters, the plan builder the operation, `onset functions` and the language
/// reference the words, and a test runs the examples.
package struct Builtin: Sendable {
  package let name: String
  package let parameters: [Parameter]
  /// Whether the last parameter may be given again and again.
  package var repeatsLast = false
  package let result: ValueType
  package let operation: Operation
  /// What the value is, in a sentence without its full stop.
  package let summary: String
  /// When it has no value, what it ignores, what it costs.
  package var details = ""
  package let examples: [Example]

  /// `ewma(e, w)`, with optional parameters in brackets.
  package var signature: String {
    var text = ""
    for (index, parameter) in parameters.enumerated() {
      let separator = index == 0 ? "" : ", "
      text += parameter.isOptional ? " [\(separator)\(parameter.name)]" : separator + parameter.name
    }
    return "\(name)(\(text)\(repeatsLast ? ", …" : ""))"
  }

  /// The signature and a call, as a hint shows them.
  package var usage: String {
    examples.first.map { "`\(signature)`, such as `\($0.expression)`" } ?? "`\(signature)`"
  }

  /// Whether the function takes so many arguments.
  package func accepts(argumentCount: Int) -> Bool {
    let least = parameters.count { !$0.isOptional }
    return argumentCount >= least && (repeatsLast || argumentCount <= parameters.count)
  }

  /// Whether the function looks at earlier ticks of its first argument, as windows and recursive functions do.
  package var hasMemory: Bool {
    switch operation {
    case .window, .quantile, .fraction, .previous, .lag, .change, .relativeChange, .ewma, .cusum, .extreme,
      .sinceExtreme, .since:
      true
    case .age, .at, .otherwise, .detection, .entry, .baseline, .math, .extremum, .isNaN, .isFinite, .crosses:
      false
    }
  }

  package struct Parameter: Sendable {
    package let name: String
    package let kind: ParameterKind
    package var isOptional = false
  }

  package enum ParameterKind: Sendable {
    /// A number with a clock.
    case stream
    /// A truth with a clock.
    case truthStream
    /// A number or a truth with a clock.
    case anyStream
    /// A number, with a clock or without.
    case number
    /// A number or a truth, with a clock or without.
    case any
    /// The name of a metric.
    case metric
    /// A span.
    case window
    /// A constant in [0, 1].
    case rank
    /// A constant that is not negative, or a percentage.
    case delta
    /// A number without a clock.
    case level
  }

  package enum Operation: Sendable {
    case window(WindowFunction)
    case quantile
    case fraction
    case previous
    case lag
    case change
    case relativeChange
    case ewma
    case cusum(Direction)
    case extreme(Extreme)
    case sinceExtreme(Extreme)
    case since
    case age
    case at
    case otherwise
    case detection
    case entry
    case baseline(BaselineMoment)
    case math(MathFunction)
    case extremum(Extreme)
    case isNaN
    case isFinite
    case crosses(Direction)
  }

  /// An expression, the samples of `loss` at steps 0, 1, 2, … and what comes out at each tick.
  package struct Example: Sendable {
    package let expression: String
    /// Numbers and `nan`, separated by spaces.
    package let loss: String
    /// Numbers, `nan`, `true`, `false` and `unknown`, separated by spaces; nil where the value depends on a rule.
    package let result: String?
  }
}

/// Statistics of the finite samples in a window.
package enum WindowFunction: String, Hashable, Sendable {
  case mean, median, std, mad, min, max, count, slope
}

/// Functions of one number.
package enum MathFunction: String, Hashable, Sendable {
  case abs, log, log10, exp, sqrt
}

package enum Extreme: String, Hashable, Sendable {
  case lowest, highest
}

package enum Direction: String, Hashable, Sendable {
  case up, down
}

/// Which statistic of a baseline.
package enum BaselineMoment: String, Hashable, Sendable {
  case mean, std
}
