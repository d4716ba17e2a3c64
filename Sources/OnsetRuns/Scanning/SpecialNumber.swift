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
    guard end - start <= longest else { return .text }
    var word: [UInt8] = []
    for offset in start..<end {
      let byte = text[offset]
      word.append(byte &- UInt8(ascii: "A") < 26 ? byte | 0x20 : byte)
    }
    let spelled = String(decoding: word, as: UTF8.self)
    if let value = values[spelled] { return .value(value) }
    return missing.contains(spelled) ? .missing : .text
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
