/// Reads a TFRecord file: each record is its length in 8 bytes, a checksum of that, its bytes, and a checksum of those.
///
/// A length counts only when its checksum is right, and no memory is taken for more than is there. Where a record is
/// damaged the file ends, since nothing says where the next one would begin.
struct TFRecordReader<Sink: RecordSink>: RecordReader {
  var sink: Sink
  /// How the records of the file ended, where it was not with the file.
  private(set) var ending: RecordEnding?
  /// Records that were too long to be held, and were passed over; of all files.
  private(set) var longRecords = 0
  private(set) var hasRecords = false
  /// No lines, and no number of the record that anyone could find it by.
  let line = 0

  private let crc = CRC32C()
  /// The longest record that is held; one of scalars is far shorter.
  private let recordLimit: Int
  private let checksData: Bool
  private var passing: LongRecord?

  /// A record that is passed over piece by piece.
  private struct LongRecord {
    var bytesLeft: UInt64
    var checksum: UInt32 = 0
  }

  /// A reader; without `checksData` only the lengths' checksums are looked at.
  init(_ sink: Sink, options: ReadingOptions, checksData: Bool = true) {
    self.sink = sink
    self.checksData = checksData
    recordLimit = max(0, min(32 << 20, options.lineLimitBytes - TFRecord.overhead))
  }

  /// Goes on with another file.
  mutating func beginFile() {
    ending = nil
    hasRecords = false
    passing = nil
  }

  mutating func reserve(scale: Double) {}

  mutating func consume(_ text: Span<UInt8>, count: Int, isLast: Bool) throws(RunError) -> Int {
    var position = 0
    while ending == nil {
      if let long = passing {
        guard let next = passOver(long, text, from: position, count: count) else { break }
        position = next
        guard passing == nil else { return tornOr(position, count, isLast) }
        continue
      }
      guard count - position >= TFRecord.headerBytes else {
        guard position < count else { return count }
        let isZero = TFRecord.isZero(text, from: position, to: count)
        return tornOr(position, count, isLast, as: isZero ? .zeros : .torn)
      }
      guard let length = TFRecord.length(in: text, at: position, crc) else {
        ending = TFRecord.isZero(text, from: position, to: position + TFRecord.headerBytes) ? .zeros : .damaged
        break
      }
      guard length <= UInt64(recordLimit) else {
        passing = LongRecord(bytesLeft: length)
        position += TFRecord.headerBytes
        continue
      }
      let start = position &+ TFRecord.headerBytes
      let end = start &+ Int(truncatingIfNeeded: length)
      guard count &- end >= TFRecord.checksumBytes else { return tornOr(position, count, isLast) }
      if checksData,
        CRC32C.masked(crc.checksum(of: text, from: start, to: end)) != text.halfWord(at: end)
      {
        ending = .damaged
        break
      }
      hasRecords = true
      guard try sink.take(text, from: start, to: end) else {
        ending = .damaged
        break
      }
      position = end &+ TFRecord.checksumBytes
    }
    if ending == .zeros, !TFRecord.isZero(text, from: position, to: count) { ending = .damaged }
    return count
  }

  /// What is used of the text where a record in it is not complete.
  private mutating func tornOr(_ position: Int, _ count: Int, _ isLast: Bool, as ending: RecordEnding = .torn) -> Int {
    guard isLast else { return position }
    self.ending = ending
    return count
  }

  /// Passes over what is here of a long record; the offset after it, or nil where it is damaged.
  private mutating func passOver(_ long: LongRecord, _ text: Span<UInt8>, from start: Int, count: Int) -> Int? {
    var long = long
    let here = Int(truncatingIfNeeded: min(long.bytesLeft, UInt64(count - start)))
    if checksData {
      long.checksum = crc.checksum(of: text, from: start, to: start + here, after: long.checksum)
    }
    long.bytesLeft -= UInt64(here)
    passing = long
    let end = start + here
    guard long.bytesLeft == 0, count - end >= TFRecord.checksumBytes else { return end }
    if checksData, CRC32C.masked(long.checksum) != text.halfWord(at: end) {
      ending = .damaged
      return nil
    }
    passing = nil
    hasRecords = true
    longRecords += 1
    return end + TFRecord.checksumBytes
  }
}

/// The layout of a TFRecord.
enum TFRecord {
  /// The length and its checksum.
  static let headerBytes = 12
  static let checksumBytes = 4
  static let overhead = headerBytes + checksumBytes

  /// The length that a header gives; nil where its checksum is not right.
  @inline(__always)
  static func length(in bytes: Span<UInt8>, at offset: Int, _ crc: CRC32C) -> UInt64? {
    let checksum = CRC32C.masked(crc.checksum(of: bytes, from: offset, to: offset &+ 8))
    return checksum == bytes.halfWord(at: offset &+ 8) ? bytes.word(at: offset) : nil
  }

  static func isZero(_ bytes: Span<UInt8>, from start: Int, to end: Int) -> Bool {
    for offset in start..<end where bytes[offset] != 0 { return false }
    return true
  }
}
