import OnsetLanguage
import OnsetText

/// A confirmation that reads what the condition read.
///
/// Of parts joined by `and` one that reads other metrics only is enough: "still so, and validation agrees". Of parts
/// joined by `or` each has to be, since each can confirm alone.
enum DependentConfirmation {
  static func check(_ set: RuleSetView) -> [LintFinding] {
    set.rules.compactMap { rule in
      guard let that = rule.that else { return nil }
      let read = set.metrics(read: rule.checked.when)
      var known: [LetID: Bool] = [:]
      guard !isIndependent(that.term, of: read, set, &known) else { return nil }
      let shared = set.metrics(read: that.term).filter { read.contains($0) }
      guard !shared.isEmpty else { return nil }
      let fault = LintFault.dependentConfirmation(shared.map(\.text), suggestedMetric: set.metricApart(from: read))
      return LintFinding(fault, at: place(of: shared[0], in: that, set))
    }
  }

  /// - Parameter known: What has been found of `let`s.
  private static func isIndependent(
    _ term: Term, of read: [MetricName], _ set: RuleSetView, _ known: inout [LetID: Bool]
  ) -> Bool {
    switch term.kind {
    case .binding(let id):
      if let answer = known[id] { return answer }
      let answer = set.checked.letTerms[id.index].map { isIndependent($0, of: read, set, &known) } ?? false
      known[id] = answer
      return answer
    case .logical(.and, let operands): return operands.contains { isIndependent($0, of: read, set, &known) }
    case .logical(.or, let operands): return operands.allSatisfy { isIndependent($0, of: read, set, &known) }
    case .not(let operand), .at(let operand, _): return isIndependent(operand, of: read, set, &known)
    default:
      let metrics = set.metrics(read: term)
      return !metrics.isEmpty && !metrics.contains { read.contains($0) }
    }
  }

  /// The smallest part of the confirmation that reads the metric.
  private static func place(of metric: MetricName, in that: RuleSetView.Expression, _ set: RuleSetView) -> ByteRange {
    var part = that.term
    while let next = part.operands.first(where: { set.metrics(read: $0).contains(metric) }) { part = next }
    return that.range(of: part)
  }
}
