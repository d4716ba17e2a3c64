private import OnsetText

extension JSONDocumentReader {
  consuming func finished() throws(RunError) -> LogContent {
    var document = self
    return try document.content()
  }

  /// How many steps the arrays of the document say an epoch has; nil where they do not.
  var stepsPerEpoch: Int? {
    for group in groups where group.rowCount == nil {
      let lengths = group.series.map { series[$0].length }
      guard let longest = lengths.max(), step(of: group) == nil else { continue }
      for length in Set(lengths) where length < longest {
        if let scale = scale(of: length, to: longest) { return scale.factor }
      }
    }
    return nil
  }

  private mutating func content() throws(RunError) -> LogContent {
    let names = series.map(\.name)
    if let told = toldStepName, !series.contains(where: { $0.rank == 0 && isTold($0.name, told) && $0.mayBeStep }) {
      throw .noSuchStepColumn(path: path, name: told, nearest: Suggestion.nearest(to: told, among: names))
    }
    if isBroken {
      tally.add(.damagedRecords)
    } else if !isComplete {
      tally.add(.tornLastRecord)
    }
    var builder = SeriesBuilder(keep: selection)
    builder.tally = tally
    for index in series.indices where series[index].textCells > 0 {
      builder.tally.add(.textCells, count: series[index].textCells, name: series[index].name)
    }
    for group in groups {
      if group.rowCount == nil {
        try addArrays(group, to: &builder)
      } else {
        try addList(group, to: &builder)
      }
    }
    guard builder.hasSamples else { throw .noSeries(path: path) }
    return builder.finished()
  }

  private func isTold(_ name: String, _ told: String) -> Bool {
    name == told || name.hasSuffix("." + told)
  }

  /// The series of a group that is its step.
  func step(of group: JSONDocumentGroup) -> Int? {
    let most = group.series.map { series[$0].sampleCount }.max() ?? 0
    // As in JSON lines: an odd object must not decide for the others.
    let candidates = group.series.filter { series[$0].mayBeStep && series[$0].sampleCount * 4 >= most }
    return candidates.min { (series[$0].rank ?? 0, $0) < (series[$1].rank ?? 0, $1) }
  }

  // MARK: Lists of objects

  private mutating func addList(
    _ group: JSONDocumentGroup, to builder: inout SeriesBuilder
  ) throws(RunError) {
    let rowCount = group.rowCount ?? 0
    guard let step = step(of: group) else {
      if group.series.contains(where: { series[$0].sampleCount > 0 }) { builder.tally.add(.noStepColumn) }
      for index in group.series { try add(index, to: &builder) { Int64($0) } }
      return
    }
    let steps = stepOfElement(step, count: rowCount)
    let isMetric = StepNames.isAlsoMetric(lastName(step))
    var isPlaced = Array(repeating: true, count: rowCount)
    for index in group.series where index != step || isMetric {
      try add(index, to: &builder) { row in
        if steps[row] == nil { isPlaced[row] = false }
        return steps[row]
      }
    }
    let unplaced = isPlaced.count { !$0 }
    if unplaced > 0 { builder.tally.add(.rowsWithoutStep, count: unplaced) }
  }

  /// The steps of the elements of a list or of arrays beside the step's.
  private func stepOfElement(_ step: Int, count: Int) -> [Int64?] {
    var steps: [Int64?] = Array(repeating: nil, count: max(count, series[step].length))
    for sample in 0..<series[step].sampleCount {
      steps[series[step].index(ofSample: sample)] = series[step].wholeNumbers[sample]
    }
    return steps
  }

  // MARK: Arrays

  /// Arrays that are as long as that of the step have its steps. Without a step, the elements of the longest are
  /// numbered from 0, and those of the others stand where their number in it says, if the ratio is exact.
  private mutating func addArrays(
    _ group: JSONDocumentGroup, to builder: inout SeriesBuilder
  ) throws(RunError) {
    if let step = step(of: group) {
      let length = series[step].length
      let steps = stepOfElement(step, count: length)
      let isMetric = StepNames.isAlsoMetric(lastName(step))
      for index in group.series where index != step || isMetric {
        if series[index].length == length {
          try add(index, to: &builder) { steps[$0] }
        } else {
          builder.tally.add(.unrelatedLengths, name: series[index].name)
          try add(index, to: &builder) { Int64($0) }
        }
      }
      return
    }
    let longest = group.series.map { series[$0].length }.max() ?? 0
    for index in group.series {
      let length = series[index].length
      if length == longest {
        try add(index, to: &builder) { Int64($0) }
      } else if let scale = scale(of: length, to: longest) {
        try add(index, to: &builder) { Int64(($0 + scale.offset) * scale.factor) }
      } else {
        builder.tally.add(.unrelatedLengths, name: series[index].name)
        try add(index, to: &builder) { Int64($0) }
      }
    }
  }

  /// Where the elements of an array stand among those of a longer one: element `k` at `(k + offset) * factor`.
  ///
  /// An array of one element more than there are epochs begins before training; one of just as many has its elements
  /// at the ends of epochs. How many epochs there are the document says, or else that only one of the two divides.
  private func scale(of length: Int, to longest: Int) -> (factor: Int, offset: Int)? {
    guard length > 1, longest > length else { return nil }
    let begins = longest % (length - 1) == 0
    let ends = longest % length == 0
    if let epochs = epochCount {
      if epochs == length - 1, begins { return (longest / (length - 1), 0) }
      if epochs == length, ends { return (longest / length, 1) }
    }
    // Everything is a multiple of one.
    switch (begins && length > 2, ends) {
    case (true, false): return (longest / (length - 1), 0)
    case (false, true): return (longest / length, 1)
    default: return nil
    }
  }

  private var epochCount: Int? {
    let names: Set = ["num_epochs", "epochs", "n_epochs", "max_epochs", "num_train_epochs"]
    let setting = settings.first { names.contains($0.name.split(separator: ".").last.map(String.init) ?? "") }
    return setting?.number.flatMap { Int(exactly: $0) }
  }

  // MARK: Samples

  private func lastName(_ index: Int) -> String {
    series[index].name.split(separator: ".", omittingEmptySubsequences: false).last.map(String.init) ?? ""
  }

  /// Gives the samples of a series to the builder, each at the step of its element, and forgets them.
  private mutating func add(
    _ index: Int, to builder: inout SeriesBuilder, step: (Int) -> Int64?
  ) throws(RunError) {
    guard series[index].sampleCount > 0 else { return }
    guard let metric = builder.metric(named: series[index].name) else {
      throw .tooManyMetrics(path: path, limit: RunBuilder.metricLimit)
    }
    let isKept = series[index].isKept
    for sample in 0..<series[index].sampleCount {
      guard let step = step(series[index].index(ofSample: sample)) else { continue }
      builder.append(isKept ? series[index].values[sample] : 0, step: step, to: metric)
    }
    // The step's numbers may still be needed.
    if series[index].rank == nil { series[index].forget() }
  }
}
