import OnsetEngine
import OnsetLanguage
import OnsetRules
import OnsetRuns

/// How far the parameter can move before a replayed outcome may be another one.
///
/// Everything that a rule does rests on a few facts: that no hold was met before the detection, and one was at it; that
/// the confirmation came when it did and not before; that the rule was ready again when it was. Each of them is a
/// comparison of the parameter with a number that is known from the samples, so that the outcome of a replay is that of
/// all values of the parameter for which the facts are the same. What the parameter does not decide follows.
struct OutcomeValidity {
  private let lives: [LifeTicks]
  private let phases: [String]
  private let run: TuningRun
  private let epochs: [Double]

  /// The critical values of what the parameter decides of one rule.
  private struct LifeTicks {
    var life: SweptPlanBuilder.Life
    var when: Ticks?
    var that: Ticks?
    var clear: Ticks?
  }

  private struct Ticks {
    /// The condition is true where `sign * p` is above the value.
    var sign: Double
    /// The ticks at which the condition is true or false, and their rows.
    var values: [Double]
    var rows: [Int32]
    /// The rows of all ticks.
    var allRows: [Int32]

    init?(_ part: SweptPlanBuilder.Life.Part, _ registers: RegisterValues) {
      allRows = registers.rows(part.clock)
      guard let ticks = CriticalTicks(part.condition, count: allRows.count, registers), let known = ticks.known() else {
        return nil
      }
      sign = ticks.sign
      values = known.values
      rows = known.ticks.map { [allRows] in $0.map { allRows[Int($0)] } } ?? allRows
    }

    /// The first of the known ticks at a row or later.
    func first(from row: Int) -> Int { Self.first(rows, from: row) }

    static func first(_ rows: [Int32], from row: Int) -> Int {
      var lower = 0
      var upper = rows.count
      while lower < upper {
        let middle = (lower + upper) / 2
        if Int(rows[middle]) < row { lower = middle + 1 } else { upper = middle }
      }
      return lower
    }
  }

  /// - Returns: Nil where a condition of a rule rises with the parameter at some ticks and falls at others.
  init?(_ lives: [SweptPlanBuilder.Life], phases: [String], _ registers: RegisterValues, _ run: TuningRun) {
    self.phases = phases
    self.run = run
    epochs = registers.epochs
    var found: [LifeTicks] = []
    for life in lives {
      var ticks = LifeTicks(life: life)
      if let part = life.when {
        guard let when = Ticks(part, registers) else { return nil }
        ticks.when = when
      }
      if let part = life.that {
        guard let that = Ticks(part, registers) else { return nil }
        ticks.that = that
      }
      if let part = life.clear {
        guard let clear = Ticks(part, registers) else { return nil }
        ticks.clear = clear
      }
      found.append(ticks)
    }
    self.lives = found
  }

  /// The values of the parameter at which one of the conditions changes at some tick, ascending.
  func breaks(in range: ClosedRange<Double>) -> [Double] {
    var places: [Double] = []
    for life in lives {
      for ticks in [life.when, life.that, life.clear].compactMap(\.self) {
        for value in ticks.values {
          let place = ticks.sign * value
          if place > range.lowerBound, place < range.upperBound { places.append(place) }
        }
      }
    }
    places.sort()
    var distinct: [Double] = []
    for place in places where place != distinct.last { distinct.append(place) }
    return distinct
  }

  /// The largest value of the parameter up to which a replay at a value has the outcome that it has.
  func end(of report: RunReport, at value: Double) -> Double {
    var limit = Limit(value: value)
    for life in lives {
      let events = report.events.filter {
        $0.rule == life.life.name && $0.metric == life.life.metric && $0.kind != .error
      }
      follow(life, events, stretches(life.life, report), &limit)
    }
    return limit.end
  }

  /// The least critical value above the one that was replayed.
  private struct Limit {
    let value: Double
    var end = Double.infinity

    /// Takes note that something depends on which side of a critical value the parameter is.
    mutating func note(_ critical: Double, _ sign: Double) {
      let place = sign * critical
      if place > value, place < end { end = place }
    }
  }

  // MARK: Phases

  /// The stretches of rows at which the rule is not turned off.
  private func stretches(_ life: SweptPlanBuilder.Life, _ report: RunReport) -> [Range<Int>] {
    let count = run.run.rows.count
    guard let during = life.during else { return [0..<count] }
    var stretches: [Range<Int>] = []
    for (index, change) in report.phases.enumerated() {
      guard let phase = phases.firstIndex(of: change.phase), during.contains(phase) else { continue }
      let start = row(of: change.step)
      let end = index + 1 < report.phases.count ? row(of: report.phases[index + 1].step) : count
      if let last = stretches.last, last.upperBound == start {
        stretches[stretches.count - 1] = last.lowerBound..<end
      } else {
        stretches.append(start..<end)
      }
    }
    return stretches
  }

  private func row(of step: Int64) -> Int {
    var lower = 0
    var upper = run.run.rows.count
    while lower < upper {
      let middle = (lower + upper) / 2
      if run.run.rows[middle] < step { lower = middle + 1 } else { upper = middle }
    }
    return lower
  }

  // MARK: A life

  private func follow(_ life: LifeTicks, _ events: [Event], _ stretches: [Range<Int>], _ limit: inout Limit) {
    var armed = 0
    var fires = 0
    for event in events {
      let detected = row(of: event.detected)
      let end = row(of: event.step)
      if let when = life.when { noteHolds(when, life.life.hold, from: armed, to: detected, stretches, &limit) }
      if let that = life.that { noteConfirmation(that, event, life.life.within, from: detected, to: end, &limit) }
      switch event.kind {
      case .fired:
        fires += 1
        if fires >= life.life.atMost ?? .max { return }
        switch life.life.repetition {
        case .never: return
        case .whenCleared:
          guard let row = clearing(life, after: end, &limit) else { return }
          armed = row
        case .after(let span):
          guard let row = rested(life, span, after: end) else { return }
          armed = row
        }
      case .rejected:
        guard let row = clearing(life, after: end, &limit) else { return }
        armed = row
      case .undecided, .error: return
      }
    }
    if let when = life.when {
      noteHolds(when, life.life.hold, from: armed, to: run.run.rows.count, stretches, &limit)
    }
  }

  /// Every hold that ends at one of the rows up to the detection, that one included: which of them is met decides.
  private func noteHolds(
    _ when: Ticks, _ hold: SpanLength?, from armed: Int, to detected: Int, _ stretches: [Range<Int>],
    _ limit: inout Limit
  ) {
    for stretch in stretches where stretch.upperBound > armed && stretch.lowerBound <= detected {
      let first = when.first(from: max(armed, stretch.lowerBound))
      let end = when.first(from: min(detected + 1, stretch.upperBound))
      // The ticks of the hold by falling value: the first is the largest.
      var falling: [Int] = []
      var head = 0
      var start = first
      for tick in first..<max(first, end) {
        while falling.count > head, when.values[falling[falling.count - 1]] <= when.values[tick] {
          falling.removeLast()
        }
        falling.append(tick)
        // The hold begins as late as it may.
        while start < tick, isMet(hold, when, from: start + 1, to: tick) { start += 1 }
        guard isMet(hold, when, from: start, to: tick) else { continue }
        while falling[head] < start { head += 1 }
        limit.note(when.values[falling[head]], when.sign)
      }
    }
  }

  private func isMet(_ hold: SpanLength?, _ when: Ticks, from first: Int, to last: Int) -> Bool {
    guard let hold else { return true }
    let (start, end) = (Int(when.rows[first]), Int(when.rows[last]))
    return switch hold.unit {
    case .samples: last - first + 1 >= hold.wholeCount
    case .steps: run.run.rows[end].subtractingSaturated(run.run.rows[start]) >= Int64(hold.wholeCount) - 1
    case .epochs: EpochDistance.reaches(epochs[end] - epochs[start], hold.count)
    }
  }

  private func noteConfirmation(
    _ that: Ticks, _ event: Event, _ within: SpanLength?, from detected: Int, to end: Int, _ limit: inout Limit
  ) {
    // A rejection after steps or epochs comes before the condition is read at that row.
    let includesEnd = event.kind == .fired || within?.unit == .samples || event.kind == .undecided
    for tick in that.first(
      from: detected)..<max(that.first(from: detected), that.first(from: includesEnd ? end + 1 : end))
    {
      limit.note(that.values[tick], that.sign)
    }
  }

  /// The row at which the rule is waiting again; nil where it never is.
  private func clearing(_ life: LifeTicks, after row: Int, _ limit: inout Limit) -> Int? {
    if let clear = life.clear {
      for tick in clear.first(from: row + 1)..<clear.values.count {
        limit.note(clear.values[tick], clear.sign)
        if clear.sign * limit.value > clear.values[tick] { return Int(clear.rows[tick]) }
      }
      return nil
    }
    // Where the parameter does not decide the condition, no hold of it is looked at either.
    guard let when = life.when else { return row + 1 }
    for tick in when.first(from: row + 1)..<when.values.count {
      limit.note(when.values[tick], when.sign)
      if !(when.sign * limit.value > when.values[tick]) { return Int(when.rows[tick]) }
    }
    return nil
  }

  /// The row at which the rule is waiting again a span after it fired.
  private func rested(_ life: LifeTicks, _ span: SpanLength, after row: Int) -> Int? {
    guard let when = life.when else { return row + 1 }
    let first = Ticks.first(when.allRows, from: row + 1)
    for tick in first..<when.allRows.count {
      let now = Int(when.allRows[tick])
      let isOver: Bool =
        switch span.unit {
        case .samples: tick - first + 1 >= span.wholeCount
        case .steps: run.run.rows[now].subtractingSaturated(run.run.rows[row]) >= Int64(span.wholeCount)
        case .epochs: EpochDistance.reaches(epochs[now] - epochs[row], span.count)
        }
      if isOver { return now }
    }
    return nil
  }
}
