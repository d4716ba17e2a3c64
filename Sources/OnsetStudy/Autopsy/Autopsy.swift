package import OnsetEngine
package import OnsetRules

/// Everything that a report shows of one run: what the rules saw, in pictures and in words.
package struct Autopsy: Sendable {
  package var name: String
  package var path: String
  /// What the rules did, as a replay has it.
  package var report: RunReport
  /// Why each rule did what it did, in the order of the rule sets; not of those that the run cannot support.
  package var explanations: [RuleExplanation]
  /// In the order of the first events of the rules that look at them; those of rules without events last.
  package var charts: [SignalChart]
  /// The profile that was used, with its baselines and the values that it gives to parameters.
  package var profile: Profile?
  /// The parameters of each rule set that has some, with where their values come from.
  package var parameters: [(ruleset: String, parameters: [ResolvedParameter])]
  /// The rule sets, by name, with what they say of themselves.
  package var ruleSets: [RuleSetSummary]

  package struct RuleSetSummary: Sendable {
    package var name: String
    package var summary: String?
    package var path: String
    /// With the phases that they enter.
    package var rules: [(name: String, summary: String?, enters: String?)]
  }

  /// The first action that ends the run: nothing after it would have been.
  package var stop: Event? { report.events.first { $0.stopsRun } }
  /// The first action that changes the training: what comes after it would have been another run.
  package var change: Event? { report.events.first { $0.actions.contains(where: \.changesTraining) } }
}

/// A picture of one quantity over a run: a metric and what has its unit, or an expression with a unit of its own.
package struct SignalChart: Sendable {
  package var subject: Subject
  /// The samples of the metric, where it is one.
  package var samples: ChartSeries?
  package var series: [ChartSeries]
  /// What is usual for the metric.
  package var band: BaselineBand?
  /// The rules that look at it.
  package var rules: [RuleName]

  package enum Subject: Hashable, Sendable {
    /// A metric by the run's name, the name that the profile has for it, and what the profile says.
    case metric(String, signal: String, unit: String?, summary: String?)
    /// An expression, and for the name of a `let` what it stands for; elapsed times have a unit.
    case expression(String, definition: String?, unit: String?)
  }

  /// The most points of a chart, all its lines together.
  package static let pointLimit = 20_000

  package var title: String {
    switch subject {
    case .metric(let name, _, _, _): name
    case .expression(let text, _, _): text
    }
  }

  /// Every series, the samples of the metric first.
  package var allSeries: [ChartSeries] { (samples.map { [$0] } ?? []) + series }
}

/// A line of a chart.
package struct ChartSeries: Sendable {
  package enum Role: Hashable, Sendable {
    /// The samples of a metric, as logged.
    case samples
    /// What a rule looks at: the metric smoothed, or a number made of several.
    case value
    /// What it is held against.
    case threshold
  }

  package var role: Role
  /// As it is written.
  package var text: String
  /// Behind the name of a `let` the expression that it stands for.
  package var definition: String?
  /// Of a threshold: the comparison that it belongs to.
  package var comparison: String?
  package var rules: [RuleName]
  package var course: Course

  package enum Course: Sendable {
    case constant(Double)
    case moving(DrawnSamples)
  }
}

/// The mean of a baseline and its deviation, from the step at which it is known.
package struct BaselineBand: Sendable {
  package var mean: Double
  package var std: Double
  package var from: Int64?
  package var isMeasured: Bool
}
