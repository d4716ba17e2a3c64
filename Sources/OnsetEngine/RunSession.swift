import OnsetLanguage

/// Rule sets at work on one run: fed with rows in order, it gives the events.
///
/// A replay of a recorded run and the watching of a live one are the same session; how rows are cut into
/// blocks changes nothing, bit for bit. Between blocks the state can be saved, and restored into a session of
/// the same rules.
public struct RunSession: Sendable {
  /// The metrics that the session wants, by the names that the run uses; `RowBlock` has them in this order.
  public let metrics: [String]
  private(set) var sets: [RuleSetSession]
  private var epochTrack: EpochTrack
  private var lastStep: Int64?
  /// The step of the first action that changes training: what comes later would not have been seen.
  private var firstChange: Int64?

  /// A session at the beginning of a run.
  ///
  /// - Parameters:
  ///   - programs: The rule sets, compiled for the run.
  ///   - runName: For the texts of actions.
  ///   - epochMetric: The run's name of its metric `epoch`; nil where it logs none.
  ///   - stepsPerEpoch: From the run's metadata; not read where there is a metric `epoch`.
  package init(
    _ programs: [RuleSetProgram], runName: String, epochMetric: String?, stepsPerEpoch: Double?,
    logged: (String) -> Bool = { _ in true }
  ) {
    var metrics: [String] = []
    var indices: [String: Int] = [:]
    func index(of name: String) -> Int? {
      guard logged(name) else { return nil }
      if let known = indices[name] { return known }
      indices[name] = metrics.count
      metrics.append(name)
      return metrics.count - 1
    }
    epochTrack = EpochTrack(column: epochMetric.flatMap(index), stepsPerEpoch: stepsPerEpoch)
    sets = programs.map { program in
      RuleSetSession(program, runName: runName, columns: program.plan.metrics.map { index(of: $0.name) })
    }
    self.metrics = metrics
  }

  // MARK: Rows

  /// Takes in rows and gives what happened, in order of row and then of the rules.
  ///
  /// - Throws: `FeedError` when a step does not follow the one before; nothing of the block is then taken in.
  public mutating func feed(_ block: RowBlock) throws(FeedError) -> [Event] {
    var last = lastStep
    for step in block.steps {
      if let last, step <= last { throw FeedError(step: step, lastStep: last) }
      last = step
    }
    var result: [Event] = []
    if block.rowCount <= Evaluator.capacity {
      process(block, &result)
    } else {
      for part in block.parts(of: Evaluator.capacity) { process(part, &result) }
    }
    return result
  }

  /// Takes in a recorded run from where the session stands to its end.
  ///
  /// - Parameter blockSize: How many rows are taken at a time, at most 4,096; it changes nothing but speed.
  public mutating func feed(_ table: RunTable, blockSize: Int = 4096) throws(FeedError) -> [Event] {
    var result: [Event] = []
    try table.forEachBlock(of: blockSize) { block throws(FeedError) in result += try feed(block) }
    return result
  }

  /// Takes in a recorded run from where the session stands to its end, and calls `look` after each row with every
  /// rule set; what comes of it is what always comes of it.
  package mutating func feed(_ table: RunTable, look: (RowObservation) -> Void) throws(FeedError) -> [Event] {
    for index in sets.indices { sets[index].beginObserving() }
    var result: [Event] = []
    try table.forEachBlock(of: Evaluator.capacity) { block throws(FeedError) in
      process(block, &result, look: look)
    }
    return result
  }

  private mutating func process(
    _ block: RowBlock, _ result: inout [Event], look: (RowObservation) -> Void = { _ in }
  ) {
    guard block.rowCount > 0 else { return }
    let epochs = epochTrack.epochs(of: block)
    var found: [(row: Int, event: Event)] = []
    for index in sets.indices { found += sets[index].process(block, epochs: epochs, position: index, look: look) }
    if sets.count > 1 {
      // A stable order by row keeps that of the rule sets and their rules.
      let order = found.indices.sorted { (found[$0].row, $0) < (found[$1].row, $1) }
      found = order.map { found[$0] }
    }
    for (_, event) in found { result.append(marked(event)) }
    lastStep = block.steps.last
  }

  /// Events after an action that changes training would not have been seen like this.
  private mutating func marked(_ event: Event) -> Event {
    var event = event
    if let firstChange, event.step > firstChange { event.isCounterfactual = true }
    if firstChange == nil, event.actions.contains(where: \.changesTraining) { firstChange = event.step }
    return event
  }

  // MARK: The end

  /// The events of rules that still wait for their confirmation, at the run's last row.
  public mutating func finish() -> [Event] {
    guard let lastStep else { return [] }
    var result: [Event] = []
    for index in sets.indices {
      for event in sets[index].undecided(at: RuleLife.Mark(step: lastStep, epoch: epochTrack.latest)) {
        result.append(marked(event))
      }
    }
    return result
  }

  /// The phases that came into force, rule set by rule set.
  public var phases: [PhaseChange] {
    sets.flatMap { set in
      set.phaseHistory.map {
        PhaseChange(ruleset: set.program.name, phase: set.program.phases[$0.phase], step: $0.step)
      }
    }
  }

  /// Where each rule stands.
  public var ruleStates: [RuleState] {
    sets.flatMap { set in
      zip(set.program.rules, set.lives).map { rule, life in
        RuleState(
          ruleset: set.program.name, rule: rule, life,
          last: RuleLife.Mark(step: lastStep ?? 0, epoch: epochTrack.latest))
      }
    }
  }

  // MARK: Saving and restoring

  /// The state of the session between two blocks.
  public func save() -> [UInt8] {
    var writer = StateWriter()
    var version = StateWriter.version
    var fingerprint = fingerprint
    writer.code(&version)
    writer.code(&fingerprint)
    var copy = self
    do { try copy.code(&writer) } catch { preconditionFailure("writing a state never fails: \(error)") }
    var digest = Digest.of(writer.bytes)
    writer.code(&digest)
    return writer.bytes
  }

  /// Goes on where another session of the same rules and metrics was saved.
  ///
  /// - Throws: `StateError`; the session is then as it was before.
  public mutating func restore(_ state: [UInt8]) throws(StateError) {
    var reader = StateReader(state)
    var version: UInt64 = 0
    try reader.code(&version)
    guard version == StateWriter.version else { throw .otherVersion(version) }
    guard reader.hasDigest else { throw .damaged }
    var saved: UInt64 = 0
    try reader.code(&saved)
    guard saved == fingerprint else { throw .otherProgram }
    var copy = self
    try copy.code(&reader)
    guard reader.isAtEnd else { throw .damaged }
    self = copy
  }

  private mutating func code(_ coder: inout some StateCoder) throws(StateError) {
    try coder.code(&epochTrack.latest)
    try coder.code(optional: &lastStep)
    try coder.code(optional: &firstChange)
    for index in sets.indices { try sets[index].code(&coder) }
  }

  /// A digest of the compiled rules and the metrics they are for.
  private var fingerprint: UInt64 {
    var digest = Digest()
    for metric in metrics { digest.add(metric) }
    digest.add("\(epochTrack.stepsPerEpoch ?? .nan)")
    for set in sets { digest.add(set.program.description) }
    return digest.value
  }
}

/// A row that does not follow the one before.
public struct FeedError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The step that came.
  public var step: Int64
  /// The step before it.
  public var lastStep: Int64

  /// One sentence.
  public var description: String { "step \(step) does not come after step \(lastStep)" }
}

/// A phase that came into force.
public struct PhaseChange: Hashable, Sendable {
  /// The rule set whose phase it is.
  public var ruleset: String
  /// The phase.
  public var phase: String
  /// The first row at which it is in force.
  public var step: Int64
}

extension RowBlock {
  /// The same rows in blocks of at most `size`.
  func parts(of size: Int) -> [RowBlock] {
    var parts: [RowBlock] = []
    var positions = Array(repeating: 0, count: ticks.count)
    var row = 0
    while row < rowCount {
      let end = min(row + size, rowCount)
      var part = RowBlock(metricCount: ticks.count)
      for index in row..<end {
        var samples: [(metric: Int, value: Double)] = []
        for metric in ticks.indices {
          let position = positions[metric]
          if position < ticks[metric].count, Int(ticks[metric][position]) == index {
            samples.append((metric, values[metric][position]))
            positions[metric] += 1
          }
        }
        part.append(step: steps[index], samples)
      }
      parts.append(part)
      row = end
    }
    return parts
  }
}
