/// Reads decimal numbers from bytes to the nearest double, bit for bit as `strtod` does in the C locale.
///
/// A number is `[+-] digits [. digits] [(e|E) [+-] digits]`, with at least one digit before or after the
/// point. Words (`nan`, `inf`) and hexadecimal are not numbers here; see ``SpecialNumber``.
struct NumberScanner: Sendable {
  private let rounding = DecimalRounding()
  /// 10^0 to 10^8.
  private let powersOfTen: [UInt64] = [1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000]

  /// A number and where it ends; `end` is where the scan began when there is none.
  struct Result {
    var value: Double
    var end: Int
  }

  /// How many bytes must follow the text in its span, so that words can be loaded near its end.
  static let padding = 16

  /// The longest number that begins at `start`.
  ///
  /// The text must end before `text.count - padding`, and what follows it must be no part of a number (the
  /// readers put zeros there).
  ///
  /// This is the common case, and all else begins anew in ``scanGeneral(_:from:)``: what that would need stays
  /// out of the registers here. Not inlined, for the same reason.
  @inline(never)
  func scan(_ text: Span<UInt8>, from start: Int) -> Result {
    var position = start
    let sign = text[position]
    if sign == UInt8(ascii: "-") { position &+= 1 }
    let integerStart = position
    var mantissa: UInt64 = 0
    var digit = text[position] &- UInt8(ascii: "0")
    while digit < 10 {
      mantissa = mantissa &* 10 &+ UInt64(digit)
      position &+= 1
      digit = text[position] &- UInt8(ascii: "0")
    }
    var digitCount = position &- integerStart
    var exponent = 0
    if text[position] == UInt8(ascii: ".") {
      position &+= 1
      let fractionStart = position
      var word = text.word(at: position)
      var nonDigits = ByteWord.nonDigits(word)
      while nonDigits == 0 {
        mantissa = mantissa &* 100_000_000 &+ ByteWord.decimal(word & 0x0F0F_0F0F_0F0F_0F0F)
        position &+= 8
        word = text.word(at: position)
        nonDigits = ByteWord.nonDigits(word)
      }
      // The digits that are left move to the end of the word; zeros come before them. No branch, and two
      // shifts, so that none at all is as good as seven.
      let count = ByteWord.bytesBefore(nonDigits)
      let spare = UInt64(truncatingIfNeeded: 56 &- 8 &* count)
      let digits = ((word & 0x0F0F_0F0F_0F0F_0F0F) &<< spare) &<< 8
      mantissa = mantissa &* powersOfTen[count] &+ ByteWord.decimal(digits)
      position &+= count
      exponent = fractionStart &- position
      digitCount &-= exponent
    }
    guard digitCount > 0, digitCount <= 19, text[position] | 0x20 != UInt8(ascii: "e") else {
      return scanGeneral(text, from: start)
    }
    let magnitude = rounding.double(mantissa: mantissa, exponent: exponent)
    return Result(value: sign == UInt8(ascii: "-") ? -magnitude : magnitude, end: position)
  }

  /// Any number: with a plus sign, with an exponent, with more digits than a mantissa holds; or none.
  @inline(never)
  private func scanGeneral(_ text: Span<UInt8>, from start: Int) -> Result {
    var position = start
    let isNegative = text[position] == UInt8(ascii: "-")
    if isNegative || text[position] == UInt8(ascii: "+") { position += 1 }
    var mantissa: UInt64 = 0
    var exponent = 0
    var digitCount = 0
    var significantDigits = 0
    var hasPoint = false
    while true {
      let byte = text[position]
      let digit = byte &- UInt8(ascii: "0")
      if digit < 10 {
        mantissa = mantissa &* 10 &+ UInt64(digit)
        digitCount += 1
        // Zeros before the first other digit count for nothing: 0.00012345678901234567 has 17 digits.
        if significantDigits > 0 || digit > 0 { significantDigits += 1 }
        if hasPoint { exponent -= 1 }
      } else if byte == UInt8(ascii: "."), !hasPoint {
        hasPoint = true
      } else {
        break
      }
      position += 1
    }
    guard digitCount > 0 else { return Result(value: 0, end: start) }
    let digitsEnd = position
    if text[position] | 0x20 == UInt8(ascii: "e") {
      var at = position + 1
      let exponentIsNegative = text[at] == UInt8(ascii: "-")
      if exponentIsNegative || text[at] == UInt8(ascii: "+") { at += 1 }
      if text[at] &- UInt8(ascii: "0") < 10 {
        var written = 0
        while text[at] &- UInt8(ascii: "0") < 10 {
          // Far beyond any double, and beyond what the digits of a line could make good.
          if written < 1 << 40 { written = written * 10 + Int(text[at] &- UInt8(ascii: "0")) }
          at += 1
        }
        exponent += exponentIsNegative ? -written : written
        position = at
      }
    }
    let magnitude: Double
    if significantDigits <= 19 {
      magnitude = rounding.double(mantissa: mantissa, exponent: exponent)
    } else {
      let digits = DecimalDigits(text, from: start, to: digitsEnd, exponent: exponent)
      magnitude = digits.nearestDouble(rounding)
    }
    return Result(value: isNegative ? -magnitude : magnitude, end: position)
  }
}
