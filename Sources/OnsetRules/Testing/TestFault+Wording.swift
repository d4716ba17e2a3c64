import OnsetText

extension TestFault {
  private static func list(_ names: [String]) -> String {
    let shown = names.prefix(20).map { "`\($0)`" }
    return (names.count > 20 ? shown + ["…"] : shown).joined(separator: ", ")
  }

  var wording: (code: String, message: String, hints: [String]) {
    switch self {
    case .noCases: ("O0820", "the file has no tests", ["a test is `- {test: name, run: …, expect: …}`"])
    case .noRuleSets:
      ("O0821", "the test names no rule set", ["write `rulesets: [name]` at the top of the file or in the test"])
    case .unknownRule(let name, let nearest, let known):
      (
        "O0822", "there is no rule `\(name)` among the rule sets under test",
        [nearest.map { "did you mean `\($0)`?" } ?? "there are \(Self.list(known))"]
      )
    case .ambiguousRule(let name, let sets):
      ("O0823", "more than one rule set has a rule `\(name)`", ["write \(Self.list(sets.map { "\($0).\(name)" }))"])
    case .noRuleFits(let pattern):
      (
        "O0824", "no rule under test matches `\(pattern)`",
        ["a pattern is matched with `ruleset.rule`, such as `loss-spike.*`"]
      )
    case .noRun:
      ("O0825", "the test has no run", ["give it `run: {series: {loss: 2 -> 1 x 100}}` or `run: {file: path}`"])
    case .runTwice: ("O0826", "a run is either a `file` or made of `series`", ["remove one of them"])
    case .nothingExpected:
      (
        "O0827", "the test expects nothing, so it cannot fail",
        ["say what must happen with `fires`, and what must not with `silent`"]
      )
    case .stepRangeShape(let key):
      ("O0828", "`\(key)` has to be a list of two steps, the first and the last", ["write `\(key): [1000, 1300]`"])
    case .stepRangeOrder(let key):
      ("O0828", "the steps of `\(key)` are in the wrong order", ["write the earlier step first"])
    case .rangeTwice: ("O0828", "`at` and `between` say the same thing in two ways", ["remove one of them"])
    case .notACadence:
      (
        "O0829", "`every` has to be a span in steps, or a mapping of metrics to such spans",
        ["write `every: 10 steps` or `every: {val_loss: 100 steps, \"*\": 10 steps}`"]
      )
    case .unusedCadence(let pattern): ("O0829", "no series of the test matches `\(pattern)`", [])
    case .countShape:
      (
        "O0830", "`times` has to be a whole number, or a list of the fewest and the most",
        ["write `times: 2` or `times: [1, 3]`"]
      )
    case .notANumberOfSamples: ("O0831", "the series of a test have more than 10,000,000 samples together", [])
    case .runTooLong: ("O0831", "the last step of the series is too large", ["shorten the series, or log more often"])
    case .needsQuotes(let text):
      (
        "O0832", "`\(text)` looks like a part of the series before it: in `{…}` a comma begins the next entry",
        ["put the series into quotes or `[…]`, or write it in a line of its own"]
      )
    case .valueShape(let text):
      ("O0833", "`\(text)` is not a value", ["write a number, `true`, `false`, `nan` or `unknown`"])
    case .actionShape:
      (
        "O0834", "an expected action has to be one of `scale`, `set`, `stop`, `checkpoint` and `notify`",
        ["such as `{scale: learning_rate, by: 0.5}` or `{notify: \"*\"}`"]
      )
    case .whichRuleSet(let key):
      ("O0835", "the test has several rule sets; `\(key)` has to say which", ["add `ruleset: name`"])
    case .foreignRuleSet(let name):
      ("O0835", "the rule set `\(name)` is not one of those under test", ["add it to `rulesets`"])
    case .unreadable(let message): ("O0836", message, [])
    case .notApplicable(let rule, let why):
      (
        "O0840", "`\(rule)` does not apply to the run: \(why)",
        ["add the metric to `series`; where this is what is tested, name the rule under `not_applicable`"]
      )
    case .isApplicable(let rule):
      (
        "O0841", "`\(rule)` applies to the run, and was expected not to",
        ["remove it from `not_applicable`, or a metric that it needs from the run"]
      )
    case .runEndsEarly(let last):
      (
        "O0842",
        last.map { "the run ends at step \($0), before this can be decided" } ?? "the run has no rows",
        ["make the series longer, or end the range earlier"]
      )
    case .unknownInstance(let metric, let rule, let nearest):
      (
        "O0843", "`\(rule)` has no instance for the metric `\(metric)`",
        [
          nearest.map { "did you mean `\($0)`?" }
            ?? "only a rule with `each` has instances, one for each metric that matches"
        ]
      )
    case .valueNotThere(let why): ("O0844", "the expression has no value here: \(why)", [])
    }
  }
}
