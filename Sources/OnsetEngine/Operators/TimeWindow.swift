import OnsetLanguage

/// A window over a distance in steps or epochs, with as many samples as were logged in it.
///
/// A queue in two parts: of the older, `tails` holds the total from each sample on; the younger is totalled
/// in `head`. When the older part is used up the younger becomes it. O(1) amortised a sample; memory is the
/// samples in the window.
///
/// With epochs that go back (a metric `epoch` that is reset) samples that left do not return.
struct TimeWindow<Statistic: WindowStatistic, Extent: WindowExtent>: Stateful {
  private var extent: Extent
  private var values: [Double] = []
  private var steps: [Int64] = []
  private var positions: [Extent.Position] = []
  /// Indices into the queue: samples from `first` on are in the window, those from `middle` on in `head`.
  private var first = 0
  private var middle = 0
  private var tails: [Statistic.Total] = []
  private var head = Statistic.Total()
  /// Of the count at the latest sample.
  private var reciprocals = CountReciprocals(0)
  private var latest = Double.nan
  private var equalCount = 0

  init(_ extent: Extent) {
    self.extent = extent
  }

  mutating func run(
    _ input: [Double], steps allSteps: [Int64], positions allPositions: [Extent.Position],
    into output: inout [Double], slots: Range<Int>
  ) {
    for slot in slots {
      let sample = input[slot]
      let position = allPositions[slot - 1]
      if extent.admit(position) {
        values.append(sample)
        positions.append(position)
        let step = Statistic.usesSteps ? allSteps[slot - 1] : 0
        if Statistic.usesSteps { steps.append(step) }
        if sample.isFinite {
          head.add(sample, step: step)
          equalCount = sample == latest ? equalCount + 1 : 1
          latest = sample
        }
        removeFirst(at: position)
      }
      output[slot] = extent.isFull(at: position) ? value(total: values.count - first) : .nan
    }
  }

  private mutating func value(total: Int) -> Double {
    let joined = first < middle ? head.joined(to: tails[first]) : head
    let count = joined.count
    guard count >= Statistic.leastCount, Statistic.leastCount == 0 || count * 2 >= total else { return .nan }
    if count != reciprocals.count { reciprocals = CountReciprocals(count) }
    return Statistic.isExactWhenEqual && equalCount >= count ? latest : Statistic.value(joined, reciprocals)
  }

  /// Takes out what has left. Where no finite sample of the older part is left, the younger becomes it: a head
  /// is joined only to an older part that has samples.
  private mutating func removeFirst(at now: Extent.Position) {
    while first < positions.count, extent.hasLeft(positions[first], at: now) { first += 1 }
    let hasOlder = first < middle && tails[first].count > 0
    if !hasOlder, head.count > 0 || first > middle { makeTails() }
  }

  /// The younger part becomes the older one, and what is before it is let go.
  private mutating func makeTails() {
    values.removeSubrange(..<first)
    positions.removeSubrange(..<first)
    if Statistic.usesSteps { steps.removeSubrange(..<first) }
    first = 0
    middle = values.count
    totalTails()
    head = tails.first.map { Statistic.Total(after: $0) } ?? Statistic.Total()
  }

  private mutating func totalTails() {
    // Moved out while it is written, so that the samples can be read.
    var tails: [Statistic.Total] = []
    swap(&tails, &self.tails)
    tails.removeAll(keepingCapacity: true)
    tails.append(contentsOf: repeatElement(Statistic.Total(), count: middle))
    Self.total(values.span, steps.span, into: &tails, first..<middle)
    swap(&tails, &self.tails)
  }

  private static func total(
    _ values: Span<Double>, _ steps: Span<Int64>, into tails: inout [Statistic.Total], _ range: Range<Int>
  ) {
    var tails = tails.mutableSpan
    precondition(range.lowerBound >= 0 && range.upperBound <= min(tails.count, values.count))
    var tail = Statistic.Total()
    for index in range.reversed() {
      let value = values[index]
      if value.isFinite { tail.add(value, step: Statistic.usesSteps ? steps[index] : 0) }
      tails[index] = tail
    }
  }

  mutating func code(_ coder: inout some StateCoder) throws(StateError) {
    try coder.code(&extent)
    try coder.code(&values)
    try coder.code(&steps)
    try Extent.code(&positions, &coder)
    try coder.code(&first)
    try coder.code(&middle)
    try coder.code(&head)
    try coder.code(&latest)
    try coder.code(&equalCount)
    guard 0 <= first, first <= middle, middle <= values.count, positions.count == values.count,
      steps.count == (Statistic.usesSteps ? values.count : 0)
    else { throw .damaged }
    totalTails()
  }
}

extension TimeWindow: StatisticWindow {
  init(_ span: SpanLength) { self.init(Extent(span)) }

  mutating func run(_ input: [Double], _ clock: ClockState, into output: inout [Double], slots: Range<Int>) {
    run(input, steps: clock.steps, positions: Extent.positions(of: clock), into: &output, slots: slots)
  }
}
