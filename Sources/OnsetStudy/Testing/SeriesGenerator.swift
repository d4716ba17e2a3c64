import OnsetLanguage
package import OnsetRules
package import OnsetRuns
import OnsetText

/// Makes the samples that series describe.
package enum SeriesGenerator {
  /// A sample for each of the series; nil where it is missing.
  package static func values(of series: SeriesSyntax, metric: String, seed: Int) -> [Double?] {
    var values: [Double?] = []
    values.reserveCapacity(series.count)
    let noise = SeriesNoise(seed: seed, metric: metric)
    append(series.segments, noise, to: &values)
    return values
  }

  private static func append(_ segments: [SeriesSyntax.Segment], _ noise: SeriesNoise, to values: inout [Double?]) {
    for segment in segments {
      switch segment.shape {
      case .group(let inner): for _ in 0..<segment.times { append(inner, noise, to: &values) }
      case .missing: values.append(contentsOf: repeatElement(nil, count: segment.times))
      case .constant(let value):
        for _ in 0..<segment.times { values.append(noisy(value, segment.spread, noise, at: values.count)) }
      case .linear(let first, let last):
        for index in 0..<segment.times {
          let share = Double(index) / Double(segment.times - 1)
          // Each end is met exactly, and halves cannot overflow as a difference can.
          let value = first * (1 - share) + last * share
          values.append(noisy(value, segment.spread, noise, at: values.count))
        }
      case .geometric(let first, let last):
        let logarithms = (MathFunction.log.apply(abs(first)), MathFunction.log.apply(abs(last)))
        for index in 0..<segment.times {
          let share = Double(index) / Double(segment.times - 1)
          let magnitude = MathFunction.exp.apply(logarithms.0 * (1 - share) + logarithms.1 * share)
          let value = index == 0 ? first : index == segment.times - 1 ? last : first < 0 ? -magnitude : magnitude
          values.append(noisy(value, segment.spread, noise, at: values.count))
        }
      }
    }
  }

  private static func noisy(_ value: Double, _ spread: Double, _ noise: SeriesNoise, at position: Int) -> Double {
    spread == 0 ? value : value + spread * noise.value(at: position)
  }

  /// The run of a test that is made of series. A step at which every metric is missing is no row.
  package static func run(_ description: TestRun, name: String) -> Run {
    let first = Int64(description.firstStep?.value ?? 0)
    var rows: [Int64] = []
    var columns: [RunColumn] = []
    for series in description.series {
      let every = Int64(description.stepsBetweenSamples(of: series.metric.value))
      var steps: [Int64] = []
      var values: [Double] = []
      let samples = Self.values(
        of: series.samples, metric: series.metric.value, seed: description.seed?.value ?? 0)
      for (index, value) in samples.enumerated() {
        guard let value else { continue }
        steps.append(first + Int64(index) * every)
        values.append(value)
      }
      guard !steps.isEmpty else { continue }
      rows = merged(rows, steps)
      columns.append(RunColumn(name: series.metric.value, steps: steps, values: values))
    }
    return Run(name: name, metadata: metadata(description), rows: rows, columns: columns)
  }

  /// Two ascending lists as one, without repetitions.
  private static func merged(_ left: [Int64], _ right: [Int64]) -> [Int64] {
    if left == right { return left }
    var result: [Int64] = []
    result.reserveCapacity(max(left.count, right.count))
    var (i, j) = (0, 0)
    while i < left.count || j < right.count {
      let next = i == left.count ? right[j] : j == right.count ? left[i] : min(left[i], right[j])
      result.append(next)
      if i < left.count, left[i] == next { i += 1 }
      if j < right.count, right[j] == next { j += 1 }
    }
    return result
  }

  /// The metadata that a test describes, over those of a log.
  package static func metadata(_ description: TestRun, over metadata: RunMetadata = RunMetadata()) -> RunMetadata {
    var metadata = metadata
    for (name, text) in description.metadata {
      metadata.fields[name.value] = text
      switch name.value {
      case "run": metadata.run = text
      case "architecture": metadata.architecture = text
      case "dataset": metadata.dataset = text
      case "steps_per_epoch": metadata.stepsPerEpoch = Double(text) ?? metadata.stepsPerEpoch
      default:
        let prefix = "hyperparameters."
        guard name.value.hasPrefix(prefix) else { continue }
        let own = String(name.value.dropFirst(prefix.count))
        metadata.hyperparameters.removeAll { $0.name == own }
        metadata.hyperparameters.append(
          RunMetadata.Hyperparameter(name: own, text: text, number: Double(text)))
      }
    }
    if let stepsPerEpoch = description.stepsPerEpoch?.value {
      metadata.stepsPerEpoch = stepsPerEpoch
      metadata.fields["steps_per_epoch"] = "\(stepsPerEpoch)"
    }
    return metadata
  }
}
