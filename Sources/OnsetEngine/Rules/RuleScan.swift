import OnsetLanguage

/// Follows one rule through the rows of a block until something happens that others may see.
///
/// What it finds does not depend on how far ahead it looks: phases are the caller's business, and a rule that
/// a change of phase turns off is simply set back to waiting.
struct RuleScan {
  let rule: Watched
  /// Rows before this one are known; for a rule that reads the phase it is the row at hand and no further.
  let horizon: Int
  let rows: RowView

  /// What is to be known of a rule: its names and actions, which are costly to copy, are not.
  struct Watched {
    let when: TruthRegister
    let hold: SpanLength?
    let confirm: (that: TruthRegister, within: SpanLength)?
    let clear: TruthRegister?
    let rearming: RuleProgram.Rearming

    init(_ rule: RuleProgram) {
      when = rule.when
      hold = rule.hold
      confirm = rule.confirm.map { ($0.that, $0.within) }
      clear = rule.clear
      rearming = rule.rearming
    }
  }

  /// The rows of a block.
  struct RowView {
    let steps: [Int64]
    /// The epoch of each row; empty where nothing needs it.
    let epochs: [Double]

    func mark(_ row: Int) -> RuleLife.Mark {
      RuleLife.Mark(step: steps[row], epoch: epochs.isEmpty ? .nan : epochs[row])
    }
  }

  /// What happens to the rule next, and at which row.
  enum Finding: Equatable {
    /// The hold is met.
    case detected(row: Int, since: RuleLife.Mark)
    /// The confirmation came.
    case confirmed(row: Int)
    case rejected(row: Int)
    /// The rule is waiting again, this row included.
    case rearmed(row: Int)

    var row: Int {
      switch self {
      case .detected(let row, _), .confirmed(let row), .rejected(let row), .rearmed(let row): row
      }
    }
  }

  /// Looks on from `start`; nil if nothing happens before the horizon, `life` being then as it is there.
  func next(_ life: inout RuleLife, from start: Int, _ evaluator: Evaluator) -> Finding? {
    guard start < horizon else { return nil }
    switch life.state {
    case .waiting: return hold(&life, since: nil, trueTicks: 0, from: start, evaluator)
    case .holding(let since, let trueTicks):
      return hold(&life, since: since, trueTicks: trueTicks, from: start, evaluator)
    case .confirming(let confirmation): return confirm(&life, confirmation, from: start, evaluator)
    case .clearing: return clear(from: start, evaluator)
    case .resting(let since, let ticks): return rest(&life, since: since, ticks: ticks, from: start, evaluator)
    case .spent: return nil
    }
  }

  private func ticks(_ clock: ClockState, from start: Int) -> Range<Int> {
    let first = clock.firstTick(from: start)
    return first..<max(first, clock.firstTick(from: horizon))
  }

  private func clock(of register: TruthRegister, _ evaluator: Evaluator) -> ClockState {
    evaluator.clocks[evaluator.plan.truths[register.index].clock.index]
  }

  // MARK: Waiting and holding

  private func hold(
    _ life: inout RuleLife, since start: RuleLife.Mark?, trueTicks counted: Int, from row: Int, _ evaluator: Evaluator
  ) -> Finding? {
    let clock = clock(of: rule.when, evaluator)
    let truths = evaluator.truths[rule.when.index]
    var since = start
    var trueTicks = counted
    var tick = clock.firstTick(from: row)
    let end = ticks(clock, from: row).upperBound
    while tick < end {
      if since == nil {
        // Most rules wait for most of a run.
        tick = Self.firstTrue(truths, from: tick + 1, to: end + 1) - 1
        if tick == end { break }
      }
      let value = truths[tick + 1]
      tick += 1
      if value == TruthValue.isFalse.rawValue {
        since = nil
        continue
      }
      guard value == TruthValue.isTrue.rawValue else { continue }
      let mark = rows.mark(Int(clock.rows[tick - 1]))
      let first = since ?? mark
      trueTicks = since == nil ? 1 : trueTicks + 1
      since = first
      if isMet(first, trueTicks, at: mark) {
        life.state = .holding(since: first, trueTicks: trueTicks)
        return .detected(row: Int(clock.rows[tick - 1]), since: first)
      }
    }
    life.state = since.map { .holding(since: $0, trueTicks: trueTicks) } ?? .waiting
    return nil
  }

  /// The first slot of which the truth is true; `end` if there is none.
  private static func firstTrue(_ truths: [UInt8], from start: Int, to end: Int) -> Int {
    let truths = truths.span
    precondition(start >= 0 && end <= truths.count)
    var slot = start
    // Many at once, without a branch for each.
    while slot + 32 <= end {
      var all: UInt8 = 0
      for index in slot..<slot + 32 { all |= truths[index] }
      if all & TruthValue.isTrue.rawValue != 0 { break }
      slot += 32
    }
    while slot < end, truths[slot] != TruthValue.isTrue.rawValue { slot += 1 }
    return slot
  }

  private func isMet(_ since: RuleLife.Mark, _ trueTicks: Int, at now: RuleLife.Mark) -> Bool {
    guard let hold = rule.hold else { return true }
    return switch hold.unit {
    case .samples: trueTicks >= hold.wholeCount
    case .steps: StepDistance.between(since.step, now.step) >= UInt64(hold.wholeCount) - 1
    case .epochs: EpochDistance.reaches(now.epoch - since.epoch, hold.count)
    }
  }

  // MARK: Confirming

  private func confirm(
    _ life: inout RuleLife, _ confirmation: RuleLife.Confirmation, from row: Int, _ evaluator: Evaluator
  ) -> Finding? {
    guard let confirm = rule.confirm else { return nil }
    let clock = clock(of: confirm.that, evaluator)
    let truths = evaluator.truths[confirm.that.index]
    let tooLate = firstRowTooLate(confirm.within, after: confirmation.detected, from: row)
    var seen = confirmation.ticks
    for tick in ticks(clock, from: row) {
      let tickRow = Int(clock.rows[tick])
      if let tooLate, tickRow >= tooLate { return .rejected(row: tooLate) }
      seen += 1
      if truths[tick + 1] == TruthValue.isTrue.rawValue { return .confirmed(row: tickRow) }
      if confirm.within.unit == .samples, seen >= confirm.within.wholeCount { return .rejected(row: tickRow) }
    }
    if let tooLate { return .rejected(row: tooLate) }
    life.state = .confirming(
      RuleLife.Confirmation(since: confirmation.since, detected: confirmation.detected, ticks: seen))
    return nil
  }

  /// The first row, at `start` or later, that is further from the detection than the confirmation may be.
  private func firstRowTooLate(_ within: SpanLength, after detection: RuleLife.Mark, from start: Int) -> Int? {
    switch within.unit {
    case .samples: return nil
    case .steps:
      let length = UInt64(within.wholeCount)
      return firstRow(from: start) { StepDistance.between(detection.step, rows.steps[$0]) > length }
    case .epochs:
      return firstRow(from: start) { EpochDistance.exceeds(rows.epochs[$0] - detection.epoch, within.count) }
    }
  }

  private func firstRow(from start: Int, where isLate: (Int) -> Bool) -> Int? {
    for row in start..<horizon where isLate(row) { return row }
    return nil
  }

  // MARK: Re-arming

  private func clear(from row: Int, _ evaluator: Evaluator) -> Finding? {
    let register = rule.clear ?? rule.when
    let wanted = rule.clear == nil ? TruthValue.isFalse.rawValue : TruthValue.isTrue.rawValue
    let clock = clock(of: register, evaluator)
    let truths = evaluator.truths[register.index]
    for tick in ticks(clock, from: row) where truths[tick + 1] == wanted {
      return .rearmed(row: Int(clock.rows[tick]))
    }
    return nil
  }

  private func rest(
    _ life: inout RuleLife, since: RuleLife.Mark, ticks counted: Int, from row: Int, _ evaluator: Evaluator
  ) -> Finding? {
    guard case .after(let span) = rule.rearming else { return nil }
    let clock = clock(of: rule.when, evaluator)
    var seen = counted
    for tick in ticks(clock, from: row) {
      let tickRow = Int(clock.rows[tick])
      seen += 1
      let isOver: Bool =
        switch span.unit {
        case .samples: seen >= span.wholeCount
        case .steps: StepDistance.between(since.step, rows.steps[tickRow]) >= UInt64(span.wholeCount)
        case .epochs: EpochDistance.reaches(rows.epochs[tickRow] - since.epoch, span.count)
        }
      if isOver { return .rearmed(row: tickRow) }
    }
    life.state = .resting(since: since, ticks: seen)
    return nil
  }
}
