/// A window over the last N samples, finite or not.
///
/// Samples are taken in groups of N. Within a group the window is a tail of the group before and the head of
/// this one: `tails[i]` is the total of the group before from its i-th sample on, `head` runs over this one.
/// O(1) amortised a sample; memory is the samples of a group and the tails of another.
struct SampleWindow<Statistic: WindowStatistic>: Stateful {
  private let length: Int
  /// Empty while fewer than N samples have been seen.
  private var tails: [Statistic.Total] = []
  /// Tails before this one have a finite sample: `head` is joined to them. From it on `head` stands alone.
  private var tailsEnd = 0
  private var head = Statistic.Total()
  /// The samples of this group, and their steps where they matter; the first `filled` are valid.
  private var values: [Double] = []
  private var steps: [Int64] = []
  private var filled = 0
  /// The latest finite sample, and how many finite samples in a row were equal to it.
  private var latest = Double.nan
  private var equalCount = 0

  init(length: Int) {
    self.length = length
  }

  /// Reads samples at some slots and writes the statistic of the window that ends at each.
  mutating func run(_ input: [Double], steps allSteps: [Int64], into output: inout [Double], slots: Range<Int>) {
    var start = slots.lowerBound
    while start < slots.upperBound {
      let end = min(start + sectionCount, slots.upperBound)
      let section = start..<end
      keep(&values, input.span.extracting(section))
      if Statistic.usesSteps { keep(&steps, allSteps.span.extracting(start - 1..<end - 1)) }
      if filled + 1 == length {
        completeGroup(with: input[start])
        output[start] = Self.value(tails[0], length: length, latest, equalCount)
      } else {
        if filled + 1 == tailsEnd { head = headAlone() }
        var output = output.mutableSpan
        slide(input.span.extracting(section), into: &output, at: start)
        filled += section.count
      }
      start = end
    }
  }

  /// How many samples can be taken in one go: those before the tails end, those before the group's last, or it.
  private var sectionCount: Int {
    filled + 1 < tailsEnd ? tailsEnd - 1 - filled : max(1, length - 1 - filled)
  }

  /// Puts samples where those of the group before were.
  private func keep<Value>(_ kept: inout [Value], _ section: Span<Value>) {
    if filled < kept.count {
      var kept = kept.mutableSpan
      precondition(filled + section.count <= kept.count)
      for index in section.indices { kept[filled + index] = section[index] }
    } else {
      for index in section.indices { kept.append(section[index]) }
    }
  }

  private mutating func slide(_ input: Span<Double>, into output: inout MutableSpan<Double>, at start: Int) {
    precondition(start >= 0 && start + input.count <= output.count)
    // In locals: the numbers stay in registers, and spans do not keep `self` from being written.
    let (tails, steps) = (tails, steps)
    var head = head
    var latest = latest
    var equalCount = equalCount
    let isFull = !tails.isEmpty
    let isJoined = filled + 1 < tailsEnd
    let older = tails.span.extracting(isJoined ? filled + 1..<filled + 1 + input.count : 0..<0)
    let ownSteps = steps.span.extracting(Statistic.usesSteps ? filled..<filled + input.count : 0..<0)
    for index in input.indices {
      let value = input[index]
      if value.isFinite {
        head.add(value, step: Statistic.usesSteps ? ownSteps[index] : 0)
        equalCount = value == latest ? equalCount + 1 : 1
        latest = value
      }
      let total = isJoined ? head.joined(to: older[index]) : head
      output[start + index] = isFull ? Self.value(total, length: length, latest, equalCount) : .nan
    }
    self.head = head
    self.latest = latest
    self.equalCount = equalCount
  }

  @inline(__always)
  private static func value(
    _ total: Statistic.Total, length: Int, _ latest: Double, _ equalCount: Int
  ) -> Double {
    let count = total.count
    guard count >= Statistic.leastCount, Statistic.leastCount == 0 || count * 2 >= length else { return .nan }
    return Statistic.isExactWhenEqual && equalCount >= count ? latest : Statistic.value(total)
  }

  // MARK: Groups

  private mutating func completeGroup(with value: Double) {
    if value.isFinite {
      equalCount = value == latest ? equalCount + 1 : 1
      latest = value
    }
    filled = 0
    makeTails()
    head = Statistic.Total(after: tails[0])
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
    try coder.code(&latest)
    try coder.code(&equalCount)
    try coder.code(&head)
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
