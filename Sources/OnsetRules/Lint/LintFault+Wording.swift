import OnsetText

extension LintFault {
  /// A finding's lint and words.
  struct Words {
    var id: LintID
    var message: String
    var hints: [String]

    init(_ id: LintID, _ message: String, _ hints: String...) {
      self.id = id
      self.message = message
      self.hints = hints
    }
  }

  var wording: Words {
    switch self {
    case .noisyStatistic, .oneSampleActs, .firedWhenQuiet, .absoluteThreshold, .deviationOfDecaying,
      .constantComparison, .constantCondition, .shortHold, .mixedCadences:
      conditionWording
    case .unconfirmedAction, .dependentConfirmation, .twoHyperparametersInRule, .twoHyperparametersInPhase,
      .ungatedStop, .endlessWait, .silentMetric:
      actionWording
    case .inheritedBaseline, .baselineOfRun, .smallBaseline, .shortMeasurement, .baselineWithoutSpread, .oldBaseline:
      baselineWording
    case .unusedParameter, .unusedLet, .unusedPhase, .unreachablePhase, .untestedRule: deadPartWording
    case .unknownLint, .errorsCannotBeAllowed, .noLintNamed, .badDay, .allowanceWord, .noReason, .expired, .unnecessary:
      allowanceWording
    }
  }

  // MARK: What a condition rests on

  private var conditionWording: Words {
    switch self {
    case .noisyStatistic("slope", let samples):
      Words(
        .noisyDetection, "a slope over \(samples) samples is mostly that of the noise",
        "widen the window to 10 samples or more, or let the rule hold: `for: 5 samples`")
    case .noisyStatistic(let function, let samples):
      Words(
        .noisyDetection,
        "the `\(function)` of \(samples) samples is itself uncertain by \(Self.uncertainty(ofDeviation: samples)), so noise crosses any multiple of it",
        "widen the window to 10 samples or more")
    case .oneSampleActs(let metric, let deed):
      Words(
        .noisyDetection, "one sample of `\(metric)` is enough for this rule to \(deed.infinitive): noise triggers it",
        "let it hold, as in `for: 5 samples`, or smooth what it reads, as in `mean(\(Self.name(metric)), 10 samples)`")
    case .firedWhenQuiet(let rule, let fires, let runs, let rows, let ofRuns):
      Words(
        .noisyDetection,
        "noise triggers `\(rule)`: it fired \(Self.times(fires)) in the quiet stretches of \(runs) of \(ofRuns) runs (\(rows) rows before their first labelled transition)",
        "let it hold longer, as in `for: 5 samples`, or widen its windows")
    case .absoluteThreshold(let signal, let isLower):
      Words(
        .rawThreshold,
        "`\(signal)` decays over decades: a fixed threshold fits one part of the training and is wrong in the others",
        isLower ? Self.lowerScaleHint(signal) : Self.scaleHint(signal))
    case .deviationOfDecaying(let signal):
      Words(
        .rawThreshold,
        "`\(signal)` decays over decades: `sigma(\(Self.name(signal)))` is that of the runs' beginning, and later nothing exceeds it",
        Self.scaleHint(signal))
    case .constantComparison(let isTrue, .sameSides):
      Words(
        .constantCondition, "this is \(Self.always(isTrue)): both sides are the same",
        "compare with what it was before, as in `previous(e)` or `lag(e, 50 samples)`")
    case .constantComparison(let isTrue, .ownExtreme(let extreme)):
      Words(
        .constantCondition, "this is \(Self.always(isTrue)) of finite numbers: `\(extreme)` counts this sample too",
        "compare with the one before: `previous(\(extreme))`")
    case .constantComparison(let isTrue, .range(let lower, let upper, let isLeft)):
      Words(
        .constantCondition,
        "this is \(Self.always(isTrue)): the \(isLeft ? "left" : "right") side is \(Self.range(lower, upper))",
        "put the threshold where the value can pass it, or remove the comparison")
    case .constantComparison(let isTrue, .noMetric):
      Words(
        .constantCondition, "this is \(Self.always(isTrue)): no metric is in it",
        "remove it, or name the metric that was meant")
    case .constantCondition(let isTrue):
      Words(
        .constantCondition,
        "this condition is \(Self.always(isTrue)): its parts \(isTrue ? "leave nothing out" : "exclude each other")",
        isTrue ? "was `and` meant instead of `or`?" : "was `or` meant instead of `and`, or the other comparison?")
    case .shortHold(let samples, let metric, let cadence, let run):
      Words(
        .shortHold,
        "this hold rests on \(samples == 1 ? "one sample" : "\(samples) samples") of `\(metric)`, which the run `\(run)` logs every \(Self.steps(cadence))",
        "count what is measured: `for: 5 samples`, or make it at least \(4 * cadence + 1) steps")
    case .mixedCadences(let window, let slow, let fast, let run, let suggestion):
      Words(
        .mixedCadences,
        "this window counts the samples of `\(fast.name)`, and repeats the last one of `\(slow.name)` at each: the run `\(run)` logs `\(fast.name)` every \(Self.steps(fast.cadence)) and `\(slow.name)` every \(Self.steps(slow.cadence))",
        "to count each sample of `\(slow.name)` once, write `\(window)(\(suggestion), …)`")
    default: preconditionFailure("worded elsewhere")
    }
  }

  private static func scaleHint(_ signal: String) -> String {
    let name = name(signal)
    return
      "compare it with its own past, as in `\(name) > 10 * median(\(name), 100 samples)`, or its logarithm with that of its past"
  }

  private static func lowerScaleHint(_ signal: String) -> String {
    let name = name(signal)
    return "compare it with what it was, as in `\(name) < 0.001 * highest(median(\(name), 10 samples))`"
  }

  // MARK: What a rule does

  private var actionWording: Words {
    switch self {
    case .unconfirmedAction(let deed, let metric):
      Words(
        .unconfirmedAction, "the rule \(deed.present), and nothing confirms its detection",
        "cross-check with another metric, as in `confirm: {that: \(metric) > at_detection(\(metric)), within: 3 samples}`",
        "or let a person decide: `approval: required`")
    case .dependentConfirmation(let metrics, let suggestion):
      Words(
        .dependentConfirmation,
        "the confirmation reads \(Self.list(metrics)), which `when` reads: noise that misleads one misleads both",
        "confirm with a metric that `when` does not read, as in `that: \(suggestion) > at_detection(\(suggestion))`")
    case .twoHyperparametersInRule(let first, let second):
      Words(
        .twoHyperparameters,
        "the rule changes `\(first)` and `\(second)` at once: nobody can tell which of them helped",
        "change one here, and the other in a rule of its own that runs in a later phase")
    case .twoHyperparametersInPhase(let phase, let first, let rule, let line, let second):
      Words(
        .twoHyperparameters,
        phase.map {
          "in the phase `\($0)` `\(second)` may change as well as `\(first)` (`\(rule)`, line \(line)): nobody can tell which of them helped"
        }
          ?? "the rule set may change `\(second)` as well as `\(first)` (`\(rule)`, line \(line)) at any time: nobody can tell which of them helped",
        "let the first change `enter` a phase, and make this one wait with `during:` that phase")
    case .ungatedStop(let profile, let transition, let hasPhases):
      Words(
        .ungatedStop,
        "this may stop a run that would still generalize: the profile `\(profile)` knows \(Self.grokking(transition)), and the rule runs in every phase",
        hasPhases
          ? "add `during:` with the phases in which a stop is right"
          : "give the rule set `phases`, enter another one when the training set is memorized, and add `during:` here")
    case .endlessWait(let span, let metric, let run, let samples):
      Words(
        .endlessWait,
        "`within: \(span)` never ends: the run `\(run)` logs `\(metric)` \(Self.times(samples)) in all",
        "wait in steps or epochs, which pass whatever is logged")
    case .silentMetric(let span, let metric, let run, let lastStep, let end):
      Words(
        .endlessWait,
        "`within: \(span)` may never end: in the run `\(run)` `\(metric)` is not logged after step \(lastStep), and the run goes on to step \(end)",
        "wait in steps or epochs, which pass whatever is logged")
    default: preconditionFailure("worded elsewhere")
    }
  }

  private static func grokking(_ transition: String) -> String {
    transition.contains("grok") ? "`\(transition)`" : "grokking (its transition `\(transition)`)"
  }

  // MARK: Baselines

  private var baselineWording: Words {
    switch self {
    case .inheritedBaseline(let metric, let profile, let pattern):
      Words(
        .foreignBaseline,
        "the baseline of `\(metric)` is that of the profile `\(profile)`, measured on `\(pattern)`",
        "measure it here, or on each run: `\(Self.key(metric)): {measure: {after: 0 samples, over: 50 samples}}`")
    case .baselineOfRun(let metric, let run, let architecture):
      Words(
        .foreignBaseline,
        "the baseline of `\(metric)` is measured on `\(run)`, a run of the architecture `\(architecture)`, which this profile is not for",
        "measure it on runs of this architecture, or add `\(architecture)` to `match`")
    case .smallBaseline(let metric, let samples):
      Words(
        .smallBaseline,
        "the baseline of `\(metric)` rests on \(samples) samples\(Self.corrected(samples))",
        "measure it on more runs: 50 samples are few, 200 are good")
    case .shortMeasurement(let metric, let samples):
      Words(
        .smallBaseline,
        "the standard deviation of `\(metric)`, which rules use, is measured on \(samples) samples\(Self.corrected(samples))",
        "measure over 50 samples or more, or over as many steps as give them")
    case .baselineWithoutSpread(let metric):
      Words(
        .baselineWithoutSpread,
        "the baseline of `\(metric)` has the standard deviation 0: a threshold of any number of sigmas is the mean",
        "write the standard deviation that was measured; for a metric that never varies compare with a ratio, as in `1.1 * baseline(\(Self.name(metric)))`"
      )
    case .oldBaseline(let metric, let days, let measured):
      Words(
        .oldBaseline,
        "the baseline of `\(metric)` was measured \(days) days ago, on \(measured): code and data have changed since",
        "measure it again, or say until when it holds: `# onset: allow L0304 until YYYY-MM-DD: why`")
    default: preconditionFailure("worded elsewhere")
    }
  }

  /// By how much a threshold of three deviations has to grow for so few samples; nothing where that is meaningless.
  private static func corrected(_ samples: Int) -> String {
    guard let multiple = StudentCorrection.multiple(of: 3, samples: samples) else { return "" }
    return ": noise crosses 3 of its sigmas too often, \(multiple.hundredths) are needed"
  }

  // MARK: What nothing needs

  private var deadPartWording: Words {
    switch self {
    case .unusedParameter(let name, let nearest):
      Words(
        .unusedParameter, "no expression uses the parameter `\(name)`",
        nearest.map { Self.misspelling($0, of: name) } ?? "use it, or remove it")
    case .unusedLet(let name, let nearest):
      Words(
        .unusedLet, "no rule uses `\(name)`",
        nearest.map { Self.misspelling($0, of: name) } ?? "use it in a rule, or remove it")
    case .unusedPhase(let name):
      Words(
        .unusedPhase, "no rule enters the phase `\(name)` and none runs in it",
        "add `enter: \(name)` to the rule that detects it, or remove it from `phases`")
    case .unreachablePhase(let name, nil, _):
      Words(
        .unreachablePhase, "the phase `\(name)` cannot be entered: rules run in it, and none enters it",
        "add `enter: \(name)` to the rule that detects its beginning")
    case .unreachablePhase(let name, let rule?, let phase):
      Words(
        .unreachablePhase,
        "the phase `\(name)` cannot be entered: only `\(rule)` enters it, which itself waits for \(phase.map { "the phase `\($0)`" } ?? "it")",
        "let a rule that runs from the beginning enter it, or give `\(rule)` another `during:`")
    case .untestedRule(let ruleset, let rule):
      Words(
        .untestedRule, "no test makes the rule `\(rule)` fire",
        "write one, or record it from a run that shows it: `onset test --record RUN --rule \(ruleset).\(rule)`")
    default: preconditionFailure("worded elsewhere")
    }
  }

  private static func misspelling(_ found: String, of name: String) -> String {
    "an expression has `\(found)`, which is read as a metric: did you mean `\(name)` there?"
  }

  // MARK: Comments that allow findings

  private var allowanceWording: Words {
    switch self {
    case .unknownLint(let text, let nearest):
      Words(
        .malformedAllowance, "there is no lint `\(text)`",
        nearest.map { "did you mean `\($0)`?" } ?? "`onset explain` lists the lints")
    case .errorsCannotBeAllowed(let code):
      Words(.malformedAllowance, "`\(code)` is an error, and cannot be allowed", "fix what it finds")
    case .noLintNamed:
      Words(
        .malformedAllowance, "this allows nothing: an allowance names a lint and says why",
        "write `# onset: allow L0201: why`, for a time with `until 2027-01-31` before the colon")
    case .badDay(let text):
      Words(.malformedAllowance, "`\(text)` is not a day", "write `until` and a day such as 2027-01-31")
    case .allowanceWord(let word):
      Words(.malformedAllowance, "`onset: \(word)` does nothing", "write `onset: allow`")
    case .noReason(let code):
      Words(
        .allowanceWithoutReason, "the allowance of \(code) does not say why",
        "write the reason after a colon: `# onset: allow \(code): why`")
    case .expired(let code, let day):
      Words(
        .expiredAllowance, "the allowance of \(code) ended on \(day)",
        "fix what it allowed, or give it another day if the reason still holds")
    case .unnecessary(let code):
      Words(
        .unnecessaryAllowance, "nothing here needs the allowance of \(code)",
        "remove it, or move it to the line of the finding or the one above")
    default: preconditionFailure("worded elsewhere")
    }
  }

  // MARK: Pieces

  private static func always(_ isTrue: Bool) -> String { isTrue ? "always true" : "never true" }

  private static func steps(_ count: Int64) -> String { count == 1 ? "step" : "\(count) steps" }

  private static func times(_ count: Int) -> String { count == 1 ? "once" : "\(count) times" }

  private static func list(_ names: [String]) -> String {
    let quoted = names.map { "`\($0)`" }
    return quoted.count < 2
      ? quoted.joined() : "\(quoted.dropLast().joined(separator: ", ")) and \(quoted[quoted.count - 1])"
  }

  /// A metric as an expression names it.
  package static func expressionName(of metric: String) -> String { name(metric) }

  private static func name(_ metric: String) -> String { Names.isIdentifier(metric) ? metric : "`\(metric)`" }

  private static func key(_ metric: String) -> String { Names.isIdentifier(metric) ? metric : "\"\(metric)\"" }

  private static func range(_ lower: Double?, _ upper: Double?) -> String {
    func text(_ value: Double) -> String { value.jsonText ?? "\(value)" }
    return switch (lower, upper) {
    case (let lower?, let upper?): lower == upper ? text(lower) : "between \(text(lower)) and \(text(upper))"
    case (let lower?, nil): "at least \(text(lower))"
    case (nil, let upper?): "at most \(text(upper))"
    case (nil, nil): "any number"
    }
  }

  /// The relative standard error of a standard deviation, `1 / sqrt(2 (n - 1))`.
  private static func uncertainty(ofDeviation samples: Int) -> String {
    "\(Int((100 / (2 * Double(max(samples, 2) - 1)).squareRoot()).rounded()))%"
  }
}

extension LintFault.Deed {
  var present: String {
    switch self {
    case .changes(let name): "changes `\(name)`"
    case .stops: "stops the run"
    }
  }

  var infinitive: String {
    switch self {
    case .changes(let name): "change `\(name)`"
    case .stops: "stop the run"
    }
  }
}

/// What a threshold in standard deviations becomes where mean and deviation are those of few samples.
enum StudentCorrection {
  /// The multiple that is crossed as often by a new sample as `multiple` deviations of many samples would be: Student's
  /// quantile for n - 1 degrees of freedom times `sqrt(1 + 1/n)`.
  ///
  /// By the expansion of Fisher and Cornish, good to 0.01 from five samples on; nil below.
  static func multiple(of z: Double, samples: Int) -> Double? {
    guard samples >= 5 else { return nil }
    let freedom = Double(samples - 1)
    let z3 = z * z * z
    let z5 = z3 * z * z
    let z7 = z5 * z * z
    let quantile =
      z + (z3 + z) / (4 * freedom) + (5 * z5 + 16 * z3 + 3 * z) / (96 * freedom * freedom)
      + (3 * z7 + 19 * z5 + 17 * z3 - 15 * z) / (384 * freedom * freedom * freedom)
    return quantile * (1 + 1 / Double(samples)).squareRoot()
  }
}

extension Double {
  /// With two digits after the point.
  fileprivate var hundredths: String {
    let whole = Int((self * 100).rounded())
    let rest = whole % 100
    return "\(whole / 100).\(rest < 10 ? "0" : "")\(rest)"
  }
}
