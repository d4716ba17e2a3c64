import OnsetLanguage
import OnsetText
import OnsetYAML

/// Finds what one test names among its rule sets.
struct CaseResolver {
  let file: TestFile
  let test: TestCase
  var ruleSets: [RuleSetFile] = []
  private(set) var diagnostics: [Diagnostic] = []

  init(file: TestFile, test: TestCase) {
    self.file = file
    self.test = test
  }

  private mutating func report(_ fault: TestFault, at range: ByteRange) {
    diagnostics.append(fault.diagnostic(in: file.source, at: range))
  }

  private mutating func report(_ fault: RulesFault, at range: ByteRange) {
    diagnostics.append(fault.diagnostic(in: file.source, at: range))
  }

  mutating func resolve(_ settings: TestSettings, profile: Profile?) -> ResolvedTest? {
    let run = test.run.over(file.run)
    check(run)
    // Without rule sets every name of a rule would be unknown, which has been said once.
    guard !ruleSets.isEmpty else { return nil }
    let expectations = test.expectations
    let targets = expectations.events.map { rule($0.rule) }
    for (expectation, target) in zip(expectations.events, targets) {
      if let enters = expectation.enters, let target { checkPhase(enters, of: target.ruleSet, key: "enter") }
    }
    let silent = expectations.silent.flatMap { self.silent($0) }
    let notApplicable = expectations.notApplicable.compactMap { name in
      rule(name).map { (rule: $0, place: name.range) }
    }
    let phaseSets = expectations.phases.map { phase -> Int? in
      let set = ruleSet(phase.ruleSet, key: "phases", at: phase.phase.range) { !$0.phases.isEmpty }
      if let set { checkPhase(phase.phase, of: set, key: "phases") }
      return set
    }
    let valueSets = expectations.values.map { value in
      value.ruleSet.flatMap { ruleSet($0, key: "values", at: $0.range) { _ in true } }
        ?? (ruleSets.count == 1 ? 0 : nil)
    }
    let baselines = baselines(settings)
    let parameters = parameters(settings)
    checkValues(valueSets)
    return ResolvedTest(
      source: file.source, file: file.name.value, name: test.name, run: run, expectations: expectations,
      ruleSets: ruleSets, profile: profile, baselines: baselines, parameters: parameters,
      targets: targets.compactMap(\.self), silent: silent, notApplicable: notApplicable,
      phaseSets: phaseSets.compactMap(\.self), valueSets: valueSets)
  }

  // MARK: The run

  private mutating func check(_ run: TestRun) {
    if let log = run.file {
      let path = file.path(of: log.value)
      if FolderListing.kind(of: path) == nil {
        report(.unreadable("cannot read `\(path)`: there is no such file"), at: log.range)
      }
      return
    }
    if run.series.isEmpty {
      if !run.isFaulty { report(.noRun, at: test.run.place ?? test.name.range) }
      return
    }
    var total = 0
    for series in run.series { total += series.samples.count }
    if total > 10_000_000 { report(.notANumberOfSamples, at: test.run.place ?? test.name.range) }
    for cadence in test.run.cadences
    where !run.series.contains(where: { cadence.metrics.value.matches($0.metric.value) }) {
      report(.unusedCadence(cadence.metrics.value.pattern), at: cadence.metrics.range)
    }
    let first = run.firstStep?.value ?? 0
    for series in run.series {
      let every = run.stepsBetweenSamples(of: series.metric.value)
      let (length, overflows) = every.multipliedReportingOverflow(by: series.samples.count)
      // Far below the largest step, so that no distance between steps overflows.
      if overflows || length > 1 << 60 || abs(Double(first)) > 0x1p60 {
        report(.runTooLong, at: series.metric.range)
      }
    }
  }

  // MARK: Rules

  private var knownRules: [String] {
    ruleSets.flatMap { set in set.rules.map { "\(set.name.value).\($0.name.value)" } }
  }

  /// The rule of a name such as `loss-spike.recovered`, `loss-spike/recovered` or, where one set has it, `recovered`.
  private mutating func rule(_ name: Located<String>) -> ResolvedTest.RuleID? {
    let matches = ruleSets.indices.flatMap { set in
      ruleSets[set].rules.indices.filter { rule in
        let own = ruleSets[set].rules[rule].name.value
        let setName = ruleSets[set].name.value
        return name.value == own || name.value == "\(setName).\(own)" || name.value == "\(setName)/\(own)"
      }.map { ResolvedTest.RuleID(ruleSet: set, rule: $0) }
    }
    if let first = matches.first, matches.count == 1 { return first }
    if matches.count > 1 {
      report(.ambiguousRule(name.value, sets: matches.map { ruleSets[$0.ruleSet].name.value }), at: name.range)
      return nil
    }
    let bare = ruleSets.flatMap { $0.rules.map(\.name.value) }
    let candidates = name.value.contains(".") || name.value.contains("/") ? knownRules : bare + knownRules
    report(
      .unknownRule(
        name.value, nearest: Suggestion.nearest(to: name.value, among: candidates), known: knownRules), at: name.range)
    return nil
  }

  private mutating func silent(_ expectation: SilenceExpectation) -> [ResolvedTest.SilentRule] {
    let name = expectation.rule
    let glob = Glob(name.value)
    if glob.isLiteral {
      return rule(name).map { [ResolvedTest.SilentRule(rule: $0, place: name.range, range: expectation.range)] } ?? []
    }
    let rules = ruleSets.indices.flatMap { set in
      ruleSets[set].rules.indices.filter { rule in
        let own = ruleSets[set].rules[rule].name.value
        return glob.matches("\(ruleSets[set].name.value).\(own)") || glob.matches(own)
      }.map { ResolvedTest.RuleID(ruleSet: set, rule: $0) }
    }
    if rules.isEmpty { report(.noRuleFits(name.value), at: name.range) }
    return rules.map { ResolvedTest.SilentRule(rule: $0, place: name.range, range: expectation.range) }
  }

  // MARK: Rule sets and phases

  /// The rule set that an expectation names, or the only one that can be meant.
  private mutating func ruleSet(
    _ name: Located<String>?, key: String, at place: ByteRange, where isPossible: (RuleSetFile) -> Bool
  ) -> Int? {
    if let name {
      if let index = ruleSets.firstIndex(where: { $0.name.value == name.value }) { return index }
      report(.foreignRuleSet(name.value), at: name.range)
      return nil
    }
    if ruleSets.count == 1 { return 0 }
    let possible = ruleSets.indices.filter { isPossible(ruleSets[$0]) }
    if possible.count == 1 { return possible[0] }
    report(.whichRuleSet(key: key), at: place)
    return nil
  }

  private mutating func checkPhase(_ phase: Located<String>, of ruleSet: Int, key: String) {
    let known = ruleSets[ruleSet].phases.map(\.value)
    if known.contains(phase.value) { return }
    report(
      known.isEmpty
        ? .noPhases(key)
        : .unknownPhase(phase.value, nearest: Suggestion.nearest(to: phase.value, among: known), known: known),
      at: phase.range)
  }

  /// Expressions are looked at without a profile here, so that what is wrong with them is known without a run.
  private mutating func checkValues(_ sets: [Int?]) {
    for (value, set) in zip(test.expectations.values, sets) {
      let checked = set.map { RuleSetChecker.check(ruleSets[$0], profile: nil).checked }
      diagnostics +=
        ScopedExpression(value.expression, in: file.source, of: checked, profile: nil).diagnostics
    }
  }

  // MARK: Settings

  private mutating func baselines(_ settings: TestSettings) -> [String: Profile.Baseline] {
    guard !settings.baselines.isEmpty else { return [:] }
    let model = ProfileFile(
      source: file.source, name: Located("test", at: .at(0)), extends: nil, summary: nil, match: [], signals: [],
      baselines: settings.baselines, parameters: [], transitions: [])
    let (profiles, found) = ProfileResolver.resolve([model])
    diagnostics += found
    return profiles.first?.baselines ?? [:]
  }

  private mutating func parameters(_ settings: TestSettings) -> [String: [String: ParameterValue]] {
    var result: [String: [String: ParameterValue]] = [:]
    for group in settings.parameters {
      guard let set = ruleSets.first(where: { $0.name.value == group.ruleset.value }) else {
        let nearest = Suggestion.nearest(to: group.ruleset.value, among: ruleSets.map(\.name.value))
        report(.unknownRuleSet(group.ruleset.value, nearest: nearest), at: group.ruleset.range)
        continue
      }
      for (name, scalar) in group.values {
        guard let declaration = set.parameters.first(where: { $0.name.value == name.value }) else {
          let nearest = Suggestion.nearest(to: name.value, among: set.parameters.map(\.name.value))
          report(.unknownParameter(name.value, ruleset: set.name.value, nearest: nearest), at: name.range)
          continue
        }
        switch ParameterValue.parse(scalar.text) {
        case .failure(.language(let fault)):
          ExpressionText(scalar, in: file.source).report(fault, &diagnostics)
        case .failure(.notAValue): report(.notAParameterValue, at: scalar.range)
        case .success(let value):
          if let declared = ParameterValue(literal: declaration.value.text), declared.type != value.type {
            report(
              .parameterType(name: name.value, expected: declared.kindName, found: value.kindName), at: scalar.range)
          } else {
            result[set.name.value, default: [:]][name.value] = value
          }
        }
      }
    }
    return result
  }
}
