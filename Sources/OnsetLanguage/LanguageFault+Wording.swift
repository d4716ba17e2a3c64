package import OnsetText

extension LanguageFault {
  /// The fault as a finding in a file.
  ///
  /// - Parameters:
  ///   - source: The file, or the named text, that holds the expression.
  ///   - place: Turns offsets of the expression into offsets of the file.
  package func diagnostic(in source: SourceFile, place: (ByteRange) -> ByteRange) -> Diagnostic {
    let words = wording
    return Diagnostic(
      source: source, range: place(range), severity: isWarning ? .warning : .error, code: words.code,
      message: words.message, hints: words.hints)
  }

  /// The stable code of the kind, what is wrong, and what to write instead.
  package var wording: (code: String, message: String, hints: [String]) {
    switch kind {
    case .empty:
      ("O0201", "the expression is empty", ["write a condition, such as `loss > 5`"])
    case .endsEarly:
      ("O0202", "the expression ends where a value was expected", [])
    case .endsEarlyWanting(let wanted):
      ("O0202", "the expression ends where \(wanted) was expected", [])
    case .unexpectedToken(let token, let wanted):
      ("O0203", "`\(token)` cannot stand here; expected \(wanted)", Self.tokenHints(token))
    case .unexpectedCharacter(let scalar):
      ("O0204", "\(Self.describe(scalar)) has no meaning in an expression", Self.characterHints(scalar))
    case .foreignOperator(let text):
      ("O0205", "`\(text)` is not an operator here", Self.operatorHints(text))
    case .nameNeedsBackquotes(let text):
      (
        "O0206", "`\(text)` cannot stand in a bare name",
        ["put a metric's name that has other characters than letters, digits and `_` in backquotes: `` `train/loss` ``"]
      )
    case .stringLiteral:
      ("O0207", "an expression has no strings", ["for a metric's name use backquotes: `` `train/loss` ``"])
    case .malformedNumber:
      ("O0208", "this is not a number", ["numbers are written `0.4`, `12`, `1e-3` or `20%`"])
    case .numberWithoutIntegerPart(let text):
      ("O0208", "a number begins with a digit", ["write `0\(text)`"])
    case .numberOutOfRange:
      ("O0209", "the number is too large for a float64", ["the largest is about 1.8e308"])
    case .unclosedBackquote:
      ("O0210", "the backquote is not closed", ["end the metric's name with another backquote on the same line"])
    case .emptyName:
      ("O0210", "there is no name between the backquotes", [])
    case .chainedComparison(let hint):
      ("O0211", "comparisons do not chain", ["write `\(hint)`"])
    case .letNestedTooDeep:
      (
        "O0212", "with the `let`s that it uses, the expression is nested more than \(Term.maximumHeight) deep",
        ["shorten the chain of `let`s that use each other"]
      )
    case .nestedTooDeep:
      (
        "O0212", "the expression is nested more than \(Parser.maximumDepth) deep",
        ["name its parts under `let`"]
      )
    case .unknownUnit(let word):
      ("O0301", "`\(word)` is not a unit", Self.unitHints(word))
    case .windowWithoutUnit(let count):
      (
        "O0302", "a window needs a unit",
        ["write `\(count ?? "50") steps`, `\(count ?? "50") samples` or `\(count ?? "50") epochs`"]
      )
    case .spanNotPositive:
      ("O0303", "a span is positive", [])
    case .spanNotWhole(let unit):
      ("O0304", "only epochs may be fractional; \(unit.rawValue) are whole", [])
    case .spanTooLong:
      ("O0305", "the span is too long", ["a span has at most 2^53 steps or samples"])
    case .spanInSamples(let subject):
      (
        "O0306", "`\(subject)` is not counted in samples: the rows of other metrics are not samples of it",
        ["compare it with steps or epochs"]
      )
    case .unknownFunction(let name, let nearest):
      (
        "O0307", "there is no function `\(name)`",
        nearest.map { ["did you mean `\($0)`?"] } ?? ["`onset functions` lists them"]
      )
    case .notAFunction(let name, let what):
      ("O0308", "`\(name)` is \(what), not a function", ["to multiply, write `*`"])
    case .functionWithoutArguments(let name, let signature):
      ("O0309", "the function `\(name)` needs its arguments", ["write `\(signature)`"])
    case .eachOutsideEach:
      (
        "O0310", "`each` has a meaning only in a rule with `each:`",
        ["add `each: \"grad_norm/*\"` to the rule, or name the metric"]
      )
    case .letCycle(let names):
      (
        "O0311", "`let` names use each other in a circle: \(NameChain.text(names))", []
      )
    case .noBaseline(let metric, let nearest):
      (
        "O0312", "the profile has no baseline of `\(metric)`",
        (nearest.map { ["did you mean `\($0)`?"] } ?? [])
          + ["add it to the profile's `baselines`, as `{mean: …, std: …}` or `{measure: {after: …, over: …}}`"]
      )
    case .notACondition(let type):
      ("O0401", "a condition is a truth, this is \(Self.indefinite(type))", Self.conditionHints(type))
    case .notAStream(let type):
      (
        "O0417", "only numbers and truths have values at each tick, this is \(Self.indefinite(type))",
        Self.conditionHints(type)
      )
    case .wrongOperand(let name, let expected, let found):
      (
        "O0402", "`\(name)` takes \(expected.rawValue)s, this is \(Self.indefinite(found))",
        Self.operandHints(name, expected: expected, found: found)
      )
    case .elapsedNeedsSpan(let found):
      (
        "O0403", "how long ago something was compares only with a span, this is \(Self.indefinite(found))",
        ["give it a unit, such as `5 samples`"]
      )
    case .spanNeedsElapsed(let found):
      (
        "O0404", "a span compares only with how long ago something was, not with \(Self.indefinite(found))",
        ["such as `since_lowest(val_loss) >= 5 samples` or `age(val_loss) > 100 steps`"]
      )
    case .elapsedEquality:
      ("O0405", "how long ago something was compares with `<`, `<=`, `>` and `>=` only", [])
    case .wrongArgument(let function, let parameter, let expected, let found, let hint):
      (
        "O0406", "`\(parameter)` of `\(function)` is \(expected), this is \(Self.indefinite(found))",
        hint.map { [$0] } ?? []
      )
    case .notAMetric(let function):
      (
        "O0407", "`\(function)` takes the name of a metric",
        ["to use it on an expression, give a metric, `each`, or a `let` that is one"]
      )
    case .notAConstant(let function, let parameter):
      (
        "O0408", "`\(parameter)` of `\(function)` is a constant: a literal, a parameter, or arithmetic of them", []
      )
    case .outOfRange(let function, let parameter, let expected):
      ("O0409", "`\(parameter)` of `\(function)` is \(expected)", [])
    case .levelHasClock(let function):
      (
        "O0410", "the level of `\(function)` must not change with a metric's samples",
        ["a literal, a parameter or `baseline(m)` will do"]
      )
    case .mixedAlternatives(let first, let second):
      (
        "O0411",
        "`otherwise` takes two numbers or two truths; the first is \(Self.indefinite(first)), this \(Self.indefinite(second))",
        []
      )
    case .wrongArgumentCount(let function, let signature, let found):
      ("O0412", "`\(function)` does not take \(Self.arguments(found))", ["it is `\(signature)`"])
    case .noClock(let isCondition):
      (
        "O0413",
        isCondition
          ? "the condition names no metric, so it is never looked at"
          : "this has no samples of its own: no metric is in it",
        isCondition
          ? ["add the metric at whose samples it is to be read, as in `step > 1000 and loss > 5`"]
          : ["windows and recursive functions run over the samples of a metric"]
      )
    case .detectionOutsideConfirm:
      (
        "O0414", "`at_detection` has a meaning only inside `confirm.that`",
        ["in `when`, compare with `lag`, `previous` or `at_entry`"]
      )
    case .insideWindow(let function):
      (
        "O0415", "`\(function)` cannot stand inside a window or a recursive function",
        ["use it outside: `mean(loss, 5 samples) < \(function)(loss)`"]
      )
    case .nestedCapture(let function):
      ("O0416", "`\(function)` cannot stand inside another `at_detection` or `at_entry`", [])
    case .equalityOfNumbers:
      (
        "O0501", "measured numbers are hardly ever exactly equal",
        ["compare with `<` or `>`, or the distance: `abs(a - b) < 1e-6`"]
      )
    }
  }

  private static func indefinite(_ type: ValueType) -> String {
    switch type {
    case .number: "a number"
    case .truth: "a truth"
    case .span: "a span"
    case .elapsed: "an elapsed time"
    }
  }

  private static func arguments(_ count: Int) -> String {
    count == 1 ? "1 argument" : "\(count) arguments"
  }

  private static func describe(_ scalar: Unicode.Scalar) -> String {
    let code = String(scalar.value, radix: 16, uppercase: true)
    let padded = String(repeating: "0", count: max(0, 4 - code.count)) + code
    switch scalar.properties.generalCategory {
    case .control, .format, .spaceSeparator, .lineSeparator, .paragraphSeparator, .unassigned, .privateUse,
      .surrogate, .nonspacingMark, .enclosingMark:
      let name = scalar.properties.name.map { " (\($0.lowercased()))" } ?? ""
      return "the invisible character U+\(padded)\(name)"
    default: return "`\(scalar)` (U+\(padded))"
    }
  }

  private static func characterHints(_ scalar: Unicode.Scalar) -> [String] {
    switch scalar {
    case "≤": ["write `<=`"]
    case "≥": ["write `>=`"]
    case "≠": ["write `!=`"]
    case "×", "·": ["write `*`"]
    case "÷": ["write `/`"]
    case "−", "–", "—": ["write `-`"]
    case "∧": ["write `and`"]
    case "∨": ["write `or`"]
    case "¬": ["write `not`"]
    case "½": ["write `0.5`"]
    case "σ": ["write `sigma(m)`"]
    case "“", "”", "‘", "’": ["for a metric's name use backquotes: `` `train/loss` ``"]
    default: ["a metric's name with such a character goes in backquotes"]
    }
  }

  private static func operatorHints(_ text: String) -> [String] {
    switch text {
    case "&&", "&": ["write `and`"]
    case "||", "|": ["write `or`"]
    case "!": ["write `not`"]
    case "=": ["write `==` to compare, or better `<` or `>`"]
    case "<>": ["write `!=`"]
    case "**", "^": ["there is no power; write the product, or `exp(b * log(a))`"]
    case "?": ["there is no conditional; see `otherwise(a, b)` and `and`, `or`"]
    case "[", "]": ["a window is an argument: `mean(loss, 50 samples)`"]
    default: ["braces have no meaning in an expression"]
    }
  }

  private static func tokenHints(_ token: String) -> [String] {
    switch token {
    case ";": ["an expression is one condition; join two with `and` or `or`"]
    case "%": ["a percentage is a number and `%`, as in `20%`; there is no remainder"]
    case ")": ["there is no `(` that it closes"]
    case "step", "steps", "sample", "samples", "epoch", "epochs": ["a span is a number and a unit, such as `50 steps`"]
    default: []
    }
  }

  private static func unitHints(_ word: String) -> [String] {
    let units = ["step", "steps", "sample", "samples", "epoch", "epochs"]
    let meant: String? =
      switch word.lowercased() {
      case "iter", "iters", "iteration", "iterations", "it", "its", "batch", "batches", "s", "st": "steps"
      case "e", "ep", "eps", "passes": "epochs"
      case "points", "values", "rows", "measurements", "n": "samples"
      default: Suggestion.nearest(to: word, among: units)
      }
    let first = meant.map { "did you mean `\($0)`?" } ?? "the units are steps, samples and epochs"
    return [first, "or is an operator missing between the number and `\(word)`?"]
  }

  private static func conditionHints(_ type: ValueType) -> [String] {
    switch type {
    case .number: ["compare it with something, as in `loss > 5`"]
    case .elapsed: ["compare it with a span, as in `since_lowest(val_loss) >= 5 samples`"]
    case .span: ["compare it with how long ago something was, as in `since_lowest(val_loss) >= 5 samples`"]
    case .truth: []
    }
  }

  private static func operandHints(_ name: String, expected: ValueType, found: ValueType) -> [String] {
    switch (expected, found) {
    case (.truth, .number): ["compare it with something, as in `loss > 5`"]
    case (.number, .truth): ["to count how often a truth holds, use `fraction(c, 5 samples)`"]
    case (.number, .elapsed): ["compare it with a span, as in `since_lowest(val_loss) >= 5 samples`"]
    case (.number, .span): ["a span is no number: leave its unit out"]
    default: []
    }
  }
}
