import OnsetEngine
import OnsetRules
import OnsetText

/// Watches one rule set during a run.
struct CoverageWatch {
  private var report: CoverageReport
  private let index: Int
  private let programs: [RuleProgram]
  /// For each rule of the program, and each probe, its index in the report.
  private let rules: [Int?]
  private let probes: [(condition: Int, probe: RuleSetCompiler.Probe)]
  private var stages: [RunSession.Stage]

  init(_ file: RuleSetFile, _ compiled: RuleSetCompiler.Result, index: Int) {
    self.index = index
    report = CoverageReport(file)
    programs = compiled.program.rules
    let names = report.rules.map(\.name)
    rules = compiled.program.rules.map { rule in names.firstIndex(of: rule.name) }
    let places = report.conditions.map(\.place)
    probes = compiled.probes.compactMap { probe in places.firstIndex(of: probe.place).map { ($0, probe) } }
    stages = programs.map { _ in .waiting }
  }

  private mutating func see(_ state: CoverageReport.State, _ rule: Int) {
    guard let rule = rules[rule], report.rules[rule].states.contains(state) else { return }
    report.rules[rule].seen.insert(state)
  }

  mutating func look(_ session: RunSession, _ events: [Event]) {
    for event in events where event.ruleset == report.ruleSet {
      guard let rule = programs.firstIndex(where: { $0.name == event.rule && $0.metric == event.metric }) else {
        continue
      }
      see(.held, rule)
      switch event.kind {
      case .fired:
        if report.rules[rules[rule] ?? 0].seen.contains(.fired), stages[rule] != .confirming { see(.rearmed, rule) }
        see(.fired, rule)
        see(.confirmed, rule)
      case .rejected: see(.rejected, rule)
      case .undecided, .error: break
      }
    }
    let now = session.stages(ofSet: index)
    for rule in now.indices {
      switch (stages[rule], now[rule]) {
      case (.holding, .waiting): see(.broken, rule)
      case (.clearing, .waiting), (.clearing, .holding), (.clearing, .confirming), (.resting, .waiting),
        (.resting, .holding), (.resting, .confirming):
        see(.rearmed, rule)
      case (_, .spent): see(.exhausted, rule)
      case (_, .confirming): see(.held, rule)
      default: break
      }
    }
    stages = now
    for (condition, probe) in probes {
      switch session.latest(probe.register, ofSet: index) {
      case true?: report.conditions[condition].wasTrue = true
      case false?: report.conditions[condition].wasFalse = true
      case nil: report.conditions[condition].wasUnknown = true
      }
    }
  }

  /// The report, with the rules that could have fired and did not.
  func finished() -> CoverageReport {
    var report = report
    for rule in rules.compactMap(\.self) where !report.rules[rule].seen.contains(.fired) {
      report.rules[rule].seen.insert(.silent)
    }
    return report
  }
}
