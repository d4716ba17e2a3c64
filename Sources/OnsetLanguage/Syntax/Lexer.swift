import OnsetText

/// Cuts the text of an expression into tokens, one at a time.
///
/// It never fails: text that is no token becomes one of kind `.invalid`, and reading can go on after it.
struct Lexer {
  private let text: [UInt8]
  private var offset = 0

  init(_ text: [UInt8]) {
    self.text = text
  }

  /// The next token; `.end` for ever once the text is used up.
  mutating func next() -> Token {
    skipWhiteSpace()
    guard let byte = peek() else { return Token(kind: .end, range: .at(text.count)) }
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): return number()
    case _ where Self.isLetter(byte): return word()
    case UInt8(ascii: "`"): return quotedName()
    case UInt8(ascii: "'"), UInt8(ascii: "\""): return string(quote: byte)
    case UInt8(ascii: "."): return point()
    default: return symbol(byte)
    }
  }

  private func peek(_ distance: Int = 0) -> UInt8? {
    offset + distance < text.count ? text[offset + distance] : nil
  }

  private mutating func skipWhiteSpace() {
    while let byte = peek(), Self.isWhiteSpace(byte) { offset += 1 }
  }

  /// Whether a text has nothing but white space.
  static func isBlank(_ text: [UInt8]) -> Bool { text.allSatisfy(isWhiteSpace) }

  private static func isWhiteSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
  }

  private func string(_ lower: Int, _ upper: Int) -> String {
    String(decoding: text[lower..<upper], as: UTF8.self)
  }

  private mutating func skipDigits() {
    while let byte = peek(), Self.isDigit(byte) { offset += 1 }
  }

  private mutating func number() -> Token {
    let start = offset
    skipDigits()
    var isInteger = true
    if peek() == UInt8(ascii: ".") {
      guard let digit = peek(1), Self.isDigit(digit) else { return malformedNumber(from: start) }
      isInteger = false
      offset += 1
      skipDigits()
    }
    if let letter = peek(), letter | 0x20 == UInt8(ascii: "e") {
      let signed = peek(1) == UInt8(ascii: "+") || peek(1) == UInt8(ascii: "-")
      if let digit = peek(signed ? 2 : 1), Self.isDigit(digit) {
        isInteger = false
        offset += signed ? 2 : 1
        skipDigits()
      } else if !followedByUnit() {
        return malformedNumber(from: start)
      }
    }
    if peek() == UInt8(ascii: ".") { return malformedNumber(from: start) }
    let range = ByteRange(start, offset)
    let value = Self.double(string(start, offset))
    guard value.isFinite else { return Token(kind: .invalid(.numberOutOfRange), range: range) }
    return Token(kind: .number(value, isInteger: isInteger), range: range)
  }

  /// Whether the word that begins here is a unit: in `2epochs` the `e` begins no exponent.
  private func followedByUnit() -> Bool {
    var end = offset
    while end < text.count, Self.isLetter(text[end]) { end += 1 }
    return TimeUnit(word: string(offset, end)) != nil
  }

  private mutating func malformedNumber(from start: Int) -> Token {
    while let byte = peek(), Self.isDigit(byte) || Self.isLetter(byte) || byte == UInt8(ascii: ".") { offset += 1 }
    return Token(kind: .invalid(.malformedNumber), range: ByteRange(start, offset))
  }

  private mutating func point() -> Token {
    let start = offset
    offset += 1
    guard let byte = peek(), Self.isDigit(byte) else {
      return Token(kind: .invalid(.nameNeedsBackquotes(".")), range: ByteRange(start, offset))
    }
    skipDigits()
    return Token(
      kind: .invalid(.numberWithoutIntegerPart(string(start, offset))), range: ByteRange(start, offset))
  }

  private mutating func word() -> Token {
    let start = offset
    while let byte = peek(), Self.isLetter(byte) || Self.isDigit(byte) { offset += 1 }
    let word = string(start, offset)
    return Token(
      kind: Token.Symbol(keyword: word).map { .symbol($0) } ?? .word(word), range: ByteRange(start, offset))
  }

  private mutating func quotedName() -> Token {
    let start = offset
    offset += 1
    while let byte = peek(), byte != UInt8(ascii: "`"), byte != 0x0A, byte != 0x0D { offset += 1 }
    guard peek() == UInt8(ascii: "`") else {
      offset = text.count
      return Token(kind: .invalid(.unclosedBackquote), range: ByteRange(start, offset))
    }
    offset += 1
    let range = ByteRange(start, offset)
    if range.count == 2 { return Token(kind: .invalid(.emptyName), range: range) }
    return Token(kind: .quotedName(string(start + 1, offset - 1)), range: range)
  }

  private mutating func string(quote: UInt8) -> Token {
    let start = offset
    offset += 1
    while let byte = peek(), byte != quote { offset += 1 }
    let content = string(start + 1, offset)
    if offset < text.count { offset += 1 }
    return Token(kind: .invalid(.stringLiteral(content)), range: ByteRange(start, offset))
  }

  private mutating func symbol(_ byte: UInt8) -> Token {
    let start = offset
    func token(_ kind: Token.Kind, length: Int = 1) -> Token {
      Token(kind: kind, range: ByteRange(start, start + length))
    }
    let followedByEqual = peek(1) == UInt8(ascii: "=")
    let token: Token =
      switch byte {
      case UInt8(ascii: "+"): token(.symbol(.plus))
      case UInt8(ascii: "-"): token(.symbol(.minus))
      case UInt8(ascii: "*") where peek(1) == byte: token(.invalid(.foreignOperator("**")), length: 2)
      case UInt8(ascii: "*"): token(.symbol(.star))
      case UInt8(ascii: "/"): token(.symbol(.slash))
      case UInt8(ascii: "%"): token(.symbol(.percent))
      case UInt8(ascii: "("): token(.symbol(.leftParenthesis))
      case UInt8(ascii: ")"): token(.symbol(.rightParenthesis))
      case UInt8(ascii: ","): token(.symbol(.comma))
      case UInt8(ascii: "<") where peek(1) == UInt8(ascii: ">"):
        token(.invalid(.foreignOperator("<>")), length: 2)
      case UInt8(ascii: "<"): followedByEqual ? token(.symbol(.lessOrEqual), length: 2) : token(.symbol(.less))
      case UInt8(ascii: ">"): followedByEqual ? token(.symbol(.greaterOrEqual), length: 2) : token(.symbol(.greater))
      case UInt8(ascii: "=") where followedByEqual: token(.symbol(.equal), length: 2)
      case UInt8(ascii: "=") where peek(1) == UInt8(ascii: ">"): token(.invalid(.foreignOperator("=>")), length: 2)
      case UInt8(ascii: "=") where peek(1) == UInt8(ascii: "<"): token(.invalid(.foreignOperator("=<")), length: 2)
      case UInt8(ascii: "="): token(.invalid(.foreignOperator("=")))
      case UInt8(ascii: "!") where followedByEqual: token(.symbol(.notEqual), length: 2)
      case UInt8(ascii: "!"): token(.invalid(.foreignOperator("!")))
      case UInt8(ascii: "&") where peek(1) == byte: token(.invalid(.foreignOperator("&&")), length: 2)
      case UInt8(ascii: "|") where peek(1) == byte: token(.invalid(.foreignOperator("||")), length: 2)
      default: unknownCharacter()
      }
    offset = token.range.upper
    return token
  }

  /// A character that no token begins with. It is taken whole, however many bytes it has.
  private func unknownCharacter() -> Token {
    var end = offset + 1
    while end < text.count, text[end] & 0xC0 == 0x80 { end += 1 }
    let scalar = string(offset, end).unicodeScalars.first ?? "\u{FFFD}"
    let range = ByteRange(offset, end)
    switch scalar {
    case "&", "|", "^", "?", "[", "]", "{", "}":
      return Token(kind: .invalid(.foreignOperator(String(scalar))), range: range)
    case "@", "#", "$", ":", "\\", "~":
      return Token(kind: .invalid(.nameNeedsBackquotes(String(scalar))), range: range)
    default:
      return Token(kind: .invalid(.unexpectedCharacter(scalar)), range: range)
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "_") || (byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z"))
  }

  /// The double nearest to a decimal number; infinite beyond the range.
  private static func double(_ digits: String) -> Double {
    Double(digits) ?? .infinity
  }
}
