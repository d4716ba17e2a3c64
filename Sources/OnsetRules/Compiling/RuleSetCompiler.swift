package import OnsetEngine
package import OnsetLanguage
package import OnsetText

/// Compiles a checked rule set for a profile and the metrics of a run.
///
/// Rules that the run cannot support are left out and said; instances of rules with `each` are made.
package struct RuleSetCompiler {
  private let checked: CheckedRuleSet
  private let profile: Profile?
  private let schema: RunSchema
  private var builder: PlanBuilder
  private var requirements: Requirements
  private var rules: [RuleProgram] = []
  private var skipped: [SkippedRule] = []
  private var aliasNotes: [AliasNote] = []
  private let isProbing: Bool
  private var probes: [Probe] = []
  private let tracedRules: Set<String>
  /// The rule set with its texts, where some rules are traced.
  private let view: RuleSetView?
  private var traces: [TracedRule] = []

  package struct Result: Sendable {
    package var program: RuleSetProgram
    package var skipped: [SkippedRule]
    package var aliasNotes: [AliasNote]
    /// Where the truths of single comparisons are, if they were asked for.
    package var probes: [Probe]
    /// Where the values of the parts of some rules' conditions are, if they were asked for.
    package var traces: [TracedRule]
  }

  /// The register of a comparison, or of what else is true or false by itself.
  package struct Probe: Sendable {
    /// In the rule set's file.
    package var place: ByteRange
    package var register: TruthRegister
  }

  /// - Parameters:
  ///   - isProbing: Whether to say where the truth of each comparison is. The program then has a register for those
  ///     that it does not need by themselves, and does the same.
  ///   - tracedRules: The names of rules of which it is said where the value of every part is, in the same way.
  package static func compile(
    _ checked: CheckedRuleSet, profile: Profile?, for schema: RunSchema, isProbing: Bool = false,
    tracing tracedRules: Set<String> = []
  ) -> Result {
    var compiler = RuleSetCompiler(checked, profile, schema, isProbing, tracedRules)
    for rule in checked.rules { compiler.compile(rule) }
    let detections = compiler.rules.indices.map { compiler.builder.detections(ofRule: $0) }
    let plan = compiler.builder.finish()
    for index in compiler.rules.indices {
      guard let that = compiler.rules[index].confirm?.that else { continue }
      compiler.rules[index].confirm?.captures = detections[index]
      compiler.rules[index].confirm?.instructions = plan.confirmingInstructions(feeding: that)
    }
    let program = RuleSetProgram(name: checked.name, phases: checked.phases, plan: plan, rules: compiler.rules)
    return Result(
      program: program, skipped: compiler.skipped, aliasNotes: compiler.aliasNotes, probes: compiler.probes,
      traces: compiler.traces)
  }

  private init(
    _ checked: CheckedRuleSet, _ profile: Profile?, _ schema: RunSchema, _ isProbing: Bool, _ tracedRules: Set<String>
  ) {
    self.isProbing = isProbing
    self.tracedRules = tracedRules
    view = tracedRules.isEmpty ? nil : RuleSetView(checked, profiles: [])
    self.checked = checked
    self.profile = profile
    self.schema = schema
    requirements = Requirements(letTerms: checked.letTerms, profile: profile)
    builder = PlanBuilder(
      letTerms: checked.letTerms, metricName: { schema.name(of: $0, profile) ?? $0 },
      baseline: { profile?.baseline(of: $0) })
  }

  // MARK: One rule

  private mutating func compile(_ rule: CheckedRule) {
    let needs = requirements.of(rule)
    noteAliases(needs.metrics)
    if let reason = needs.missing(in: schema, profile) {
      skipped.append(SkippedRule(ruleset: checked.name, rule: rule.name, reason: reason))
      return
    }
    guard let each = rule.each else {
      append(rule, each: nil)
      return
    }
    let metrics = schema.metricNames.filter { each.matches($0) }
    if metrics.isEmpty {
      skipped.append(SkippedRule(ruleset: checked.name, rule: rule.name, reason: .noMetricFits(each.pattern)))
    }
    for metric in metrics {
      if needs.baselineOfEach, profile?.baseline(of: metric) == nil {
        skipped.append(
          SkippedRule(ruleset: checked.name, rule: "\(rule.name) for \(metric)", reason: .noBaseline(metric)))
      } else {
        append(rule, each: metric)
      }
    }
  }

  private mutating func noteAliases(_ metrics: [String]) {
    for metric in metrics {
      let present = (profile?.names(of: metric) ?? [metric]).filter(schema.logs)
      guard present.count > 1 else { continue }
      let note = AliasNote(metric: metric, used: present[0], passedOver: Array(present.dropFirst()))
      if !aliasNotes.contains(note) { aliasNotes.append(note) }
    }
  }

  private mutating func append(_ rule: CheckedRule, each: String?) {
    builder.begin(rule: rules.count, each: each)
    let when = builder.condition(rule.when)
    let confirm = rule.confirm.map { confirm in
      // What depends on the detection is known when the whole plan is.
      RuleProgram.Confirm(
        that: builder.condition(confirm.that), within: confirm.within, captures: [], instructions: [])
    }
    let clear = rule.clear.map { builder.condition($0) }
    if isProbing {
      for site in ConditionSite.sites(of: rule, in: checked) {
        probes.append(Probe(place: site.place, register: builder.probe(site.term, within: site.condition)))
      }
    }
    if tracedRules.contains(rule.name), let view,
      let written = view.rules.first(where: { $0.checked.name == rule.name }),
      let trace = ConditionTracer(view: view).trace(written, at: rules.count, each: each, &builder)
    {
      traces.append(trace)
    }
    let actions = rule.actions.map { action($0) }
    var reported: [RuleProgram.ReportedValue] = []
    for item in rule.reported {
      let value = self.reported(item, each: each)
      // `each` may be a metric that the condition names too.
      if !reported.contains(where: { $0.name == value.name }) { reported.append(value) }
    }
    let rearming: RuleProgram.Rearming =
      switch rule.repetition {
      case .never: .never
      case .whenCleared: .whenCleared
      case .after(let span): .after(span)
      }
    rules.append(
      RuleProgram(
        name: rule.name, metric: each, during: rule.during, when: when, hold: rule.hold, confirm: confirm,
        enters: rule.enters, rearming: rearming, atMost: rule.atMost, clear: clear, actions: actions,
        reported: reported))
  }

  private mutating func reported(_ reported: CheckedRule.Reported, each: String?) -> RuleProgram.ReportedValue {
    switch reported {
    case .metric(.named(let name)):
      // A metric that a `let` hides is told apart from it by the backquotes that reach it.
      RuleProgram.ReportedValue(
        name: checked.file.lets.contains { $0.name.value == name } ? "`\(name)`" : name,
        value: .number(.register(builder.metric(name))))
    case .metric(.each):
      RuleProgram.ReportedValue(name: each ?? "each", value: .number(.register(builder.eachMetric())))
    case .binding(let name, let term):
      RuleProgram.ReportedValue(
        name: name, value: term.type == .number ? .number(builder.number(term)) : .truth(builder.truth(term)))
    }
  }

  private mutating func action(_ action: CheckedAction) -> RuleProgram.Action {
    let kind: RuleProgram.Action.Kind =
      switch action.kind {
      case .scale(let hyperparameter, let by, let floor, let ceiling):
        .scale(hyperparameter: hyperparameter, by: builder.number(by), floor: floor, ceiling: ceiling)
      case .set(let hyperparameter, let to, let floor, let ceiling):
        .set(hyperparameter: hyperparameter, to: builder.number(to), floor: floor, ceiling: ceiling)
      case .stop(let text): .stop(template(text))
      case .checkpoint(let text): .checkpoint(template(text))
      case .notify(let text): .notify(template(text))
      }
    return RuleProgram.Action(kind: kind, needsApproval: action.needsApproval)
  }

  private mutating func template(_ pieces: [CheckedAction.TextPiece]) -> TextTemplate {
    TextTemplate(
      pieces: pieces.map { piece in
        switch piece {
        case .text(let text): .text(text)
        case .step: .step
        case .epoch: .epoch
        case .rule: .rule
        case .run: .run
        case .phase: .phase
        case .expression(let term):
          term.type == .number ? .number(builder.number(term)) : .truth(builder.truth(term))
        }
      })
  }
}

/// A rule that a run does not support.
package struct SkippedRule: Hashable, Sendable {
  package var ruleset: String
  package var rule: String
  package var reason: Reason

  package enum Reason: Hashable, Sendable {
    case neverLogged(String, nearest: String?)
    /// Of a name such as `train/loss` without backquotes: what it was read as, and the name that was meant.
    case nameWithoutBackquotes(String, logged: String)
    case noEpochs
    case noMetricFits(String)
    case noBaseline(String)

    /// What the run lacks, as a clause.
    package var text: String {
      switch self {
      case .neverLogged(let metric, let nearest):
        "the run never logs `\(metric)`\(nearest.map { "; did you mean `\($0)`?" } ?? "")"
      case .nameWithoutBackquotes(let metric, let logged):
        "the run never logs `\(metric)`; did you mean `` `\(logged)` ``, in backquotes?"
      case .noEpochs: "the run has no metric `epoch` and no `steps_per_epoch` in its metadata"
      case .noMetricFits(let pattern): "no metric of the run matches `\(pattern)`"
      case .noBaseline(let metric): "no baseline of `\(metric)` is known for the run"
      }
    }
  }
}

/// A metric that a run logs under more than one of its names.
package struct AliasNote: Hashable, Sendable {
  package var metric: String
  package var used: String
  package var passedOver: [String]
}
