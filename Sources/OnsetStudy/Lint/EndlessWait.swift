import OnsetLanguage
import OnsetRules
import OnsetRuns
import OnsetText
import OnsetYAML

/// A `within` in samples of a metric that a run logs too seldom, or stops logging.
enum EndlessWait {
  static func check(_ set: RuleSetView, _ run: LintedRun) -> [LintFinding] {
    set.rules.compactMap { rule in
      guard let confirm = rule.checked.confirm, confirm.within.unit == .samples,
        let scalar = rule.declaration.confirm?.within, let end = run.run.rows.last
      else { return nil }
      let metrics = set.clockMetrics(of: confirm.that)
      let logged = metrics.compactMap { metric in run.steps(of: metric).map { (metric, $0) } }
      // Ticks are those of all of them; whichever comes last keeps the wait going.
      guard logged.count == metrics.count,
        let (metric, steps) = logged.max(by: { ($0.1.last ?? .min) < ($1.1.last ?? .min) }),
        let last = steps.last
      else { return nil }
      let wanted = confirm.within.wholeCount
      let span = confirm.within.description
      if logged.reduce(0, { $0 + $1.1.count }) < wanted {
        // A run that is over before would end the wait of any rule.
        guard run.run.rows.count / 5 >= wanted else { return nil }
        let fault = LintFault.endlessWait(span: span, metric: metric.text, run: run.run.name, samples: steps.count)
        return LintFinding(fault, at: scalar.range)
      }
      guard let cadence = run.cadence(of: metric), end - last >= Int64(max(wanted, 3)) * cadence else { return nil }
      let fault = LintFault.silentMetric(
        span: span, metric: metric.text, run: run.run.name, lastStep: last, end: end)
      return LintFinding(fault, at: scalar.range)
    }
  }
}
