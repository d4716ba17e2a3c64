import OnsetEngine
import OnsetLanguage
import OnsetRules
import OnsetRuns

extension BaselineBand {
  /// What the profile says is usual for the metric of a chart, measured on the run where the profile asks for that;
  /// nil where nothing is known.
  static func of(_ chart: SignalChart, _ run: Run, _ schema: RunSchema, _ profile: Profile?) -> BaselineBand? {
    guard case .metric(let name, _, _, _) = chart.subject else { return nil }
    switch profile?.baseline(of: name) {
    case nil: return nil
    case .fixed(let mean, let std): return BaselineBand(mean: mean, std: std, from: nil, isMeasured: false)
    case .measured:
      // The engine measures it: a second account of what belongs to a window would be another one some day.
      let means = samples(of: "`\(name)` * 0 + baseline(`\(name)`)", run, profile)
      let deviations = samples(of: "`\(name)` * 0 + sigma(`\(name)`)", run, profile)
      guard let index = means.firstIndex(where: { $0.number.isFinite }), index < deviations.count else { return nil }
      let std = deviations[index].number
      return BaselineBand(
        mean: means[index].number, std: std.isFinite ? std : 0, from: means[index].step, isMeasured: true)
    }
  }

  private static func samples(
    of text: String, _ run: Run, _ profile: Profile?
  ) -> [ExpressionEvaluation.Sample] {
    guard let result = try? ExpressionEvaluation.evaluate(text, profile: profile, read: { _ in run }),
      case .samples(let samples) = result.outcome
    else { return [] }
    return samples
  }
}

extension ExpressionEvaluation.Sample {
  fileprivate var number: Double {
    if case .number(let number) = value { number } else { .nan }
  }
}
