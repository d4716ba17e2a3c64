/// A piece of a column as the archive keeps it: at most ``sampleLimit`` steps or values, packed.
///
/// The first byte says how, the next four are the number of samples, little-endian; then:
///
/// * `0` plain: 8 bytes a value, little-endian.
/// * `1` planes: the values' bits as ``WordPlanes``.
/// * `2` decimals: an exponent of one byte, a least whole number of 8 bytes, and as planes what the others are more than
///   it; a value is its whole number divided by that power of ten, to the nearest double.
/// * `3` steps: the first step in 8 bytes, and as planes how much each of the others is more than the one before it.
enum ArchiveBlock {
  /// The most samples of a block: what is unpacked at once stays in the cache.
  static let sampleLimit = 65_536

  private enum Coding: UInt8 {
    case plain = 0
    case planes = 1
    case decimals = 2
    case steps = 3
  }

  private static let headerBytes = 5

  // MARK: Packing

  /// Packs values; at most ``sampleLimit``.
  static func pack(_ values: ArraySlice<Double>) -> [UInt8] {
    let plainSize = headerBytes + 8 * values.count
    var best = header(.planes, values.count)
    WordPlanes.append(values.map(\.bitPattern), to: &best)
    if let decimals = packDecimals(values), decimals.count < best.count { best = decimals }
    // A tenth less is not worth the unpacking.
    if best.count * 10 < plainSize * 9 { return best }
    var plain = header(.plain, values.count)
    plain.reserveCapacity(plainSize)
    for value in values { append(value.bitPattern, to: &plain) }
    return plain
  }

  /// Packs steps that ascend; at most ``sampleLimit``.
  static func pack(_ steps: ArraySlice<Int64>) -> [UInt8] {
    var bytes = header(.steps, steps.count)
    append(UInt64(bitPattern: steps.first ?? 0), to: &bytes)
    let distances = zip(steps, steps.dropFirst()).map { UInt64(bitPattern: $1 &- $0) }
    WordPlanes.append(distances, to: &bytes)
    return bytes
  }

  private static func packDecimals(_ values: ArraySlice<Double>) -> [UInt8]? {
    guard
      let exponent = (0..<powersOfTen.count).first(where: { exponent in
        values.prefix(64).allSatisfy { wholeNumber($0, exponent) != nil }
      })
    else { return nil }
    var numbers: [Int64] = []
    numbers.reserveCapacity(values.count)
    for value in values {
      guard let number = wholeNumber(value, exponent) else { return nil }
      numbers.append(number)
    }
    let least = numbers.min() ?? 0
    var bytes = header(.decimals, values.count)
    bytes.append(UInt8(exponent))
    append(UInt64(bitPattern: least), to: &bytes)
    WordPlanes.append(numbers.map { UInt64(bitPattern: $0 &- least) }, to: &bytes)
    return bytes
  }

  /// The powers that are doubles, and for which a whole number divided by one is the double nearest to the decimal.
  private static let powersOfTen: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
  ]

  /// The whole number that gives a value, bit for bit, when it is divided by a power of ten.
  private static func wholeNumber(_ value: Double, _ exponent: Int) -> Int64? {
    let power = powersOfTen[exponent]
    let number = (value * power).rounded()
    guard number.magnitude < 9_007_199_254_740_992, (number / power).bitPattern == value.bitPattern else { return nil }
    return Int64(number)
  }

  private static func header(_ coding: Coding, _ count: Int) -> [UInt8] {
    [coding.rawValue] + (0..<4).map { UInt8(truncatingIfNeeded: count >> (8 * $0)) }
  }

  private static func append(_ word: UInt64, to bytes: inout [UInt8]) {
    for shift in stride(from: UInt64(0), to: 64, by: 8) { bytes.append(UInt8(truncatingIfNeeded: word >> shift)) }
  }

  // MARK: Unpacking

  /// Appends the values of a block. False where the bytes are none.
  static func unpack(
    _ bytes: UnsafeRawBufferPointer, to values: inout [Double], _ scratch: inout WordPlanes.Scratch
  ) -> Bool {
    guard let (coding, count) = unsafe header(bytes) else { return false }
    var isRight = false
    values.append(addingCapacity: count) { output in
      unsafe output.withUnsafeMutableBufferPointer { buffer, initialized in
        let target = unsafe UnsafeMutableBufferPointer(rebasing: buffer[initialized..<(initialized + count)])
        switch coding {
        case .plain: isRight = unsafe unpackPlain(bytes, target)
        case .planes: isRight = unsafe unpackPlanes(bytes, headerBytes, target, &scratch)
        case .decimals: isRight = unsafe unpackDecimals(bytes, target, &scratch)
        case .steps: break
        }
        if isRight { initialized += count }
      }
    }
    return isRight
  }

  private static func unpackPlain(
    _ bytes: UnsafeRawBufferPointer, _ values: UnsafeMutableBufferPointer<Double>
  ) -> Bool {
    guard bytes.count == headerBytes + 8 * values.count, let source = bytes.baseAddress else { return false }
    #if _endian(little)
      unsafe UnsafeMutableRawBufferPointer(values).copyMemory(
        from: UnsafeRawBufferPointer(start: source + headerBytes, count: 8 * values.count))
    #else
      for index in values.indices {
        let word = unsafe source.loadUnaligned(fromByteOffset: headerBytes + 8 * index, as: UInt64.self)
        unsafe values[index] = Double(bitPattern: UInt64(littleEndian: word))
      }
    #endif
    return true
  }

  private static func unpackPlanes(
    _ bytes: UnsafeRawBufferPointer, _ start: Int, _ values: UnsafeMutableBufferPointer<Double>,
    _ scratch: inout WordPlanes.Scratch
  ) -> Bool {
    var offset = start
    // A double has the size and place of its bits.
    return unsafe values.withMemoryRebound(to: UInt64.self) { words in
      unsafe WordPlanes.unpack(bytes, at: &offset, into: words, &scratch) && offset == bytes.count
    }
  }

  private static func unpackDecimals(
    _ bytes: UnsafeRawBufferPointer, _ values: UnsafeMutableBufferPointer<Double>,
    _ scratch: inout WordPlanes.Scratch
  ) -> Bool {
    guard bytes.count >= headerBytes + 9 else { return false }
    let exponent = unsafe Int(bytes[headerBytes])
    guard exponent < powersOfTen.count, unsafe unpackPlanes(bytes, headerBytes + 9, values, &scratch) else {
      return false
    }
    let least = unsafe word(bytes, headerBytes + 1)
    let power = powersOfTen[exponent]
    for index in values.indices {
      let number = unsafe Int64(bitPattern: values[index].bitPattern &+ least)
      unsafe values[index] = Double(number) / power
    }
    return true
  }

  /// Appends the steps of a block, which have to ascend, also from the last one that is there. False where they do not,
  /// or the bytes are none.
  static func unpack(
    _ bytes: UnsafeRawBufferPointer, to steps: inout [Int64], _ scratch: inout WordPlanes.Scratch
  ) -> Bool {
    guard let (coding, count) = unsafe header(bytes), coding == .steps, bytes.count >= headerBytes + 8, count > 0 else {
      return false
    }
    let first = unsafe Int64(bitPattern: word(bytes, headerBytes))
    if let last = steps.last, last >= first { return false }
    var isRight = false
    steps.append(addingCapacity: count) { output in
      unsafe output.withUnsafeMutableBufferPointer { buffer, initialized in
        let target = unsafe UnsafeMutableBufferPointer(rebasing: buffer[initialized..<(initialized + count)])
        let distances = unsafe UnsafeMutableBufferPointer(rebasing: target[1...])
        var offset = headerBytes + 8
        let isUnpacked = unsafe distances.withMemoryRebound(to: UInt64.self) { words in
          unsafe WordPlanes.unpack(bytes, at: &offset, into: words, &scratch) && offset == bytes.count
        }
        guard isUnpacked else { return }
        var step = first
        unsafe target[0] = step
        var ascends = true
        for index in 1..<max(1, count) {
          let next = unsafe step &+ target[index]
          ascends = ascends && next > step
          step = next
          unsafe target[index] = step
        }
        isRight = ascends
        if isRight { initialized += count }
      }
    }
    return isRight
  }

  private static func header(_ bytes: UnsafeRawBufferPointer) -> (Coding, count: Int)? {
    guard bytes.count >= headerBytes, let coding = unsafe Coding(rawValue: bytes[0]) else { return nil }
    let count = (0..<4).reduce(0) { unsafe $0 | Int(bytes[1 + $1]) << (8 * $1) }
    return count <= sampleLimit ? (coding, count) : nil
  }

  private static func word(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> UInt64 {
    unsafe UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }
}
