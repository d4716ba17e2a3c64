package import OnsetEngine
import OnsetLanguage
import OnsetRules
import OnsetRuns

/// A part of a condition, and what it was at every one of its ticks over a run.
package struct ConditionPart: Sendable {
  /// As it is written, on one line.
  package var text: String
  package var isLet: Bool
  /// Nil of a part that depends on where its rule stands (`at_detection`, `at_entry`, `since_entered`), or on a
  /// distance: it has no stream of its own.
  package var samples: [ExpressionStream.Sample]?
  /// The parts below it; behind the name of a `let` its expression.
  package var parts: [ConditionPart]
  /// Of a comparison, the tick at which it was nearest to what the condition needs and was not that yet; nil of any
  /// other part. Under a `not` a comparison is needed false.
  package var margin: Margin?
  /// At how many of the ticks a comparison was what the condition needs.
  package var metCount = 0

  package struct Margin: Hashable, Sendable {
    package var step: Int64
    package var left: Double
    package var right: Double
    /// By how much the left side would have had to differ; not negative.
    package var distance: Double
  }

  /// The latest value at or before a step; nil before the first.
  package func value(at step: Int64) -> SampleValue? {
    samples.flatMap { Self.latest($0, at: step) }
  }

  static func latest(_ samples: [ExpressionStream.Sample], at step: Int64) -> SampleValue? {
    var lower = 0
    var upper = samples.count
    while lower < upper {
      let middle = (lower + upper) / 2
      if samples[middle].step <= step { lower = middle + 1 } else { upper = middle }
    }
    return lower == 0 ? nil : samples[lower - 1].value
  }
}

/// Follows the parts of a rule's conditions over a run, each as a stream of its own: what the engine computes for
/// `onset eval` of the same text.
struct ConditionTracer {
  let set: RuleSetView
  let profile: Profile?
  let run: Run
  /// When the rule looks: what lies outside brings it no nearer.
  let looking: LookingTime
  private let schema: RunSchema

  init(_ set: RuleSetView, _ profile: Profile?, _ run: Run, _ looking: LookingTime) {
    self.looking = looking
    self.set = set
    self.profile = profile
    self.run = run
    schema = RunSchema(metricNames: run.metricNames, stepsPerEpoch: run.metadata.stepsPerEpoch)
  }

  func part(_ term: Term, of expression: RuleSetView.Expression, isNegated: Bool = false) -> ConditionPart {
    var parts: [ConditionPart] = []
    var isLet = false
    if case .binding(let id) = term.kind, let inner = set.binding(id) {
      isLet = true
      parts = [part(inner.term, of: inner, isNegated: isNegated)]
    } else if case .not(let operand) = term.kind {
      parts = [part(operand, of: expression, isNegated: !isNegated)]
    } else {
      // A number that is written down needs no line of its own, and neither does a span.
      for operand in term.operands where operand.hasClock || operand.type == .truth {
        parts.append(part(operand, of: expression, isNegated: isNegated))
      }
    }
    let text = expression.text(of: term).split { $0 == " " || $0 == "\n" || $0 == "\t" || $0 == "\r" }
    let samples = samples(of: term)
    var result = ConditionPart(
      text: text.joined(separator: " "), isLet: isLet, samples: samples, parts: parts)
    if let samples {
      let ticks = samples.filter { looking.contains($0.step) }
      result.margin = margin(of: term, ticks, missed: isNegated)
      if result.margin != nil { result.metCount = ticks.count { $0.value == .truth(!isNegated) } }
    }
    return result
  }

  private func samples(of term: Term) -> [ExpressionStream.Sample]? {
    guard term.type == .number || term.type == .truth, !dependsOnLife(term) else { return nil }
    var builder = PlanBuilder(
      letTerms: set.checked.letTerms, metricName: { schema.name(of: $0, profile) ?? $0 },
      baseline: { profile?.baseline(of: $0) })
    guard let output = builder.stream(term) else { return nil }
    var stream = ExpressionStream(
      builder.finish(), output: output, epochMetric: schema.epochMetric(profile), stepsPerEpoch: schema.stepsPerEpoch)
    return stream.feed(RunTable(run, metrics: stream.metrics))
  }

  private func dependsOnLife(_ term: Term) -> Bool {
    set.contains(term) { part in
      switch part.kind {
      case .detection, .entry, .sinceEntered, .metric(.each): true
      default: false
      }
    }
  }

  /// - Parameter missed: What the comparison was where the condition needs the opposite.
  private func margin(
    of term: Term, _ truths: [ExpressionStream.Sample], missed: Bool
  ) -> ConditionPart.Margin? {
    guard case .comparison(let left, let comparison, let right) = term.kind,
      comparison != (missed ? .equal : .notEqual), let lefts = samples(of: left), let rights = samples(of: right)
    else { return nil }
    var best: ConditionPart.Margin?
    for truth in truths where truth.value == .truth(missed) {
      guard case .number(let a)? = ConditionPart.latest(lefts, at: truth.step),
        case .number(let b)? = ConditionPart.latest(rights, at: truth.step), a.isFinite, b.isFinite
      else { continue }
      let distance = abs(a - b)
      if distance < best?.distance ?? .infinity {
        best = ConditionPart.Margin(step: truth.step, left: a, right: b, distance: distance)
      }
    }
    return best
  }
}
