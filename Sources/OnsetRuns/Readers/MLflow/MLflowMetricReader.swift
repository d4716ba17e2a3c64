/// Reads the file of one metric of an MLflow file store: a line `timestamp value step` a sample.
///
/// MLflow before 1.0 wrote no step: its samples are numbered. Newer versions may add the data set of a sample, which is
/// passed over. A line ends with a line end always, so that a last one without is being written or was cut.
struct MLflowMetricReader: LogConsumer {
  private let path: String
  private let scanner = NumberScanner()
  private(set) var line = 1
  private(set) var steps: [Int64] = []
  private(set) var values: [Double] = []
  private var timestamps: [Int64] = []
  private var isInOrderOfTime = true
  /// How many values stood for an infinity.
  private(set) var substitutedCount = 0
  /// Whether samples had no step and were numbered.
  private(set) var isNumbered = false
  private var tally = NoteTally()

  init(path: String) { self.path = path }

  mutating func consume(_ text: Span<UInt8>, count: Int, isLast: Bool) throws(RunError) -> Int {
    var position = 0
    while position < count {
      let end = JSONText.lineEnd(text, from: position, count: count)
      guard end < count else {
        guard isLast else { return position }
        tally.add(.tornLastLine, line: line)
        return count
      }
      readLine(text, from: position, to: end)
      line += 1
      position = end + 1
    }
    return position
  }

  mutating func reserve(scale: Double) {
    let count = Int(Double(values.count) * scale)
    steps.reserveCapacity(count)
    values.reserveCapacity(count)
    timestamps.reserveCapacity(count)
  }

  /// Whether there was nothing in the file.
  var isEmpty: Bool { line == 1 && values.isEmpty && notes.isEmpty }

  /// What was met.
  var notes: [ReadingNote] { tally.notes }

  /// Puts the samples into the order of their time, those of one time in the order of the file: the order in which
  /// MLflow takes a later one for the newer.
  mutating func sortByTime() {
    guard !isInOrderOfTime else { return }
    let order = timestamps.stableOrder()
    steps = order.map { steps[$0] }
    values = order.map { values[$0] }
    timestamps = order.map { timestamps[$0] }
    isInOrderOfTime = true
  }

  private mutating func readLine(_ text: Span<UInt8>, from start: Int, to end: Int) {
    var at = start
    guard let time = Self.field(text, &at, end) else { return }
    guard let value = Self.field(text, &at, end), let read = read(text, value),
      let timestamp = StepScanner.step(in: text, from: time.lowerBound, to: time.upperBound)
    else {
      tally.add(.damagedLines, line: line)
      return
    }
    var step = Int64(values.count)
    if let field = Self.field(text, &at, end) {
      guard let written = StepScanner.step(in: text, from: field.lowerBound, to: field.upperBound) else {
        let isNumber = scanner.scan(text, from: field.lowerBound).end == field.upperBound
        tally.add(isNumber ? .unusableSteps : .damagedLines, line: line)
        return
      }
      step = written
    } else {
      isNumbered = true
    }
    if let last = timestamps.last, timestamp < last { isInOrderOfTime = false }
    steps.append(step)
    values.append(read)
    timestamps.append(timestamp)
  }

  private mutating func read(_ text: Span<UInt8>, _ field: Range<Int>) -> Double? {
    let number = scanner.scan(text, from: field.lowerBound)
    if number.end == field.upperBound {
      let (value, isSubstituted) = MLflowRun.value(number.value)
      if isSubstituted { substitutedCount += 1 }
      return value
    }
    if case .value(let value) = SpecialNumber.meaning(of: text, from: field.lowerBound, to: field.upperBound) {
      return value
    }
    return nil
  }

  /// The next part of a line between blanks.
  private static func field(_ text: Span<UInt8>, _ at: inout Int, _ end: Int) -> Range<Int>? {
    while at < end, text[at] <= UInt8(ascii: " ") { at += 1 }
    let start = at
    while at < end, text[at] > UInt8(ascii: " ") { at += 1 }
    return at > start ? start..<at : nil
  }
}
