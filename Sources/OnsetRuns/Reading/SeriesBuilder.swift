/// Gathers the samples of metrics that were logged each on its own, not in rows: event files, a file or a table row a
/// sample. Sorts each metric by step, and keeps the later of two samples at a step.
struct SeriesBuilder {
  private let keep: MetricSelection
  private var series: [Series] = []
  private var indexOfName: [String: Int] = [:]
  private var union = StepUnion()
  var tally = NoteTally()

  init(keep: MetricSelection) { self.keep = keep }

  private struct Series {
    var name: String
    var isKept: Bool
    var hasSample = false
    var isOrdered = true
    /// The least step of a metric whose samples are not kept.
    var leastStep = Int64.max
    var steps: [Int64] = []
    var values: [Double] = []

    mutating func removeSamples(from step: Int64) -> Int {
      guard isKept else {
        hasSample = leastStep < step
        return 0
      }
      let before = steps.count
      if isOrdered {
        while let last = steps.last, last >= step { steps.removeLast() }
        values.removeLast(before - steps.count)
      } else {
        let places = steps.indices.filter { steps[$0] < step }
        values = places.map { values[$0] }
        steps = places.map { steps[$0] }
      }
      hasSample = !steps.isEmpty
      return before - steps.count
    }
  }

  /// Whether a sample has been added.
  var hasSamples: Bool { series.contains { $0.hasSample } }

  /// The number of a metric; a new name gets a new one. Nil when there are too many.
  mutating func metric(named name: String) -> Int? {
    if let known = indexOfName[name] { return known }
    guard series.count < RunBuilder.metricLimit else { return nil }
    series.append(Series(name: name, isKept: keep.contains(name)))
    indexOfName[name] = series.count - 1
    return series.count - 1
  }

  func name(of metric: Int) -> String { series[metric].name }

  /// Whether a metric's values are wanted. Where they are not, any value will do for ``append(_:step:to:)``.
  func isKept(_ metric: Int) -> Bool { series[metric].isKept }

  /// A sample of a metric.
  @inline(__always)
  mutating func append(_ value: Double, step: Int64, to metric: Int) {
    union.insert(step)
    series[metric].hasSample = true
    guard series[metric].isKept else {
      series[metric].leastStep = min(step, series[metric].leastStep)
      return
    }
    if let last = series[metric].steps.last, step <= last { series[metric].isOrdered = false }
    series[metric].steps.append(step)
    series[metric].values.append(value)
  }

  /// Forgets every sample so far from a step on, of all metrics; how many of kept ones.
  mutating func removeSamples(from step: Int64) -> Int {
    guard union.removeAll(from: step) else { return 0 }
    var removed = 0
    for index in series.indices where series[index].hasSample { removed += series[index].removeSamples(from: step) }
    return removed
  }

  /// The metrics and notes, sorted.
  consuming func finished() -> LogContent {
    var content = LogContent(rows: union.steps())
    for index in series.indices where series[index].hasSample {
      content.metricNames.append(series[index].name)
      guard series[index].isKept else { continue }
      if !series[index].isOrdered { sort(index) }
      // A metric that was logged at every row shares the storage of the rows.
      let isDense = series[index].steps.count == content.rows.count
      content.columns.append(
        RunColumn(
          name: series[index].name, steps: isDense ? content.rows : series[index].steps,
          values: series[index].values))
      series[index].steps = []
      series[index].values = []
    }
    content.notes = tally.notes
    return content
  }

  private mutating func sort(_ index: Int) {
    let steps = series[index].steps
    let values = series[index].values
    var latest = Int64.min
    var outOfOrder = 0
    for step in steps {
      if step < latest { outOfOrder += 1 } else { latest = step }
    }
    var sortedSteps: [Int64] = []
    var sortedValues: [Double] = []
    for place in steps.stableOrder() {
      if sortedSteps.last == steps[place] {
        sortedValues[sortedValues.count - 1] = values[place]
      } else {
        sortedSteps.append(steps[place])
        sortedValues.append(values[place])
      }
    }
    let repeats = steps.count - sortedSteps.count
    if repeats > 0 { tally.add(.repeatedSteps, count: repeats, name: series[index].name) }
    if outOfOrder > 0 { tally.add(.samplesOutOfOrder, count: outOfOrder, name: series[index].name) }
    series[index].steps = sortedSteps
    series[index].values = sortedValues
  }
}
