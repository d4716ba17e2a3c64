import OnsetLanguage

/// What an instruction remembers from block to block.
enum OperatorMemory {
  case none
  case sampleWindow(WindowMemory<SampleWindows>)
  case stepWindow(WindowMemory<TimeWindows<StepExtent>>)
  case epochWindow(WindowMemory<TimeWindows<EpochExtent>>)
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
      case .steps: self = .stepLag(TimeLag(StepExtent(span)))
      case .epochs: self = .epochLag(TimeLag(EpochExtent(span)))
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
    case .samples: return .sampleWindow(WindowMemory(function, span))
    case .steps: return .stepWindow(WindowMemory(function, span))
    case .epochs: return .epochWindow(WindowMemory(function, span))
    }
  }

  private static func rank(_ statistic: RankWindow<StepExtent>.Statistic, _ span: SpanLength) -> OperatorMemory {
    switch span.unit {
    case .samples: return .rankBySample(RankWindow(statistic, StepExtent(span)), seen: 0)
    case .steps: return .rankByStep(RankWindow(statistic, StepExtent(span)))
    case .epochs:
      return .rankByEpoch(RankWindow(.init(statistic), EpochExtent(span)))
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
