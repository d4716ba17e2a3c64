import OnsetText

extension ExperimentFault {
  var wording: (code: String, message: String, hints: [String]) {
    switch self {
    case .nothingToCompare:
      (
        "O0880", "the experiment has fewer than two variants, and compares nothing",
        ["write `variants: {shipped: {}, other: {set: {ruleset.parameter: value}}}`, or a `matrix`"]
      )
    case .namesNoParameter(let text):
      ("O0881", "`\(text)` names no parameter", ["write `ruleset.parameter`, such as `loss-spike.surge`"])
    case .unknownRuleSet(let name, let nearest, let known):
      ("O0882", "there is no rule set `\(name)`", [Self.meant(nearest, known)])
    case .unknownParameter(let name, let ruleset, let nearest, let known):
      (
        "O0883", "the rule set `\(ruleset)` has no parameter `\(name)`",
        [known.isEmpty ? "it has no parameters at all" : Self.meant(nearest, known)]
      )
    case .notALiteral(let text):
      ("O0884", "`\(text)` is neither a number nor a span", ["such as `0.5`, `5%` or `50 samples`"])
    case .otherType(let parameter, let declared, let isSpan):
      ("O0885", "the parameter `\(parameter)` is \(isSpan ? "a span" : "a number")", ["the rule set has `\(declared)`"])
    case .noValues(let name): ("O0886", "`\(name)` has no values to take", ["list them, or remove the key"])
    case .tooManyVariants(let count):
      (
        "O0887",
        "the matrix has \(count == .max ? "countless" : String(count)) combinations, more than "
          + "\(ExperimentFile.variantLimit)", ["give fewer values; `onset tune` searches ranges"]
      )
    case .unknownVariant(let name, let nearest, let known):
      ("O0888", "there is no variant `\(name)`", [Self.meant(nearest, known)])
    case .revision(let why): ("O0890", why, [])
    case .badCondition(let text):
      (
        "O0889", "`\(text)` is no condition on metadata",
        ["write `field=pattern` or `field!=pattern`, such as `architecture=cnn`"]
      )
    }
  }

  private static func meant(_ nearest: String?, _ known: [String]) -> String {
    if let nearest { return "did you mean `\(nearest)`?" }
    let shown = known.prefix(20).map { "`\($0)`" }
    return "there are \((known.count > 20 ? shown + ["…"] : shown).joined(separator: ", "))"
  }
}
