import OnsetLanguage
import OnsetText
import OnsetYAML

/// A baseline of fewer than 50 samples. Where the run itself is measured, only if a rule uses the deviation: a mean of
/// few samples is a mean.
enum SmallBaseline {
  private static let enough = 50

  static func check(_ file: ProfileFile, _ profile: Profile?, _ context: ProfileLints.Context) -> [LintFinding] {
    file.baselines.compactMap { baseline in
      let metric = baseline.metric.value
      if let samples = baseline.samples, samples.value < enough, baseline.measure == nil {
        return LintFinding(.smallBaseline(metric: metric, samples: samples.value), at: samples.range)
      }
      guard let over = baseline.measure?.over, case .measured(_, let span)? = profile?.baseline(of: metric),
        span.unit == .samples, span.wholeCount < enough,
        (profile?.names(of: metric) ?? [metric]).contains(where: { context.sigmas.contains($0) })
      else { return nil }
      return LintFinding(.shortMeasurement(metric: metric, samples: span.wholeCount), at: over.range)
    }
  }
}
