import OnsetLanguage

/// What an instruction remembers from block to block.
enum OperatorMemory {
  case none
  case sampleWindow(AnySampleWindow)
  case stepWindow(AnyTimeWindow<StepExtent>)
  case epochWindow(AnyTimeWindow<EpochExtent>)
  case rankByStep(RankWindow<StepExtent>)
  case rankByEpoch(RankWindow<EpochExtent>)
  /// The samples are numbered, and their numbers taken for steps.
  case rankBySample(RankWindow<StepExtent>, seen: Int64)
  case sampleLag(SampleLag)
  case stepLag(TimeLag<StepExtent>)
  case epochLag(TimeLag<EpochExtent>)
  case halfLifeMean(HalfLifeMean)
  case cumulativeSum(CumulativeSum)
  case extremeSoFar(ExtremeSoFar)
  case sinceExtreme(SinceExtreme)
  case sinceTrue(SinceTrue)
  case age(SampleAge)
  /// The value at the row at which the phase came into force.
  case entry(Double)

  init(_ operation: Operation) {
    switch operation {
    case .window(let function, _, let span): self = Self.window(function, span)
    case .quantile(_, let rank, let span): self = Self.rank(.quantile(rank), span)
    case .lag(_, let span):
      switch span.unit {
      case .samples: self = .sampleLag(SampleLag(length: span.wholeCount))
      case .steps: self = .stepLag(TimeLag(StepExtent(length: span.wholeCount)))
      case .epochs: self = .epochLag(TimeLag(EpochExtent(length: span.count)))
      }
    case .ewma(_, let span): self = .halfLifeMean(HalfLifeMean(halfLife: span))
    case .cusum(let direction, _, _): self = .cumulativeSum(CumulativeSum(direction))
    case .extreme(let extreme, _): self = .extremeSoFar(ExtremeSoFar(extreme))
    case .sinceExtreme(let extreme, _, let improvement, let unit):
      self = .sinceExtreme(SinceExtreme(extreme, improvement, unit))
    case .since(_, let unit): self = .sinceTrue(SinceTrue(unit))
    case .age(_, let unit): self = .age(SampleAge(unit))
    case .entry: self = .entry(.nan)
    default: self = .none
    }
  }

  private static func window(_ function: WindowFunction, _ span: SpanLength) -> OperatorMemory {
    switch function {
    case .median: return rank(.median, span)
    case .mad: return rank(.medianDeviation, span)
    default: break
    }
    switch span.unit {
    case .samples: return .sampleWindow(AnySampleWindow(function, length: span.wholeCount))
    case .steps: return .stepWindow(AnyTimeWindow(function, StepExtent(length: span.wholeCount)))
    case .epochs: return .epochWindow(AnyTimeWindow(function, EpochExtent(length: span.count)))
    }
  }

  private static func rank(_ statistic: RankWindow<StepExtent>.Statistic, _ span: SpanLength) -> OperatorMemory {
    switch span.unit {
    case .samples: return .rankBySample(RankWindow(statistic, StepExtent(length: span.wholeCount)), seen: 0)
    case .steps: return .rankByStep(RankWindow(statistic, StepExtent(length: span.wholeCount)))
    case .epochs:
      return .rankByEpoch(RankWindow(.init(statistic), EpochExtent(length: span.count)))
    }
  }
}

extension RankWindow.Statistic {
  fileprivate init(_ other: RankWindow<StepExtent>.Statistic) {
    switch other {
    case .median: self = .median
    case .quantile(let rank): self = .quantile(rank)
    case .medianDeviation: self = .medianDeviation
    }
  }
}

extension OperatorMemory: Stateful {
  mutating func code(_ coder: inout some StateCoder) throws(StateError) {
    switch self {
    case .none: break
    case .sampleWindow(var memory):
      try coder.code(&memory)
      self = .sampleWindow(memory)
    case .stepWindow(var memory):
      try coder.code(&memory)
      self = .stepWindow(memory)
    case .epochWindow(var memory):
      try coder.code(&memory)
      self = .epochWindow(memory)
    case .rankByStep(var memory):
      try coder.code(&memory)
      self = .rankByStep(memory)
    case .rankByEpoch(var memory):
      try coder.code(&memory)
      self = .rankByEpoch(memory)
    case .rankBySample(var memory, var seen):
      try coder.code(&memory)
      try coder.code(&seen)
      self = .rankBySample(memory, seen: seen)
    case .sampleLag(var memory):
      try coder.code(&memory)
      self = .sampleLag(memory)
    case .stepLag(var memory):
      try coder.code(&memory)
      self = .stepLag(memory)
    case .epochLag(var memory):
      try coder.code(&memory)
      self = .epochLag(memory)
    case .halfLifeMean(var memory):
      try coder.code(&memory)
      self = .halfLifeMean(memory)
    case .cumulativeSum(var memory):
      try coder.code(&memory)
      self = .cumulativeSum(memory)
    case .extremeSoFar(var memory):
      try coder.code(&memory)
      self = .extremeSoFar(memory)
    case .sinceExtreme(var memory):
      try coder.code(&memory)
      self = .sinceExtreme(memory)
    case .sinceTrue(var memory):
      try coder.code(&memory)
      self = .sinceTrue(memory)
    case .age(var memory):
      try coder.code(&memory)
      self = .age(memory)
    case .entry(var value):
      try coder.code(&value)
      self = .entry(value)
    }
  }
}

/// A window over samples of any statistic that can be put together from parts.
enum AnySampleWindow: Stateful {
  case mean(SampleWindow<MeanStatistic>)
  case deviation(SampleWindow<DeviationStatistic>)
  case smallest(SampleWindow<ExtremeStatistic<Smallest>>)
  case largest(SampleWindow<ExtremeStatistic<Largest>>)
  case count(SampleWindow<CountStatistic>)
  case slope(SampleWindow<SlopeStatistic>)

  init(_ function: WindowFunction, length: Int) {
    switch function {
    case .mean: self = .mean(SampleWindow(length: length))
    case .std: self = .deviation(SampleWindow(length: length))
    case .min: self = .smallest(SampleWindow(length: length))
    case .max: self = .largest(SampleWindow(length: length))
    case .count: self = .count(SampleWindow(length: length))
    case .slope: self = .slope(SampleWindow(length: length))
    case .median, .mad: preconditionFailure("order statistics have windows of their own")
    }
  }

  mutating func run(_ input: [Double], _ clock: ClockState, into output: inout [Double], slots: Range<Int>) {
    switch consume self {
    case .mean(var window):
      window.run(input, steps: clock.steps, into: &output, slots: slots)
      self = .mean(window)
    case .deviation(var window):
      window.run(input, steps: clock.steps, into: &output, slots: slots)
      self = .deviation(window)
    case .smallest(var window):
      window.run(input, steps: clock.steps, into: &output, slots: slots)
      self = .smallest(window)
    case .largest(var window):
      window.run(input, steps: clock.steps, into: &output, slots: slots)
      self = .largest(window)
    case .count(var window):
      window.run(input, steps: clock.steps, into: &output, slots: slots)
      self = .count(window)
    case .slope(var window):
      window.run(input, steps: clock.steps, into: &output, slots: slots)
      self = .slope(window)
    }
  }

  mutating func code(_ coder: inout some StateCoder) throws(StateError) {
    switch self {
    case .mean(var window):
      try coder.code(&window)
      self = .mean(window)
    case .deviation(var window):
      try coder.code(&window)
      self = .deviation(window)
    case .smallest(var window):
      try coder.code(&window)
      self = .smallest(window)
    case .largest(var window):
      try coder.code(&window)
      self = .largest(window)
    case .count(var window):
      try coder.code(&window)
      self = .count(window)
    case .slope(var window):
      try coder.code(&window)
      self = .slope(window)
    }
  }
}

/// A window over steps or epochs of any statistic that can be put together from parts.
enum AnyTimeWindow<Extent: WindowExtent>: Stateful {
  case mean(TimeWindow<MeanStatistic, Extent>)
  case deviation(TimeWindow<DeviationStatistic, Extent>)
  case smallest(TimeWindow<ExtremeStatistic<Smallest>, Extent>)
  case largest(TimeWindow<ExtremeStatistic<Largest>, Extent>)
  case count(TimeWindow<CountStatistic, Extent>)
  case slope(TimeWindow<SlopeStatistic, Extent>)

  init(_ function: WindowFunction, _ extent: Extent) {
    switch function {
    case .mean: self = .mean(TimeWindow(extent))
    case .std: self = .deviation(TimeWindow(extent))
    case .min: self = .smallest(TimeWindow(extent))
    case .max: self = .largest(TimeWindow(extent))
    case .count: self = .count(TimeWindow(extent))
    case .slope: self = .slope(TimeWindow(extent))
    case .median, .mad: preconditionFailure("order statistics have windows of their own")
    }
  }

  mutating func run(
    _ input: [Double], _ clock: ClockState, positions: [Extent.Position], into output: inout [Double],
    slots: Range<Int>
  ) {
    switch consume self {
    case .mean(var window):
      window.run(input, steps: clock.steps, positions: positions, into: &output, slots: slots)
      self = .mean(window)
    case .deviation(var window):
      window.run(input, steps: clock.steps, positions: positions, into: &output, slots: slots)
      self = .deviation(window)
    case .smallest(var window):
      window.run(input, steps: clock.steps, positions: positions, into: &output, slots: slots)
      self = .smallest(window)
    case .largest(var window):
      window.run(input, steps: clock.steps, positions: positions, into: &output, slots: slots)
      self = .largest(window)
    case .count(var window):
      window.run(input, steps: clock.steps, positions: positions, into: &output, slots: slots)
      self = .count(window)
    case .slope(var window):
      window.run(input, steps: clock.steps, positions: positions, into: &output, slots: slots)
      self = .slope(window)
    }
  }

  mutating func code(_ coder: inout some StateCoder) throws(StateError) {
    switch self {
    case .mean(var window):
      try coder.code(&window)
      self = .mean(window)
    case .deviation(var window):
      try coder.code(&window)
      self = .deviation(window)
    case .smallest(var window):
      try coder.code(&window)
      self = .smallest(window)
    case .largest(var window):
      try coder.code(&window)
      self = .largest(window)
    case .count(var window):
      try coder.code(&window)
      self = .count(window)
    case .slope(var window):
      try coder.code(&window)
      self = .slope(window)
    }
  }
}
