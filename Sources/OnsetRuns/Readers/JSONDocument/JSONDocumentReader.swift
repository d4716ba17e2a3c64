/// Reads one JSON document as a log, piece by piece: arrays of numbers, and lists of objects with a step.
///
/// Single values outside of arrays are the run's settings. Bare `NaN` and `Infinity` are numbers here, as every logger
/// in Python writes them.
struct JSONDocumentReader: LogReader {
  let path: String
  /// The metrics that are wanted.
  let selection: MetricSelection
  /// The step's name, where the user has said it.
  let toldStepName: String?
  private let scanner = NumberScanner()
  /// Lines have no meaning in a document.
  var line: Int { 1 }

  // MARK: What was read

  var series: [JSONDocumentSeries] = []
  private(set) var groups: [JSONDocumentGroup] = []
  private(set) var settings: [Setting] = []
  var tally = NoteTally()
  /// Whether the text stopped being JSON, or ended before its value did.
  private(set) var isBroken = false
  private(set) var isComplete = false

  struct Setting {
    var name: String
    var text: String
    var number: Double?
  }

  // MARK: Where the reader is

  private enum Container {
    /// An object outside of any list: its group of arrays, once it has one.
    case object(group: Int)
    /// An array of which no element has been read.
    case newArray(group: Int)
    case numbers(series: Int)
    /// A list of objects.
    case list(group: Int)
    /// An object of a list, or one inside it.
    case row(group: Int)
    /// Something that is passed over.
    case other(isObject: Bool)

    var isObject: Bool {
      switch self {
      case .object, .row: true
      case .other(let isObject): isObject
      case .newArray, .numbers, .list: false
      }
    }
  }

  private enum Expectation { case value, valueOrEnd, key, keyOrEnd, colon, commaOrEnd, nothing }

  private struct Level {
    var container: Container
    /// The key of the tree that names it.
    var key: Int
    /// The key that was read last in it, and the one that came before; -1 for none.
    var lastKey = -1
  }

  private var levels: [Level] = []
  private var expected = Expectation.value
  private var tree = JSONKeyTree()
  private var seriesOfKey: [Int] = []
  private static let settingLimit = 10_000

  init(path: String, options: ReadingOptions) {
    self.path = path
    selection = options.keep
    toldStepName = options.stepColumn
  }

  mutating func reserve(scale: Double) {}

  // MARK: Tokens

  private enum TokenFault: Error { case incomplete, damaged }

  mutating func consume(_ text: Span<UInt8>, count: Int, isLast: Bool) throws(RunError) -> Int {
    var position = 0
    if levels.isEmpty, expected == .value, count >= 3, text[0] == 0xEF, text[1] == 0xBB, text[2] == 0xBF {
      position = 3
    }
    while !isBroken {
      position = Self.skipSpace(text, position, count)
      guard position < count else { return count }
      do throws(TokenFault) {
        if case .numbers(let index) = levels.last?.container, expected == .value || expected == .commaOrEnd {
          position = try readNumbers(text, from: position, count: count, isLast: isLast, into: index)
        } else {
          position = try readToken(text, from: position, count: count, isLast: isLast)
        }
      } catch {
        switch error {
        case .incomplete where !isLast: return position
        case .incomplete: return count
        case .damaged: isBroken = true
        }
      }
      if series.count > RunBuilder.metricLimit { throw .tooManyMetrics(path: path, limit: RunBuilder.metricLimit) }
    }
    return count
  }

  private static func skipSpace(_ text: Span<UInt8>, _ start: Int, _ count: Int) -> Int {
    var position = start
    while position < count, text[position] == 0x20 || text[position] &- 9 < 5 { position &+= 1 }
    return position
  }

  private mutating func readToken(
    _ text: Span<UInt8>, from start: Int, count: Int, isLast: Bool
  ) throws(TokenFault) -> Int {
    let byte = text[start]
    switch expected {
    case .nothing: throw .damaged
    case .colon:
      guard byte == UInt8(ascii: ":") else { throw .damaged }
      expected = .value
      return start + 1
    case .commaOrEnd:
      let isObject = levels.last?.container.isObject ?? false
      if byte == UInt8(ascii: ",") {
        expected = isObject ? .key : .value
        return start + 1
      }
      guard byte == (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) else { throw .damaged }
      close()
      return start + 1
    case .keyOrEnd where byte == UInt8(ascii: "}"), .valueOrEnd where byte == UInt8(ascii: "]"):
      close()
      return start + 1
    case .key, .keyOrEnd:
      guard byte == JSONText.quote else { throw .damaged }
      return try readKey(text, from: start + 1, count: count)
    case .value, .valueOrEnd:
      return try readValue(text, from: start, count: count, isLast: isLast)
    }
  }

  private mutating func close() {
    levels.removeLast()
    expected = levels.isEmpty ? .nothing : .commaOrEnd
    if levels.isEmpty { isComplete = true }
  }

  private mutating func readKey(_ text: Span<UInt8>, from start: Int, count: Int) throws(TokenFault) -> Int {
    let end = try Self.stringEnd(text, from: start, count: count)
    let level = levels.count - 1
    expected = .colon
    if case .other = levels[level].container { return end }
    let parent = levels[level].key
    let previous = levels[level].lastKey
    let guess = previous < 0 ? tree.keys[parent].first : tree.keys[previous].next
    if guess >= 0, tree.end(of: guess, in: text, at: start, count: count) == end {
      levels[level].lastKey = guess
      return end
    }
    guard let found = tree.find(in: text, at: start, count: count, below: parent, after: previous) else {
      throw .damaged
    }
    levels[level].lastKey = found.key
    return end
  }

  /// The offset after the closing quote of a string that begins at `start`.
  private static func stringEnd(_ text: Span<UInt8>, from start: Int, count: Int) throws(TokenFault) -> Int {
    var position = start
    while position < count {
      let byte = text[position]
      if byte == JSONText.quote { return position + 1 }
      // Line ends and tabs inside strings are no JSON.
      if byte < 0x20 { throw .damaged }
      position += byte == JSONText.backslash ? 2 : 1
    }
    throw .incomplete
  }

  private mutating func readValue(
    _ text: Span<UInt8>, from start: Int, count: Int, isLast: Bool
  ) throws(TokenFault) -> Int {
    switch text[start] {
    case UInt8(ascii: "{"):
      try open(isObject: true)
      return start + 1
    case UInt8(ascii: "["):
      try open(isObject: false)
      return start + 1
    case JSONText.quote:
      let end = try Self.stringEnd(text, from: start + 1, count: count)
      try addText(text, from: start + 1, to: end - 1)
      expected = levels.isEmpty ? .nothing : .commaOrEnd
      return end
    default:
      let number = try number(text, from: start, count: count, isLast: isLast)
      try addWord(text, from: start, number)
      expected = levels.isEmpty ? .nothing : .commaOrEnd
      return number.end
    }
  }

  // MARK: Numbers and words

  /// A bare word or number.
  private struct Word {
    enum Kind { case number, missing, boolean }

    var kind: Kind
    var value: Double
    var end: Int
  }

  /// The number or word at `start`, which has to be followed by what ends it.
  @inline(__always)
  private func number(
    _ text: Span<UInt8>, from start: Int, count: Int, isLast: Bool
  ) throws(TokenFault) -> Word {
    let number = scanner.scan(text, from: start)
    if number.end != start, number.end < count, Self.endsToken(text[number.end]) {
      return Word(kind: .number, value: number.value, end: number.end)
    }
    return try word(text, from: start, count: count)
  }

  @inline(never)
  private func word(_ text: Span<UInt8>, from start: Int, count: Int) throws(TokenFault) -> Word {
    var end = start
    while end < count, !Self.endsToken(text[end]), end - start < 400 { end += 1 }
    if end == count { throw .incomplete }
    guard end > start, Self.endsToken(text[end]) else { throw .damaged }
    switch SpecialNumber.meaning(of: text, from: start, to: end) {
    case .value(let value): return Word(kind: .number, value: value, end: end)
    case .missing: return Word(kind: .missing, value: 0, end: end)
    case .text:
      guard JSONText.spells("true", text, from: start, to: end) || JSONText.spells("false", text, from: start, to: end)
      else { throw .damaged }
      return Word(kind: .boolean, value: 0, end: end)
    }
  }

  @inline(__always)
  private static func endsToken(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ",") || byte <= 0x20 || byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}")
  }

  /// Reads as much of an array of numbers as is there: where most bytes of such documents are.
  private mutating func readNumbers(
    _ text: Span<UInt8>, from start: Int, count: Int, isLast: Bool, into index: Int
  ) throws(TokenFault) -> Int {
    var position = start
    var isSeparated = expected == .value
    while true {
      if !isSeparated {
        if text[position] == UInt8(ascii: "]") {
          close()
          return position &+ 1
        }
        guard text[position] == UInt8(ascii: ",") else { throw .damaged }
        position = Self.skipSpace(text, position &+ 1, count)
        expected = .value
        guard position < count else { return position }
      }
      let byte = text[position]
      let element = series[index].length
      if byte == JSONText.quote || byte == UInt8(ascii: "[") || byte == UInt8(ascii: "{") {
        return try readOther(text, from: position, count: count, in: index)
      }
      let word: Word
      do throws(TokenFault) {
        word = try number(text, from: position, count: count, isLast: isLast)
      } catch .incomplete {
        return try resume(at: position, from: start, isLast: isLast)
      }
      series[index].length = element &+ 1
      if word.kind == .number {
        series[index].append(word.value, at: element)
        if series[index].rank != nil {
          series[index].appendWhole(StepScanner.step(in: text, from: position, to: word.end))
        }
      }
      expected = .commaOrEnd
      position = Self.skipSpace(text, word.end, count)
      guard position < count else { return position }
      isSeparated = false
    }
  }

  /// Says how far an array was read whose next element is cut; throws where that is no way at all.
  private func resume(at position: Int, from start: Int, isLast: Bool) throws(TokenFault) -> Int {
    if position == start || isLast { throw .incomplete }
    return position
  }

  /// An element of an array of numbers that is none: a string may be a word for one, all else is passed over.
  private mutating func readOther(
    _ text: Span<UInt8>, from start: Int, count: Int, in index: Int
  ) throws(TokenFault) -> Int {
    guard text[start] == JSONText.quote else {
      tally.add(.otherValues, name: series[index].name)
      series[index].length += 1
      try push(.other(isObject: text[start] == UInt8(ascii: "{")), key: 0)
      return start + 1
    }
    let end = try Self.stringEnd(text, from: start + 1, count: count)
    switch SpecialNumber.meaning(of: text, from: start + 1, to: end - 1) {
    case .value(let value):
      series[index].append(value, at: series[index].length)
      if series[index].rank != nil { series[index].appendWhole(nil) }
    case .missing: break
    case .text: series[index].textCells += 1
    }
    series[index].length += 1
    expected = .commaOrEnd
    return end
  }

  // MARK: Containers

  private mutating func push(_ container: Container, key: Int) throws(TokenFault) {
    guard levels.count < JSONText.depthLimit else { throw .damaged }
    levels.append(Level(container: container, key: key))
    expected = container.isObject ? .keyOrEnd : .valueOrEnd
  }

  private mutating func open(isObject: Bool) throws(TokenFault) {
    guard let level = levels.last else {
      try push(isObject ? .object(group: -1) : .newArray(group: -1), key: 0)
      return
    }
    switch level.container {
    case .object(let group):
      try push(isObject ? .object(group: -1) : .newArray(group: group), key: level.lastKey)
    case .newArray where isObject:
      groups.append(JSONDocumentGroup(rowCount: 1))
      levels[levels.count - 1].container = .list(group: groups.count - 1)
      try push(.row(group: groups.count - 1), key: level.key)
    case .list(let group) where isObject:
      groups[group].rowCount = (groups[group].rowCount ?? 0) + 1
      try push(.row(group: group), key: level.key)
    case .row(let group) where isObject:
      try push(.row(group: group), key: level.lastKey)
    case .newArray, .list, .row, .numbers:
      tally.add(.otherValues, name: tree.name(of: level.lastKey >= 0 ? level.lastKey : level.key))
      if case .newArray = level.container { levels[levels.count - 1].container = .other(isObject: false) }
      try push(.other(isObject: isObject), key: 0)
    case .other: try push(.other(isObject: isObject), key: 0)
    }
  }

  private mutating func addWord(_ text: Span<UInt8>, from start: Int, _ word: Word) throws(TokenFault) {
    guard let level = levels.last else { throw .damaged }
    switch level.container {
    case .object: addSetting(level.lastKey, text, from: start, to: word.end, word)
    case .newArray(let group):
      // Numbers that have no name are no metric.
      if word.kind == .boolean || level.key == 0 {
        levels[levels.count - 1].container = .other(isObject: false)
        return
      }
      let index = startArray(level.key, group: group)
      levels[levels.count - 1].container = .numbers(series: index)
      series[index].length = 1
      guard word.kind == .number else { return }
      series[index].append(word.value, at: 0)
      if series[index].rank != nil {
        series[index].appendWhole(StepScanner.step(in: text, from: start, to: word.end))
      }
    case .row(let group):
      guard word.kind == .number else { return }
      let index = column(level.lastKey, group: group)
      series[index].append(word.value, at: (groups[group].rowCount ?? 1) - 1)
      if series[index].rank != nil {
        series[index].appendWhole(StepScanner.step(in: text, from: start, to: word.end))
      }
    case .list, .numbers: break
    case .other: break
    }
  }

  private mutating func addText(_ text: Span<UInt8>, from start: Int, to end: Int) throws(TokenFault) {
    guard let level = levels.last else { throw .damaged }
    switch level.container {
    case .object: addSetting(level.lastKey, text, from: start, to: end, nil)
    case .newArray(let group):
      guard level.key > 0, case .value(let value) = SpecialNumber.meaning(of: text, from: start, to: end) else {
        levels[levels.count - 1].container = .other(isObject: false)
        return
      }
      let index = startArray(level.key, group: group)
      levels[levels.count - 1].container = .numbers(series: index)
      series[index].length = 1
      series[index].append(value, at: 0)
      if series[index].rank != nil { series[index].appendWhole(nil) }
    case .row(let group):
      switch SpecialNumber.meaning(of: text, from: start, to: end) {
      case .value(let value):
        let index = column(level.lastKey, group: group)
        series[index].append(value, at: (groups[group].rowCount ?? 1) - 1)
        if series[index].rank != nil { series[index].appendWhole(nil) }
      case .missing: break
      case .text: series[column(level.lastKey, group: group)].textCells += 1
      }
    case .list, .numbers, .other: break
    }
  }

  private mutating func addSetting(
    _ key: Int, _ text: Span<UInt8>, from start: Int, to end: Int, _ word: Word?
  ) {
    guard settings.count < Self.settingLimit, word?.kind != .missing else { return }
    settings.append(
      Setting(
        name: tree.name(of: key), text: JSONText.plainText(text, from: start, to: end),
        number: word?.kind == .number ? word?.value : nil))
  }

  // MARK: Series

  /// A new array of numbers, in the group of its object.
  private mutating func startArray(_ key: Int, group: Int) -> Int {
    var group = group
    if group < 0 {
      // The group of the object around it, which has had no array yet.
      groups.append(JSONDocumentGroup())
      group = groups.count - 1
      if levels.count >= 2, case .object = levels[levels.count - 2].container {
        levels[levels.count - 2].container = .object(group: group)
      }
    }
    return add(key, group: group)
  }

  private mutating func column(_ key: Int, group: Int) -> Int {
    while seriesOfKey.count <= key { seriesOfKey.append(-1) }
    let known = seriesOfKey[key]
    // A list that a document has twice under one key is one list to the tree.
    if known >= 0, groups[group].series.contains(known) { return known }
    seriesOfKey[key] = add(key, group: group)
    return seriesOfKey[key]
  }

  private mutating func add(_ key: Int, group: Int) -> Int {
    let name = tree.name(of: key)
    let last = String(tree.lastName(of: key))
    let rank = name == toldStepName || last == toldStepName ? 0 : StepNames.rank(of: last)
    series.append(JSONDocumentSeries(name: name, isKept: selection.contains(name), rank: rank))
    groups[group].series.append(series.count - 1)
    return series.count - 1
  }
}
