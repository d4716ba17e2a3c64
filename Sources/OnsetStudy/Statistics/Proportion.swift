/// How many of a number of trials succeeded, and what that says about the rate.
package struct Proportion: Hashable, Sendable {
  package var successes: Int
  package var trials: Int

  package init(_ successes: Int, of trials: Int) {
    self.successes = successes
    self.trials = trials
  }

  /// The share that succeeded; nil of no trials.
  package var value: Double? { trials > 0 ? Double(successes) / Double(trials) : nil }

  /// The exact interval for the rate (Clopper and Pearson, Biometrika 26, 1934): it covers the truth at least as often
  /// as `confidence` says. From 0 to 1 where there were no trials.
  package func interval(confidence: Double = 0.95) -> ClosedRange<Double> {
    let tail = (1 - confidence) / 2
    let (k, n) = (Double(successes), Double(trials))
    let lower = successes == 0 ? 0 : IncompleteBeta.inverse(tail, k, n - k + 1)
    let upper = successes == trials ? 1 : IncompleteBeta.inverse(1 - tail, k + 1, n - k)
    return lower...upper
  }
}
