/// How well a rule finds a transition, judged by the labels of runs.
///
/// The unit is the run: samples of one run are not independent of each other, and people ask of how many runs a rule
/// was right. A run counts for the rule as a hit where every labelled transition to the phase was found and nothing else
/// was called one.
package struct TransitionScore: Sendable {
  package var rule: RuleName
  /// The phase that the rule enters and that the labels name.
  package var phase: String
  /// The runs that were judged.
  package var verdicts: [Verdict]
  /// Labelled runs to which the rule does not apply, because they lack a metric.
  package var runsNotApplicable: Int

  /// What the rule did on one run.
  package struct Verdict: Sendable, Hashable {
    package var run: String
    /// The labelled transitions that were found, in order of their labels.
    package var found: [Found]
    /// The labelled transitions that were not, by the labels' steps.
    package var missed: [Int64]
    /// The steps at which the rule fired outside of every label's range.
    package var falseAlarms: [Int64]
    /// Steps at which nothing was to be found, and the alarms among them not counted: how long the rule was quiet.
    package var quietSteps: Int64

    package var isLabelled: Bool { !found.isEmpty || !missed.isEmpty }
    package var hasFired: Bool { !found.isEmpty || !falseAlarms.isEmpty }
    package var isHit: Bool { !found.isEmpty && missed.isEmpty && falseAlarms.isEmpty }
  }

  /// A transition that was found.
  package struct Found: Sendable, Hashable {
    /// The step at which the rule fired.
    package var step: Int64
    /// From the label's step, and from the first step that counts as right; in steps, negative for earlier.
    package var delay: Int64
    package var delayFromEarliest: Int64
    /// The delay in epochs; nil where the run knows none.
    package var epochs: Double?
  }

  // MARK: Over the runs

  package var hits: Int { verdicts.count { $0.isHit } }
  package var labelled: Int { verdicts.count { $0.isLabelled } }
  package var fired: Int { verdicts.count { $0.hasFired } }
  package var runsWithMiss: Int { verdicts.count { !$0.missed.isEmpty } }
  package var runsWithFalseAlarm: Int { verdicts.count { !$0.falseAlarms.isEmpty } }

  /// Of the runs on which it fired, those on which it was right.
  package var precision: Proportion { Proportion(hits, of: fired) }
  /// Of the runs that are labelled with the phase, those on which it was right.
  package var recall: Proportion { Proportion(hits, of: labelled) }

  /// The harmonic mean of precision and recall, `2 h / (l + f)`; nil where there is neither a label nor a firing.
  package var f1: Double? { fScore(beta: 1) }

  /// The mean that weighs recall `beta` times as much as precision (van Rijsbergen, Information Retrieval, 1979).
  package func fScore(beta: Double) -> Double? {
    let square = beta * beta
    let whole = square * Double(labelled) + Double(fired)
    return whole > 0 ? (1 + square) * Double(hits) / whole : nil
  }

  /// An interval for F1: it is a monotone function, `2 J / (1 + J)`, of the share `J` of hits among hits and errors, and
  /// that share has an exact one. A run with both a miss and a false alarm is two errors.
  package func f1Interval(confidence: Double = 0.95) -> ClosedRange<Double> {
    Self.f1Interval(hits: hits, labelled: labelled, fired: fired, confidence: confidence)
  }

  static func f1Interval(hits: Int, labelled: Int, fired: Int, confidence: Double = 0.95) -> ClosedRange<Double> {
    let share = Proportion(hits, of: labelled + fired - hits).interval(confidence: confidence)
    func f1(_ share: Double) -> Double { 2 * share / (1 + share) }
    return f1(share.lowerBound)...f1(share.upperBound)
  }

  /// The delays of all transitions that were found.
  package var found: [Found] { verdicts.flatMap(\.found) }
  /// Steps at which nothing was to be found and nothing was called.
  package var quietSteps: Int64 { verdicts.reduce(0) { $0 + $1.quietSteps } }
  package var falseAlarms: Int { verdicts.reduce(0) { $0 + $1.falseAlarms.count } }
}
