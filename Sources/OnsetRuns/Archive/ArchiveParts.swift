/// Reads an archived run part by part, each with the rows of one block, so that a run of any length takes the memory of
/// a few blocks.
struct ArchiveParts {
  private let archive: ArchiveReader
  private let run: ArchivedRun
  private let names: [String]
  private let notes: [ReadingNote]
  private var clocks: [ArchivedSeries<Int64>] = []
  /// The last step unpacked of each clock.
  private var lastSteps: [Int64?] = []
  /// The metrics that are kept, and the place of each one's clock in `clocks`.
  private var metrics: [(series: ArchivedSeries<Double>, clock: Int)] = []
  private var isAtEnd = false

  init(of run: ArchivedRun, in archive: ArchiveReader, keep: MetricSelection) {
    self.archive = archive
    self.run = run
    names = run.metrics.map(\.name)
    notes = run.notes
    var places: [Int: Int] = [:]
    func place(_ clock: Int) -> Int {
      if let known = places[clock] { return known }
      places[clock] = clocks.count
      clocks.append(ArchivedSeries(number: clock, count: run.clockCounts[clock]))
      return clocks.count - 1
    }
    _ = place(0)
    for (number, metric) in run.metrics.enumerated() where keep.contains(metric.name) {
      metrics.append((ArchivedSeries(number: number, count: metric.sampleCount), place(metric.clock)))
    }
    lastSteps = clocks.map { _ in nil }
  }

  /// The next part; nil behind the last one. A run without rows has one part, which is empty.
  mutating func next() throws(DatabaseError) -> LogContent? {
    guard !isAtEnd else { return nil }
    var content = LogContent()
    content.metricNames = names
    content.notes = notes
    if clocks[0].leftCount > 0 { try addSteps(0) }
    isAtEnd = clocks[0].leftCount == 0
    var steps: [[Int64]] = []
    steps.append(clocks[0].take(clocks[0].waitingCount))
    for clock in clocks.indices.dropFirst() { steps.append(try takeSteps(clock, upTo: steps[0].last)) }
    content.rows = steps[0]
    for index in metrics.indices {
      let clock = metrics[index].clock
      let values = try takeValues(index, steps[clock].count)
      content.columns.append(
        RunColumn(name: names[metrics[index].series.number], steps: steps[clock], values: values))
    }
    return content
  }

  /// The steps of another clock that belong to the rows up to a step; at the end of the rows all that there are.
  private mutating func takeSteps(_ clock: Int, upTo last: Int64?) throws(DatabaseError) -> [Int64] {
    guard let last else { return [] }
    while clocks[clock].leftCount > 0, lastSteps[clock] ?? .min <= last { try addSteps(clock) }
    let count = clocks[clock].waitingCount(upTo: last)
    if isAtEnd, count < clocks[clock].waitingCount { throw archive.damaged(run, stepsOf: clocks[clock].number) }
    return clocks[clock].take(count)
  }

  private mutating func addSteps(_ clock: Int) throws(DatabaseError) {
    var steps: [Int64] = []
    let (number, block) = (clocks[clock].number, clocks[clock].nextBlock)
    guard try archive.unpackSteps(of: run, clock: number, block: block, to: &steps),
      let first = steps.first, let last = steps.last, lastSteps[clock].map({ $0 < first }) ?? true,
      clocks[clock].add(&steps)
    else { throw archive.damaged(run, stepsOf: number) }
    lastSteps[clock] = last
  }

  private mutating func takeValues(_ index: Int, _ count: Int) throws(DatabaseError) -> [Double] {
    while metrics[index].series.waitingCount < count {
      var values: [Double] = []
      let (number, block) = (metrics[index].series.number, metrics[index].series.nextBlock)
      guard try archive.unpackValues(of: run, metric: number, block: block, to: &values),
        metrics[index].series.add(&values)
      else { throw archive.damaged(run, valuesOf: number) }
    }
    return metrics[index].series.take(count)
  }
}
