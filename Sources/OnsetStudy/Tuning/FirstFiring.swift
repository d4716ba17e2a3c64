import OnsetLanguage

/// When a rule first fires, as a function of the parameter that decides its condition.
///
/// The hold is met at a tick where the largest critical value of the hold's ticks is under the parameter. As the
/// parameter falls, that tick moves back only where the largest value falls under all the earlier ones: those records
/// are the whole function. One pass over the run finds them for all values of the parameter. Blocks of ticks whose
/// smallest value is no record are passed over, and so is what lies behind a tick that cannot be in a hold.
struct FirstFiring: Sendable {
  /// The critical values of the ticks whose truth is known, the row of each, and the smallest value of each block.
  private let values: [Double]
  private let rows: [Int32]
  private let smallest: [Double]
  private let sign: Double

  private static let blockSize = 64

  /// - Parameter rows: The row of each tick.
  /// - Returns: Nil where the parameter decides at some tick whether anything is known.
  init?(_ ticks: CriticalTicks, rows: [Int32]) {
    guard let known = ticks.known() else { return nil }
    sign = ticks.sign
    let values = known.values
    self.values = values
    self.rows = known.ticks.map { $0.map { rows[Int($0)] } } ?? rows
    smallest = Self.smallest(values)
  }

  /// The smallest value of each block.
  private static func smallest(_ values: [Double]) -> [Double] {
    let values = values.span
    return stride(from: 0, to: values.count, by: blockSize).map { start in
      var least = Double.infinity
      for tick in start..<min(start + blockSize, values.count) where values[tick] < least { least = values[tick] }
      return least
    }
  }

  /// The row at which the rule first fires for each value of the parameter in a range; -1 where it does not.
  func rows(hold: SpanLength?, in range: ClosedRange<Double>, steps: [Int64], epochs: [Double]) -> Staircase<Int32> {
    let bounds = sign > 0 ? range : range.reflected
    var records: [(place: Double, value: Int32)] = []
    find(hold, under: bounds.upperBound, downTo: bounds.lowerBound, steps, epochs) { records.append(($0, $1)) }
    let result = Staircase(records: records, else: -1, from: bounds.lowerBound)
    // Turned where the condition falls with the parameter.
    return sign > 0 ? result : result.reflected
  }

  /// Calls `body` with each record under `limit`, until one is under `end`.
  private func find(
    _ hold: SpanLength?, under limit: Double, downTo end: Double, _ steps: [Int64], _ epochs: [Double],
    _ body: (Double, Int32) -> Void
  ) {
    let samples = hold.map { $0.unit == .samples ? $0.wholeCount : 1 } ?? 1
    let distance = hold.flatMap { $0.unit == .samples ? nil : $0 }
    let values = values.span
    let smallest = smallest.span
    var lowest = limit
    var tick = samples - 1
    while tick < values.count {
      let block = tick / Self.blockSize
      if smallest[block] >= lowest {
        // No tick of the block can be in a hold: the next that may end one is a hold behind it.
        tick = (block + 1) * Self.blockSize + samples - 1
        continue
      }
      var largest = -Double.infinity
      var first = tick
      var isMet = false
      while true {
        let value = values[first]
        guard value < lowest else { break }
        if value > largest { largest = value }
        isMet =
          distance.map { reaches($0, from: first, to: tick, steps, epochs) } ?? (tick - first + 1 >= samples)
        if isMet || first == 0 { break }
        first -= 1
      }
      if isMet {
        lowest = largest
        body(largest, rows[tick])
        if largest < end { return }
        tick += 1
      } else if values[first] < lowest {
        tick += 1  // The run has not gone on for long enough.
      } else {
        tick = max(tick + 1, first + samples)
      }
    }
  }

  private func reaches(
    _ hold: SpanLength, from first: Int, to last: Int, _ steps: [Int64], _ epochs: [Double]
  ) -> Bool {
    let (start, end) = (Int(rows[first]), Int(rows[last]))
    return hold.unit == .steps
      ? steps[end].subtractingSaturated(steps[start]) >= Int64(hold.wholeCount) - 1
      : EpochDistance.reaches(epochs[end] - epochs[start], hold.count)
  }
}
