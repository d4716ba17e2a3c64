/// Whether newer runs still look as a recorded baseline says.
///
/// **The mean.** The difference is compared with its standard error: that of the recorded mean, that of the newer one, and
/// the spread between runs as the newer ones show it, `v (1/k0 + 1/k1) + s0^2/n0 + s1^2/n1`, samples counted as far as they
/// are independent; the degrees of freedom are Welch's and Satterthwaite's (Biometrika 34, 1947). **The deviation.** The
/// ratio of the variances is compared with Fisher's F distribution. A baseline has drifted where chance gives such a
/// difference in fewer than ``significance`` of all cases *and* the difference matters: the mean is off by at least
/// ``shift`` recorded deviations, or the deviation by a factor of ``ratio`` at least.
package struct BaselineDrift: Hashable, Sendable {
  package static let significance = 0.01
  package static let shift = 0.5
  package static let ratio = 1.5

  /// The numbers of the profile.
  package struct Recorded: Hashable, Sendable {
    package var mean: Double
    package var deviation: Double
    /// How many samples and runs they are of; nil where the profile does not say.
    package var samples: Int?
    package var runs: Int?

    package init(mean: Double, deviation: Double, samples: Int?, runs: Int?) {
      self.mean = mean
      self.deviation = deviation
      self.samples = samples
      self.runs = runs
    }
  }

  package var recorded: Recorded
  package var newer: PooledBaseline
  /// By how many recorded deviations the newer mean is higher.
  package var meanShift: Double
  /// The newer deviation over the recorded one.
  package var deviationRatio: Double
  /// The chance of so large a difference, two-sided.
  package var meanChance: Double
  package var deviationChance: Double

  package init(_ recorded: Recorded, _ newer: PooledBaseline) {
    self.recorded = recorded
    self.newer = newer
    meanShift = (newer.mean - recorded.mean) / recorded.deviation
    deviationRatio = newer.deviation / recorded.deviation
    // The recorded samples are taken to be as dependent on each other as the newer ones.
    let share = newer.effective / Double(newer.samples)
    let oldCount = recorded.samples.map { max(1, Double($0) * share) } ?? .infinity
    let oldRuns = Double(recorded.runs ?? newer.runs.count)
    let newRuns = Double(newer.runs.count)
    let between = newer.varianceOfRuns ?? 0
    // Each part of the variance of the difference with the degrees of freedom that it was estimated from.
    let parts = [
      (variance: between * (1 / oldRuns + 1 / newRuns), degrees: newRuns - 1),
      (variance: recorded.deviation * recorded.deviation / oldCount, degrees: oldCount - oldRuns),
      (variance: newer.deviation * newer.deviation / newer.effectiveOfMean, degrees: newer.degrees),
    ]
    let variance = parts.reduce(0) { $0 + $1.variance }
    let weight = parts.reduce(0) { sum, part in
      part.variance > 0 ? sum + part.variance * part.variance / max(part.degrees, 1) : sum
    }
    let difference = abs(newer.mean - recorded.mean)
    if difference == 0 {
      meanChance = 1
    } else if variance > 0 {
      let degrees = weight > 0 ? variance * variance / weight : 1e6
      meanChance = 2 * (1 - StudentT.cumulative(difference / variance.squareRoot(), degrees: min(degrees, 1e6)))
    } else {
      meanChance = 0
    }
    let ratio = deviationRatio * deviationRatio
    // A recorded deviation of which nobody knows of how many samples it is, is taken as it stands.
    let oldDegrees = min(max(1, oldCount - oldRuns), 1e6)
    let below = FDistribution.cumulative(ratio, max(1, newer.degrees), oldDegrees)
    deviationChance = min(1, 2 * min(below, 1 - below))
  }

  package var meanHasDrifted: Bool { meanChance < Self.significance && abs(meanShift) >= Self.shift }

  package var deviationHasDrifted: Bool {
    deviationChance < Self.significance && (deviationRatio >= Self.ratio || deviationRatio <= 1 / Self.ratio)
  }

  package var hasDrifted: Bool { meanHasDrifted || deviationHasDrifted }
}
