import OnsetLanguage

/// The samples of a signal in the opening of one run.
package struct OpeningSamples: Hashable, Sendable {
  package var run: String
  /// The finite ones, in order.
  package var values: [Double]
  /// How many were NaN or infinite.
  package var nonFinite: Int

  package init(run: String, values: [Double], nonFinite: Int = 0) {
    self.run = run
    self.values = values
    self.nonFinite = nonFinite
  }
}

/// Mean and deviation of a signal, pooled over the openings of runs.
///
/// The run is the unit: each counts once in the mean, however many samples it logs, and the deviation is that within
/// runs, `sqrt(sum (n_i - 1) s_i^2 / sum (n_i - 1))` (the repeatability of ISO 5725-2): what one run scatters, not how far
/// runs lie apart, which is said beside it. Robust: the median of the runs' medians, and 1.4826 times the median distance
/// of all samples from the median of their run.
package struct PooledBaseline: Hashable, Sendable {
  package var mean: Double
  package var deviation: Double
  /// How many finite samples, in which runs.
  package var samples: Int
  package var runs: [String]
  /// How many independent samples are worth as much: summed over the runs.
  package var effective: Double
  /// The standard deviation of the runs' means (robust: of the medians, from their median distance); nil for one run.
  package var betweenRuns: Double?
  /// How much of the variance of the runs' means is not explained by that of their samples: `max(0, s_means^2 - mean of
  /// s_i^2 / n_eff_i)` (ISO 5725-2). Nil for one run.
  package var varianceOfRuns: Double?
  /// NaN and infinite values in the openings, and runs with fewer than two finite ones, which are not counted.
  package var nonFinite: Int
  package var runsWithTooFew: [String]
  package var isRobust: Bool
  /// The skewness of the samples' distances from their run's mean, and that of their logarithms where all are positive.
  package var skewness: Double
  package var logSkewness: Double?

  /// Nil where no run has two finite samples.
  package init?(_ openings: [OpeningSamples], isRobust: Bool = false) {
    let used = openings.filter { $0.values.count > 1 }
    guard !used.isEmpty else { return nil }
    self.isRobust = isRobust
    runs = used.map(\.run)
    runsWithTooFew = openings.filter { $0.values.count < 2 }.map(\.run)
    nonFinite = openings.reduce(0) { $0 + $1.nonFinite }
    samples = used.reduce(0) { $0 + $1.values.count }
    let centres = used.map { isRobust ? SampleSummary.median($0.values) : SampleSummary.mean($0.values) }
    let counts = used.map { Self.effectiveCount($0.values) }
    effective = counts.reduce(0, +)
    let residuals = zip(used, centres).flatMap { opening, centre in opening.values.map { $0 - centre } }
    mean = isRobust ? SampleSummary.median(centres) : SampleSummary.mean(centres)
    if isRobust {
      deviation = SampleSummary.medianDeviation(around: residuals)
    } else {
      deviation = (residuals.reduce(0) { $0 + $1 * $1 } / Double(samples - used.count)).squareRoot()
    }
    if used.count > 1 {
      let spread = isRobust ? SampleSummary.medianDeviation(centres) : SampleSummary.deviation(centres)
      betweenRuns = spread
      let expected = zip(used, counts).map { opening, count in
        let deviation = SampleSummary.deviation(opening.values)
        return deviation * deviation / count
      }
      varianceOfRuns = max(0, spread * spread - SampleSummary.mean(expected))
    }
    skewness = Self.skewness(used.map(\.values))
    if !(deviation > 1e-12 * abs(mean)) { deviation = 0 }
    let isPositive = used.allSatisfy { $0.values.allSatisfy { $0 > 0 } }
    logSkewness = isPositive ? Self.skewness(used.map { $0.values.map { MathFunction.log.apply($0) } }) : nil
  }

  /// Whether nothing varies; a deviation so small that it is the rounding of the sums is 0.
  package var isConstant: Bool { deviation == 0 }

  /// Degrees of freedom of the deviation, and how many samples the mean is worth. Of the median distance and the median
  /// they are fewer: by the efficiency of these estimates on normal values, 0.3675 (Rousseeuw and Croux, Journal of the
  /// American Statistical Association 88, 1993) and 2/pi.
  package var degrees: Double { max(0, effective - Double(runs.count)) * (isRobust ? 0.3675 : 1) }
  package var effectiveOfMean: Double { effective * (isRobust ? 2 / Double.pi : 1) }

  /// The multiple of the deviation that on normal noise alarms as seldom as `multiple` of a known one; infinite where the
  /// samples are too few to say.
  package func multiple(forNormal multiple: Double) -> Double {
    StudentT.multiple(forNormal: multiple, count: effectiveOfMean, degrees: degrees)
  }

  /// Whether multiples of the deviation mean more on a log scale: all samples are positive and skewed by more than twice
  /// the standard error `sqrt(6 / n_eff)` of the skewness of normal values (Fisher), and their logarithms are at most half
  /// as skewed. Under twenty samples nothing is said.
  package var wantsLogScale: Bool {
    guard let logSkewness, samples >= 20, !isConstant else { return false }
    return skewness > 2 * (6 / effective).squareRoot() && abs(logSkewness) <= skewness / 2
  }

  /// Whether runs lie farther apart than the samples of one scatter: no number fits them all.
  package var runsDiffer: Bool { betweenRuns.map { $0 > deviation } ?? false }

  /// Where there are many samples, blocks of neighbours are averaged first, as many as leave so few: then at most that
  /// many can count, and the time does not grow with the square of the samples.
  static let blockLimit = 4096

  static func effectiveCount(_ values: [Double]) -> Double {
    guard values.count > blockLimit else { return Autocorrelation.effectiveCount(values) }
    let size = (values.count + blockLimit - 1) / blockLimit
    let blocks = stride(from: 0, to: values.count - size + 1, by: size).map { lower in
      SampleSummary.mean(Array(values[lower..<lower + size]))
    }
    return Autocorrelation.effectiveCount(blocks)
  }

  /// The skewness of samples around the mean of their group.
  private static func skewness(_ groups: [[Double]]) -> Double {
    let residuals = groups.flatMap { values in
      let mean = SampleSummary.mean(values)
      return values.map { $0 - mean }
    }
    let n = Double(residuals.count)
    let second = residuals.reduce(0) { $0 + $1 * $1 } / n
    let third = residuals.reduce(0) { $0 + $1 * $1 * $1 } / n
    return second > 0 ? third / (second * second.squareRoot()) : 0
  }
}

extension SampleSummary {
  /// The median of the magnitudes of distances from a centre, times 1.4826.
  static func medianDeviation(around residuals: [Double]) -> Double {
    1.482_602_218_505_602 * median(residuals.map { abs($0) })
  }
}
