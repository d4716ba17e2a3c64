import OnsetText

extension RulesFault {
  /// A finding's words and how much it matters.
  struct Words {
    var code: String
    var message: String
    var hints: [String] = []
    var severity = Severity.error

    init(_ code: String, _ message: String, _ hints: [String] = [], severity: Severity = .error) {
      self.code = code
      self.message = message
      self.hints = hints
      self.severity = severity
    }
  }

  private static func meant(_ nearest: String?) -> [String] { nearest.map { ["did you mean `\($0)`?"] } ?? [] }

  /// Names in words; of very many, the first.
  private static func list(_ names: [String]) -> String {
    let shown = names.prefix(20).map { "`\($0)`" }
    return (names.count > 20 ? shown + ["…"] : shown).joined(separator: ", ")
  }

  var wording: Words {
    switch self {
    case .badName(let name, let what):
      Words(
        "O0601", "`\(name)` cannot be the name of \(what)", ["names are made of lower-case letters, digits and `-`"])
    case .duplicateName(let name, let what, let first):
      Words("O0602", "there are two \(what) called `\(name)`", ["the first is in \(first)"])
    case .badIdentifier(let name, let what):
      Words(
        "O0603", "`\(name)` cannot be the name of \(what)",
        ["names in expressions are made of letters, digits and `_`, and do not begin with a digit"])
    case .badLabel(let name, let what):
      Words(
        "O0603", "`\(name)` cannot be the name of \(what)", ["names are made of letters, digits, `_` and `-`"])
    case .hidesName(let name, let what, let hidden):
      Words("O0604", "the name `\(name)` of \(what) hides \(hidden)", ["give it another name"])
    case .unknownPhase(let name, let nearest, let known):
      Words(
        "O0605", "`\(name)` is not a phase of the rule set",
        nearest.map { ["did you mean `\($0)`?"] } ?? ["its phases are \(Self.list(known))"])
    case .noPhases(let key):
      Words(
        "O0606", "`\(key)` names a phase, but the rule set has none",
        ["declare them: `phases: [first, second]`; every run starts in the first"])

    case .unknownFile:
      Words(
        "O0607", "this file is not a rule set, a profile or tests, nor another file of a project",
        [
          "begin it with `onset: 1` and then `ruleset: name`, `profile: name` or `tests: name`",
          "a log of a run is an argument of `onset replay RULES LOG`, or of `onset check RULES --runs LOG`",
        ])

    case .notAParameterValue:
      Words("O0610", "a parameter has to be a number or a span", ["such as `3`, `5%` or `50 samples`"])
    case .tuneShape:
      Words("O0611", "`tune` has to be a list of two values, the ends of a range", ["write `tune: [1.5, 6]`"])
    case .tuneOrder:
      Words("O0612", "the range of `tune` is empty", ["write the smaller value first"])
    case .tuneOutside(let value):
      Words("O0613", "the value \(value) is outside the range of `tune`", ["change the value, or widen the range"])
    case .tuneType(let expected):
      Words("O0614", "this end of `tune` has to be \(expected), as the value is")
    case .parameterType(let name, let expected, let found):
      Words("O0615", "the parameter `\(name)` has to be \(expected), and this is \(found)")
    case .unknownParameter(let name, let ruleset, let nearest):
      Words("O0616", "the rule set `\(ruleset)` has no parameter `\(name)`", Self.meant(nearest))
    case .unknownRuleSet(let name, let nearest):
      Words("O0617", "there is no rule set `\(name)`", Self.meant(nearest))

    case .noRules:
      Words("O0620", "the rule set has no rules", ["a rule is `- {rule: name, when: condition}`"])
    case .notASpan(let key):
      Words(
        "O0621", "`\(key)` has to be a span",
        ["such as `10 samples`, `200 steps` or `0.5 epochs`, or a parameter that is one"]
      )
    case .badRepeat(let text):
      Words(
        "O0622", "`repeat` cannot be `\(text)`",
        ["write `never`, `when cleared` or a span such as `after 100 steps`"])
    case .clearWithoutRepeat:
      Words(
        "O0623", "`clear` can only be used with `repeat: when cleared`",
        ["add `repeat: when cleared`, or remove `clear`"])
    case .atMostWithNever:
      Words(
        "O0624", "`at_most` can only be used with `repeat`: without it the rule fires once",
        ["add `repeat: when cleared` or `repeat: after 100 steps`, or remove `at_most`"])
    case .notPositive(let key):
      Words("O0625", "`\(key)` has to be 1 or more")
    case .emptyGlob:
      Words("O0626", "`each` has to be a pattern of metric names", ["such as `each: \"grad_norm/*\"`"])

    case .noAction:
      Words(
        "O0630", "the action does not say what to do",
        ["add one of the keys `scale`, `set`, `stop`, `checkpoint` and `notify`"])
    case .twoActions(let first, let second):
      Words(
        "O0631", "`\(first)` and `\(second)` are two actions",
        ["make each an item of its own: `then: [{\(first): …}, {\(second): …}]`"])
    case .approval(let text):
      Words("O0632", "`approval` cannot be `\(text)`", ["write `approval: required`, or leave the key out"])
    case .notANumber(let key, let found):
      Words(
        "O0633", "`\(key)` has to be a number, and this is \(found)", ["such as `0.5`, or an expression that is one"])
    case .notAConstant(let key):
      Words("O0634", "`\(key)` has to be a constant number", ["write a number, a parameter, or arithmetic of them"])
    case .floorAboveCeiling:
      Words(
        "O0635", "the floor is above the ceiling", ["`floor` is the least value that is set, `ceiling` the greatest"])
    case .openBrace:
      Words("O0636", "the `{` is not closed", ["close it, or write `{{` for a brace"])

    case .negativeDeviation:
      Words("O0640", "`std` cannot be negative")
    case .baselineBothWays:
      Words(
        "O0641", "a baseline is either given by `mean` and `std` or measured on the run by `measure`",
        ["remove `mean` and `std`, or remove `measure`"])
    case .baselineIncomplete(let metric):
      Words(
        "O0642", "the baseline of `\(metric)` needs both `mean` and `std`",
        ["give them, or have it measured on each run: `measure: {after: 50 steps, over: 500 steps}`"])
    case .measureUnits:
      Words(
        "O0643", "`after` and `over` have to be spans in the same unit, and `over` longer than 0",
        ["such as `{after: 0 steps, over: 500 steps}`"])
    case .unknownProfile(let name, let nearest):
      Words("O0644", "there is no profile `\(name)`", Self.meant(nearest))
    case .extendsItself(let names):
      Words("O0645", "profiles extend each other in a circle: \(NameChain.text(names))")
    case .ambiguousMatch(let run, let first, let second):
      Words(
        "O0646", "the profiles `\(first)` and `\(second)` match the run `\(run)` equally well",
        ["make one pattern more literal, or choose with `--profile`"])

    case .notADay(let key, let found):
      Words(
        "O0650", "`\(key)` has to be a day, and `\(found)` is not one",
        ["write year, month and day, such as `2026-11-02`"])
    case .negative(let key):
      Words("O0651", "`\(key)` cannot be negative", ["write 0, or leave it out"])
    case .notAnAmount(let key):
      Words("O0652", "`\(key)` has to be greater than 0", ["leave it out where it is not known"])
    case .notAShare(let key):
      Words("O0653", "`\(key)` has to be a share of a step's time, from 0 to less than 1", ["such as `0.02` for 2%"])
    }
  }
}
