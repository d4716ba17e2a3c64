/// What a scalar is by YAML 1.2's core schema.
package enum CoreValue: Hashable, Sendable {
  case null
  case boolean(Bool)
  /// A whole number that fits an `Int`.
  case integer(Int)
  /// Any other number; `.nan` and `.inf` included.
  case number(Double)
  case text(String)
}

extension YAMLScalar {
  /// The value by the core schema: what is quoted, or tagged as a text, is a text always.
  ///
  /// Plain `yes`, `no`, `on` and `off` are texts.
  package var core: CoreValue {
    switch tag {
    case nil where style != .plain: .text(text)
    case nil, "tag:yaml.org,2002:int", "tag:yaml.org,2002:float", "tag:yaml.org,2002:bool",
      "tag:yaml.org,2002:null":
      CoreSchema.value(of: text)
    default: .text(text)
    }
  }

  /// Whether it is plain `null`, `~` or nothing.
  package var isNull: Bool {
    // Asked of every value, and no more than a look at most: a longer text is none of the spellings.
    text.utf8.count <= 4 && core == .null
  }

  /// The value of plain `true` or `false`, or nil.
  package var boolean: Bool? {
    if case .boolean(let value) = core { value } else { nil }
  }

  /// The value of a plain whole number that fits, or nil. `3.0` and `1e3` are none.
  package var integer: Int? {
    if case .integer(let value) = core { value } else { nil }
  }

  /// The value of a plain number, the nearest double to what is written, or nil.
  package var number: Double? { Self.double(core) }

  /// The number that is written, quoted or not, or nil: a threshold may stand in quotes.
  package var numberEvenIfQuoted: Double? { Self.double(CoreSchema.value(of: text)) }

  private static func double(_ value: CoreValue) -> Double? {
    switch value {
    case .integer(let value): Double(value)
    case .number(let value): value
    case .null, .boolean, .text: nil
    }
  }
}

/// The core schema of YAML 1.2.2, section 10.3.2.
enum CoreSchema {
  /// What a plain text is.
  static func value(of text: String) -> CoreValue {
    switch text {
    case "", "~", "null", "Null", "NULL": return .null
    case "true", "True", "TRUE": return .boolean(true)
    case "false", "False", "FALSE": return .boolean(false)
    case ".nan", ".NaN", ".NAN": return .number(.nan)
    case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF": return .number(.infinity)
    case "-.inf", "-.Inf", "-.INF": return .number(-.infinity)
    default: return number(text) ?? .text(text)
    }
  }

  private static func number(_ text: String) -> CoreValue? {
    let bytes = Array(text.utf8)
    if text.hasPrefix("0x") { return based(bytes.dropFirst(2), bitsPerDigit: 4) }
    if text.hasPrefix("0o") { return based(bytes.dropFirst(2), bitsPerDigit: 3) }
    switch decimalForm(of: bytes) {
    case nil: return nil
    case .integer: return (Int(text).map { .integer($0) }) ?? Double(text).map { .number($0) }
    case .float: return Double(text).map { .number($0) }
    }
  }

  private enum DecimalForm { case integer, float }

  /// `[-+]?[0-9]+` or `[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`, or nil.
  private static func decimalForm(of bytes: [UInt8]) -> DecimalForm? {
    var offset = 0
    func byte() -> UInt8? { offset < bytes.count ? bytes[offset] : nil }
    func takeSign() {
      if byte() == UInt8(ascii: "-") || byte() == UInt8(ascii: "+") { offset += 1 }
    }
    func takeDigits() -> Int {
      let start = offset
      while let digit = byte(), (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) { offset += 1 }
      return offset - start
    }
    takeSign()
    let whole = takeDigits()
    if offset == bytes.count { return whole > 0 ? .integer : nil }
    var fraction = 0
    if byte() == UInt8(ascii: ".") {
      offset += 1
      fraction = takeDigits()
    }
    guard whole + fraction > 0 else { return nil }
    if byte() == UInt8(ascii: "e") || byte() == UInt8(ascii: "E") {
      offset += 1
      takeSign()
      guard takeDigits() > 0 else { return nil }
    }
    return offset == bytes.count ? .float : nil
  }

  /// A whole number in base 16 or 8.
  private static func based(_ digits: ArraySlice<UInt8>, bitsPerDigit: Int) -> CoreValue? {
    let radix = 1 << bitsPerDigit
    let values = digits.map { Character(Unicode.Scalar($0)).hexDigitValue ?? radix }
    guard !values.isEmpty, values.allSatisfy({ $0 < radix }) else { return nil }
    if let value = Int(String(decoding: digits, as: UTF8.self), radix: radix) { return .integer(value) }
    // Too long for an Int: as a hexadecimal floating-point text, which is rounded once.
    let bits = values.flatMap { value in
      (0..<bitsPerDigit).reversed().map { value >> $0 & 1 }
    }
    let padded = Array(repeating: 0, count: (4 - bits.count % 4) % 4) + bits
    var hexadecimal = "0x"
    for start in stride(from: 0, to: padded.count, by: 4) {
      hexadecimal += String(padded[start..<start + 4].reduce(0) { $0 << 1 | $1 }, radix: 16)
    }
    return Double(hexadecimal + "p0").map { .number($0) }
  }
}
