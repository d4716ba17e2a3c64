import OnsetLanguage

/// A window over the last N samples, finite or not.
///
/// Samples are taken in groups of N. Within a group the window is a tail of the group before and the head of
/// this one: `tails[i]` is the total of the group before from its i-th sample on, the head runs over this one.
/// O(1) amortised a sample; memory is the samples of a group and the tails of another.
struct SampleWindow<Statistic: WindowStatistic>: Stateful {
  private let length: Int
  /// Empty while fewer than N samples have been seen.
  private var tails: [Statistic.Total] = []
  /// Tails before this one have a finite sample: the head is joined to them. From it on the head stands alone.
  private var tailsEnd = 0
  private var younger = Younger()
  /// The samples of this group, and their steps where they matter; the first `filled` are valid.
  private var values: [Double] = []
  private var steps: [Int64] = []
  private var filled = 0
  private let reciprocals: CountReciprocals

  /// What is known of the samples of this group.
  private struct Younger {
    var head = Statistic.Total()
    /// The latest finite sample, and how many finite samples in a row were equal to it.
    var latest = Double.nan
    var equalCount = 0

    @inline(__always)
    mutating func add(_ value: Double, step: Int64) {
      guard value.isFinite else { return }
      head.add(value, step: step)
      equalCount = value == latest ? equalCount + 1 : 1
      latest = value
    }

    /// Whether the window is full of finite samples at each of some samples that come, and never of equal ones where
    /// that matters: nothing has then to be asked at each. `older` are the tails that they are joined to.
    @inline(__always)
    func staysFull(_ input: Span<Double>, _ older: Span<Statistic.Total>, length: Int) -> Bool {
      guard !older.isEmpty, head.count + 1 + older[0].count == length else { return false }
      if Statistic.isExactWhenEqual, input[0] == latest, equalCount + input.count >= length { return false }
      // The exponent of what is not finite is all ones, and one more of it reaches the sign.
      var signs: UInt64 = 0
      for index in input.indices {
        signs |= input[index].bitPattern & Double.infinity.bitPattern &+ Double.leastNormalMagnitude.bitPattern
      }
      return signs >> 63 == 0
    }

    /// Counts finite samples of which the head has been told.
    @inline(__always)
    mutating func countEqual(_ input: Span<Double>) {
      let before = latest
      latest = input[input.count - 1]
      var index = input.count - 1
      while index > 0, input[index - 1] == latest { index -= 1 }
      equalCount = input.count - index + (index == 0 && before == latest ? equalCount : 0)
    }
  }

  init(length: Int) {
    self.length = length
    reciprocals = CountReciprocals(length)
  }

  /// Reads samples at some slots and writes the statistic of the window that ends at each.
  mutating func run(_ input: [Double], steps allSteps: [Int64], into output: inout [Double], slots: Range<Int>) {
    var start = slots.lowerBound
    while start < slots.upperBound {
      let end = min(start + sectionCount, slots.upperBound)
      let section = start..<end
      Self.keep(input.span.extracting(section), in: &values, from: filled)
      if Statistic.usesSteps { Self.keep(allSteps.span.extracting(start - 1..<end - 1), in: &steps, from: filled) }
      if filled + 1 == length {
        younger.add(input[start], step: 0)
        completeGroup()
        output[start] = Self.value(tails[0], reciprocals, younger)
      } else {
        if filled + 1 == tailsEnd { younger.head = headAlone() }
        let isJoined = filled + 1 < tailsEnd
        let kept = Statistic.usesSteps ? filled..<filled + section.count : 0..<0
        let joined = isJoined ? filled + 1..<filled + 1 + section.count : 0..<0
        var output = output.mutableSpan
        younger = Self.slide(
          younger, over: input.span.extracting(section), steps.span.extracting(kept),
          joinedTo: tails.span.extracting(joined), isFull: !tails.isEmpty, reciprocals, into: &output, at: start)
        filled += section.count
      }
      start = end
    }
  }

  /// How many samples can be taken in one go: those before the tails end, those before the group's last, or it.
  private var sectionCount: Int {
    filled + 1 < tailsEnd ? tailsEnd - 1 - filled : max(1, length - 1 - filled)
  }

  /// Puts samples where those of the group before were. (Not a method of the window: that would copy it.)
  private static func keep<Value>(_ section: Span<Value>, in kept: inout [Value], from filled: Int) {
    if filled < kept.count {
      var kept = kept.mutableSpan
      precondition(filled + section.count <= kept.count)
      for index in section.indices { kept[filled + index] = section[index] }
    } else {
      for index in section.indices { kept.append(section[index]) }
    }
  }

  /// Adds samples to the head and writes the value of the window at each; `older` is empty where the head stands
  /// alone. What changes is in a local until the end, and stays in registers.
  private static func slide(
    _ start: Younger, over input: Span<Double>, _ steps: Span<Int64>, joinedTo older: Span<Statistic.Total>,
    isFull: Bool, _ reciprocals: CountReciprocals, into output: inout MutableSpan<Double>, at slot: Int
  ) -> Younger {
    precondition(slot >= 0 && slot + input.count <= output.count)
    precondition(older.isEmpty || older.count == input.count)
    var younger = start
    if isFull, younger.staysFull(input, older, length: reciprocals.count) {
      for index in input.indices {
        younger.head.add(input[index], step: Statistic.usesSteps ? steps[index] : 0)
        output[slot + index] = Statistic.value(younger.head.joined(to: older[index]), reciprocals)
      }
      younger.countEqual(input)
      return younger
    }
    for index in input.indices {
      younger.add(input[index], step: Statistic.usesSteps ? steps[index] : 0)
      let total = older.isEmpty ? younger.head : younger.head.joined(to: older[index])
      output[slot + index] = isFull ? value(total, reciprocals, younger) : .nan
    }
    return younger
  }

  @inline(__always)
  private static func value(
    _ total: Statistic.Total, _ reciprocals: CountReciprocals, _ younger: Younger
  ) -> Double {
    let count = total.count
    guard count >= Statistic.leastCount, Statistic.leastCount == 0 || count * 2 >= reciprocals.count else {
      return .nan
    }
    if Statistic.isExactWhenEqual, younger.equalCount >= count { return younger.latest }
    return Statistic.value(total, count == reciprocals.count ? reciprocals : CountReciprocals(count))
  }

  // MARK: Groups

  private mutating func completeGroup() {
    filled = 0
    makeTails()
    younger.head = Statistic.Total(after: tails[0])
  }

  /// Totals the tails of a complete group, the empty one last; of those before `filled` samples are missing.
  private mutating func makeTails() {
    var tails: [Statistic.Total] = []
    swap(&tails, &self.tails)
    if tails.isEmpty { tails = Array(repeating: Statistic.Total(), count: length + 1) }
    tailsEnd = Self.total(values.span, steps.span, into: &tails, from: filled)
    swap(&tails, &self.tails)
  }

  private static func total(
    _ values: Span<Double>, _ steps: Span<Int64>, into tails: inout [Statistic.Total], from start: Int
  ) -> Int {
    var tails = tails.mutableSpan
    precondition(values.count < tails.count && (!Statistic.usesSteps || steps.count == values.count))
    var tail = Statistic.Total()
    var tailsEnd = 0
    var index = values.count
    while index > start {
      index -= 1
      let value = values[index]
      if value.isFinite {
        if tail.count == 0 { tailsEnd = index + 1 }
        tail.add(value, step: Statistic.usesSteps ? steps[index] : 0)
      }
      tails[index] = tail
    }
    return tailsEnd
  }

  /// The total of this group so far, with an anchor of its own.
  private func headAlone() -> Statistic.Total {
    var total = Statistic.Total()
    for index in 0..<filled where values[index].isFinite {
      total.add(values[index], step: Statistic.usesSteps ? steps[index] : 0)
    }
    return total
  }

  mutating func code(_ coder: inout some StateCoder) throws(StateError) {
    var isFull = !tails.isEmpty
    try coder.code(&values)
    try coder.code(&steps)
    try coder.code(&filled)
    try coder.code(&isFull)
    try coder.code(&younger.latest)
    try coder.code(&younger.equalCount)
    try coder.code(&younger.head)
    guard values.count <= length, filled >= 0, filled < length, filled <= values.count,
      !Statistic.usesSteps || steps.count == values.count,
      !isFull || values.count == length
    else { throw .damaged }
    // The tails follow from the samples of the group before, those from `filled` on. The others have been
    // overwritten, and are in no tail that is still read.
    tails = []
    tailsEnd = 0
    if isFull { makeTails() }
  }
}

extension SampleWindow: StatisticWindow {
  init(_ span: SpanLength) { self.init(length: span.wholeCount) }

  mutating func run(_ input: [Double], _ clock: ClockState, into output: inout [Double], slots: Range<Int>) {
    run(input, steps: clock.steps, into: &output, slots: slots)
  }
}
