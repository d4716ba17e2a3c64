package import OnsetLanguage

/// What can be seen of a rule set after one of the rows of a run. It is of no use once the next row has come.
@safe
package struct RowObservation {
  /// Which of the session's rule sets has taken it in, by its position.
  package let ruleSet: Int
  // A copy of the session for every row of every rule set took a third of the time of a report on 1,000,000 steps.
  private let session: UnsafePointer<RuleSetSession>

  /// - Parameter session: As it stands until whoever is shown the row returns.
  init(_ session: UnsafePointer<RuleSetSession>, ruleSet: Int) {
    self.ruleSet = ruleSet
    unsafe self.session = session
  }

  package var step: Int64 { unsafe session.pointee.rows.steps[session.pointee.row] }

  /// NaN where nothing knows it.
  package var epoch: Double { unsafe session.pointee.rows.mark(session.pointee.row).epoch }

  /// The phase in force at the row, as an index; 0 without phases.
  package var phase: Int { unsafe session.pointee.phase }

  /// The latest value of a number at the row.
  package func latest(_ operand: NumberOperand) -> Double {
    unsafe session.pointee.evaluator.latest(operand, at: session.pointee.row)
  }

  /// The latest truth at the row; nil where it is unknown.
  package func latest(_ operand: TruthOperand) -> Bool? {
    unsafe session.pointee.evaluator.latest(operand, at: session.pointee.row).known
  }

  /// Whether a clock ticks at the row.
  package func ticks(_ clock: ClockID) -> Bool {
    unsafe session.pointee.evaluator.clocks[clock.index].isTick(session.pointee.row)
  }

  /// Whether a clock has ticked at the row or before it.
  package func hasTicked(_ clock: ClockID) -> Bool {
    unsafe session.pointee.evaluator.clocks[clock.index].hasTicked
      || session.pointee.evaluator.clocks[clock.index].latestSlot(at: session.pointee.row) > 0
  }

  /// Where a rule of the program stands after the row.
  package func standing(ofRule rule: Int) -> RuleStanding {
    unsafe RuleStanding(
      session.pointee.program.rules[rule], session.pointee.lives[rule], phase: session.pointee.phase,
      now: session.pointee.rows.mark(session.pointee.row))
  }

  /// What happened to a rule of the program in the row, in order.
  package func events(ofRule rule: Int) -> [Event] {
    let count = unsafe session.pointee.events.count
    guard count > 0, unsafe session.pointee.events[count - 1].row == session.pointee.row else { return [] }
    let rule = unsafe session.pointee.program.rules[rule]
    return unsafe session.pointee.events.reversed().prefix { unsafe $0.row == session.pointee.row }.map(\.event)
      .filter { $0.rule == rule.name && $0.metric == rule.metric }.reversed()
  }
}
