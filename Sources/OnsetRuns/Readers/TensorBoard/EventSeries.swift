/// Gathers the scalars of TensorBoard's events.
///
/// A scalar is a value's `simple_value`, or its tensor where the tag's plugin is "scalars". What else is logged is
/// counted by its tag. The start of a session takes back every sample from its step on.
struct EventSeries: RecordSink {
  private(set) var series: SeriesBuilder
  private let path: String
  private var names = ByteNames()
  private var tags: [Tag] = []
  /// Values that hang on no tag: graphs, messages.
  private var others: [(name: String, count: Int)] = []

  private struct Tag {
    /// The metric of the tag's scalars; -1 before it has had one.
    var metric = -1
    /// Whether its tensors are scalars; nil before an event has said so. Writers may say it with the first value only.
    var isScalar: Bool?
    var name: String
    /// Values that are no scalars.
    var otherCount = 0
  }

  /// `path` is what a complaint about the run names.
  init(keep: MetricSelection, path: String) {
    series = SeriesBuilder(keep: keep)
    self.path = path
  }

  mutating func take(_ bytes: Span<UInt8>, from start: Int, to end: Int) throws(RunError) -> Bool {
    var event = WireMessage(from: start, to: end)
    var step: Int64 = 0
    var firstSummary = -1
    while let field = event.next(in: bytes) {
      switch field.number {
      case Event.step where field.kind == .varint: step = field.signed
      case Event.summary where field.kind == .bytes: if firstSummary < 0 { firstSummary = field.start }
      case Event.sessionLog where field.kind == .bytes:
        if Event.isSessionStart(field, in: bytes) { withdraw(from: step) }
      case Event.graph, Event.metaGraph: countOther("graph")
      case Event.logMessage: countOther("log message")
      case Event.runMetadata: countOther("run metadata")
      default: break
      }
    }
    guard !event.isDamaged else { return false }
    guard firstSummary >= 0 else { return true }
    // The step may stand behind the summary, so that this one is looked for once more.
    event = WireMessage(from: start, to: end)
    while let field = event.next(in: bytes) {
      guard field.number == Event.summary, field.kind == .bytes else { continue }
      var summary = WireMessage(field)
      while let value = summary.next(in: bytes) {
        guard value.number == Event.summaryValue, value.kind == .bytes else { continue }
        guard try takeValue(value, step: step, in: bytes) else { return false }
      }
      if summary.isDamaged { return false }
    }
    return true
  }

  private mutating func takeValue(_ value: WireField, step: Int64, in bytes: Span<UInt8>) throws(RunError) -> Bool {
    var message = WireMessage(value)
    var tagStart = value.start
    var tagEnd = value.start
    var simple: Double?
    var tensor: WireField?
    var metadata: WireField?
    while let field = message.next(in: bytes) {
      switch field.number {
      case Event.valueTag where field.kind == .bytes: (tagStart, tagEnd) = (field.start, field.end)
      case Event.valueSimple where field.kind == .fixed32:
        simple = Double(Float(bitPattern: UInt32(truncatingIfNeeded: field.bits)))
      case Event.valueTensor where field.kind == .bytes: tensor = field
      case Event.valueMetadata where field.kind == .bytes: metadata = field
      default: break
      }
    }
    guard !message.isDamaged else { return false }
    var tag = names.number(of: bytes, from: tagStart, to: tagEnd)
    if tag < 0 { tag = try addTag(bytes, from: tagStart, to: tagEnd) }
    if let metadata, tags[tag].isScalar == nil { tags[tag].isScalar = Event.saysScalar(metadata, in: bytes) }
    if simple == nil, let tensor, tags[tag].isScalar == true { simple = TensorScalar.value(of: tensor, in: bytes) }
    guard let number = simple else {
      // Hyperparameters are read as such.
      if metadata.map({ EventHyperparameters.isPlugin($0, in: bytes) }) != true { tags[tag].otherCount += 1 }
      return true
    }
    if tags[tag].metric < 0 { try addMetric(for: tag) }
    // One NaN for all that there are: what a logger makes of it has no meaning.
    series.append(number.isNaN ? .nan : number, step: step, to: tags[tag].metric)
    return true
  }

  private mutating func withdraw(from step: Int64) {
    let removed = series.removeSamples(from: step)
    if removed > 0 { series.tally.add(.withdrawnSamples, count: removed) }
  }

  @inline(never)
  private mutating func addTag(_ bytes: Span<UInt8>, from start: Int, to end: Int) throws(RunError) -> Int {
    guard tags.count < 2 * RunBuilder.metricLimit else {
      throw .tooManyMetrics(path: path, limit: RunBuilder.metricLimit)
    }
    tags.append(Tag(name: bytes.text(from: start, to: end)))
    return names.add(bytes, from: start, to: end)
  }

  @inline(never)
  private mutating func addMetric(for tag: Int) throws(RunError) {
    guard let metric = series.metric(named: tags[tag].name) else {
      throw .tooManyMetrics(path: path, limit: RunBuilder.metricLimit)
    }
    tags[tag].metric = metric
  }

  /// Counts a value that hangs on no tag.
  mutating func countOther(_ name: String, count: Int = 1) {
    if let known = others.firstIndex(where: { $0.name == name }) {
      others[known].count += count
    } else {
      others.append((name, count))
    }
  }

  /// Whether anything was logged, a scalar or not.
  var isEmpty: Bool { !series.hasSamples && others.isEmpty && tags.allSatisfy { $0.otherCount == 0 } }

  consuming func finished() -> LogContent {
    for tag in tags where tag.otherCount > 0 {
      series.tally.add(.otherValues, count: tag.otherCount, name: tag.name)
    }
    for other in others { series.tally.add(.otherValues, count: other.count, name: other.name) }
    return series.finished()
  }
}
