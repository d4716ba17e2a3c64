/// A window over the last N samples, finite or not.
///
/// Samples are taken in groups of N. Within a group the window is a tail of the group before and the head of
/// this one: `tails[i]` summarises the group before from its i-th sample on, `head` runs over this one.
/// O(1) amortised a sample; memory is the samples of a group and the tails of another.
struct SampleWindow<Statistic: WindowStatistic>: Stateful {
  private let length: Int
  private var tails: [Statistic.Running.Summary] = []
  private var head = Statistic.Running()
  /// The samples of this group, and their steps where they matter; the first `filled` are valid.
  private var values: [Double] = []
  private var steps: [Int64] = []
  private var filled = 0
  /// Whether N samples have been seen.
  private var isFull = false
  /// The latest finite sample, and how many finite samples in a row were equal to it.
  private var latest = Double.nan
  private var equalCount = 0

  init(length: Int) {
    self.length = length
  }

  /// Reads samples at some slots and writes the statistic of the window that ends at each.
  mutating func run(_ input: [Double], steps allSteps: [Int64], into output: inout [Double], slots: Range<Int>) {
    var filled = filled
    var head = head
    var latest = latest
    var equalCount = equalCount
    for slot in slots {
      let value = input[slot]
      let step = Statistic.usesSteps ? allSteps[slot - 1] : 0
      if filled < values.count {
        values[filled] = value
        if Statistic.usesSteps { steps[filled] = step }
      } else {
        values.append(value)
        if Statistic.usesSteps { steps.append(step) }
      }
      filled += 1
      if value.isFinite {
        head.add(value, step: step)
        if Statistic.isExactWhenEqual {
          equalCount = value == latest ? equalCount + 1 : 1
          latest = value
        }
      }
      if filled == length { isFull = true }
      if isFull {
        let older = tails.isEmpty ? Statistic.Running().summary : tails[filled]
        let count = Statistic.Running.count(of: older) + head.count
        if count >= Statistic.leastCount, Statistic.leastCount == 0 || count * 2 >= length {
          output[slot] =
            Statistic.isExactWhenEqual && equalCount >= count ? latest : Statistic.value(older, head)
        } else {
          output[slot] = .nan
        }
      } else {
        output[slot] = .nan
      }
      if filled == length {
        makeTails()
        head = Statistic.Running()
        filled = 0
      }
    }
    self.filled = filled
    self.head = head
    self.latest = latest
    self.equalCount = equalCount
  }

  /// Summarises the tails of a complete group, the empty one last.
  private mutating func makeTails() {
    if tails.isEmpty { tails = Array(repeating: Statistic.Running().summary, count: length + 1) }
    var tail = Statistic.Running()
    for index in (0..<length).reversed() {
      let value = values[index]
      if value.isFinite { tail.add(value, step: Statistic.usesSteps ? steps[index] : 0) }
      tails[index] = tail.summary
    }
  }

  mutating func code(_ coder: inout some StateCoder) throws(StateError) {
    // The tails follow from the samples of the group before, of which slots above `filled` still hold some;
    // those already overwritten are no longer in any tail that is left.
    try coder.code(&values)
    try coder.code(&steps)
    try coder.code(&filled)
    try coder.code(&isFull)
    try coder.code(&latest)
    try coder.code(&equalCount)
    try coder.code(&head)
    guard values.count <= length, filled >= 0, filled <= values.count,
      !Statistic.usesSteps || steps.count == values.count,
      !isFull || values.count == length
    else { throw .damaged }
    if isFull { makeTails() }
  }
}
