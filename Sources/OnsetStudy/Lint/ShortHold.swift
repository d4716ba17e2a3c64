import OnsetLanguage
import OnsetRules
import OnsetRuns
import OnsetText
import OnsetYAML

/// A `for` in steps or epochs that two samples of a metric meet, or one.
///
/// What the condition smooths over five samples or more is not counted against it.
enum ShortHold {
  private static let enough = 5.0

  static func check(_ set: RuleSetView, _ run: LintedRun) -> [LintFinding] {
    set.rules.compactMap { rule in
      guard let hold = rule.checked.hold, let scalar = rule.declaration.hold, let length = run.steps(of: hold) else {
        return nil
      }
      // So many steps have to pass from the first sample to the last: one fewer than `for` says.
      let distance = hold.unit == .steps ? length - 1 : length
      var fewest: (samples: Int, metric: MetricName, cadence: Int64)?
      for metric in rawMetrics(of: rule.checked.when, set, run) {
        guard let cadence = run.cadence(of: metric), cadence > 0 else { continue }
        let samples = Int((distance / Double(cadence)).rounded(.up)) + 1
        if samples < fewest?.samples ?? 3 { fewest = (samples, metric, cadence) }
      }
      guard let fewest else { return nil }
      let fault = LintFault.shortHold(
        samples: fewest.samples, metric: fewest.metric.text, cadence: fewest.cadence, run: run.run.name)
      return LintFinding(fault, at: scalar.range)
    }
  }

  /// The metrics that a condition reads without smoothing them.
  private static func rawMetrics(of term: Term, _ set: RuleSetView, _ run: LintedRun) -> [MetricName] {
    var names: [MetricName] = []
    var seen: Set<LetID> = []
    func isSmooth(_ term: Term) -> Bool {
      switch term.kind {
      case .window(_, let stream, let span), .quantile(let stream, _, let span), .fraction(let stream, let span),
        .ewma(let stream, let span):
        guard let length = run.steps(of: span) else { return span.count >= enough }
        let cadences = set.clockMetrics(of: stream).compactMap { run.cadence(of: $0) }
        return cadences.allSatisfy { length >= enough * Double($0) }
      case .elapsedComparison, .cusum, .extreme: return true
      default: return false
      }
    }
    func add(_ term: Term) {
      if isSmooth(term) { return }
      switch term.kind {
      case .metric(let name): if !names.contains(name) { names.append(name) }
      case .binding(let id):
        if seen.insert(id).inserted, let next = set.binding(id) { add(next.term) }
      default: for operand in term.operands { add(operand) }
      }
    }
    add(term)
    return names
  }
}
