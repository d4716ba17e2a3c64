/// Student's t distribution.
package enum StudentT {
  /// The chance of a value of at most `t`, with `degrees` of freedom.
  package static func cumulative(_ t: Double, degrees: Double) -> Double {
    let tail = IncompleteBeta.regularized(degrees / (degrees + t * t), degrees / 2, 0.5) / 2
    return t > 0 ? 1 - tail : tail
  }

  /// The value that is exceeded with chance `1 - p`, for `p` of at least a half.
  package static func quantile(_ p: Double, degrees: Double) -> Double {
    precondition(p >= 0.5 && p < 1, "the upper half of the distribution")
    let x = IncompleteBeta.inverse(2 * (1 - p), degrees / 2, 0.5)
    return (degrees * (1 - x) / x).squareRoot()
  }

  /// The multiple of the deviation of `count` samples that is exceeded as seldom as `multiple` of a known deviation is
  /// on normal noise, the mean being of the same samples: a prediction interval for one more sample.
  package static func multiple(forNormal multiple: Double, count: Double) -> Double {
    self.multiple(forNormal: multiple, count: count, degrees: count - 1)
  }

  /// The same for a deviation of other degrees of freedom than those of the mean's samples; infinite where there are none.
  package static func multiple(forNormal multiple: Double, count: Double, degrees: Double) -> Double {
    guard degrees > 0, count > 0 else { return .infinity }
    let t = quantile(Normal.cumulative(multiple), degrees: degrees)
    return t * (1 + 1 / count).squareRoot()
  }
}
