/// Fisher's F distribution: that of the ratio of two variances of normal samples.
package enum FDistribution {
  /// The chance of a ratio of at most `x`, the variances having so many degrees of freedom (DLMF 8.17.5 with
  /// `d1 x / (d1 x + d2)`). 0 below 0.
  package static func cumulative(_ x: Double, _ first: Double, _ second: Double) -> Double {
    guard x > 0 else { return 0 }
    guard x.isFinite else { return 1 }
    return IncompleteBeta.regularized(first * x / (first * x + second), first / 2, second / 2)
  }
}
