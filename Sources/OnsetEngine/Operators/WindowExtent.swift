import OnsetLanguage

/// How a window is bounded, and when it is full.
protocol WindowExtent: Stateful, Sendable {
  associatedtype Position: Sendable
  init(_ span: SpanLength)
  /// Where the ticks of a clock are.
  static func positions(of clock: ClockState) -> [Position]
  /// Whether a sample at the position can be in a window; the first that can begins the count.
  mutating func admit(_ position: Position) -> Bool
  func hasLeft(_ position: Position, at now: Position) -> Bool
  func isFull(at now: Position) -> Bool
  static func code(_ positions: inout [Position], _ coder: inout some StateCoder) throws(StateError)
}

/// Samples with step in (t - N, t]; full once t - t0 + 1 >= N.
struct StepExtent: WindowExtent {
  let length: UInt64
  private var first: Int64?

  init(_ span: SpanLength) { length = UInt64(span.wholeCount) }

  static func positions(of clock: ClockState) -> [Int64] { clock.steps }

  mutating func admit(_ position: Int64) -> Bool {
    if first == nil { first = position }
    return true
  }

  func hasLeft(_ position: Int64, at now: Int64) -> Bool { StepDistance.between(position, now) >= length }

  func isFull(at now: Int64) -> Bool {
    guard let first else { return false }
    return StepDistance.between(first, now) >= length - 1
  }

  static func code(_ positions: inout [Int64], _ coder: inout some StateCoder) throws(StateError) {
    try coder.code(&positions)
  }

  mutating func code(_ coder: inout some StateCoder) throws(StateError) { try coder.code(optional: &first) }
}

/// Samples whose epoch is not N away yet; full once the first known epoch is.
struct EpochExtent: WindowExtent {
  let length: Double
  private var first = Double.nan

  init(_ span: SpanLength) { length = span.count }

  static func positions(of clock: ClockState) -> [Double] { clock.epochs }

  mutating func admit(_ position: Double) -> Bool {
    if first.isNaN { first = position }
    return !position.isNaN
  }

  func hasLeft(_ position: Double, at now: Double) -> Bool { EpochDistance.reaches(now - position, length) }
  func isFull(at now: Double) -> Bool { EpochDistance.reaches(now - first, length) }

  static func code(_ positions: inout [Double], _ coder: inout some StateCoder) throws(StateError) {
    try coder.code(&positions)
  }

  mutating func code(_ coder: inout some StateCoder) throws(StateError) { try coder.code(&first) }
}

/// Distances of steps, which may be as far apart as Int64 allows.
enum StepDistance {
  /// `later - earlier`; the caller knows which is which.
  @inline(__always)
  static func between(_ earlier: Int64, _ later: Int64) -> UInt64 { UInt64(bitPattern: later &- earlier) }
}
