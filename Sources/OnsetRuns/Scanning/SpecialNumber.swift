/// The words that stand for a value that is no finite number, and those that stand for no value at all.
enum SpecialNumber {
  /// What a cell that is no decimal number says.
  enum Meaning: Equatable {
    /// A sample: NaN, or an infinity.
    case value(Double)
    /// No sample: nothing was logged here.
    case missing
    /// Neither.
    case text
  }

  /// The longest word of the tables.
  private static let longest = 12

  /// The meaning of the bytes between two offsets, whatever their case.
  ///
  /// `1.#INF`, `1.#IND` and `1.#QNAN` are what Microsoft's C library prints.
  static func meaning(of text: Span<UInt8>, from start: Int, to end: Int) -> Meaning {
    guard end > start else { return .missing }
    guard end - start <= longest, isFirst(text[start]) else { return .text }
    var word: [UInt8] = []
    for offset in start..<end {
      let byte = text[offset]
      word.append(byte &- UInt8(ascii: "A") < 26 ? byte | 0x20 : byte)
    }
    let spelled = String(decoding: word, as: UTF8.self)
    if let value = values[spelled] { return .value(value) }
    return missing.contains(spelled) ? .missing : .text
  }

  /// Whether a word may begin with this byte: most text is told by that.
  private static func isFirst(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "n"), UInt8(ascii: "N"), UInt8(ascii: "i"), UInt8(ascii: "I"), UInt8(ascii: "+"),
      UInt8(ascii: "-"), UInt8(ascii: "1"), UInt8(ascii: "#"), UInt8(ascii: "<"):
      true
    default: false
    }
  }

  /// The value of `nan`, `inf` or `-inf`, whatever their case, at `start`, and where it ends: what loggers write
  /// on every row of a run that has gone wrong, without the search that rarer words need.
  static func common(_ text: Span<UInt8>, from start: Int) -> (value: Double, end: Int)? {
    let isNegative = text[start] == UInt8(ascii: "-")
    let first = isNegative ? start &+ 1 : start
    let letters =
      (UInt32(text[first]) &<< 16 | UInt32(text[first &+ 1]) &<< 8 | UInt32(text[first &+ 2])) | 0x20_2020
    switch letters {
    case 0x6E_616E: return (.nan, first &+ 3)
    case 0x69_6E66: return (isNegative ? -.infinity : .infinity, first &+ 3)
    default: return nil
    }
  }

  private static let values: [String: Double] = {
    var values: [String: Double] = [:]
    for nan in ["nan", "1.#ind", "1.#qnan", "1.#snan", "nan(ind)"] {
      for sign in ["", "+", "-"] { values[sign + nan] = .nan }
    }
    for infinity in ["inf", "infinity", "1.#inf"] {
      values[infinity] = .infinity
      values["+" + infinity] = .infinity
      values["-" + infinity] = -.infinity
    }
    return values
  }()

  private static let missing: Set<String> = ["na", "n/a", "#n/a", "<na>", "null", "none", "nil"]
}
