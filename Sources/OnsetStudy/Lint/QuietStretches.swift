import OnsetEngine
import OnsetLanguage
import OnsetRules
import OnsetRuns
import OnsetText
import OnsetYAML

/// How often rules fired where nothing was to be detected, before the first transition that a run's labels know: those
/// that wait for no more than two samples, and those that look noisy by themselves.
///
/// A rule that enters one of the labelled phases is not counted: it was early, and scoring says by how much.
struct QuietStretches: Sendable {
  private struct Count: Sendable {
    var fires = 0
    var runs = 0
  }

  private struct RuleKey: Hashable, Sendable {
    var ruleset: String
    var rule: String
  }

  private var counts: [RuleKey: Count] = [:]
  private var rowCount = 0
  private var runCount = 0
  /// Fewer rows than this are no stretch.
  private static let fewest = 20

  /// Adds what other runs have shown.
  mutating func add(_ other: QuietStretches) {
    for (key, count) in other.counts {
      counts[key, default: Count()].fires += count.fires
      counts[key, default: Count()].runs += count.runs
    }
    rowCount += other.rowCount
    runCount += other.runCount
  }

  mutating func add(_ linted: LintedRun) {
    let run = linted.run
    guard let first = run.metadata.labels.map(\.earliest).min() else { return }
    let rows = run.rows.count { $0 < first }
    guard rows >= Self.fewest else { return }
    let hasty = linted.sets.map { set in
      var set = set
      let view = RuleSetView(set, profiles: [])
      set.rules = view.rules.filter {
        Self.isHasty($0, view) || !NoisyDetection.findings(about: $0, view).isEmpty
      }.map(\.checked)
      return set
    }
    guard hasty.contains(where: { !$0.rules.isEmpty }) else { return }
    rowCount += rows
    runCount += 1
    // Phases are entered by all the rules, and those that wait are replayed with them.
    let names = Set(hasty.flatMap { set in set.rules.map { RuleKey(ruleset: set.name, rule: $0.name) } })
    let labelled = Set(run.metadata.labels.map(\.phase))
    var seen: Set<RuleKey> = []
    for event in Replay.report(on: run, linted.sets, linted.profile).events {
      let key = RuleKey(ruleset: event.ruleset, rule: event.rule)
      guard event.kind == .fired, event.step < first, names.contains(key),
        event.enters.map({ !labelled.contains($0) }) ?? true
      else { continue }
      counts[key, default: Count()].fires += 1
      if seen.insert(key).inserted { counts[key, default: Count()].runs += 1 }
    }
  }

  /// What fired more than once.
  func findings(in ruleSets: [RuleSetFile]) -> [Diagnostic] {
    ruleSets.flatMap { file in
      file.rules.compactMap { rule -> Diagnostic? in
        guard let count = counts[RuleKey(ruleset: file.name.value, rule: rule.name.value)], count.fires > 1 else {
          return nil
        }
        let fault = LintFault.firedWhenQuiet(
          rule: rule.name.value, fires: count.fires, runs: count.runs, rows: rowCount, ofRuns: runCount)
        return LintFinding(fault, at: (rule.hold ?? rule.when).range).diagnostic(in: file.source)
      }
    }
  }

  private static func isHasty(_ rule: RuleSetView.Rule, _ set: RuleSetView) -> Bool {
    guard rule.checked.confirm == nil else { return false }
    if let hold = rule.checked.hold, hold.unit != .samples || hold.count > 2 { return false }
    return !set.contains(rule.checked.when) { term in
      switch term.kind {
      case .isNaN, .isFinite, .elapsedComparison, .fraction, .cusum: true
      default: false
      }
    }
  }
}
