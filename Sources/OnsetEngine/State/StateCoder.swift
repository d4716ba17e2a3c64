/// Writes or reads the state of a session: one list of fields serves both directions.
///
/// A type with state says `try coder.code(&field)` for each of its fields; a writer takes the value, a reader
/// replaces it.
protocol StateCoder {
  mutating func code(_ value: inout UInt64) throws(StateError)
}

/// Something whose state can be saved and restored.
protocol Stateful {
  /// Names every field that changes while a session runs, always in the same order.
  mutating func code(_ coder: inout some StateCoder) throws(StateError)
}

/// Why a saved state cannot be restored.
public enum StateError: Error, Hashable, Sendable {
  /// The bytes are not a saved state, or are cut short.
  case damaged
  /// The state was saved by a version of the engine that writes it differently.
  case otherVersion(UInt64)
  /// The state belongs to other rules, another profile or another run's metrics.
  case otherProgram
}

extension StateError: CustomStringConvertible {
  /// One sentence.
  public var description: String {
    switch self {
    case .damaged: "the saved state is damaged"
    case .otherVersion(let version):
      "the saved state is of version \(version); this engine reads \(StateWriter.version)"
    case .otherProgram: "the saved state belongs to other rules, another profile or other metrics"
    }
  }
}

extension StateCoder {
  mutating func code(_ value: inout Double) throws(StateError) {
    var bits = value.bitPattern
    try code(&bits)
    value = Double(bitPattern: bits)
  }

  mutating func code(_ value: inout Int64) throws(StateError) {
    var bits = UInt64(bitPattern: value)
    try code(&bits)
    value = Int64(bitPattern: bits)
  }

  mutating func code(_ value: inout Int) throws(StateError) {
    var wide = Int64(value)
    try code(&wide)
    value = Int(wide)
  }

  mutating func code(_ value: inout UInt8) throws(StateError) {
    var wide = UInt64(value)
    try code(&wide)
    value = UInt8(truncatingIfNeeded: wide)
  }

  mutating func code(_ value: inout Bool) throws(StateError) {
    var wide: UInt64 = value ? 1 : 0
    try code(&wide)
    value = wide == 1
  }

  mutating func code(_ value: inout some Stateful) throws(StateError) {
    try value.code(&self)
  }

  mutating func code(_ values: inout [Double]) throws(StateError) {
    try code(&values, placeholder: 0) { coder, value throws(StateError) in try coder.code(&value) }
  }

  mutating func code(_ values: inout [Int64]) throws(StateError) {
    try code(&values, placeholder: 0) { coder, value throws(StateError) in try coder.code(&value) }
  }

  /// An array of any length.
  mutating func code<Element>(
    _ values: inout [Element], placeholder: @autoclosure () -> Element,
    _ codeElement: (inout Self, inout Element) throws(StateError) -> Void
  ) throws(StateError) {
    var count = values.count
    try code(&count)
    guard count >= 0, count <= 1 << 40 else { throw .damaged }
    if count < values.count { values.removeLast(values.count - count) }
    for index in 0..<count {
      // Grown one by one: a damaged count must not allocate what the bytes cannot fill.
      if index == values.count { values.append(placeholder()) }
      try codeElement(&self, &values[index])
    }
  }

  mutating func code(optional value: inout Int64?) throws(StateError) {
    var isPresent = value != nil
    var content = value ?? 0
    try code(&isPresent)
    try code(&content)
    value = isPresent ? content : nil
  }
}

/// Collects a state as little-endian 64-bit words.
struct StateWriter: StateCoder {
  /// To be raised whenever the list of fields changes.
  static let version: UInt64 = 1
  private(set) var bytes: [UInt8] = []

  mutating func code(_ value: inout UInt64) {
    for shift in stride(from: UInt64(0), to: 64, by: 8) { bytes.append(UInt8(truncatingIfNeeded: value >> shift)) }
  }
}

/// Reads what `StateWriter` wrote, up to the digest of it at the end.
struct StateReader: StateCoder {
  private let bytes: ArraySlice<UInt8>
  private let digest: ArraySlice<UInt8>
  private var offset = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes.dropLast(8)
    digest = bytes.suffix(8)
  }

  /// Whether the bytes are as they were written: damaged ones could make counters overflow.
  var hasDigest: Bool {
    let word = Digest.of(bytes)
    return digest.elementsEqual((0..<8).map { UInt8(truncatingIfNeeded: word >> ($0 * 8)) })
  }

  /// Whether everything has been read.
  var isAtEnd: Bool { offset == bytes.count }

  mutating func code(_ value: inout UInt64) throws(StateError) {
    guard bytes.count - offset >= 8 else { throw .damaged }
    var word: UInt64 = 0
    for index in (0..<8).reversed() { word = word << 8 | UInt64(bytes[offset + index]) }
    offset += 8
    value = word
  }
}
