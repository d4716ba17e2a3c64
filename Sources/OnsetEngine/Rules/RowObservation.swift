package import OnsetLanguage

/// What can be seen of a rule set after one of the rows of a run. It is of no use once the next row has come.
package struct RowObservation {
  /// Which of the session's rule sets has taken it in, by its position.
  package let ruleSet: Int
  private let session: RuleSetSession

  init(_ session: RuleSetSession, ruleSet: Int) {
    self.ruleSet = ruleSet
    self.session = session
  }

  package var step: Int64 { session.rows.steps[session.row] }

  /// NaN where nothing knows it.
  package var epoch: Double { session.rows.mark(session.row).epoch }

  /// The phase in force at the row, as an index; 0 without phases.
  package var phase: Int { session.phase }

  /// The latest value of a number at the row.
  package func latest(_ operand: NumberOperand) -> Double { session.evaluator.latest(operand, at: session.row) }

  /// The latest truth at the row; nil where it is unknown.
  package func latest(_ operand: TruthOperand) -> Bool? { session.evaluator.latest(operand, at: session.row).known }

  /// Whether a clock ticks at the row.
  package func ticks(_ clock: ClockID) -> Bool {
    let clock = session.evaluator.clocks[clock.index]
    let tick = clock.firstTick(from: session.row)
    return tick < clock.count && Int(clock.rows[tick]) == session.row
  }

  /// Whether a clock has ticked at the row or before it.
  package func hasTicked(_ clock: ClockID) -> Bool {
    let clock = session.evaluator.clocks[clock.index]
    return clock.hasTicked || clock.latestSlot(at: session.row) > 0
  }

  /// Where a rule of the program stands after the row.
  package func standing(ofRule rule: Int) -> RuleStanding {
    RuleStanding(
      session.program.rules[rule], session.lives[rule], phase: session.phase, now: session.rows.mark(session.row))
  }

  /// What happened to a rule of the program in the row, in order.
  package func events(ofRule rule: Int) -> [Event] {
    let rule = session.program.rules[rule]
    return session.events.reversed().prefix { $0.row == session.row }.map(\.event)
      .filter { $0.rule == rule.name && $0.metric == rule.metric }.reversed()
  }
}
