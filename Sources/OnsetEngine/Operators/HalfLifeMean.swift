import OnsetLanguage

#if canImport(Darwin)
  private import Darwin
#elseif canImport(Glibc)
  private import Glibc
#elseif canImport(Musl)
  private import Musl
#endif

/// Exponentially weighted mean with a half-life: `m += (1 - 2^(-d/N)) * (x - m)`, `d` the samples, steps or
/// epochs since the last sample that counted.
///
/// A sample counts when it is finite and, with a half-life in epochs, its epoch is known; others leave the
/// mean unchanged. NaN before the first that counts.
struct HalfLifeMean: Stateful {
  private let halfLife: SpanLength
  private var mean = Double.nan
  private var lastStep: Int64 = 0
  private var lastEpoch = 0.0
  /// The weight of the distance that was last seen: most runs log at one cadence.
  private var distance = 1.0
  private var weight: Double

  init(halfLife: SpanLength) {
    self.halfLife = halfLife
    weight = Self.weight(of: 1, halfLife.count)
  }

  private static func weight(of distance: Double, _ halfLife: Double) -> Double { 1 - exp2(-distance / halfLife) }

  mutating func run(
    _ input: [Double], steps: [Int64], epochs: [Double], into output: inout [Double], slots: Range<Int>
  ) {
    // The enum is of another module, where `==` is a call: 2 ns for each sample.
    let usesEpochs = halfLife.unit == .epochs
    let usesSteps = halfLife.unit == .steps
    for slot in slots {
      let value = input[slot]
      let epoch = usesEpochs ? epochs[slot - 1] : 0
      if value.isFinite, !epoch.isNaN {
        let step = usesSteps ? steps[slot - 1] : 0
        if mean.isNaN {
          mean = value
        } else {
          mean += weight(to: step, epoch) * (value - mean)
        }
        lastStep = step
        lastEpoch = epoch
      }
      output[slot] = mean
    }
  }

  private mutating func weight(to step: Int64, _ epoch: Double) -> Double {
    let now: Double =
      switch halfLife.unit {
      case .samples: 1
      case .steps: Double(StepDistance.between(lastStep, step))
      case .epochs: epoch - lastEpoch
      }
    if now != distance {
      distance = now
      weight = Self.weight(of: now, halfLife.count)
    }
    return weight
  }

  mutating func code(_ coder: inout some StateCoder) throws(StateError) {
    try coder.code(&mean)
    try coder.code(&lastStep)
    try coder.code(&lastEpoch)
  }
}
