/// What the dependence of neighbouring samples on each other does to their worth.
package enum Autocorrelation {
  /// How many independent samples say as much about the mean as these dependent ones: `n` over the integrated
  /// autocorrelation time, summed over pairs of lags while they stay positive and falling (Geyer's initial monotone
  /// sequence, Statistical Science 7, 1992). At most `n`, at least 1. Cost: lags times samples.
  package static func effectiveCount(_ values: [Double]) -> Double {
    let n = values.count
    guard n > 3 else { return Double(n) }
    let mean = SampleSummary.mean(values)
    let centred = values.map { $0 - mean }
    let variance = covariance(centred, lag: 0)
    guard variance > 0 else { return 1 }
    var time = -1.0
    var previous = Double.infinity
    var lag = 0
    while lag + 1 < n {
      var pair = (covariance(centred, lag: lag) + covariance(centred, lag: lag + 1)) / variance
      guard pair > 0 else { break }
      pair = min(pair, previous)
      time += 2 * pair
      previous = pair
      lag += 2
    }
    return min(Double(n), max(1, Double(n) / max(time, 1)))
  }

  private static func covariance(_ centred: [Double], lag: Int) -> Double {
    var sum = 0.0
    for index in lag..<centred.count { sum += centred[index] * centred[index - lag] }
    return sum / Double(centred.count)
  }
}
