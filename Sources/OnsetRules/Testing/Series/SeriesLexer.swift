import OnsetText

/// Cuts the text of a series into tokens, one at a time. It never fails: text that is no token is an invalid one.
struct SeriesLexer {
  private let text: [UInt8]
  private var offset = 0

  init(_ text: [UInt8]) { self.text = text }

  /// The next token; `.end` for ever once the text is used up.
  mutating func next() -> SeriesToken {
    while let byte = peek(), Self.isWhiteSpace(byte) { offset += 1 }
    guard let byte = peek() else { return SeriesToken(kind: .end, range: .at(text.count)) }
    switch byte {
    case UInt8(ascii: ","): return symbol(.comma)
    case UInt8(ascii: "("): return symbol(.leftParenthesis)
    case UInt8(ascii: ")"): return symbol(.rightParenthesis)
    case UInt8(ascii: "+") where peek(1) == UInt8(ascii: "-"): return symbol(.spread, length: 2)
    case UInt8(ascii: "-") where peek(1) == UInt8(ascii: ">"): return symbol(.linear, length: 2)
    case UInt8(ascii: "=") where peek(1) == UInt8(ascii: ">"): return symbol(.geometric, length: 2)
    case UInt8(ascii: "+"), UInt8(ascii: "-"): return signed(byte)
    case _ where Self.isDigit(byte): return number(from: offset)
    case UInt8(ascii: "."): return point()
    case _ where Self.isLetter(byte): return word()
    default: return unknown()
    }
  }

  private func peek(_ distance: Int = 0) -> UInt8? {
    offset + distance < text.count ? text[offset + distance] : nil
  }

  private func string(_ lower: Int, _ upper: Int) -> String { String(decoding: text[lower..<upper], as: UTF8.self) }

  private mutating func symbol(_ kind: SeriesToken.Kind, length: Int = 1) -> SeriesToken {
    offset += length
    return SeriesToken(kind: kind, range: ByteRange(offset - length, offset))
  }

  /// A sign and the number, or the `inf`, behind it.
  private mutating func signed(_ sign: UInt8) -> SeriesToken {
    let start = offset
    offset += 1
    if let byte = peek(), Self.isDigit(byte) { return number(from: start) }
    if let byte = peek(), Self.isLetter(byte) {
      let token = word()
      let range = ByteRange(start, token.range.upper)
      if case .number(let value) = token.kind {
        return SeriesToken(kind: .number(sign == UInt8(ascii: "-") ? -value : value), range: range)
      }
      return SeriesToken(kind: .invalid(.unknownText(string(start, range.upper))), range: range)
    }
    return SeriesToken(kind: .invalid(.unknownText(string(start, offset))), range: ByteRange(start, offset))
  }

  private mutating func number(from start: Int) -> SeriesToken {
    skipDigits()
    if peek() == UInt8(ascii: "."), let digit = peek(1), Self.isDigit(digit) {
      offset += 1
      skipDigits()
    }
    if let letter = peek(), letter | 0x20 == UInt8(ascii: "e") {
      let isSigned = peek(1) == UInt8(ascii: "+") || peek(1) == UInt8(ascii: "-")
      if let digit = peek(isSigned ? 2 : 1), Self.isDigit(digit) {
        offset += isSigned ? 2 : 1
        skipDigits()
      }
    }
    // `5x20` is a count behind a value; any other letter or point makes a word of it that is no number.
    if let next = peek(), next == UInt8(ascii: ".") || next == UInt8(ascii: "%") || Self.isLetter(next), !isTimes() {
      while let byte = peek(),
        Self.isLetter(byte) || Self.isDigit(byte) || byte == UInt8(ascii: ".")
          || byte == UInt8(ascii: "%")
      { offset += 1 }
      return SeriesToken(kind: .invalid(.malformedNumber(string(start, offset))), range: ByteRange(start, offset))
    }
    let range = ByteRange(start, offset)
    guard let value = Double(string(start, offset)), value.isFinite else {
      return SeriesToken(kind: .invalid(.numberOutOfRange), range: range)
    }
    return SeriesToken(kind: .number(value), range: range)
  }

  private func isTimes() -> Bool {
    guard peek() == UInt8(ascii: "x") else { return false }
    guard let next = peek(1) else { return true }
    return !Self.isLetter(next)
  }

  private mutating func skipDigits() {
    while let byte = peek(), Self.isDigit(byte) { offset += 1 }
  }

  /// `.5`, or the `.nan` and `.inf` of YAML.
  private mutating func point() -> SeriesToken {
    let start = offset
    offset += 1
    while let byte = peek(), Self.isLetter(byte) || Self.isDigit(byte) { offset += 1 }
    let spelt = string(start, offset)
    let range = ByteRange(start, offset)
    switch spelt.lowercased() {
    case ".nan": return SeriesToken(kind: .invalid(.spelling(spelt, meant: "nan")), range: range)
    case ".inf": return SeriesToken(kind: .invalid(.spelling(spelt, meant: "inf")), range: range)
    default: break
    }
    return SeriesToken(
      kind: .invalid(spelt.count > 1 ? .spelling(spelt, meant: "0\(spelt)") : .unknownText(spelt)), range: range)
  }

  private mutating func word() -> SeriesToken {
    let start = offset
    while let byte = peek(), Self.isLetter(byte) || Self.isDigit(byte), !isCountBehindWord(start) { offset += 1 }
    let spelt = string(start, offset)
    let range = ByteRange(start, offset)
    let kind: SeriesToken.Kind =
      switch spelt {
      case "x": .times
      case "nan": .nan
      case "inf": .number(.infinity)
      case "missing", "_": .missing
      default: .invalid(.unknownWord(spelt))
      }
    return SeriesToken(kind: kind, range: range)
  }

  /// Whether the word so far is `x` or `_` and a count, or an `x`, follows at once: `x20`, `_x5`.
  private func isCountBehindWord(_ start: Int) -> Bool {
    guard offset == start + 1, let byte = peek() else { return false }
    switch text[start] {
    case UInt8(ascii: "x"): return Self.isDigit(byte)
    case UInt8(ascii: "_"): return isTimes()
    default: return false
    }
  }

  private mutating func unknown() -> SeriesToken {
    let start = offset
    offset += 1
    while offset < text.count, text[offset] & 0xC0 == 0x80 { offset += 1 }
    let spelt = string(start, offset)
    let meant: String? =
      switch spelt {
      case "*", "×": "x"
      case "±": "+-"
      case "→": "->"
      case "⇒": "=>"
      case ";", "|": ","
      default: nil
      }
    let kind: SeriesFault.Kind = meant.map { .spelling(spelt, meant: $0) } ?? .unknownText(spelt)
    return SeriesToken(kind: .invalid(kind), range: ByteRange(start, offset))
  }

  private static func isWhiteSpace(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

  private static func isLetter(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "_") || (byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z"))
  }
}
