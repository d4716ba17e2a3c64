/// Eight bytes at a time, for the scanners.
///
/// The bytes of a word are in file order from its least significant byte on, on every machine.
extension Span<UInt8> {
  /// The eight bytes from `offset` on.
  ///
  /// Bounds-checked; `unsafe` only because the load is generic over what it loads, and every bit pattern is
  /// a `UInt64`. Reading 17-digit numbers byte by byte costs twice the time of reading them by words.
  @inline(__always)
  func word(at offset: Int) -> UInt64 {
    UInt64(littleEndian: unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }
}

/// Arithmetic on the eight bytes of a word at once.
enum ByteWord {
  static let ones: UInt64 = 0x0101_0101_0101_0101
  static let highBits: UInt64 = 0x8080_8080_8080_8080

  /// The high bit of each byte that is no ASCII digit.
  @inline(__always)
  static func nonDigits(_ word: UInt64) -> UInt64 {
    let distance = word ^ 0x3030_3030_3030_3030
    // No carry leaves a byte: the greatest sum is 0x7F + 0x76.
    return (((distance & ~highBits) &+ 0x7676_7676_7676_7676) | distance) & highBits
  }

  /// The high bit of each byte that equals `byte`; bytes after the first such one may be marked wrongly.
  @inline(__always)
  static func matches(_ word: UInt64, _ byte: UInt8) -> UInt64 {
    let distance = word ^ (ones &* UInt64(byte))
    return (distance &- ones) & ~distance & highBits
  }

  /// How many bytes lie before the first that is marked in `marks`; 8 where none is.
  @inline(__always)
  static func bytesBefore(_ marks: UInt64) -> Int { marks.trailingZeroBitCount &>> 3 }

  /// The number that eight digit values (0 to 9, the first one the most significant) spell.
  ///
  /// Pairs, then fours, then all eight are combined, each by one multiplication.
  @inline(__always)
  static func decimal(_ digits: UInt64) -> UInt64 {
    let pairs = (digits &* 10 &+ (digits &>> 8)) & 0x00FF_00FF_00FF_00FF
    let fours = (pairs &* 100 &+ (pairs &>> 16)) & 0x0000_FFFF_0000_FFFF
    return (fours &* 10_000 &+ (fours &>> 32)) & 0xFFFF_FFFF
  }
}
