package import OnsetEngine
import OnsetRuns
import OnsetText

/// A run as one of many: what the rules did on it, and its signals in few points.
package struct RunSketch: Sendable {
  package var name: String
  package var path: String
  package var report: RunReport
  /// By the names that the profile has for them, in the order of the autopsy.
  package var signals: [Signal]

  package struct Signal: Sendable {
    package var name: String
    package var samples: DrawnSamples
    /// The rules that look at it.
    package var rules: [RuleName]
  }

  /// As many as a small picture has columns.
  private static let pointLimit = 450

  package init(_ autopsy: Autopsy) {
    name = autopsy.name
    path = autopsy.path
    report = autopsy.report
    signals = autopsy.charts.compactMap { chart in
      guard case .metric(_, let signal, _, _) = chart.subject, case .moving(let samples)? = chart.samples?.course else {
        return nil
      }
      return Signal(name: signal, samples: samples.thinned(to: Self.pointLimit), rules: chart.rules)
    }
  }

  /// The first event of a rule that fired, of all its instances.
  package func firstFiring(_ rule: RuleName) -> Event? {
    report.events.first { $0.kind == .fired && $0.ruleset == rule.ruleset && $0.rule == rule.rule }
  }
}
