import OnsetEngine
import OnsetRules
import OnsetText

/// A run and a profile that hold a bit of everything, for what is compiled from an input.
enum SmallRun {
  static let rows: [Int64] = (0..<96).map { $0 * $0 / 7 + $0 }

  /// Metrics with holes, NaN, infinities, equal values and large ones.
  static let metrics: [String: RunTable.Samples] = {
    var metrics: [String: RunTable.Samples] = [:]
    for (number, name) in ["loss", "val_loss", "grad_norm", "effective_rank", "epoch", "train/grad_norm"].enumerated() {
      var steps: [Int64] = []
      var values: [Double] = []
      for (row, step) in rows.enumerated() where row % (number + 1) == number / 2 {
        steps.append(step)
        values.append(name == "epoch" ? Double(step) / 40 : value(number, row))
      }
      metrics[name] = RunTable.Samples(steps: steps, values: values)
    }
    return metrics
  }()

  private static func value(_ metric: Int, _ row: Int) -> Double {
    switch (row &* 2_654_435_761 >> 7 &+ metric &* 13) % 17 {
    case 0: .nan
    case 1: .infinity
    case 2: -1e300
    case 3, 4, 5: 0.5
    case let other: Double(other) / Double(metric + 1) + Double(row % 5)
    }
  }

  static let profile: Profile? = {
    let text = """
      onset: 1
      profile: small
      signals:
        gradient_norm: {aliases: [grad_norm, train/grad_norm]}
      baselines:
        loss: {mean: 3, std: 1.5}
        val_loss: {measure: {after: 10 steps, over: 300 steps}}
        effective_rank: {measure: {after: 0 samples, over: 5 samples}}
        grad_norm: {measure: {after: 1 epochs, over: 2 epochs}}
      """
    guard let model = ProfileFile.decode(SourceFile(name: "small.yaml", text: text)).model else { return nil }
    return ProfileResolver.resolve([model]).profiles.first
  }()

  static let schema = RunSchema(metricNames: metrics.keys.sorted(), stepsPerEpoch: nil)

  static func table(_ names: [String]) -> RunTable {
    RunTable(rows: rows, metrics: names.map { metrics[$0] ?? RunTable.Samples(steps: [], values: []) })
  }
}
