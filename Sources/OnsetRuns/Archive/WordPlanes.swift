private import CZlib

/// Words of 64 bits kept by planes: the lowest bytes of all words, then the next ones, up to the highest. What training
/// logs hold has planes that are all but empty: floats that were widened have zeros at the low end, and magnitudes that
/// hardly change few different bytes at the high end.
///
/// Each of the 8 planes is one byte that says how it is kept, and what is kept. What is slow to unpack is kept so only
/// where much is gained by it: reading an archive must not cost more than the reading of plain bytes.
enum WordPlanes {
  /// How a plane is kept.
  private enum Kind: UInt8 {
    /// All its bytes are the one that follows.
    case constant = 0
    /// At most 16 different bytes: a table of 16, then half a byte for each word, the first in the low half.
    case nibbles = 1
    /// The bytes as they are.
    case plain = 2
    /// A length of 4 bytes, little-endian, and as many bytes of zlib.
    case deflated = 3
  }

  // MARK: Packing

  /// Appends the planes of words.
  static func append(_ words: [UInt64], to bytes: inout [UInt8]) {
    var plane = [UInt8](repeating: 0, count: words.count)
    for shift in stride(from: UInt64(0), to: 64, by: 8) {
      for index in words.indices { plane[index] = UInt8(truncatingIfNeeded: words[index] &>> shift) }
      append(plane: plane, to: &bytes)
    }
  }

  private static func append(plane: [UInt8], to bytes: inout [UInt8]) {
    var seen = [Bool](repeating: false, count: 256)
    for byte in plane { seen[Int(byte)] = true }
    let table = (0..<256).filter { seen[$0] }.map { UInt8($0) }
    if table.count <= 1 {
      bytes.append(Kind.constant.rawValue)
      bytes.append(table.first ?? 0)
      return
    }
    // Unpacking zlib costs about as much as reading four times the bytes.
    if plane.count >= 256, let packed = deflated(plane), packed.count * 4 <= plane.count {
      bytes.append(Kind.deflated.rawValue)
      for shift in stride(from: 0, to: 32, by: 8) { bytes.append(UInt8(truncatingIfNeeded: packed.count >> shift)) }
      bytes.append(contentsOf: packed)
    } else if table.count <= 16, plane.count > 64 {
      bytes.append(Kind.nibbles.rawValue)
      bytes.append(contentsOf: table + Array(repeating: 0, count: 16 - table.count))
      var codes = [UInt8](repeating: 0, count: 256)
      for (code, byte) in table.enumerated() { codes[Int(byte)] = UInt8(code) }
      for index in stride(from: 0, to: plane.count, by: 2) {
        let high = index + 1 < plane.count ? codes[Int(plane[index + 1])] : 0
        bytes.append(codes[Int(plane[index])] | high << 4)
      }
    } else {
      bytes.append(Kind.plain.rawValue)
      bytes.append(contentsOf: plane)
    }
  }

  private static func deflated(_ plane: [UInt8]) -> [UInt8]? {
    var count = compressBound(UInt(plane.count))
    var packed = [UInt8](repeating: 0, count: Int(count))
    let code = unsafe packed.withUnsafeMutableBufferPointer { target in
      unsafe plane.withUnsafeBufferPointer { source in
        unsafe compress2(target.baseAddress, &count, source.baseAddress, UInt(source.count), 1)
      }
    }
    guard code == Z_OK else { return nil }
    packed.removeLast(packed.count - Int(count))
    return packed
  }

  // MARK: Unpacking

  /// Room for the planes of one block, used again and again.
  struct Scratch: ~Copyable {
    fileprivate var bytes: [UInt8] = []
  }

  /// Unpacks the planes of `words.count` words that begin at an offset, which is moved behind them. False where the
  /// bytes are no such planes.
  static func unpack(
    _ bytes: UnsafeRawBufferPointer, at offset: inout Int, into words: UnsafeMutableBufferPointer<UInt64>,
    _ scratch: inout Scratch
  ) -> Bool {
    let count = words.count
    // Rows of 8 bytes are read at once, the last of them beyond the end.
    let rowBytes = (count + 7) & ~7
    if scratch.bytes.count < 8 * rowBytes {
      scratch.bytes.append(contentsOf: repeatElement(0, count: 8 * rowBytes - scratch.bytes.count))
    }
    return unsafe scratch.bytes.withUnsafeMutableBytes { scratch in
      // Where the bytes of each plane are; nil for one whose bytes are all the same.
      var planes = unsafe InlineArray<8, UnsafeRawPointer?>(repeating: nil)
      var constants: UInt64 = 0
      for plane in 0..<8 {
        guard offset < bytes.count, let kind = unsafe Kind(rawValue: bytes[offset]) else { return false }
        offset += 1
        let left = bytes.count - offset
        let room = unsafe UnsafeMutableRawBufferPointer(
          rebasing: scratch[(plane * rowBytes)..<((plane + 1) * rowBytes)])
        unsafe planes[plane] = UnsafeRawPointer(room.baseAddress)
        switch kind {
        case .constant:
          guard left >= 1 else { return false }
          constants |= unsafe UInt64(bytes[offset]) << UInt64(8 * plane)
          unsafe planes[plane] = nil
          offset += 1
        case .nibbles:
          let used = 16 + (count + 1) / 2
          guard left >= used else { return false }
          unsafe unpackNibbles(bytes, offset, count, room)
          offset += used
        case .plain:
          guard left >= count else { return false }
          let source = unsafe UnsafeRawBufferPointer(rebasing: bytes[offset..<(offset + count)])
          if left >= rowBytes {
            unsafe planes[plane] = source.baseAddress
          } else {
            unsafe room.copyMemory(from: source)
          }
          offset += count
        case .deflated:
          guard left >= 4 else { return false }
          let size = (0..<4).reduce(0) { unsafe $0 | Int(bytes[offset + $1]) << (8 * $1) }
          offset += 4
          guard size <= left - 4, unsafe inflated(bytes, offset, size, room, count) else { return false }
          offset += size
        }
      }
      if (0..<8).allSatisfy({ unsafe planes[$0] == nil }) {
        for index in words.indices { unsafe words[index] = constants }
      } else if (4..<8).allSatisfy({ unsafe planes[$0] == nil }) {
        unsafe joinLowerHalves(planes, constants, words)
      } else {
        unsafe join(planes, constants, words)
      }
      return true
    }
  }

  private static func unpackNibbles(
    _ bytes: UnsafeRawBufferPointer, _ offset: Int, _ count: Int, _ room: UnsafeMutableRawBufferPointer
  ) {
    // Two bytes at a time, by a table of all pairs.
    unsafe withUnsafeTemporaryAllocation(of: UInt16.self, capacity: 256) { pairs in
      for pair in 0..<256 {
        let low = unsafe UInt16(bytes[offset + (pair & 15)])
        let high = unsafe UInt16(bytes[offset + (pair >> 4)])
        unsafe pairs[pair] = (low | high << 8).littleEndian
      }
      for index in 0..<((count + 1) / 2) {
        let pair = unsafe pairs[Int(bytes[offset &+ 16 &+ index])]
        unsafe room.storeBytes(of: pair, toByteOffset: 2 &* index, as: UInt16.self)
      }
    }
  }

  private static func inflated(
    _ bytes: UnsafeRawBufferPointer, _ offset: Int, _ size: Int, _ room: UnsafeMutableRawBufferPointer, _ count: Int
  ) -> Bool {
    guard let source = unsafe bytes.bindMemory(to: UInt8.self).baseAddress,
      let target = unsafe room.bindMemory(to: UInt8.self).baseAddress
    else { return false }
    var produced = UInt(count)
    let code = unsafe uncompress(target, &produced, source + offset, UInt(size))
    return code == Z_OK && produced == UInt(count)
  }

  /// Puts the bytes of the planes together to words: 8 words at a time, which are a matrix of 8 x 8 bytes to transpose.
  ///
  /// Pointers, because this is the innermost loop of reading an archive, and a check for each of 8 loads costs as much as
  /// the loads.
  private static func join(
    _ planes: InlineArray<8, UnsafeRawPointer?>, _ constants: UInt64, _ words: UnsafeMutableBufferPointer<UInt64>
  ) {
    var index = 0
    while index < words.count {
      var (a, b, c, d) = unsafe halves(planes, from: 0, index)
      var (e, f, g, h) = unsafe halves(planes, from: 4, index)
      let half: UInt64 = 0x0000_0000_FFFF_FFFF
      swap(&a, &e, 32, half)
      swap(&b, &f, 32, half)
      swap(&c, &g, 32, half)
      swap(&d, &h, 32, half)
      unsafe store([a, b, c, d, e, f, g, h], constants, words, at: index)
      index &+= 8
    }
  }

  /// The same where the upper four planes are constant, as they are of most decimals and steps.
  private static func joinLowerHalves(
    _ planes: InlineArray<8, UnsafeRawPointer?>, _ constants: UInt64, _ words: UnsafeMutableBufferPointer<UInt64>
  ) {
    var index = 0
    while index < words.count {
      let (a, b, c, d) = unsafe halves(planes, from: 0, index)
      let half: UInt64 = 0x0000_0000_FFFF_FFFF
      unsafe store(
        [a & half, b & half, c & half, d & half, a &>> 32, b &>> 32, c &>> 32, d &>> 32], constants, words, at: index)
      index &+= 8
    }
  }

  /// Four planes at 8 words: each result has half of a word, and in its upper half that of the fourth word after it.
  @inline(__always)
  private static func halves(
    _ planes: InlineArray<8, UnsafeRawPointer?>, from plane: Int, _ index: Int
  ) -> (UInt64, UInt64, UInt64, UInt64) {
    var (a, b) = unsafe (row(planes[plane], index), row(planes[plane + 1], index))
    var (c, d) = unsafe (row(planes[plane + 2], index), row(planes[plane + 3], index))
    let bytes: UInt64 = 0x00FF_00FF_00FF_00FF
    swap(&a, &b, 8, bytes)
    swap(&c, &d, 8, bytes)
    let pairs: UInt64 = 0x0000_FFFF_0000_FFFF
    swap(&a, &c, 16, pairs)
    swap(&b, &d, 16, pairs)
    return (a, b, c, d)
  }

  /// The 8 bytes of a plane from an index on; zeros of a constant one.
  @inline(__always)
  private static func row(_ plane: UnsafeRawPointer?, _ index: Int) -> UInt64 {
    guard let bytes = unsafe plane else { return 0 }
    return unsafe UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
  }

  @inline(__always)
  private static func store(
    _ eight: InlineArray<8, UInt64>, _ constants: UInt64, _ words: UnsafeMutableBufferPointer<UInt64>, at index: Int
  ) {
    if index &+ 8 <= words.count {
      for place in 0..<8 { unsafe words[index &+ place] = eight[place] | constants }
    } else {
      for place in 0..<words.count - index { unsafe words[index + place] = eight[place] | constants }
    }
  }

  /// Exchanges the upper part of `low` for the lower part of `high`, in pieces of `shift` bits.
  @inline(__always)
  private static func swap(_ low: inout UInt64, _ high: inout UInt64, _ shift: UInt64, _ mask: UInt64) {
    let difference = ((low &>> shift) ^ high) & mask
    high ^= difference
    low ^= difference &<< shift
  }
}
