import OnsetText

/// Turns libyaml's positions, which count code points, into byte offsets.
struct MarkIndex {
  /// The byte offset of every `stride`-th code point; nil where all are ASCII and the two counts agree.
  private let checkpoints: [Int]?
  private let bytes: [UInt8]
  /// Where counting begins: after the byte-order mark.
  private let origin: Int

  private static let stride = 64

  /// An index of `bytes`, which are valid UTF-8, from `origin` on. O(bytes).
  init(_ bytes: [UInt8], from origin: Int) {
    self.bytes = bytes
    self.origin = origin
    if bytes.span.extracting(droppingFirst: origin).isASCII {
      checkpoints = nil
      return
    }
    var checkpoints: [Int] = []
    var codePoints = 0
    for offset in origin..<bytes.count where bytes[offset] & 0xC0 != 0x80 {
      if codePoints.isMultiple(of: Self.stride) { checkpoints.append(offset) }
      codePoints += 1
    }
    self.checkpoints = checkpoints
  }

  /// The byte offset of the code point with this number; the end of the bytes for one past the last.
  func byteOffset(ofCodePoint number: Int) -> Int {
    guard let checkpoints else { return min(origin + number, bytes.count) }
    let checkpoint = number / Self.stride
    guard checkpoint < checkpoints.count else { return bytes.count }
    var offset = checkpoints[checkpoint]
    for _ in 0..<(number % Self.stride) {
      guard offset < bytes.count else { return offset }
      offset += 1
      while offset < bytes.count, bytes[offset] & 0xC0 == 0x80 { offset += 1 }
    }
    return offset
  }
}
