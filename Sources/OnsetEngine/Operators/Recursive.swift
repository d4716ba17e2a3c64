import OnsetLanguage

/// Cumulative sum of how far samples lie above (or below) a level, never below zero (Page 1954).
///
/// A sample that is not finite, or a level that is NaN, leaves the sum unchanged.
struct CumulativeSum: Stateful {
  let direction: Direction
  private var sum = 0.0

  init(_ direction: Direction) { self.direction = direction }

  mutating func run(_ input: [Double], level: (Int) -> Double, into output: inout [Double], slots: Range<Int>) {
    // The enum is of another module, where `==` is a call: 2 ns for each sample.
    let isUp = direction == .up
    for slot in slots {
      let value = input[slot]
      let level = level(slot)
      if value.isFinite, !level.isNaN {
        let next = sum + (isUp ? value - level : level - value)
        sum = next > 0 ? next : 0
      }
      output[slot] = sum
    }
  }

  mutating func code(_ coder: inout some StateCoder) throws(StateError) { try coder.code(&sum) }
}

/// The smallest or largest finite sample so far; NaN before one.
struct ExtremeSoFar: Stateful {
  let extreme: Extreme
  private var best = Double.nan

  init(_ extreme: Extreme) { self.extreme = extreme }

  mutating func run(_ input: [Double], into output: inout [Double], slots: Range<Int>) {
    let wantsLowest = extreme == .lowest
    for slot in slots {
      let value = input[slot]
      if value.isFinite, best.isNaN || (wantsLowest ? value < best : value > best) { best = value }
      output[slot] = best
    }
  }

  mutating func code(_ coder: inout some StateCoder) throws(StateError) { try coder.code(&best) }
}

/// How long ago the best sample was, where a sample must beat the best by more than an improvement.
///
/// NaN before the first finite sample.
struct SinceExtreme: Stateful {
  private let wantsLowest: Bool
  private let improvement: Improvement
  private var best = Double.nan
  private var distance: ElapsedDistance

  init(_ extreme: Extreme, _ improvement: Improvement, _ unit: TimeUnit) {
    wantsLowest = extreme == .lowest
    self.improvement = improvement
    distance = ElapsedDistance(unit)
  }

  mutating func run(
    _ input: [Double], steps: [Int64], epochs: [Double], into output: inout [Double], slots: Range<Int>
  ) {
    for slot in slots {
      let value = input[slot]
      distance.tick()
      if value.isFinite, isBest(value) {
        best = value
        distance.restart(slot, steps, epochs)
      }
      output[slot] = distance.value(slot, steps, epochs)
    }
  }

  private func isBest(_ value: Double) -> Bool {
    if best.isNaN { return true }
    let delta = improvement.isRelative ? improvement.amount * abs(best) : improvement.amount
    return (wantsLowest ? best - value : value - best) > delta
  }

  mutating func code(_ coder: inout some StateCoder) throws(StateError) {
    try coder.code(&best)
    try coder.code(&distance)
  }
}

/// How long ago a condition was last true; NaN before it was.
struct SinceTrue: Stateful {
  private var distance: ElapsedDistance

  init(_ unit: TimeUnit) { distance = ElapsedDistance(unit) }

  mutating func run(
    _ input: [UInt8], steps: [Int64], epochs: [Double], into output: inout [Double], slots: Range<Int>
  ) {
    for slot in slots {
      distance.tick()
      if input[slot] == TruthValue.isTrue.rawValue { distance.restart(slot, steps, epochs) }
      output[slot] = distance.value(slot, steps, epochs)
    }
  }

  mutating func code(_ coder: inout some StateCoder) throws(StateError) { try coder.code(&distance) }
}

/// The distance from a remembered tick to the present one, in steps, ticks or epochs.
struct ElapsedDistance: Stateful {
  let unit: TimeUnit
  private var isKnown = false
  private var step: Int64 = 0
  private var epoch = Double.nan
  private var ticks = 0

  init(_ unit: TimeUnit) { self.unit = unit }

  /// Counts a tick of the stream.
  mutating func tick() { ticks += 1 }

  /// Remembers the present tick.
  mutating func restart(_ slot: Int, _ steps: [Int64], _ epochs: [Double]) {
    isKnown = true
    switch unit {
    case .steps: step = steps[slot - 1]
    case .epochs: epoch = epochs[slot - 1]
    case .samples: ticks = 0
    }
  }

  /// NaN while nothing is remembered or an epoch is not known.
  func value(_ slot: Int, _ steps: [Int64], _ epochs: [Double]) -> Double {
    guard isKnown else { return .nan }
    return switch unit {
    case .steps: Double(StepDistance.between(step, steps[slot - 1]))
    case .epochs: epochs[slot - 1] - epoch
    case .samples: Double(ticks)
    }
  }

  mutating func code(_ coder: inout some StateCoder) throws(StateError) {
    try coder.code(&isKnown)
    try coder.code(&step)
    try coder.code(&epoch)
    try coder.code(&ticks)
  }
}

/// How long ago a metric was last logged, at every row from its first sample on.
struct SampleAge: Stateful {
  private var distance: ElapsedDistance

  init(_ unit: TimeUnit) { distance = ElapsedDistance(unit) }

  /// - Parameters:
  ///   - clock: The rows at which the age is asked for.
  ///   - samples: The metric's own ticks.
  mutating func run(clock: ClockState, samples: ClockState, into output: inout [Double], slots: Range<Int>) {
    var next = samples.firstTick(from: slots.isEmpty ? 0 : Int(clock.rows[slots.lowerBound - 1]))
    for slot in slots {
      if next < samples.count, samples.rows[next] == clock.rows[slot - 1] {
        distance.restart(slot, clock.steps, clock.epochs)
        next += 1
      }
      output[slot] = distance.value(slot, clock.steps, clock.epochs)
    }
  }

  mutating func code(_ coder: inout some StateCoder) throws(StateError) { try coder.code(&distance) }
}
