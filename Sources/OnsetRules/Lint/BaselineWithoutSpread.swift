import OnsetText

/// A baseline whose standard deviation is zero.
enum BaselineWithoutSpread {
  static func check(_ file: ProfileFile) -> [LintFinding] {
    file.baselines.compactMap { baseline in
      guard let deviation = baseline.std, deviation.value == 0 else { return nil }
      return LintFinding(.baselineWithoutSpread(metric: baseline.metric.value), at: deviation.range)
    }
  }
}
