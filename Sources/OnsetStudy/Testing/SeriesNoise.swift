import OnsetLanguage

/// Gaussian numbers that depend on nothing but a seed, a metric's name and a sample's position: noise on one metric
/// stays the same whatever is done to another, and to the samples before.
struct SeriesNoise {
  private let key: UInt64

  init(seed: Int, metric: String) {
    // FNV-1a, then mixed, so that seeds and names that are alike give keys that are not.
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in metric.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    key = SplitMix64.mixed(hash ^ SplitMix64.mixed(UInt64(bitPattern: Int64(seed))))
  }

  /// A number of mean 0 and deviation 1 for the sample at a position (Box and Muller's method).
  func value(at position: Int) -> Double {
    let first = Self.share(SplitMix64.mixed(key &+ UInt64(2 * position) &* 0x9E37_79B9_7F4A_7C15))
    let second = Self.share(SplitMix64.mixed(key &+ UInt64(2 * position + 1) &* 0x9E37_79B9_7F4A_7C15))
    let radius = (-2 * MathFunction.log.apply(1 - first)).squareRoot()
    return radius * Self.cosine(second)
  }

  /// Uniform in [0, 1).
  private static func share(_ word: UInt64) -> Double { Double(word >> 11) * 0x1p-53 }

  /// The cosine of a share of a full turn, by its series: the same on every system, which a library's is not.
  static func cosine(_ turn: Double) -> Double {
    // To an eighth of a turn around 0, where the series converges fast.
    var turn = turn - turn.rounded()
    turn = abs(turn)
    let isMirrored = turn > 0.25
    if isMirrored { turn = 0.5 - turn }
    let angle = turn * 2 * Double.pi
    let square = angle * angle
    var term = 1.0
    var sum = 1.0
    for index in 1...12 {
      term *= -square / Double((2 * index - 1) * (2 * index))
      sum += term
    }
    return isMirrored ? -sum : sum
  }
}
