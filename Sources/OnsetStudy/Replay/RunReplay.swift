package import OnsetEngine
import OnsetRules
package import OnsetRuns

/// The replay of one run against rule sets, part by part: of what has been replayed nothing is kept but what the report
/// says.
struct RunReplay {
  private var session: RunSession
  private var hyperparameters: HyperparameterTrack
  private var report: RunReport

  /// - Parameters:
  ///   - run: The run or its first part: its rows are not looked at, and of the rest each part has the same.
  ///   - compiled: The rule sets, compiled for this run.
  init(of run: Run, _ compiled: [RuleSetCompiler.Result], _ schema: RunSchema, _ profile: Profile?) {
    session = RunSession(
      compiled.map(\.program), runName: run.name, epochMetric: schema.epochMetric(profile),
      stepsPerEpoch: schema.stepsPerEpoch, logged: schema.logs)
    hyperparameters = HyperparameterTrack(run.metadata, profile)
    report = RunReport(of: run, profile, compiled)
  }

  init(of run: Run, _ sets: [CheckedRuleSet], _ profile: Profile?) {
    let schema = RunSchema(run)
    self.init(
      of: run, sets.map { RuleSetCompiler.compile($0, profile: profile, for: schema) }, schema, profile)
  }

  /// Replays a part.
  ///
  /// - Parameter look: Called after each row with every rule set; nil where nobody looks, which is faster.
  mutating func take(_ part: Run, look: ((RowObservation) -> Void)? = nil) {
    let table = RunTable(part, metrics: session.metrics)
    do throws(FeedError) {
      let events = if let look { try session.feed(table, look: look) } else { try session.feed(table) }
      add(events, part)
    } catch {
      preconditionFailure("a reader gives ascending steps: \(error)")
    }
    hyperparameters.pass(part)
    report.rowCount += part.rows.count
    report.firstStep = report.firstStep ?? part.rows.first
    report.lastStep = part.rows.last ?? report.lastStep
  }

  private mutating func add(_ events: [Event], _ part: Run?) {
    report.events += events
    report.projections += events.map { hyperparameters.projections(of: $0, part) }
  }

  /// What the rules did, once there are no more parts.
  mutating func finish() -> RunReport {
    add(session.finish(), nil)
    report.phases = session.phases
    report.states = session.ruleStates
    return report
  }
}

extension RunSchema {
  /// What rules are compiled for.
  init(_ run: Run) {
    self.init(metricNames: run.metricNames, stepsPerEpoch: run.metadata.stepsPerEpoch)
  }
}

extension RunTable {
  /// The rows of a run and the samples of some of its metrics; the arrays are shared, not copied.
  package init(_ run: Run, metrics: [String]) {
    self.init(
      rows: run.rows,
      metrics: metrics.map { name in
        run.column(named: name).map { Samples(steps: $0.steps, values: $0.values) }
          ?? Samples(steps: [], values: [])
      })
  }
}

extension RunReport {
  /// The report on a run before its first row.
  fileprivate init(of run: Run, _ profile: Profile?, _ compiled: [RuleSetCompiler.Result]) {
    var aliases: [AliasNote] = []
    for note in compiled.flatMap(\.aliasNotes) where !aliases.contains(note) { aliases.append(note) }
    self.init(
      metadata: run.metadata, profile: profile?.name, rowCount: 0, sources: run.sources, notes: run.notes, events: [],
      phases: [], states: [], skipped: compiled.flatMap(\.skipped), aliases: aliases, projections: [])
  }
}
