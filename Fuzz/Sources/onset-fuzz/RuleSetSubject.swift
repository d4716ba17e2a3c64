import OnsetEngine
import OnsetRules
import OnsetText

/// Bytes as a rule set, all the way: what checks replays, and how rows are cut into blocks, and whether the session
/// is saved and restored in between, changes no event.
enum RuleSetSubject {
  static func run(_ input: [UInt8]) {
    let source = SourceFile(path: "fuzz.yaml", bytes: input)
    let (model, findings) = RuleSetFile.decode(source)
    YAMLSubject.draw(findings, of: source)
    guard let model else { return }
    for profile in [nil, SmallRun.profile] {
      let (checked, findings) = RuleSetChecker.check(model, profile: profile)
      YAMLSubject.draw(findings, of: source)
      let program = RuleSetCompiler.compile(checked, profile: profile, for: SmallRun.schema).program
      guard program.rules.count <= 200 else { continue }
      _ = program.description
      replay(program, epochMetric: SmallRun.schema.epochMetric(profile))
    }
  }

  private static func replay(_ program: RuleSetProgram, epochMetric: String?) {
    let fresh = RunSession(
      [program], runName: "fuzz", epochMetric: epochMetric, stepsPerEpoch: nil, logged: SmallRun.schema.logs)
    let table = SmallRun.table(fresh.metrics)
    let whole = events(fresh, table, blockSize: 64)
    require(events(fresh, table, blockSize: 1) == whole, "blocks of 1 give other events")
    require(restored(fresh, table) == whole, "a restored session gives other events")
  }

  private static func events(_ fresh: RunSession, _ table: RunTable, blockSize: Int) -> [String] {
    var session = fresh
    do throws(FeedError) {
      return describe(try session.feed(table, blockSize: blockSize) + session.finish(), session)
    } catch {
      fatalError("the rows ascend: \(error)")
    }
  }

  /// The events of a session that is saved and restored after every eighth row.
  private static func restored(_ fresh: RunSession, _ table: RunTable) -> [String] {
    var session = fresh
    var events: [Event] = []
    var positions = Array(repeating: 0, count: table.metrics.count)
    do {
      for start in stride(from: 0, to: table.rows.count, by: 8) {
        var block = RowBlock(metricCount: table.metrics.count)
        for row in start..<min(start + 8, table.rows.count) {
          var samples: [(metric: Int, value: Double)] = []
          for (metric, column) in table.metrics.enumerated() {
            let position = positions[metric]
            guard position < column.steps.count, column.steps[position] == table.rows[row] else { continue }
            samples.append((metric, column.values[position]))
            positions[metric] += 1
          }
          block.append(step: table.rows[row], samples)
        }
        events += try session.feed(block)
        let state = session.save()
        session = fresh
        try session.restore(state)
        require(session.save() == state, "a restored state is saved as another")
      }
    } catch {
      fatalError("a session cannot be restored: \(error)")
    }
    return describe(events + session.finish(), session)
  }

  /// Texts, in which a NaN is equal to itself.
  private static func describe(_ events: [Event], _ session: RunSession) -> [String] {
    events.map { "\($0)" } + session.phases.map { "\($0)" } + session.ruleStates.map { "\($0)" }
  }
}
