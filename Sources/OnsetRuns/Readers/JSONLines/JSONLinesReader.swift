private import OnsetText

/// Reads JSON lines: an object a line, its numbers samples at the step that it names.
///
/// Keys of nested objects are joined by `.`, or as the tool that wrote the log does. Numbers, bare or quoted `NaN` and `Infinity` are samples; `null`
/// and booleans are none, arrays are passed over, and strings are text. An object without a step, such as a
/// header or a summary, is passed over.
struct JSONLinesReader: LogReader {
  private let path: String
  private let toldStepColumn: String?
  private let prefixBytes: Int
  private let scanner = NumberScanner()
  private var builder: RunBuilder
  private var tree: JSONKeyTree
  /// Keys of a line's own object whose values are no metrics.
  private let otherKeys: Set<String>
  /// By key of the tree: whether it is one of them.
  private var isOther: [Bool] = []
  private var row = RowBuffer()
  private(set) var line = 1

  /// How the rows get their steps.
  private enum StepSource {
    /// Not decided yet: the beginning has not been looked at.
    case unknown
    /// By the key of ``stepColumn``.
    case key
    /// There is none: objects are numbered.
    case number
  }

  private var stepSource = StepSource.unknown
  private var stepColumn = -1
  private var stepIsMetric = false
  /// By column: how much it is preferred as the step, `Int.max` for not at all.
  private var stepRanks: [Int] = []
  private var step: Int64 = 0
  private var stepState = StepState.missing
  private var objectNumber: Int64 = 0
  private var hasTooManyMetrics = false
  private var firstLineIsDamaged = false

  private enum StepState { case missing, unusable, read }

  /// A reader for a file that begins with an object.
  ///
  /// `otherKeys` are keys of a line's own object whose values are known to be no metrics: they are passed over without
  /// a note.
  init(path: String, options: ReadingOptions, joiner: Character = ".", otherKeys: Set<String> = []) {
    self.path = path
    tree = JSONKeyTree(joiner: joiner)
    self.otherKeys = otherKeys
    toldStepColumn = options.stepColumn
    prefixBytes = options.prefixBytes
    builder = RunBuilder(keep: options.keep)
  }

  mutating func consume(_ text: Span<UInt8>, count: Int, isLast: Bool) throws(RunError) -> Int {
    var position = 0
    if stepSource == .unknown {
      guard decideStep(text, count: count, isLast: isLast) else { return 0 }
      if count >= 3, text[0] == 0xEF, text[1] == 0xBB, text[2] == 0xBF { position = 3 }
    }
    while position < count {
      let read = readLine(text, from: position, count: count, isLast: isLast)
      if hasTooManyMetrics { throw .tooManyMetrics(path: path, limit: RunBuilder.metricLimit) }
      switch read.outcome {
      case .object:
        addRow()
      case .blank:
        break
      case .damaged:
        builder.tally.add(.damagedLines, line: line)
        if line == 1 { firstLineIsDamaged = true }
      case .torn:
        builder.tally.add(.tornLastLine, line: line)
      case .incomplete:
        return position
      }
      line &+= 1
      position = read.next
    }
    return position
  }

  mutating func reserve(scale: Double) { builder.reserve(scale: scale) }

  consuming func finished() throws(RunError) -> LogContent {
    guard builder.hasRows else {
      if objectNumber == 0 {
        throw firstLineIsDamaged ? .wholeJSONDocument(path: path) : .unknownFormat(path: path)
      }
      if let told = toldStepColumn, stepColumn < 0 {
        let names = (0..<stepRanks.count).map { builder.name(of: $0) }
        throw .noSuchStepColumn(path: path, name: told, nearest: Suggestion.nearest(to: told, among: names))
      }
      let withoutStep = builder.tally.count(of: .rowsWithoutStep) + builder.tally.count(of: .unusableSteps)
      throw withoutStep == Int(objectNumber) ? .noRows(path: path) : .noMetrics(path: path)
    }
    return builder.finished()
  }

  // MARK: The step

  /// Reads the beginning once to find the key of the step; false where not even a line of it is there.
  private mutating func decideStep(_ text: Span<UInt8>, count: Int, isLast: Bool) -> Bool {
    if toldStepColumn != nil {
      stepSource = .key
      return true
    }
    var position = 0
    if count >= 3, text[0] == 0xEF, text[1] == 0xBB, text[2] == 0xBF { position = 3 }
    var lines: [Int: Int] = [:]
    var linesWithText: [Int: Int] = [:]
    let end = min(count, prefixBytes)
    var lineCount = 0
    while position < count, lineCount == 0 || (position < end && lineCount < 1000) {
      let read = readLine(
        text, from: position, count: lineCount == 0 ? count : end, isLast: isLast && end == count)
      if read.outcome == .incomplete {
        if lineCount == 0, !isLast { return false }
        break
      }
      if read.outcome == .object {
        for index in 0..<row.count where stepRanks[row.sample(index).column] < Int.max {
          lines[row.sample(index).column, default: 0] += 1
        }
        for column in row.textColumns where stepRanks[column] < Int.max {
          linesWithText[column, default: 0] += 1
        }
      }
      lineCount += 1
      position = read.next
    }
    if lines.isEmpty { lines = linesWithText }
    // The preferred name, unless it is rare: an odd line must not decide for the others.
    let most = lines.values.max() ?? 0
    let candidates = lines.filter { $0.value * 4 >= most }.keys
    if let chosen = candidates.min(by: { (stepRanks[$0], $0) < (stepRanks[$1], $1) }) {
      stepSource = .key
      setStepColumn(chosen)
    } else {
      stepSource = .number
      builder.tally.add(.noStepColumn)
    }
    return true
  }

  private mutating func setStepColumn(_ column: Int) {
    stepColumn = column
    stepIsMetric = StepNames.isAlsoMetric(builder.name(of: column))
  }

  @inline(__always)
  private mutating func addRow() {
    let number = objectNumber
    objectNumber &+= 1
    if stepSource == .number {
      builder.add(row, step: number, line: line)
      return
    }
    switch stepState {
    case .read: builder.add(row, step: step, line: line)
    case .missing: builder.tally.add(.rowsWithoutStep, line: line)
    case .unusable: builder.tally.add(.unusableSteps, line: line)
    }
  }

  // MARK: Lines

  private enum Outcome { case object, blank, damaged, torn, incomplete }

  /// Reads the line that begins at `start` into ``row``, and finds where the next one begins.
  @inline(__always)
  private mutating func readLine(
    _ text: Span<UInt8>, from start: Int, count: Int, isLast: Bool
  ) -> (outcome: Outcome, next: Int) {
    row.removeAll()
    stepState = .missing
    let first = JSONText.skipSpace(text, start)
    if first < count, text[first] == JSONText.newline { return (.blank, first &+ 1) }
    if first >= count { return isLast ? (.blank, count) : (.incomplete, start) }
    if text[first] == UInt8(ascii: "{") {
      let end = readObject(text, from: first &+ 1, count: count, key: 0, depth: 1)
      if end >= 0 {
        let after = JSONText.skipSpace(text, end)
        if after < count, text[after] == JSONText.newline { return (.object, after &+ 1) }
        if after >= count { return isLast ? (.object, count) : (.incomplete, start) }
      }
    }
    let end = JSONText.lineEnd(text, from: first, count: count)
    if end < count { return (.damaged, end + 1) }
    return isLast ? (.torn, count) : (.incomplete, start)
  }

  /// Reads the object whose content begins at `start`; the offset after its `}`, or -1 for a fault.
  private mutating func readObject(
    _ text: Span<UInt8>, from start: Int, count: Int, key parent: Int, depth: Int
  ) -> Int {
    guard depth < JSONText.depthLimit else { return -1 }
    var position = JSONText.skipSpace(text, start)
    if text[position] == UInt8(ascii: "}") { return position &+ 1 }
    var previous = -1
    var guess = tree.keys[parent].first
    while true {
      guard text[position] == JSONText.quote else { return -1 }
      position &+= 1
      var key = guess
      var end = guess >= 0 ? tree.end(of: guess, in: text, at: position, count: count) : -1
      if end < 0 {
        guard
          let found = tree.find(in: text, at: position, count: count, below: parent, after: previous)
        else {
          if tree.keys.count >= JSONKeyTree.limit { hasTooManyMetrics = true }
          return -1
        }
        (key, end) = found
      }
      position = JSONText.skipSpace(text, end)
      guard text[position] == UInt8(ascii: ":") else { return -1 }
      position = JSONText.skipSpace(text, position &+ 1)
      let column = tree.keys[key].column
      let number = scanner.scan(text, from: position)
      if number.end != position, column >= 0, column != stepColumn {
        row.append(number.value, column: column)
        position = number.end
      } else {
        position = readValue(text, from: position, count: count, key: key, number: number, depth: depth)
        if position < 0 { return -1 }
      }
      position = JSONText.skipSpace(text, position)
      guard text[position] == UInt8(ascii: ",") else {
        guard text[position] == UInt8(ascii: "}") else { return -1 }
        return position &+ 1
      }
      position = JSONText.skipSpace(text, position &+ 1)
      previous = key
      guess = tree.keys[key].next
    }
  }

  // MARK: Values

  /// Reads a value that is not simply a number of a known column; the offset after it, or -1 for a fault.
  @inline(never)
  private mutating func readValue(
    _ text: Span<UInt8>, from start: Int, count: Int, key: Int, number: NumberScanner.Result, depth: Int
  ) -> Int {
    if !otherKeys.isEmpty, isOther(key) { return JSONText.skipValue(text, start) }
    switch text[start] {
    case UInt8(ascii: "{"):
      return readObject(text, from: start + 1, count: count, key: key, depth: depth + 1)
    case UInt8(ascii: "["):
      return JSONText.skipArray(text, start + 1)
    default:
      break
    }
    guard let column = column(of: key) else { return -1 }
    if column == stepColumn { return readStep(text, from: start, column: column) }
    if number.end != start {
      row.append(number.value, column: column)
      return number.end
    }
    if text[start] == JSONText.quote {
      let end = JSONText.skipString(text, start + 1)
      guard end >= 0 else { return -1 }
      switch SpecialNumber.meaning(of: text, from: start + 1, to: end - 1) {
      case .value(let value): row.append(value, column: column)
      case .missing: break
      case .text: row.appendText(column: column)
      }
      return end
    }
    let end = JSONText.endOfToken(text, start)
    switch SpecialNumber.meaning(of: text, from: start, to: end) {
    case .value(let value): row.append(value, column: column)
    case .missing: return end > start ? end : -1
    case .text: return isBoolean(text, from: start, to: end) ? end : -1
    }
    return end
  }

  private mutating func isOther(_ key: Int) -> Bool {
    while isOther.count <= key {
      isOther.append(tree.depth(of: isOther.count) == 1 && otherKeys.contains(tree.name(of: isOther.count)))
    }
    return isOther[key]
  }

  private mutating func readStep(_ text: Span<UInt8>, from start: Int, column: Int) -> Int {
    let isQuoted = text[start] == JSONText.quote
    let end = isQuoted ? JSONText.skipString(text, start + 1) : JSONText.endOfToken(text, start)
    guard end > start else { return -1 }
    let first = isQuoted ? start + 1 : start
    let last = isQuoted ? end - 1 : end
    if let value = StepScanner.step(in: text, from: first, to: last) {
      step = value
      stepState = .read
      if stepIsMetric { row.append(Double(value), column: column) }
      return end
    }
    switch SpecialNumber.meaning(of: text, from: first, to: last) {
    case .missing: stepState = .missing
    case .value(let value): stepState = value.isNaN ? .missing : .unusable
    case .text:
      stepState = .unusable
      let isNumber = scanner.scan(text, from: first).end == last
      guard isQuoted || isNumber || isBoolean(text, from: first, to: last) else { return -1 }
    }
    return end
  }

  private func isBoolean(_ text: Span<UInt8>, from start: Int, to end: Int) -> Bool {
    spells("true", text, from: start, to: end) || spells("false", text, from: start, to: end)
  }

  private func spells(_ word: String, _ text: Span<UInt8>, from start: Int, to end: Int) -> Bool {
    var at = start
    for byte in word.utf8 {
      guard at < end, text[at] == byte else { return false }
      at += 1
    }
    return at == end
  }

  /// The column of a key, made when the key first has a plain value; nil when there are too many.
  private mutating func column(of key: Int) -> Int? {
    let known = tree.keys[key].column
    if known >= 0 { return known }
    let name = tree.name(of: key)
    guard let column = builder.column(named: name) else {
      hasTooManyMetrics = true
      return nil
    }
    tree.setColumn(column, of: key)
    if column == stepRanks.count {
      let rank = StepNames.rank(of: String(tree.lastName(of: key))) ?? StepNames.rank(of: name)
      // A nested name is a step only where no key of the object itself is one.
      stepRanks.append(rank.map { $0 + (tree.depth(of: key) > 1 ? 1000 : 0) } ?? Int.max)
    }
    if stepColumn < 0, name == toldStepColumn { setStepColumn(column) }
    return column
  }
}
