import OnsetText

/// What libyaml takes for a line end: LF, CR LF, CR, NEL (U+0085), LS (U+2028) and PS (U+2029).
///
/// YAML 1.2 has only the first three; the decoded text has to agree with libyaml's, so all six are here.
enum LineBreaks {
  /// How many bytes the line end at `offset` has; 0 where there is none.
  static func count(at offset: Int, in bytes: [UInt8]) -> Int {
    guard offset < bytes.count else { return 0 }
    switch bytes[offset] {
    case UInt8(ascii: "\n"): return 1
    case UInt8(ascii: "\r"):
      return offset + 1 < bytes.count && bytes[offset + 1] == UInt8(ascii: "\n") ? 2 : 1
    case 0xC2: return offset + 1 < bytes.count && bytes[offset + 1] == 0x85 ? 2 : 0
    case 0xE2: return isSeparator(at: offset, in: bytes) ? 3 : 0
    default: return 0
    }
  }

  /// Whether LS or PS is at `offset`: the line ends that folding keeps as they are.
  static func isSeparator(at offset: Int, in bytes: [UInt8]) -> Bool {
    offset + 2 < bytes.count && bytes[offset] == 0xE2 && bytes[offset + 1] == 0x80
      && (bytes[offset + 2] == 0xA8 || bytes[offset + 2] == 0xA9)
  }

  /// Whether a space or tab is at `offset`.
  static func isBlank(at offset: Int, in bytes: [UInt8]) -> Bool {
    offset < bytes.count && (bytes[offset] == UInt8(ascii: " ") || bytes[offset] == UInt8(ascii: "\t"))
  }
}

extension MappedText {
  /// Adds the line end at `range` as it is decoded: LS and PS as they are, any other as LF.
  ///
  /// `place` is what the map says for it, where that is not the line end itself.
  mutating func addBreak(_ range: ByteRange, of bytes: [UInt8], place: ByteRange? = nil) {
    if LineBreaks.isSeparator(at: range.lower, in: bytes) {
      add(bytes[range.lower..<range.upper], for: place ?? range)
    } else {
      add(CollectionOfOne(UInt8(ascii: "\n")), for: place ?? range)
    }
  }
}
