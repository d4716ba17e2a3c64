package import OnsetEngine
package import OnsetRules
package import OnsetRuns
import OnsetText

/// A real run, shrunk to what a rule's outcome on it depends on: what a test is written from.
///
/// What is left out or rounded is found by trying: the outcome, which is the steps of the rule's events, of their holds
/// and detections, and the phases, has to stay the same.
package struct Recording: Sendable {
  package var ruleSet: RuleSetFile
  package var rule: String
  package var profile: Profile?
  package var run: Run
  /// What the rule did.
  package var events: [Event]
  /// How many rows and metrics the whole run had.
  package var originalRowCount: Int
  package var originalMetricCount: Int

  private let checked: CheckedRuleSet

  /// Why a run cannot be recorded, in one sentence.
  package struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
    package var description: String
  }

  /// Replays a run, and shrinks it.
  package init(_ run: Run, ruleSet: RuleSetFile, rule: String, profile: Profile?) throws(Failure) {
    self.ruleSet = ruleSet
    self.rule = rule
    self.profile = profile
    self.run = run
    originalRowCount = run.rows.count
    originalMetricCount = run.metricNames.count
    let (checked, diagnostics) = RuleSetChecker.check(ruleSet, profile: profile)
    guard checked.rules.contains(where: { $0.name == rule }) else {
      let reason = diagnostics.first { $0.severity == .error }?.message ?? "it has an error"
      throw Failure(description: "the rule `\(rule)` cannot be used: \(reason)")
    }
    self.checked = checked
    let report = Replay.report(on: run, [checked], profile)
    if let skipped = report.skipped.first(where: { $0.rule == rule }) {
      throw Failure(description: "the rule `\(rule)` does not apply to the run: \(skipped.reason.text)")
    }
    events = report.events.filter { $0.rule == rule }
    shrink()
  }

  // MARK: The outcome

  private struct Outcome: Equatable {
    var kind: Event.Kind
    var metric: String?
    var steps: [Int64]
    var phase: String?
    var enters: String?
  }

  private func outcome(on run: Run) -> [Outcome]? {
    guard !run.rows.isEmpty else { return nil }
    let report = Replay.report(on: run, [checked], profile)
    if report.skipped.contains(where: { $0.rule == rule }) { return nil }
    return outcome(of: report.events)
  }

  private func outcome(of events: [Event]) -> [Outcome] {
    events.filter { $0.rule == rule }.map {
      Outcome(
        kind: $0.kind, metric: $0.metric, steps: [$0.since, $0.detected, $0.step], phase: $0.phase, enters: $0.enters)
    }
  }

  /// Whether the rule does on a run what it did on the whole one.
  private func keeps(_ candidate: Run) -> Bool { outcome(on: candidate) == outcome(of: events) }

  // MARK: Shrinking

  private mutating func shrink() {
    dropMetrics()
    // Of a run on which nothing happens every row is a part of what is recorded.
    if !events.isEmpty {
      if !events.contains(where: { $0.kind == .undecided }), let last = events.map(\.step).max() {
        let candidate = run.rows(where: { $0 <= last })
        if keeps(candidate) { run = candidate }
      }
      dropFirstRows()
    }
    roundValues()
  }

  /// Leaves out the metrics without which the outcome is the same: first all that the rule does not read.
  private mutating func dropMetrics() {
    let schema = RunSchema(metricNames: run.metricNames, stepsPerEpoch: run.metadata.stepsPerEpoch)
    let own = Set(checked.metrics(ofRule: rule, profile, schema))
    let candidate = run.metrics(where: { own.contains($0) })
    if keeps(candidate) {
      run = candidate
      return
    }
    // A phase that another rule enters, or an epoch, needs more than the rule's own.
    for name in run.metricNames where !own.contains(name) {
      let candidate = run.metrics(where: { $0 != name })
      if keeps(candidate) { run = candidate }
    }
  }

  private mutating func dropFirstRows() {
    var dropped = 0
    var portion = run.rows.count / 2
    let rows = run.rows
    while portion > 0 {
      let next = dropped + portion
      if next < rows.count {
        let first = rows[next]
        let candidate = run.rows(where: { $0 >= first })
        if keeps(candidate) {
          run = candidate
          dropped = next
          continue
        }
      }
      portion /= 2
    }
  }

  /// Gives each metric as few significant digits as keep the outcome.
  private mutating func roundValues() {
    for index in run.columns.indices {
      for digits in 2...9 {
        var candidate = run
        candidate.columns[index].values = run.columns[index].values.map {
          Double(ReadableNumber.text($0, digits: digits)) ?? $0
        }
        if keeps(candidate) {
          run = candidate
          break
        }
      }
    }
  }
}

extension Run {
  /// The run with some of its rows.
  fileprivate func rows(where isKept: (Int64) -> Bool) -> Run {
    var run = self
    run.columns = columns.map { column in
      let kept = column.steps.indices.filter { isKept(column.steps[$0]) }
      return RunColumn(
        name: column.name, steps: kept.map { column.steps[$0] }, values: kept.map { column.values[$0] })
    }
    return run.trimmed()
  }

  /// The run with some of its metrics.
  fileprivate func metrics(where isKept: (String) -> Bool) -> Run {
    var run = self
    run.columns = columns.filter { isKept($0.name) }
    return run.trimmed()
  }

  /// Without rows and metrics that have no sample left.
  private func trimmed() -> Run {
    var run = self
    run.columns.removeAll { $0.steps.isEmpty }
    run.metricNames = run.columns.map(\.name)
    let steps = Set(run.columns.flatMap(\.steps))
    run.rows = rows.filter { steps.contains($0) }
    return run
  }
}
