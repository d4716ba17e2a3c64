/// Reads MLPerf logs: the values of entries at a point in time that say their step.
///
/// The parts of `tracked_stats` are metrics by their own names; those of any other entry with several values are
/// `KEY.PART`.
///
/// Entries of one file may count in different units: training samples here, epochs there. The unit of the run is the
/// one that most values have. Values in another stand at their own number where the two go up together over the file,
/// which makes them one count under two names; else at the last step that any entry before them names. Those without a step
/// of their own, such as a throughput after `epoch_stop`, stand there too.
///
/// Memory: 40 bytes a value, wanted or not, since the unit is known only at the end.
struct MLPerfReader: LogReader {
  private let path: String
  private let keep: MetricSelection
  private let toldStep: Int?
  private var entry = MLPerfEntry()
  private(set) var line = 1
  private var tally = NoteTally()
  private var entryCount = 0

  // MARK: What was read

  private struct Sample {
    /// -1 where an entry that holds no value names a step.
    var metric: Int
    /// -1 where the entry names no step.
    var unit: Int
    var step: Int64
    /// The step as it is written, which may be a part of an epoch.
    var position: Double
    var value: Double
  }

  private var names: [String] = []
  private var metricOfName: [String: Int] = [:]
  /// In file order.
  private var samples: [Sample] = []
  private var unitCounts = Array(repeating: 0, count: MLPerfEntry.stepNames.count)
  private var hasParts = Array(repeating: false, count: MLPerfEntry.stepNames.count)
  /// By unit: the step that was named last.
  private var marks: [Double?] = Array(repeating: nil, count: MLPerfEntry.stepNames.count)
  private var latest: [Double?] = Array(repeating: nil, count: MLPerfEntry.stepNames.count)
  /// By unit: those after whose latest value it had a lesser one.
  private var contradicts = Array(repeating: Set<Int>(), count: MLPerfEntry.stepNames.count)

  // MARK: Names, found without a string for each entry

  private var keys: [[UInt8]] = []
  private var metricOfPlace: [Int: Int] = [:]

  init(path: String, options: ReadingOptions) throws(RunError) {
    self.path = path
    keep = options.keep
    if let told = options.stepColumn {
      toldStep = MLPerfEntry.stepNames.firstIndex(of: told)
      guard toldStep != nil else { throw .noSuchStepColumn(path: path, name: told, nearest: nil) }
    } else {
      toldStep = nil
    }
  }

  mutating func consume(_ text: Span<UInt8>, count: Int, isLast: Bool) throws(RunError) -> Int {
    var position = 0
    while position < count {
      let end = JSONText.lineEnd(text, from: position, count: count)
      if end == count, !isLast { return position }
      switch entry.read(text, from: position, to: end) {
      case .other:
        if !TextLine.isBlank(text, from: position, to: end) { tally.add(.unmatchedLines, line: line) }
      case .damaged: tally.add(end == count ? .tornLastLine : .damagedLines, line: line)
      case .entry:
        entryCount &+= 1
        try add(text)
      }
      line &+= 1
      position = end &+ 1
    }
    return count
  }

  mutating func reserve(scale: Double) {}

  private mutating func add(_ text: Span<UInt8>) throws(RunError) {
    var step: Int64?
    var position = 0.0
    let unit = entry.step >= 0 ? entry.stepName : -1
    if unit >= 0 {
      let place = entry.json[entry.step]
      step = StepScanner.step(in: text, from: place.start, to: place.end)
      position = place.value
      guard position.isFinite else {
        tally.add(.unusableSteps, line: line)
        return
      }
      addMark(unit, step, position)
    }
    // Before any step these are the settings of the training.
    guard entry.isPointInTime, hasStarted else { return }
    var hasSample = false
    for index in 0..<entry.json.count {
      let value = entry.json[index]
      guard index == entry.value || entry.isPart(index) else { continue }
      switch value.kind {
      case .number:
        let metric = try metric(text, part: index == entry.value ? nil : value.key)
        samples.append(Sample(metric: metric, unit: unit, step: step ?? 0, position: position, value: value.value))
        hasSample = true
      case .text, .array: tally.add(.otherValues, line: line, name: keyText(text))
      case .boolean, .missing: break
      }
    }
    guard hasSample, unit >= 0 else { return }
    unitCounts[unit] += 1
    if step == nil { hasParts[unit] = true }
    noteOrder(of: unit, at: position)
  }

  private var hasStarted: Bool { !samples.isEmpty }

  /// Remembers a step that an entry names, whether it holds a value or not.
  private mutating func addMark(_ unit: Int, _ step: Int64?, _ position: Double) {
    guard marks[unit] != position else { return }
    marks[unit] = position
    samples.append(Sample(metric: -1, unit: unit, step: step ?? 0, position: position, value: 0))
  }

  private mutating func noteOrder(of unit: Int, at position: Double) {
    for other in latest.indices where other != unit {
      if let before = latest[other], position < before { contradicts[unit].insert(other) }
    }
    latest[unit] = position
  }

  // MARK: Metrics

  private func keyText(_ text: Span<UInt8>) -> String {
    JSONText.plainText(text, from: entry.keyStart, to: entry.keyEnd)
  }

  /// The metric of the entry's key, or of a part of its value.
  private mutating func metric(_ text: Span<UInt8>, part: Int?) throws(RunError) -> Int {
    let place = keyNumber(text) << 32 | (part.map { $0 + 1 } ?? 0)
    if let known = metricOfPlace[place] { return known }
    let key = keyText(text)
    var name = key
    if let part {
      let partName = String(entry.json.name(of: part).dropFirst("value.".count))
      name = key == "tracked_stats" ? partName : "\(key).\(partName)"
    }
    let metric: Int
    if let known = metricOfName[name] {
      metric = known
    } else {
      guard names.count < RunBuilder.metricLimit else {
        throw .tooManyMetrics(path: path, limit: RunBuilder.metricLimit)
      }
      metric = names.count
      names.append(name)
      metricOfName[name] = metric
    }
    metricOfPlace[place] = metric
    return metric
  }

  private mutating func keyNumber(_ text: Span<UInt8>) -> Int {
    let count = entry.keyEnd - entry.keyStart
    for (number, key) in keys.enumerated() where key.count == count {
      var at = 0
      while at < count, text[entry.keyStart &+ at] == key[at] { at &+= 1 }
      if at == count { return number }
    }
    guard keys.count < RunBuilder.metricLimit else { return keys.count - 1 }
    keys.append((entry.keyStart..<entry.keyEnd).map { text[$0] })
    return keys.count - 1
  }

  // MARK: The run

  consuming func finished() throws(RunError) -> LogContent {
    guard !names.isEmpty else { throw entryCount == 0 ? .unknownFormat(path: path) : .noRows(path: path) }
    let unit = toldStep ?? unitCounts.indices.max { (unitCounts[$0], -$0) < (unitCounts[$1], -$1) } ?? 0
    guard unitCounts[unit] > 0 else {
      if toldStep == nil { throw .noRows(path: path) }
      throw .noSuchStepColumn(path: path, name: MLPerfEntry.stepNames[unit], nearest: nil)
    }
    var builder = SeriesBuilder(keep: keep)
    builder.tally = tally
    // In the order in which they were met, whatever has samples.
    for name in names { _ = builder.metric(named: name) }
    var epochs: (metric: Int, isNew: Bool)?
    if MLPerfEntry.countsEpochs(unit), metricOfName["epoch"] == nil, let metric = builder.metric(named: "epoch") {
      epochs = (metric, true)
    }
    let numbers = hasParts[unit] ? partNumbers(of: unit) : nil
    if numbers != nil { builder.tally.add(.numberedSteps, name: MLPerfEntry.stepNames[unit]) }
    var last: Int64?
    var lastEpoch: Double?
    for sample in samples {
      var step: Int64?
      if sample.unit == unit {
        step = numbers.map { $0[sample.position].map(Int64.init) ?? last } ?? sample.step
        last = step
      }
      if sample.metric < 0 { continue }
      if sample.unit == unit {
        // The usual case: it has its own.
      } else if sample.unit >= 0, numbers == nil, !hasParts[sample.unit], isOneCount(unit, sample.unit) {
        step = sample.step
      } else {
        step = last
      }
      guard let step else {
        builder.tally.add(.rowsWithoutStep)
        continue
      }
      builder.append(sample.value, step: step, to: sample.metric)
      if let epochs, sample.unit == unit, sample.position != lastEpoch {
        builder.append(sample.position, step: step, to: epochs.metric)
        lastEpoch = sample.position
      }
    }
    guard builder.hasSamples else { throw .noRows(path: path) }
    return builder.finished()
  }

  /// Whether two units go up together over the file.
  private func isOneCount(_ first: Int, _ second: Int) -> Bool {
    !contradicts[first].contains(second) && !contradicts[second].contains(first)
  }

  /// Steps for positions that are parts of an epoch: their numbers in order, from 1.
  private func partNumbers(of unit: Int) -> [Double: Int] {
    let positions = Set(samples.lazy.filter { $0.unit == unit && $0.metric >= 0 }.map(\.position)).sorted()
    return Dictionary(uniqueKeysWithValues: zip(positions, 1...))
  }
}
