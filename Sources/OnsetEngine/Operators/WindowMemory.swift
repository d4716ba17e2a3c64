import OnsetLanguage

/// A window of one statistic.
protocol StatisticWindow: Stateful, Sendable {
  /// A window of that length that has seen nothing.
  init(_ span: SpanLength)
  /// Reads samples at some slots of a clock and writes the statistic of the window that ends at each.
  mutating func run(_ input: [Double], _ clock: ClockState, into output: inout [Double], slots: Range<Int>)
}

/// A way to bound windows, with a window for each statistic that can be put together from parts.
protocol WindowFamily {
  associatedtype Mean: StatisticWindow
  associatedtype Deviation: StatisticWindow
  associatedtype Smallest: StatisticWindow
  associatedtype Largest: StatisticWindow
  associatedtype Count: StatisticWindow
  associatedtype Slope: StatisticWindow
}

/// Windows over the last N samples.
enum SampleWindows: WindowFamily {
  typealias Mean = SampleWindow<MeanStatistic>
  typealias Deviation = SampleWindow<DeviationStatistic>
  typealias Smallest = SampleWindow<ExtremeStatistic<OnsetEngine.Smallest>>
  typealias Largest = SampleWindow<ExtremeStatistic<OnsetEngine.Largest>>
  typealias Count = SampleWindow<CountStatistic>
  typealias Slope = SampleWindow<SlopeStatistic>
}

/// Windows over a distance in steps or epochs.
enum TimeWindows<Extent: WindowExtent>: WindowFamily {
  typealias Mean = TimeWindow<MeanStatistic, Extent>
  typealias Deviation = TimeWindow<DeviationStatistic, Extent>
  typealias Smallest = TimeWindow<ExtremeStatistic<OnsetEngine.Smallest>, Extent>
  typealias Largest = TimeWindow<ExtremeStatistic<OnsetEngine.Largest>, Extent>
  typealias Count = TimeWindow<CountStatistic, Extent>
  typealias Slope = TimeWindow<SlopeStatistic, Extent>
}

/// The window of an instruction, of whatever statistic. It is moved out while it is used: its buffers are never copied.
enum WindowMemory<Family: WindowFamily>: Stateful, Sendable {
  case mean(Family.Mean)
  case deviation(Family.Deviation)
  case smallest(Family.Smallest)
  case largest(Family.Largest)
  case count(Family.Count)
  case slope(Family.Slope)

  init(_ function: WindowFunction, _ span: SpanLength) {
    switch function {
    case .mean: self = .mean(Family.Mean(span))
    case .std: self = .deviation(Family.Deviation(span))
    case .min: self = .smallest(Family.Smallest(span))
    case .max: self = .largest(Family.Largest(span))
    case .count: self = .count(Family.Count(span))
    case .slope: self = .slope(Family.Slope(span))
    case .median, .mad: preconditionFailure("order statistics have windows of their own")
    }
  }

  mutating func run(_ input: [Double], _ clock: ClockState, into output: inout [Double], slots: Range<Int>) {
    switch consume self {
    case .mean(var window):
      window.run(input, clock, into: &output, slots: slots)
      self = .mean(window)
    case .deviation(var window):
      window.run(input, clock, into: &output, slots: slots)
      self = .deviation(window)
    case .smallest(var window):
      window.run(input, clock, into: &output, slots: slots)
      self = .smallest(window)
    case .largest(var window):
      window.run(input, clock, into: &output, slots: slots)
      self = .largest(window)
    case .count(var window):
      window.run(input, clock, into: &output, slots: slots)
      self = .count(window)
    case .slope(var window):
      window.run(input, clock, into: &output, slots: slots)
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
