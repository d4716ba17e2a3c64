public import OnsetEngine

/// A run that is watched while it trains.
///
/// ```swift
/// var run = try project.watch(name: "r1", metrics: ["loss", "grad_norm"])
/// for event in try run.log(step: 10, ["loss": 2.31, "grad_norm": 0.8]) { … }
/// ```
public struct LiveRun: Sendable {
  private var session: RunSession
  private let indices: [String: Int]
  private var block: RowBlock

  init(_ session: RunSession) {
    self.session = session
    indices = Dictionary(uniqueKeysWithValues: session.metrics.enumerated().map { ($0.element, $0.offset) })
    block = RowBlock(metricCount: session.metrics.count)
  }

  /// The metrics that rules read; others may be logged and change nothing but that the step is a row.
  public var metrics: [String] { session.metrics }

  /// Takes in what was logged at a step and gives what happened.
  ///
  /// - Throws: `FeedError` when the step does not come after the one before; nothing is then taken in.
  public mutating func log(step: Int64, _ values: [String: Double]) throws(FeedError) -> [Event] {
    block.removeAll()
    block.append(step: step, values.compactMap { name, value in indices[name].map { ($0, value) } })
    return try session.feed(block)
  }

  /// The run has ended: the events of rules that still wait for their confirmation.
  public mutating func finish() -> [Event] { session.finish() }

  /// Where each rule stands.
  public var states: [RuleState] { session.ruleStates }

  /// The state, to go on from after a restart.
  public func save() -> [UInt8] { session.save() }

  /// Goes on where a run with the same rules, profile and metrics was saved.
  ///
  /// - Throws: `StateError`; this run is then as it was before.
  public mutating func restore(_ state: [UInt8]) throws(StateError) { try session.restore(state) }
}
