private import OnsetText

/// Reads the `trainer_state.json` of the Hugging Face Trainer: the rows of its `log_history`, each with its `step`, and
/// the settings beside it. Holds one row at a time as text, however large the file is.
///
/// By default the Trainer writes 0 for a loss that is no number (`logging_nan_inf_filter`), and the gradient norm as it
/// is: such rows are read as written, and noted.
struct TrainerStateReader: LogReader {
  private let path: String
  private let toldStep: String?
  private var builder: RunBuilder
  private var tokens = JSONTokenizer()
  private var isOver = false
  /// Single values at the document's top, and those of a hyperparameter search.
  private(set) var settings: [JSONScalars.Scalar] = []

  /// Where in the document the next token lies.
  private enum Place {
    /// Before the document's object.
    case outside
    /// In the document's object.
    case top
    /// In the object with the values that a hyperparameter search has chosen.
    case trial
    /// In the list of rows.
    case history
    /// In a row, or an object of it.
    case row
    /// In something that is passed over, until the document is at this depth again.
    case skipped(depth: Int)
  }

  private var place = Place.outside
  private var placeBefore = Place.outside
  private var topKey = ""
  private var trialKey = ""

  private var tree = JSONKeyTree()
  private var row = RowBuffer()
  /// The objects of the row that are open, by their keys of the tree; 0 is the row itself.
  private var parents: [Int] = []
  /// The key that was read last in the innermost of them, -1 for none.
  private var key = -1
  private var rowLine = 1
  private var rowCount = 0
  private var step: Int64 = 0
  private var stepState = StepState.missing
  /// The key of the tree that is the step; -1 before it has been met.
  private var stepKey = -1
  private var lossColumn = -1
  private var gradientNormColumn = -1

  private enum StepState { case missing, unusable, read }

  /// The key of the rows.
  private static let historyKey = "log_history"

  var line: Int { tokens.line }

  /// A reader for a file that begins with an object.
  init(path: String, options: ReadingOptions) {
    self.path = path
    toldStep = options.stepColumn
    builder = RunBuilder(keep: options.keep)
  }

  mutating func consume(_ text: Span<UInt8>, count: Int, isLast: Bool) throws(RunError) -> Int {
    if isOver { return count }
    var position = 0
    if case .outside = place, count >= 3, text[0] == 0xEF, text[1] == 0xBB, text[2] == 0xBF { position = 3 }
    while true {
      let token = tokens.next(text, at: &position, count: count, isLast: isLast)
      switch token {
      case .incomplete:
        if !isLast { return position }
        builder.tally.add(.tornLastRecord, line: line)
      case .fault:
        builder.tally.add(.damagedRecords, line: line)
      case .end:
        break
      default:
        if try take(token, text, count: count) { continue }
        builder.tally.add(.damagedRecords, line: line)
      }
      isOver = true
      return count
    }
  }

  mutating func reserve(scale: Double) { builder.reserve(scale: scale) }

  consuming func finished() throws(RunError) -> LogContent {
    guard builder.hasRows else {
      if let toldStep, rowCount > 0, stepKey < 0 {
        let names = (1..<max(1, tree.keys.count)).map { tree.name(of: $0) }
        throw .noSuchStepColumn(path: path, name: toldStep, nearest: Suggestion.nearest(to: toldStep, among: names))
      }
      throw .noRows(path: path)
    }
    return builder.finished()
  }

  // MARK: Tokens

  /// Takes a token; false where the document cannot be what it should.
  @inline(__always)
  private mutating func take(_ token: JSONTokenizer.Token, _ text: Span<UInt8>, count: Int) throws(RunError) -> Bool {
    switch place {
    case .row: return try takeInRow(token, text, count: count)
    case .history: takeInHistory(token)
    case .skipped(let depth): if tokens.depth == depth { place = placeBefore }
    case .outside:
      guard token == .beginObject else { return false }
      place = .top
    case .top: takeAtTop(token, text)
    case .trial: takeInTrial(token, text)
    }
    return true
  }

  private mutating func skip() {
    placeBefore = place
    place = .skipped(depth: tokens.depth - 1)
  }

  private mutating func takeAtTop(_ token: JSONTokenizer.Token, _ text: Span<UInt8>) {
    switch token {
    case .key(let start, let end): topKey = JSONText.unescaped(text, from: start, to: end) ?? ""
    case .beginArray where topKey == Self.historyKey: place = .history
    case .beginObject where topKey == "trial_params": place = .trial
    case .beginObject, .beginArray: skip()
    default: addSetting(topKey, token, text)
    }
  }

  private mutating func takeInTrial(_ token: JSONTokenizer.Token, _ text: Span<UInt8>) {
    switch token {
    case .key(let start, let end): trialKey = JSONText.unescaped(text, from: start, to: end) ?? ""
    case .endObject: place = .top
    case .beginObject, .beginArray: skip()
    default: addSetting("trial_params." + trialKey, token, text)
    }
  }

  private mutating func addSetting(_ name: String, _ token: JSONTokenizer.Token, _ text: Span<UInt8>) {
    guard settings.count < JSONScalars.limit, let (value, number) = JSONScalars.value(of: token, in: text) else {
      return
    }
    settings.append(JSONScalars.Scalar(name: name, text: value, number: number))
  }

  private mutating func takeInHistory(_ token: JSONTokenizer.Token) {
    switch token {
    case .beginObject:
      place = .row
      row.removeAll()
      parents = [0]
      key = -1
      stepState = .missing
      rowLine = line
    case .endArray: place = .top
    case .beginArray: skip()
    default: break
    }
  }

  // MARK: Rows

  private mutating func takeInRow(
    _ token: JSONTokenizer.Token, _ text: Span<UInt8>, count: Int
  ) throws(RunError) -> Bool {
    switch token {
    case .key(let start, _):
      let parent = parents[parents.count - 1]
      let guess = key < 0 ? tree.keys[parent].first : tree.keys[key].next
      if guess >= 0, tree.end(of: guess, in: text, at: start, count: count) >= 0 {
        key = guess
        return true
      }
      guard let found = tree.find(in: text, at: start, count: count, below: parent, after: key) else {
        if tree.keys.count >= JSONKeyTree.limit { throw .tooManyMetrics(path: path, limit: RunBuilder.metricLimit) }
        return false
      }
      key = found.key
      if stepKey < 0, parents.count == 1, tree.name(of: key) == toldStep ?? "step" { stepKey = key }
    case .beginObject:
      parents.append(key)
      key = -1
    case .endObject:
      key = parents.removeLast()
      if parents.isEmpty {
        place = .history
        addRow()
      }
    case .beginArray:
      builder.tally.add(.otherValues, line: line, name: tree.name(of: key))
      skip()
    case .number(let value, let start, let end):
      if key == stepKey { readStep(text, start, end) } else { row.append(value, column: try column()) }
    case .string(let start, let end), .word(let start, let end):
      if key == stepKey {
        readStep(text, start, end)
        return true
      }
      switch SpecialNumber.meaning(of: text, from: start, to: end) {
      case .value(let value): row.append(value, column: try column())
      case .missing: break
      case .text: if case .string = token { row.appendText(column: try column()) }
      }
    case .endArray, .incomplete, .end, .fault:
      break
    }
    return true
  }

  private mutating func readStep(_ text: Span<UInt8>, _ start: Int, _ end: Int) {
    if let value = StepScanner.step(in: text, from: start, to: end) {
      step = value
      stepState = .read
    } else if case .missing = SpecialNumber.meaning(of: text, from: start, to: end) {
      stepState = .missing
    } else {
      stepState = .unusable
    }
  }

  /// The column of the key that was read last.
  private mutating func column() throws(RunError) -> Int {
    let known = tree.keys[key].column
    if known >= 0 { return known }
    let name = tree.name(of: key)
    guard let column = builder.column(named: name) else {
      throw .tooManyMetrics(path: path, limit: RunBuilder.metricLimit)
    }
    tree.setColumn(column, of: key)
    if name == "loss" { lossColumn = column }
    if name == "grad_norm" { gradientNormColumn = column }
    return column
  }

  private mutating func addRow() {
    rowCount += 1
    switch stepState {
    case .read:
      noteMaskedLoss()
      builder.add(row, step: step, line: rowLine)
    case .missing: builder.tally.add(.rowsWithoutStep, line: rowLine)
    case .unusable: builder.tally.add(.unusableSteps, line: rowLine)
    }
  }

  private mutating func noteMaskedLoss() {
    guard lossColumn >= 0, gradientNormColumn >= 0 else { return }
    var lossIsZero = false
    var normIsFinite = true
    for index in 0..<row.count {
      let (column, value) = row.sample(index)
      if column == lossColumn { lossIsZero = value == 0 }
      if column == gradientNormColumn { normIsFinite = value.isFinite }
    }
    if lossIsZero, !normIsFinite { builder.tally.add(.maskedValues, line: rowLine, name: "loss") }
  }
}
