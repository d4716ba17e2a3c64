/// How far a figure of some runs might be off, by drawing the runs again.
package enum Bootstrap {
  package static let draws = 2_000

  /// The percentile interval of a figure of `count` runs (Efron and Tibshirani, An Introduction to the Bootstrap, 1993,
  /// chapter 13): of ``draws`` draws of as many runs with replacement, with a fixed seed, those in the middle. nil where
  /// the figure is unknown in more than half of the draws; what is unknown is left out.
  ///
  /// - Parameter figure: The figure of the runs with these indices, some of them more than once.
  package static func interval(
    of count: Int, confidence: Double = 0.95, figure: (_ runs: [Int]) -> Double?
  ) -> ClosedRange<Double>? {
    guard count > 0 else { return nil }
    var generator = SplitMix64(seed: 0x626F_6F74)
    var runs = Array(repeating: 0, count: count)
    var values: [Double] = []
    for _ in 0..<draws {
      for index in 0..<count { runs[index] = Int.random(in: 0..<count, using: &generator) }
      if let value = figure(runs), !value.isNaN { values.append(value) }
    }
    guard values.count > draws / 2 else { return nil }
    let tail = (1 - confidence) / 2
    return SampleSummary.quantile(values, tail)...SampleSummary.quantile(values, 1 - tail)
  }
}
