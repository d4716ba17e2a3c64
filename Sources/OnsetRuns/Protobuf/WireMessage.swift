/// A walk over the fields of one protobuf message, which lies between two offsets of some bytes. Nothing is decoded
/// that is not asked for, and nothing is allocated.
///
///     var message = WireMessage(from: start, to: end)
///     while let field = message.next(in: bytes) { … }
///
/// Fields come in the order in which they were written, repeated ones one by one; what a reader does not know it passes
/// over. Groups, which no writer of today has, count as damage.
struct WireMessage {
  private(set) var position: Int
  private let end: Int
  /// Whether the walk ended because the bytes are no message.
  private(set) var isDamaged = false

  init(from start: Int, to end: Int) {
    position = start
    self.end = end
  }

  /// The message that a field holds.
  init(_ field: WireField) { self.init(from: field.start, to: field.end) }

  /// The next field; nil after the last one, and where the bytes are no message.
  @inline(__always)
  mutating func next(in bytes: Span<UInt8>) -> WireField? {
    guard position < end else { return nil }
    guard let tag = varint(in: bytes), tag >> 3 > 0, tag >> 3 < 1 << 29 else { return damage() }
    let number = Int(truncatingIfNeeded: tag >> 3)
    switch tag & 7 {
    case 0:
      guard let value = varint(in: bytes) else { return damage() }
      return WireField(number: number, kind: .varint, bits: value, start: position, end: position)
    case 1:
      guard end &- position >= 8 else { return damage() }
      position &+= 8
      return WireField(
        number: number, kind: .fixed64, bits: bytes.word(at: position &- 8), start: position &- 8, end: position)
    case 2:
      guard let length = varint(in: bytes), length <= UInt64(end &- position) else { return damage() }
      let start = position
      position &+= Int(truncatingIfNeeded: length)
      return WireField(number: number, kind: .bytes, bits: 0, start: start, end: position)
    case 5:
      guard end &- position >= 4 else { return damage() }
      position &+= 4
      return WireField(
        number: number, kind: .fixed32, bits: UInt64(bytes.halfWord(at: position &- 4)), start: position &- 4,
        end: position)
    default:
      return damage()
    }
  }

  /// The next of the numbers that a packed field holds; nil after the last one.
  @inline(__always)
  mutating func nextPacked(_ kind: WireField.Kind, in bytes: Span<UInt8>) -> UInt64? {
    guard position < end else { return nil }
    switch kind {
    case .varint:
      if let value = varint(in: bytes) { return value }
    case .fixed64 where end &- position >= 8:
      position &+= 8
      return bytes.word(at: position &- 8)
    case .fixed32 where end &- position >= 4:
      position &+= 4
      return UInt64(bytes.halfWord(at: position &- 4))
    default:
      break
    }
    isDamaged = true
    position = end
    return nil
  }

  @inline(__always)
  private mutating func varint(in bytes: Span<UInt8>) -> UInt64? {
    guard position < end else { return nil }
    let first = bytes[position]
    position &+= 1
    return first < 0x80 ? UInt64(first) : longVarint(in: bytes, first: first)
  }

  @inline(never)
  private mutating func longVarint(in bytes: Span<UInt8>, first: UInt8) -> UInt64? {
    var value = UInt64(first & 0x7F)
    var shift: UInt64 = 7
    while position < end, shift < 70 {
      let byte = bytes[position]
      position &+= 1
      // Of the tenth byte one bit is left; what writers put above it is cut off, as protobuf does.
      value |= UInt64(byte & 0x7F) &<< shift & (shift == 63 ? 1 << 63 : .max)
      if byte < 0x80 { return value }
      shift &+= 7
    }
    return nil
  }

  @inline(never)
  private mutating func damage() -> WireField? {
    isDamaged = true
    position = end
    return nil
  }
}

/// A field of a protobuf message as it lies in the bytes.
struct WireField {
  let number: Int
  let kind: Kind
  /// The number, of a varint and of the fixed kinds.
  let bits: UInt64
  /// Where the content of `bytes` lies: a text, a message or packed numbers.
  let start: Int
  let end: Int

  /// How a field is written.
  enum Kind {
    case varint
    case fixed64
    case fixed32
    case bytes
  }

  var isEmpty: Bool { start == end }

  /// The number of a varint that has a sign.
  var signed: Int64 { Int64(bitPattern: bits) }

  /// Whether it holds these characters.
  func spells(_ word: StaticString, in bytes: Span<UInt8>) -> Bool {
    guard end - start == word.utf8CodeUnitCount else { return false }
    // A literal's characters, within their count.
    let letters = unsafe UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
    for index in 0..<(end - start) where unsafe bytes[start + index] != letters[index] { return false }
    return true
  }

  /// The text it holds; what is no UTF-8 in it is repaired.
  func text(in bytes: Span<UInt8>) -> String { bytes.text(from: start, to: end) }
}

extension Span<UInt8> {
  /// The bytes between two offsets as text; what is no UTF-8 in it is repaired.
  func text(from start: Int, to end: Int) -> String {
    var copy: [UInt8] = []
    copy.reserveCapacity(end - start)
    for offset in start..<end { copy.append(self[offset]) }
    return String(decoding: copy, as: UTF8.self)
  }

  /// A copy of the bytes between two offsets, with zeros after it for the scanners.
  func padded(from start: Int, to end: Int) -> [UInt8] {
    var copy: [UInt8] = []
    copy.reserveCapacity(end - start + NumberScanner.padding)
    for offset in start..<end { copy.append(self[offset]) }
    copy.append(contentsOf: repeatElement(0, count: NumberScanner.padding))
    return copy
  }

  /// The four bytes from `offset` on, in file order from the least significant byte on.
  @inline(__always)
  func halfWord(at offset: Int) -> UInt32 {
    // Bounds-checked; see ``word(at:)``.
    UInt32(littleEndian: unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self))
  }
}
