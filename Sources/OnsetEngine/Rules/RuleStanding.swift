package import OnsetLanguage

/// Where a rule stands after a row, and how far it has got there.
package struct RuleStanding: Hashable, Sendable {
  package var stage: RunSession.Stage
  /// Whether the phase in force is none in which the rule looks.
  package var isOff: Bool
  /// Of a hold and a confirmation, the first tick of the hold; of a rest, the fire.
  package var since: Int64?
  /// Of a confirmation, the tick at which the hold was met, and its epoch, NaN where nothing knows it.
  package var detected: Int64?
  package var detectedEpoch = Double.nan
  /// What is being waited for, and how much of it there has been, in its unit; nil where no span is waited for.
  package var progress: Progress?
  package var fires: Int

  package struct Progress: Hashable, Sendable {
    /// NaN of epochs that nothing knows.
    package var done: Double
    package var span: SpanLength

    package init(done: Double, span: SpanLength) {
      self.done = done
      self.span = span
    }

    /// `7 of 10 samples`
    package var text: String { "\(ReadableNumber.text(done)) of \(span)" }
  }

  init(_ rule: borrowing RuleProgram, _ life: RuleLife, phase: Int, now: RuleLife.Mark) {
    fires = life.fires
    isOff = life.isWaitingOrHolding && rule.during.map { !$0.contains(phase) } ?? false
    /// - Parameter isInclusive: Whether the first step counts as one.
    func progress(of span: SpanLength, _ start: RuleLife.Mark, _ count: Int, isInclusive: Bool) -> Progress {
      let done: Double =
        switch span.unit {
        case .samples: Double(count)
        case .steps: Double(StepDistance.between(start.step, now.step)) + (isInclusive ? 1 : 0)
        case .epochs: now.epoch - start.epoch
        }
      return Progress(done: done, span: span)
    }
    switch life.state {
    case .waiting: stage = .waiting
    case .holding(let since, let trueTicks):
      stage = .holding
      self.since = since.step
      self.progress = rule.hold.map { progress(of: $0, since, trueTicks, isInclusive: true) }
    case .confirming(let confirmation):
      stage = .confirming
      since = confirmation.since.step
      detected = confirmation.detected.step
      detectedEpoch = confirmation.detected.epoch
      self.progress = rule.confirm.map {
        progress(of: $0.within, confirmation.detected, confirmation.ticks, isInclusive: false)
      }
    case .clearing: stage = .clearing
    case .resting(let since, let ticks):
      stage = .resting
      self.since = since.step
      self.progress = rule.rearming.span.map { progress(of: $0, since, ticks, isInclusive: false) }
    case .spent: stage = .spent
    }
  }
}
