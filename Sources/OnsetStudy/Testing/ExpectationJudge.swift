import OnsetEngine
import OnsetRules
import OnsetRuns
import OnsetText

/// Compares what happened on a run with what a test expects.
struct ExpectationJudge {
  let prepared: PreparedTest
  let sets: [CheckedRuleSet]
  let report: RunReport
  var failures: [Diagnostic] = []
  var errors: [Diagnostic] = []
  var drawings: [TestDrawing] = []

  var test: ResolvedTest { prepared.test }
  var expectations: TestExpectations { prepared.test.expectations }

  init(_ prepared: PreparedTest, _ sets: [CheckedRuleSet], _ report: RunReport) {
    self.prepared = prepared
    self.sets = sets
    self.report = report
  }

  mutating func judge() {
    guard report.lastStep != nil else {
      return error(.runEndsEarly(lastStep: nil), at: test.run.place ?? test.name.range)
    }
    judgeApplicability()
    for (expectation, target) in zip(expectations.events, test.targets) where isApplicable(target) {
      judge(expectation, target)
    }
    judgeUnexpected()
    judgeSilence()
    drawRules()
    for (phase, set) in zip(expectations.phases, test.phaseSets) { judge(phase, set) }
    for (value, set) in zip(expectations.values, test.valueSets) { judge(value, set) }
  }

  mutating func fail(_ fault: ExpectationFault, at place: ByteRange) {
    failures.append(fault.diagnostic(in: test.source, at: place))
  }

  mutating func error(_ fault: TestFault, at place: ByteRange) {
    errors.append(fault.diagnostic(in: test.source, at: place))
  }

  // MARK: Rules that do not apply

  /// Why a rule does not apply to the run; nil where it does.
  private func reasonNotApplicable(_ rule: ResolvedTest.RuleID) -> String? {
    let set = test.ruleSets[rule.ruleSet]
    let name = set.rules[rule.rule].name.value
    if !sets[rule.ruleSet].rules.contains(where: { $0.name == name }) {
      return "it needs a baseline that neither the test nor its profile gives"
    }
    // An instance that is skipped is named with its metric; the others of the rule still work.
    return report.skipped.first { $0.ruleset == set.name.value && $0.rule == name }?.reason.text
  }

  func isApplicable(_ rule: ResolvedTest.RuleID) -> Bool { reasonNotApplicable(rule) == nil }

  private mutating func judgeApplicability() {
    for (expectation, target) in zip(expectations.events, test.targets) {
      if let reason = reasonNotApplicable(target) {
        error(.notApplicable(rule: test.name(of: target), why: reason), at: expectation.rule.range)
      } else if let metric = expectation.metric {
        let instances = states(of: target).compactMap(\.metric)
        if !instances.contains(metric.value) {
          error(
            .unknownInstance(
              metric.value, rule: test.name(of: target),
              nearest: Suggestion.nearest(to: metric.value, among: instances)), at: metric.range)
        }
      }
    }
    // Silence of a rule that cannot speak proves nothing: a named one has to apply, and one of a pattern's.
    for place in Set(test.silent.map(\.place)) {
      let rules = test.silent.filter { $0.place == place }
      let reasons = rules.compactMap { rule in reasonNotApplicable(rule.rule).map { (rule.rule, $0) } }
      if reasons.count == rules.count, let (rule, reason) = reasons.first {
        error(.notApplicable(rule: test.name(of: rule), why: reason), at: place)
      }
    }
    for (rule, place) in test.notApplicable where isApplicable(rule) {
      error(.isApplicable(rule: test.name(of: rule)), at: place)
    }
  }

  func states(of rule: ResolvedTest.RuleID) -> [RuleState] {
    let set = test.ruleSets[rule.ruleSet]
    return report.states.filter {
      $0.ruleset == set.name.value && $0.rule == set.rules[rule.rule].name.value
    }
  }

  // MARK: Phases and values

  private mutating func judge(_ expectation: PhaseExpectation, _ set: Int) {
    let step = Int64(expectation.step.value)
    if let last = report.lastStep, step > last {
      return error(.runEndsEarly(lastStep: last), at: expectation.step.range)
    }
    let name = test.ruleSets[set].name.value
    guard let found = report.phases.last(where: { $0.ruleset == name && $0.step <= step }) else {
      return error(.valueNotThere("the run begins at step \(report.firstStep ?? 0)"), at: expectation.step.range)
    }
    if found.phase != expectation.phase.value {
      fail(
        .phase(step: step, expected: expectation.phase.value, found: found.phase), at: expectation.phase.range)
    }
  }

  private mutating func judge(_ expectation: ValueExpectation, _ set: Int?) {
    let step = Int64(expectation.step.value)
    if let last = report.lastStep, step > last {
      return error(.runEndsEarly(lastStep: last), at: expectation.step.range)
    }
    let expression = ScopedExpression(
      expectation.expression, in: test.source, of: set.map { sets[$0] }, profile: prepared.profile)
    errors += expression.diagnostics.filter { $0.severity == .error }
    let run = prepared.run
    let schema = RunSchema(metricNames: run.metricNames, stepsPerEpoch: run.metadata.stepsPerEpoch)
    if let reason = expression.missing(in: schema) {
      return error(.valueNotThere(reason.text), at: expectation.text.range)
    }
    guard var stream = expression.stream(schema) else { return }
    let samples = stream.feed(RunTable(run, metrics: stream.metrics))
    guard let sample = samples.last(where: { $0.step <= step }) else {
      return error(
        .valueNotThere(
          samples.first.map { "its first sample is at step \($0.step)" } ?? "it has no samples on this run"),
        at: expectation.step.range)
    }
    if !expectation.fits(sample.value) {
      fail(
        .value(
          expression: expectation.text.value, step: step, expected: expectation.value.value.text,
          found: sample.value.text), at: expectation.value.range)
      drawings.append(drawing(of: expression, expectation, found: sample.value.text))
    }
  }
}
