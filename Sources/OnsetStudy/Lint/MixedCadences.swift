import OnsetLanguage
import OnsetRules
import OnsetRuns
import OnsetText

/// A window in samples over metrics that a run logs at different cadences.
enum MixedCadences {
  /// By how much cadences may differ, so that an evaluation that is left out now and then is none of its own.
  private static let tolerance = 1.5

  static func check(_ set: RuleSetView, _ run: LintedRun) -> [LintFinding] {
    var findings: [LintFinding] = []
    var told: Set<ByteRange> = []
    for rule in set.rules {
      for condition in rule.conditions {
        set.forEachTerm(of: condition) { term, expression in
          guard let stream = stream(countedBy: term), let pair = cadences(of: stream, set, run) else { return }
          let place = expression.range(of: term)
          guard told.insert(place).inserted else { return }
          let fault = LintFault.mixedCadences(
            window: String(expression.text(of: term).prefix { $0 != "(" }), slow: pair.slow, fast: pair.fast,
            run: run.run.name,
            suggestion: "at(\(expression.text(of: stream)), \(Self.name(pair.slow.name)))")
          findings.append(LintFinding(fault, at: place))
        }
      }
    }
    return findings
  }

  /// The stream whose samples a term counts; nil for a term that counts none.
  private static func stream(countedBy term: Term) -> Term? {
    switch term.kind {
    case .window(_, let stream, let span), .quantile(let stream, _, let span), .fraction(let stream, let span),
      .lag(let stream, let span), .change(let stream, let span, _), .ewma(let stream, let span):
      return span.unit == .samples ? stream : nil
    case .elapsedComparison(let elapsed, _, let span) where span.unit == .samples:
      switch elapsed.kind {
      case .sinceExtreme(_, let stream, _), .since(let stream): return stream
      default: return nil
      }
    default: return nil
    }
  }

  private static func cadences(
    of stream: Term, _ set: RuleSetView, _ run: LintedRun
  ) -> (slow: LintFault.LoggedMetric, fast: LintFault.LoggedMetric)? {
    let known = set.clockMetrics(of: stream).compactMap { metric in
      run.cadence(of: metric).map { LintFault.LoggedMetric(name: metric.text, cadence: $0) }
    }
    guard let slow = known.max(by: { $0.cadence < $1.cadence }), let fast = known.min(by: { $0.cadence < $1.cadence }),
      Double(slow.cadence) > tolerance * Double(fast.cadence)
    else { return nil }
    return (slow, fast)
  }

  private static func name(_ metric: String) -> String { LintFault.expressionName(of: metric) }
}
