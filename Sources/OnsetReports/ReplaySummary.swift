import OnsetEngine
package import OnsetRules
package import OnsetStudy
import OnsetText

/// What a replay comes to over all runs: a row for each rule.
package struct ReplaySummary: Sendable {
  package private(set) var rows: [Row] = []
  package private(set) var runCount = 0
  package private(set) var failedCount = 0
  private var index: [String: Int] = [:]
  private var skipped: [(rule: SkippedRule, runs: [String])] = []
  private let ruleSets: [RuleSetFile]
  private let tolerance: Int64
  /// What scores need of the runs that have labels.
  private var labelled: [ScoredRun] = []

  package struct Row: Sendable {
    package var ruleset: String
    package var rule: String
    /// Runs on which the rule could be looked at.
    package var applicableRuns = 0
    package var runsFired = 0
    package var fired = 0
    package var rejected = 0
    package var undecided = 0
    package var errors = 0
    package var counterfactual = 0
    /// Runs that an action of the rule would have stopped.
    package var stops = 0
  }

  /// A summary without runs: the rules have their rows, in the order of their files.
  package init(_ ruleSets: [RuleSetFile] = [], _ settings: OutcomeSettings = OutcomeSettings()) {
    self.ruleSets = ruleSets
    tolerance = Int64(settings.tolerance?.value ?? 0)
    for set in ruleSets {
      for rule in set.rules { _ = row(set.name.value, rule.name.value) }
    }
  }

  package mutating func add(_ outcome: RunOutcome) {
    runCount += 1
    guard case .success(let report) = outcome.result else {
      failedCount += 1
      return
    }
    if let run = ScoredRun(outcome), run.labels != nil { labelled.append(run) }
    var seen: Set<Int> = []
    for skipped in report.skipped {
      _ = row(skipped.ruleset, skipped.rule)
      note(skipped, on: outcome.name)
    }
    for state in report.states {
      let index = row(state.ruleset, state.rule)
      if seen.insert(index).inserted { rows[index].applicableRuns += 1 }
    }
    var firedIn: Set<Int> = []
    var stopsIn: Set<Int> = []
    for event in report.events {
      let index = row(event.ruleset, event.rule)
      if event.isCounterfactual { rows[index].counterfactual += 1 }
      switch event.kind {
      case .fired:
        rows[index].fired += 1
        if firedIn.insert(index).inserted { rows[index].runsFired += 1 }
      case .rejected: rows[index].rejected += 1
      case .undecided: rows[index].undecided += 1
      case .error: rows[index].errors += 1
      }
      for action in event.actions {
        if case .stop = action.kind, !event.isCounterfactual, stopsIn.insert(index).inserted { rows[index].stops += 1 }
      }
    }
  }

  private mutating func note(_ rule: SkippedRule, on run: String) {
    if let index = skipped.firstIndex(where: { $0.rule == rule }) {
      skipped[index].runs.append(run)
    } else {
      skipped.append((rule, [run]))
    }
  }

  /// Which rules could not be looked at, on how many runs, and what those lack; a sentence for each thing that is
  /// lacking, however many rules need it.
  package func notApplicable(shows: (String, String) -> Bool) -> [String] {
    var groups: [(reason: String, runs: [String], rules: [String])] = []
    for (rule, runs) in skipped where shows(rule.ruleset, rule.rule) {
      let name = "\(rule.ruleset)/\(rule.rule)"
      let reason = rule.reason.text
      if let known = groups.firstIndex(where: { $0.reason == reason && $0.runs == runs }) {
        groups[known].rules.append(name)
      } else {
        groups.append((reason, runs, [name]))
      }
    }
    return groups.map { reason, runs, rules in
      let place = runs.count == 1 ? "on \(runs[0])" : "on \(runs.count) runs, such as \(runs[0])"
      return "\(rules.joined(separator: ", ")) \(place): \(reason)"
    }
  }

  private mutating func row(_ ruleset: String, _ rule: String) -> Int {
    // An instance that was left out is named with its metric.
    let name = rule.split(separator: " ").first.map(String.init) ?? rule
    let key = "\(ruleset)/\(name)"
    if let known = index[key] { return known }
    index[key] = rows.count
    rows.append(Row(ruleset: ruleset, rule: name))
    return rows.count - 1
  }

  /// The rows as a table; columns in which nothing happened are left out.
  package func table(shows: (String, String) -> Bool) -> TextTable {
    let shown = rows.filter { shows($0.ruleset, $0.rule) }.sorted { $0.ruleset < $1.ruleset }
    let optional: [(title: String, value: (Row) -> Int)] = [
      ("rejected", { $0.rejected }), ("undecided", { $0.undecided }), ("errors", { $0.errors }),
      ("counterfactual", { $0.counterfactual }), ("would stop", { $0.stops }),
    ]
    let used = optional.filter { column in shown.contains { column.value($0) > 0 } }
    var table = TextTable(
      [.init("rule"), .init("runs", .right), .init("fired in", .right), .init("fired", .right)]
        + used.map { .init($0.title, .right) })
    for row in shown {
      table.append(
        ["\(row.ruleset)/\(row.rule)", "\(row.applicableRuns)", "\(row.runsFired)", "\(row.fired)"]
          + used.map { "\($0.value(row))" })
    }
    return table
  }

  /// How well the rules that are shown find the labelled transitions; none where no run has labels.
  package func scores(shows: (String, String) -> Bool) -> [TransitionScore] {
    TransitionJudge.scores(of: labelled, by: ruleSets, tolerance: tolerance).filter { score in
      guard let ruleset = score.rule.ruleset, let rule = score.rule.rule else { return false }
      return shows(ruleset, rule)
    }
  }

  /// What is scored, in a line; nil where nothing is.
  package func headlineOfScores(shows: (String, String) -> Bool) -> String? {
    guard !scores(shows: shows).isEmpty else { return nil }
    let beside = tolerance == 0 ? "" : " or \(DisplayNumber.counted(Int(tolerance), "step")) beside it"
    return "Labelled transitions of \(DisplayNumber.counted(labelled.count, "run")); a hit is inside the label's "
      + "range\(beside). `onset score` says more."
  }

  /// One line: how many runs, events of the rules that are shown, and runs that could not be replayed.
  package func headline(shows: (String, String) -> Bool) -> String {
    let shown = rows.filter { shows($0.ruleset, $0.rule) }
    let events = shown.map { $0.fired + $0.rejected + $0.undecided + $0.errors }
    let errorCount = shown.map(\.errors).reduce(0, +)
    var parts = [
      DisplayNumber.counted(runCount - failedCount, "run") + " replayed",
      DisplayNumber.counted(events.reduce(0, +), "event"),
    ]
    if failedCount > 0 { parts.append(DisplayNumber.counted(failedCount, "run") + " not replayed") }
    if errorCount > 0 { parts.append(DisplayNumber.counted(errorCount, "action") + " without a number") }
    return parts.joined(separator: ", ")
  }
}
