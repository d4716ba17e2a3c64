import OnsetLanguage

/// Where a rule is in its life, and how far it has got there.
///
/// ```
/// waiting → holding → (confirming →) fired → re-arming → waiting …
///              ↑ false             ↘ rejected ↗          or spent
/// ```
struct RuleLife: Stateful {
  var state = State.waiting
  /// How often the rule has fired.
  var fires = 0
  /// The furthest that a hold got without being met, for the summary.
  var ticks = 0

  enum State: Hashable, Sendable {
    case waiting
    case holding(since: Mark, trueTicks: Int)
    case confirming(Confirmation)
    /// Waiting for `clear`, or for `when` to be false.
    case clearing
    /// Waiting for a span after a fire to pass.
    case resting(since: Mark, ticks: Int)
    case spent
  }

  struct Confirmation: Hashable, Sendable {
    var since: Mark
    var detected: Mark
    /// Ticks of `that` seen since the detection.
    var ticks: Int
  }

  /// A row of the run.
  struct Mark: Hashable, Sendable {
    var step: Int64 = 0
    var epoch = Double.nan
  }

  mutating func code(_ coder: inout some StateCoder) throws(StateError) {
    var (tag, first, second, count) = encoded
    try coder.code(&tag)
    try coder.code(&first)
    try coder.code(&second)
    try coder.code(&count)
    try coder.code(&fires)
    guard let state = Self.decoded(tag, first, second, count) else { throw .damaged }
    self.state = state
  }

  private var encoded: (tag: UInt8, first: Mark, second: Mark, count: Int) {
    switch state {
    case .waiting: (0, Mark(), Mark(), 0)
    case .holding(let since, let trueTicks): (1, since, Mark(), trueTicks)
    case .confirming(let confirmation): (2, confirmation.since, confirmation.detected, confirmation.ticks)
    case .clearing: (3, Mark(), Mark(), 0)
    case .resting(let since, let ticks): (4, since, Mark(), ticks)
    case .spent: (5, Mark(), Mark(), 0)
    }
  }

  private static func decoded(_ tag: UInt8, _ first: Mark, _ second: Mark, _ count: Int) -> State? {
    switch tag {
    case 0: .waiting
    case 1: .holding(since: first, trueTicks: count)
    case 2: .confirming(Confirmation(since: first, detected: second, ticks: count))
    case 3: .clearing
    case 4: .resting(since: first, ticks: count)
    case 5: .spent
    default: nil
    }
  }
}

extension RuleLife.Mark: Stateful {
  mutating func code(_ coder: inout some StateCoder) throws(StateError) {
    try coder.code(&step)
    try coder.code(&epoch)
  }
}
