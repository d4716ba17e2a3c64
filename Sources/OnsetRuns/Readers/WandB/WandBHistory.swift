/// Gathers the rows of a W&B run's history.
///
/// An item's value is JSON. Numbers, `true` and `false`, and bare or quoted NaN and Infinity are samples of the metric
/// that its key names, the parts of a nested key joined by `.`; other strings are text, arrays and media are counted.
/// What the tool itself keeps in a row (`_step`, `_runtime`, `_timestamp`) is no metric.
struct WandBHistory: WandBRecordSink {
  private var builder: RunBuilder
  private let path: String
  private let toldStepKey: String?
  private let scanner = NumberScanner()
  /// Keys as they are written in a record, names and the tags of their fields.
  private var spellings = ByteNames()
  private var keys: [WandBHistoryKey] = []
  private var names = WandBMetricNames()
  private var row = RowBuffer()
  private var step: Int64 = 0
  private var stepState = StepState.missing
  private var hasStepKey = false

  private enum StepState { case missing, unusable, read }

  init(options: ReadingOptions, path: String) {
    builder = RunBuilder(keep: options.keep)
    self.path = path
    toldStepKey = options.stepColumn == WandBHistoryKey.step ? nil : options.stepColumn
  }

  static func wants(_ kind: Int) -> Bool { kind == WandBRecord.history }

  mutating func reserve(scale: Double) { builder.reserve(scale: scale) }

  mutating func take(_ bytes: Span<UInt8>, from start: Int, to end: Int) throws(RunError) -> Bool {
    var record = WireMessage(from: start, to: end)
    while let field = record.next(in: bytes) {
      guard field.number == WandBRecord.history, field.kind == .bytes else { continue }
      guard try takeHistory(field, in: bytes) else { return false }
    }
    return !record.isDamaged
  }

  private mutating func takeHistory(_ history: WireField, in bytes: Span<UInt8>) throws(RunError) -> Bool {
    row.removeAll()
    stepState = .missing
    var message = WireMessage(history)
    var recordStep: Int64?
    while let field = message.next(in: bytes) {
      guard field.kind == .bytes else { continue }
      if field.number == WandBRecord.historyItem {
        guard try takeItem(field, in: bytes) else { return false }
      } else if field.number == WandBRecord.historyStep {
        var number = WireMessage(field)
        recordStep = 0
        while let part = number.next(in: bytes) {
          if part.number == 1, part.kind == .varint { recordStep = part.signed }
        }
      }
    }
    guard !message.isDamaged else { return false }
    if toldStepKey == nil, let recordStep { (step, stepState) = (recordStep, .read) }
    switch stepState {
    case .read: builder.add(row, step: step, line: 0)
    case .missing: builder.tally.add(.rowsWithoutStep)
    case .unusable: builder.tally.add(.unusableSteps)
    }
    return true
  }

  private mutating func takeItem(_ item: WireField, in bytes: Span<UInt8>) throws(RunError) -> Bool {
    var message = WireMessage(item)
    // The fields of the key, as they lie one after the other; nearly always they come before the value.
    var keyEnd = item.start
    var value: WireField?
    var isKeyFirst = true
    while let field = message.next(in: bytes) {
      switch field.number {
      case WandBRecord.key, WandBRecord.nestedKey:
        if value != nil { isKeyFirst = false }
        keyEnd = field.end
      case WandBRecord.valueJSON where field.kind == .bytes: value = field
      default: break
      }
    }
    guard !message.isDamaged else { return false }
    guard let value else { return true }
    var key = isKeyFirst ? spellings.number(of: bytes, from: item.start, to: keyEnd) : -1
    if key < 0 { key = try addKey(item, keyEnd: keyEnd, isKeyFirst: isKeyFirst, in: bytes) }
    let column = keys[key].column
    if column >= 0 {
      let number = scanner.scan(bytes, from: value.start)
      if number.end == value.end, number.end > value.start {
        row.append(number.value, column: column)
        return true
      }
    }
    return try takeOther(value, key: key, in: bytes)
  }

  /// A value that is not simply a number of a known metric.
  @inline(never)
  private mutating func takeOther(_ value: WireField, key: Int, in bytes: Span<UInt8>) throws(RunError) -> Bool {
    switch keys[key].role {
    case .tool: return true
    case .recordStep where toldStepKey != nil: return true
    case .recordStep, .toldStep:
      takeStep(value, key: key, in: bytes)
      guard keys[key].role == .toldStep, StepNames.isAlsoMetric(keys[key].name), stepState == .read else { return true }
      row.append(Double(step), column: try column(of: key))
    case .mediaType: keys[key].otherCount += 1
    case .metric:
      try takeJSON(bytes.padded(from: value.start, to: value.end), count: value.end - value.start, key: key)
    }
    return true
  }

  /// A value of a metric, which may be one of another kind.
  private mutating func takeJSON(_ text: [UInt8], count: Int, key: Int) throws(RunError) {
    var position = 0
    var tokens = JSONTokenizer()
    let token = tokens.next(text.span, at: &position, count: count, isLast: true)
    if case .beginObject = token { return try takeObject(text[..<count], key: key) }
    guard tokens.next(text.span, at: &position, count: count, isLast: true) == .end else {
      keys[key].otherCount += 1
      return
    }
    switch token {
    case .number(let number, _, _):
      row.append(number, column: try column(of: key))
    case .word(let start, let end):
      switch SpecialNumber.meaning(of: text.span, from: start, to: end) {
      case .value(let number): row.append(number, column: try column(of: key))
      case .missing: break
      case .text: row.append(text[start] == UInt8(ascii: "t") ? 1 : 0, column: try column(of: key))
      }
    case .string(let start, let end):
      switch SpecialNumber.meaning(of: text.span, from: start, to: end) {
      case .value(let number): row.append(number, column: try column(of: key))
      case .missing: break
      case .text: row.appendText(column: try column(of: key))
      }
    default:
      keys[key].otherCount += 1
    }
  }

  /// A dictionary that an older version of the tool has written whole: its values are metrics, unless it is an image, a
  /// table or another object.
  private mutating func takeObject(_ text: ArraySlice<UInt8>, key: Int) throws(RunError) {
    let scalars = JSONScalars(in: text)
    let isMedia = scalars.values.contains {
      $0.name == WandBHistoryKey.mediaType || $0.name.hasSuffix("." + WandBHistoryKey.mediaType)
    }
    guard scalars.isWhole, !isMedia else {
      keys[key].otherCount += 1
      return
    }
    for scalar in scalars.values {
      let nested = try self.key(of: keys[key].parts + [scalar.name])
      if let number = scalar.number ?? ["true": 1, "false": 0][scalar.text] {
        row.append(number, column: try column(of: nested))
      } else if scalar.text.hasPrefix("[") {
        keys[nested].otherCount += 1
      } else {
        row.appendText(column: try column(of: nested))
      }
    }
  }

  private mutating func takeStep(_ value: WireField, key: Int, in bytes: Span<UInt8>) {
    hasStepKey = true
    if let value = StepScanner.step(in: bytes, from: value.start, to: value.end) {
      (step, stepState) = (value, .read)
    } else if SpecialNumber.meaning(of: bytes, from: value.start, to: value.end) == .missing {
      stepState = .missing
    } else {
      stepState = .unusable
    }
  }

  // MARK: Keys

  @inline(never)
  private mutating func addKey(
    _ item: WireField, keyEnd: Int, isKeyFirst: Bool, in bytes: Span<UInt8>
  ) throws(RunError) -> Int {
    var parts: [String] = []
    var message = WireMessage(item)
    while let field = message.next(in: bytes) {
      if field.number == WandBRecord.key || field.number == WandBRecord.nestedKey, field.kind == .bytes {
        parts.append(field.text(in: bytes))
      }
    }
    guard isKeyFirst else { return try key(of: parts) }
    // The numbers of spellings and of keys are the same: what is spelled otherwise has an empty spelling as well.
    let number = spellings.add(bytes, from: item.start, to: keyEnd)
    try append(parts, number)
    return number
  }

  /// The key of these parts, for values that do not come with the bytes that spell it.
  private mutating func key(of parts: [String]) throws(RunError) -> Int {
    if let known = keys.firstIndex(where: { $0.parts == parts }) { return known }
    // A spelling that no record has: no field has the number 0.
    var spelling: [UInt8] = [0]
    for part in parts { spelling += Array(part.utf8) + [0] }
    let padded = spelling.span.padded(from: 0, to: spelling.count)
    let number = spellings.add(padded.span, from: 0, to: spelling.count)
    try append(parts, number)
    return number
  }

  private mutating func append(_ parts: [String], _ number: Int) throws(RunError) {
    guard number < 2 * RunBuilder.metricLimit else {
      throw .tooManyMetrics(path: path, limit: RunBuilder.metricLimit)
    }
    keys.append(WandBHistoryKey(parts, name: names.name(of: parts), toldStep: toldStepKey))
  }

  /// The column of a key's numbers, made when it first has one.
  private mutating func column(of key: Int) throws(RunError) -> Int {
    if keys[key].column >= 0 { return keys[key].column }
    guard let column = builder.column(named: keys[key].name) else {
      throw .tooManyMetrics(path: path, limit: RunBuilder.metricLimit)
    }
    if keys[key].role == .metric { keys[key].column = column }
    return column
  }

  /// The rows as columns.
  consuming func finished() throws(RunError) -> LogContent {
    if let told = toldStepKey, !hasStepKey, !keys.isEmpty {
      let metrics = keys.lazy.filter { $0.column >= 0 }.map(\.name)
      throw .noSuchStepColumn(path: path, name: told, nearest: WandBHistoryKey.nearest(to: told, among: Array(metrics)))
    }
    // Bins and counts of a histogram are parts of one value, whose type has been counted.
    let media = Set(keys.lazy.filter { $0.role == .mediaType }.map { $0.parts.dropLast() })
    for key in keys where key.otherCount > 0 {
      if key.role == .mediaType {
        builder.tally.add(.otherValues, count: key.otherCount, name: key.parts.dropLast().joined(separator: "."))
      } else if !media.contains(key.parts.dropLast()) {
        builder.tally.add(.otherValues, count: key.otherCount, name: key.name)
      }
    }
    return builder.finished()
  }
}
