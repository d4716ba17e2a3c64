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
    case .nameNeedsBackquotes(let text, let name):
      ("O0206", "a metric's name with `\(text)` in it needs backquotes", Self.backquoteHints(name))
    case .stringLiteral(let text):
      ("O0207", "an expression has no strings", [Self.stringHint(text)])
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
    case .windowWithoutUnit(_, let name?):
      ("O0302", "a window needs a unit", ["give `\(name)` one where it is declared, such as `50 samples`"])
    case .windowWithoutUnit(let count, nil):
      ("O0302", "a window needs a unit", [Self.withUnits(count ?? "50")])
    case .spanWithoutUnit(let key, let count):
      ("O0302", "`\(key)` needs a unit", [Self.withUnits(count)])
    case .spanNotPositive:
      ("O0303", "a span has to be longer than 0", ["write at least `1 step` or `1 sample`"])
    case .spanNotWhole(let unit):
      ("O0304", "\(unit.rawValue) cannot be fractional, only epochs can", ["write a whole number of \(unit.rawValue)"])
    case .spanTooLong:
      ("O0305", "the span is too long", ["a span can have at most 2^53 steps or samples"])
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
    case .functionWithoutArguments(let name, let usage):
      ("O0309", "the function `\(name)` needs its arguments", ["write \(usage)"])
    case .eachOutsideEach:
      (
        "O0310", "`each` can only be used in a rule with the key `each`",
        ["add `each: \"grad_norm/*\"` to the rule, or name the metric"]
      )
    case .letCycle(let names):
      (
        "O0311", "`let` names use each other in a circle: \(NameChain.text(names))",
        ["write one of them without the others"]
      )
    case .noBaseline(let metric, let nearest):
      (
        "O0312", "the profile has no baseline of `\(metric)`",
        (nearest.map { ["did you mean `\($0)`?"] } ?? [])
          + ["add it to the profile's `baselines`, as `{mean: …, std: …}` or `{measure: {after: …, over: …}}`"]
      )
    case .notACondition(let type):
      ("O0401", "a condition has to be true or false, and this is \(type.withArticle)", Self.conditionHints(type))
    case .notAStream(let type):
      (
        "O0417", "only a number or a condition has a value at each sample, and this is \(type.withArticle)",
        Self.conditionHints(type)
      )
    case .wrongOperand(let name, let expected, let found):
      (
        "O0402", "`\(name)` takes \(Self.plural(expected)), and this is \(found.withArticle)",
        Self.operandHints(name, expected: expected, found: found)
      )
    case .elapsedNeedsSpan(let found):
      (
        "O0403", "an elapsed time can only be compared with a span, and this is \(found.withArticle)",
        [found == .number ? "give it a unit, such as `5 samples`" : "write a span, such as `5 samples`"]
      )
    case .spanNeedsElapsed(let found):
      (
        "O0404", "a span can only be compared with an elapsed time, not with \(found.withArticle)",
        [
          "elapsed times are such as `since_lowest(val_loss) >= 5 samples` or `age(val_loss) > 100 steps`",
          "how long a condition has to hold is the key `for` of the rule",
        ]
      )
    case .elapsedEquality:
      ("O0405", "an elapsed time can only be compared by `<`, `<=`, `>` and `>=`", ["write `>=`"])
    case .wrongArgument(let function, let parameter, let expected, let found, let hint):
      (
        "O0406", "`\(parameter)` of `\(function)` has to be \(expected), and this is \(found.withArticle)",
        hint.map { [$0] } ?? []
      )
    case .notAMetric(let function):
      (
        "O0407", "`\(function)` takes the name of a metric, and not an expression",
        ["write one name, such as `\(function)(val_loss)`; `each`, or a `let` that is a metric, will do too"]
      )
    case .notAConstant(let function, let parameter):
      (
        "O0408", "`\(parameter)` of `\(function)` has to be a constant",
        ["write a number, a parameter, or arithmetic of them"]
      )
    case .outOfRange(let function, let parameter, let expected):
      ("O0409", "`\(parameter)` of `\(function)` has to be \(expected)", [])
    case .levelHasClock(let function):
      (
        "O0410", "the level of `\(function)` cannot be read from a metric",
        ["write a number, a parameter or a baseline, such as `baseline(loss)`"]
      )
    case .mixedAlternatives(let first, let second):
      (
        "O0411",
        "`otherwise` takes two numbers or two conditions; the first is \(first.withArticle), this is \(second.withArticle)",
        []
      )
    case .wrongArgumentCount(let function, let usage, let found):
      ("O0412", "`\(function)` does not take \(Self.arguments(found))", ["write \(usage)"])
    case .noClock(let isCondition):
      (
        "O0413",
        isCondition
          ? "the condition names no metric, so there is no sample at which to read it"
          : "this names no metric, so it has no samples",
        isCondition
          ? ["add the metric at whose samples it is to be read, as in `step > 1000 and loss > 5`"]
          : ["name the metric whose samples are meant, as in `mean(loss, 50 samples)`"]
      )
    case .detectionOutsideConfirm:
      (
        "O0414", "`at_detection` can only be used in `that` of `confirm`",
        ["in `when`, compare with `lag`, `previous` or `at_entry`"]
      )
    case .insideWindow(let function):
      (
        "O0415", "`\(function)` cannot stand inside a window or a recursive function",
        ["use it outside: `mean(loss, 5 samples) < \(function)(loss)`"]
      )
    case .nestedCapture(let function):
      ("O0416", "`\(function)` cannot stand inside another `at_detection` or `at_entry`", [])
    case .equalityOfNumbers(notANumber: let metric?):
      ("O0501", "no number is equal to `nan`", ["write `is_nan(\(metric))`"])
    case .equalityOfNumbers(notANumber: nil):
      (
        "O0501", "measured numbers are hardly ever exactly equal",
        ["compare with `<` or `>`, or the distance: `abs(a - b) < 1e-6`"]
      )
    }
  }

  private static func plural(_ type: ValueType) -> String {
    switch type {
    case .number: "numbers"
    case .truth: "conditions"
    case .span: "spans"
    case .elapsed: "elapsed times"
    }
  }

  private static func withUnits(_ count: String) -> String {
    "write `\(count) steps`, `\(count) samples` or `\(count) epochs`"
  }

  private static func backquoteHints(_ name: LanguageFault.BareName?) -> [String] {
    switch name {
    case .function?: ["a function takes the metric as its argument: `mean(loss, 50 samples)`"]
    case .metric(let name, isFirst: true)?:
      ["write `` `\(name)` ``; in YAML a value that begins with a backquote needs quotes around it"]
    case .metric(let name, isFirst: false)?: ["write `` `\(name)` ``"]
    case nil: ["put the whole name in them, as in `` `train/loss` ``"]
    }
  }

  private static func stringHint(_ text: String) -> String {
    let isName = !text.isEmpty && text.unicodeScalars.count <= 60 && !text.contains("`")
    if let first = text.utf8.first, UInt8(ascii: "0")...UInt8(ascii: "9") ~= first, isName {
      return "write it without quotes: `\(text)`"
    }
    return "put a metric's name in backquotes: `` `\(isName ? text : "train/loss")` ``"
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
    case "“", "”", "‘", "’":
      ["write `\"` around a value of the file, and backquotes around a metric's name: `` `train/loss` ``"]
    default:
      switch scalar.properties.generalCategory {
      case .spaceSeparator, .lineSeparator, .paragraphSeparator: ["write a plain space"]
      case .control, .format: ["remove it"]
      default: ["a metric's name with such a character needs backquotes"]
      }
    }
  }

  private static func operatorHints(_ text: String) -> [String] {
    switch text.lowercased() {
    case "and", "or", "not": ["write `\(text.lowercased())`, in small letters"]
    case "=>": ["write `>=`"]
    case "=<": ["write `<=`"]
    case "&&", "&": ["write `and`"]
    case "||", "|": ["write `or`"]
    case "!": ["write `not`"]
    case "=": ["write `==` to compare, or better `<` or `>`"]
    case "<>": ["write `!=`"]
    case "**", "^": ["there is no power; write the product, or `exp(b * log(a))`"]
    case "?": ["there is no conditional; see `otherwise(a, b)` and `and`, `or`"]
    case "[", "]": ["a window is an argument, as in `mean(loss, 50 samples)`; the sample before is `previous(loss)`"]
    default: ["braces have no meaning in an expression"]
    }
  }

  private static func tokenHints(_ token: String) -> [String] {
    switch token {
    case ";": ["an expression is one condition; join two with `and` or `or`"]
    case "%": ["a percentage is a number and `%`, as in `20%`; there is no remainder"]
    case ")": ["there is no `(` that it closes"]
    case ",": ["a comma can only stand between the arguments of a function"]
    case "for": [forHint]
    case "is": ["a missing number is asked for by `is_nan(loss)`, any other is compared by `<` or `>`"]
    case "if", "when": ["write the condition alone"]
    case "step", "steps", "sample", "samples", "epoch", "epochs": ["a span is a number and a unit, such as `50 steps`"]
    default: []
    }
  }

  private static let forHint = "how long a condition has to hold is a key of the rule: `for: 5 samples`"

  private static func unitHints(_ word: String) -> [String] {
    switch word.lowercased() {
    case "for": return [forHint]
    case "second", "seconds", "sec", "secs", "minute", "minutes", "min", "mins", "hour", "hours", "h", "day", "days":
      return ["time is counted in steps, samples or epochs"]
    case let digits where digits.hasPrefix("_"): return ["write the number without `_`"]
    default: break
    }
    let units = ["step", "steps", "sample", "samples", "epoch", "epochs"]
    let meant: String? =
      switch word.lowercased() {
      case "iter", "iters", "iteration", "iterations", "it", "its", "batch", "batches", "s", "st": "steps"
      case "e", "ep", "eps", "passes": "epochs"
      case "points", "values", "rows", "measurements", "n": "samples"
      default: Suggestion.nearest(to: word, among: units)
      }
    if let meant { return ["did you mean `\(meant)`?"] }
    return ["the units are steps, samples and epochs", "or is an operator missing before `\(word)`?"]
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
    case (.number, .truth): ["how often a condition holds is `fraction(loss > 5, 10 samples)`"]
    case (.number, .elapsed): ["compare it with a span, as in `since_lowest(val_loss) >= 5 samples`"]
    case (.number, .span): ["a span is not a number: leave its unit out"]
    default: []
    }
  }
}
