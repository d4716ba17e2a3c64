/// Reads a `.wandb` file: records in the blocks of LevelDB's log, each part with a checksum.
///
/// A record that fits in a block is read where it lies; the parts of a longer one are put together first, and only
/// where the sink wants it. Where a part is damaged the file ends.
struct WandBLogReader<Sink: WandBRecordSink>: RecordReader {
  var sink: Sink
  /// How the records of the file ended, where it was not with the file.
  private(set) var ending: RecordEnding?
  private(set) var hasRecords = false
  /// No lines, and no number of the record that anyone could find it by.
  let line = 0

  private let checksData: Bool
  /// Where the text that is given next begins in the file.
  private var offset = 0
  private var parts = Parts.none
  /// The record that is being put together.
  private var assembled: [UInt8] = []

  private enum Parts {
    /// The next part begins a record.
    case none
    /// The next part goes on with one that is put together.
    case gathered
    /// The next part goes on with one that nobody wants.
    case passedOver
  }

  /// A reader; without `checksData` the checksums are not looked at.
  init(_ sink: Sink, checksData: Bool = true) {
    self.sink = sink
    self.checksData = checksData
  }

  /// Goes on with another file.
  mutating func beginFile() {
    ending = nil
    hasRecords = false
    offset = 0
    parts = .none
  }

  mutating func reserve(scale: Double) { sink.reserve(scale: scale) }

  mutating func consume(_ text: Span<UInt8>, count: Int, isLast: Bool) throws(RunError) -> Int {
    let used = try consumeParts(text, count: count, isLast: isLast)
    offset += used
    return used
  }

  private mutating func consumeParts(_ text: Span<UInt8>, count: Int, isLast: Bool) throws(RunError) -> Int {
    var position = 0
    if offset == 0, ending == nil {
      guard count >= WandBLog.headerBytes else { return unfinished(0, count, isLast) }
      guard WandBLog.isHeader(text) else {
        ending = .damaged
        return count
      }
      position = WandBLog.headerBytes
    }
    while ending == nil {
      let left = WandBLog.blockBytes &- (offset &+ position) % WandBLog.blockBytes
      if left < WandBLog.partHeaderBytes {
        guard count &- position >= left else { return isLast ? finished(count) : position }
        position &+= left
        continue
      }
      let start = position &+ WandBLog.partHeaderBytes
      guard start <= count else { return unfinished(position, count, isLast, zerosFrom: position, text) }
      let length = Int(text[position &+ 4]) | Int(text[position &+ 5]) << 8
      let type = text[position &+ 6]
      guard WandBLog.isPart(type), length <= left &- WandBLog.partHeaderBytes else {
        ending = TFRecord.isZero(text, from: position, to: start) ? .zeros : .damaged
        break
      }
      let end = start &+ length
      guard end <= count else { return unfinished(position, count, isLast) }
      if checksData,
        WandBLog.checksum(of: text, from: position &+ 6, to: end) != text.halfWord(at: position)
      {
        ending = .damaged
        break
      }
      guard try take(text, from: start, to: end, type: type) else {
        ending = .damaged
        break
      }
      position = end
    }
    if ending == .zeros, !TFRecord.isZero(text, from: position, to: count) { ending = .damaged }
    return count
  }

  /// A part of a record, or all of it; false where it cannot be where it is.
  private mutating func take(_ text: Span<UInt8>, from start: Int, to end: Int, type: UInt8) throws(RunError) -> Bool {
    switch (type, parts) {
    case (WandBLog.full, .none):
      return try give(text, from: start, to: end)
    case (WandBLog.first, .none):
      if let kind = WandBLog.kind(of: text, from: start, to: end), !Sink.wants(kind) {
        parts = .passedOver
        hasRecords = true
      } else {
        parts = .gathered
        assembled.removeAll(keepingCapacity: true)
        append(text, from: start, to: end)
      }
    case (WandBLog.middle, .gathered), (WandBLog.last, .gathered):
      append(text, from: start, to: end)
      // Memory stays bounded, whatever the file says.
      guard assembled.count <= WandBLog.recordLimit else { return false }
      if type == WandBLog.last {
        parts = .none
        let count = assembled.count
        assembled.append(contentsOf: repeatElement(0, count: NumberScanner.padding))
        let whole = assembled
        assembled = []
        let isRecord = try give(whole.span, from: 0, to: count)
        assembled = whole
        return isRecord
      }
    case (WandBLog.middle, .passedOver):
      break
    case (WandBLog.last, .passedOver):
      parts = .none
    default:
      return false
    }
    return true
  }

  private mutating func give(_ bytes: Span<UInt8>, from start: Int, to end: Int) throws(RunError) -> Bool {
    hasRecords = true
    return try sink.take(bytes, from: start, to: end)
  }

  private mutating func append(_ text: Span<UInt8>, from start: Int, to end: Int) {
    assembled.append(addingCapacity: end - start) { output in
      for offset in start..<end { output.append(text[offset]) }
    }
  }

  /// What is used of the text where a part of it is not complete.
  private mutating func unfinished(
    _ position: Int, _ count: Int, _ isLast: Bool, zerosFrom start: Int? = nil, _ text: Span<UInt8> = Span()
  ) -> Int {
    guard isLast else { return position }
    guard position < count else { return finished(count) }
    ending = start.map { TFRecord.isZero(text, from: $0, to: count) } == true ? .zeros : .torn
    return count
  }

  /// The file ends where a part could begin; a record of which the rest is missing is cut.
  private mutating func finished(_ count: Int) -> Int {
    if parts != .none { ending = .torn }
    return count
  }
}

/// What takes the records of a `.wandb` file.
protocol WandBRecordSink: RecordSink {
  /// Whether records of a kind, the number of its field in `Record`, are to be given. Others may be given too.
  static func wants(_ kind: Int) -> Bool

  /// Makes room for the whole log, of which `1 / scale` has been read.
  mutating func reserve(scale: Double)
}

extension WandBRecordSink {
  mutating func reserve(scale: Double) {}
}
