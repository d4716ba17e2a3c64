/// A 64-bit digest of bytes (FNV-1a): one changed byte always changes it.
struct Digest {
  private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

  mutating func add(_ byte: UInt8) { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }

  /// Adds a text and its end.
  mutating func add(_ text: String) {
    for byte in text.utf8 { add(byte) }
    add(0xFF)
  }

  static func of(_ bytes: some Sequence<UInt8>) -> UInt64 {
    var digest = Digest()
    for byte in bytes { digest.add(byte) }
    return digest.value
  }
}
