package import OnsetText

/// What a lint has found: the facts, apart from how they are worded.
package enum LintFault: Hashable, Sendable {
  // What a condition rests on
  case noisyStatistic(function: String, samples: Int)
  case oneSampleActs(metric: String, deed: Deed)
  case firedWhenQuiet(rule: String, fires: Int, runs: Int, rows: Int, ofRuns: Int)
  case absoluteThreshold(signal: String, isLower: Bool)
  case deviationOfDecaying(signal: String)
  case constantComparison(isTrue: Bool, reason: ConstantReason)
  case constantCondition(isTrue: Bool)
  case shortHold(samples: Int, metric: String, cadence: Int64, run: String)
  case mixedCadences(window: String, slow: LoggedMetric, fast: LoggedMetric, run: String, suggestion: String)
  // What a rule does
  case unconfirmedAction(deed: Deed, suggestedMetric: String)
  case dependentConfirmation([String], suggestedMetric: String)
  case twoHyperparametersInRule(String, String)
  case twoHyperparametersInPhase(String?, first: String, rule: String, line: Int, second: String)
  case ungatedStop(profile: String, transition: String, hasPhases: Bool)
  case endlessWait(span: String, metric: String, run: String, samples: Int)
  case silentMetric(span: String, metric: String, run: String, lastStep: Int64, end: Int64)
  // Baselines
  case inheritedBaseline(metric: String, profile: String, pattern: String)
  case baselineOfRun(metric: String, run: String, architecture: String)
  case smallBaseline(metric: String, samples: Int)
  case shortMeasurement(metric: String, samples: Int)
  case baselineWithoutSpread(metric: String)
  case oldBaseline(metric: String, days: Int, measured: String)
  // What nothing needs
  /// `nearest` is a name in expressions that is taken for a metric, and may be a misspelling of this one.
  case unusedParameter(String, nearest: String?)
  case unusedLet(String, nearest: String?)
  case unusedPhase(String)
  case unreachablePhase(String, entering: String?, phase: String?)
  case untestedRule(ruleset: String, rule: String)
  // Comments that allow findings
  case unknownLint(String, nearest: String?)
  case errorsCannotBeAllowed(String)
  case noLintNamed
  case badDay(String)
  case allowanceWord(String)
  case noReason(String)
  case expired(String, day: String)
  case unnecessary(String)

  /// What an action does to the training.
  package enum Deed: Hashable, Sendable {
    case changes(String)
    case stops
  }

  /// A metric and how many steps lie between its samples.
  package struct LoggedMetric: Hashable, Sendable {
    package var name: String
    package var cadence: Int64

    package init(name: String, cadence: Int64) {
      self.name = name
      self.cadence = cadence
    }
  }

  /// Why a comparison always comes out the same.
  package enum ConstantReason: Hashable, Sendable {
    /// Both sides are the same expression.
    case sameSides
    /// One side is the extreme of the other, this sample included; the extreme as it is written.
    case ownExtreme(String)
    /// The left side lies between these.
    case range(lower: Double?, upper: Double?, isLeft: Bool)
    /// No metric is in it.
    case noMetric
  }
}

/// A finding of a lint and its place in a file.
package struct LintFinding: Sendable {
  package var fault: LintFault
  package var range: ByteRange

  package init(_ fault: LintFault, at range: ByteRange) {
    self.fault = fault
    self.range = range
  }

  /// The finding in its file.
  package func diagnostic(in source: SourceFile, hint: String? = nil) -> Diagnostic {
    let words = fault.wording
    return Diagnostic(
      source: source, range: range, severity: Lints.lint(words.id).severity, code: words.id.rawValue,
      message: words.message, hints: words.hints + (hint.map { [$0] } ?? []))
  }
}
