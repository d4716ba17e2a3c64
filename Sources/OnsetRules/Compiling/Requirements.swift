import OnsetLanguage
import OnsetText

/// What rules need of a run: metrics, baselines, epochs; through their `let`s.
struct Requirements {
  let letTerms: [Term?]
  let profile: Profile?
  private var known: [Int: Needs] = [:]

  struct Needs {
    /// Metrics by the names that expressions give them, in order, each once.
    var metrics: [String] = []
    var baselines: [String] = []
    var baselineOfEach = false
    var epochs = false

    mutating func add(_ other: Needs) {
      for metric in other.metrics where !metrics.contains(metric) { metrics.append(metric) }
      for metric in other.baselines where !baselines.contains(metric) { baselines.append(metric) }
      baselineOfEach = baselineOfEach || other.baselineOfEach
      epochs = epochs || other.epochs
    }
  }

  init(letTerms: [Term?], profile: Profile?) {
    self.letTerms = letTerms
    self.profile = profile
  }

  /// What the condition, the confirmation and the clearing of a rule need.
  mutating func of(_ rule: CheckedRule) -> Needs {
    var needs = Needs()
    for term in [rule.when, rule.confirm?.that, rule.clear].compactMap(\.self) { needs.add(of(term)) }
    var spans = [rule.hold, rule.confirm?.within]
    if case .after(let span) = rule.repetition { spans.append(span) }
    if spans.contains(where: { $0?.unit == .epochs }) { needs.epochs = true }
    return needs
  }

  /// What a term needs.
  mutating func of(_ term: Term) -> Needs {
    if case .binding(let id) = term.kind {
      if let needs = known[id.index] { return needs }
      let needs = letTerms[id.index].map { of($0) } ?? Needs()
      known[id.index] = needs
      return needs
    }
    var needs = Needs()
    needs.epochs = term.traits.contains(.epochs)
    for operand in term.operands { needs.add(of(operand)) }
    switch term.ownMetric {
    case .named(let name)?:
      needs.add(Needs(metrics: [name]))
      if case .baseline = term.kind {
        needs.add(Needs(baselines: [name], epochs: Self.isInEpochs(profile?.baseline(of: name))))
      }
    case .each?:
      if case .baseline = term.kind { needs.baselineOfEach = true }
    case nil: break
    }
    return needs
  }

  private static func isInEpochs(_ baseline: BaselineDefinition?) -> Bool {
    if case .measured(_, let over) = baseline { over.unit == .epochs } else { false }
  }
}

extension Requirements.Needs {
  /// What a run lacks of them; nil if nothing.
  func missing(in schema: RunSchema, _ profile: Profile?) -> SkippedRule.Reason? {
    for metric in metrics where schema.name(of: metric, profile) == nil {
      if let logged = schema.metricNames.first(where: { $0.hasPrefix("\(metric)/") || $0.hasPrefix("\(metric).") }) {
        return .nameWithoutBackquotes(metric, logged: logged)
      }
      return .neverLogged(metric, nearest: Suggestion.nearest(to: metric, among: schema.metricNames))
    }
    for metric in baselines where profile?.baseline(of: metric) == nil { return .noBaseline(metric) }
    if epochs, !schema.knowsEpochs(profile) { return .noEpochs }
    return nil
  }
}
