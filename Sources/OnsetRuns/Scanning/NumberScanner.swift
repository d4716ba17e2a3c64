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
    let isNegative = text[start] == UInt8(ascii: "-")
    let digits = digits(text, from: isNegative ? start &+ 1 : start)
    guard digits.count > 0, digits.count <= 19, text[digits.end] | 0x20 != UInt8(ascii: "e") else {
      return scanGeneral(text, from: start)
    }
    let magnitude = rounding.double(mantissa: digits.mantissa, exponent: digits.exponent)
    return Result(value: isNegative ? -magnitude : magnitude, end: digits.end)
  }

  /// The digits of a number and its point.
  private struct Digits {
    /// The digits as a whole number; what is left of it after overflow, with more than 19 that are no leading
    /// zeros.
    var mantissa: UInt64
    /// The power of ten of the last digit.
    var exponent: Int
    var count: Int
    var end: Int
  }

  @inline(__always)
  private func digits(_ text: Span<UInt8>, from start: Int) -> Digits {
    var position = start
    var mantissa: UInt64 = 0
    var digit = text[position] &- UInt8(ascii: "0")
    while digit < 10 {
      mantissa = mantissa &* 10 &+ UInt64(digit)
      position &+= 1
      digit = text[position] &- UInt8(ascii: "0")
    }
    let integerCount = position &- start
    guard text[position] == UInt8(ascii: ".") else {
      return Digits(mantissa: mantissa, exponent: 0, count: integerCount, end: position)
    }
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
    // The digits that are left move to the end of the word; zeros come before them. No branch, and two shifts,
    // so that none at all is as good as seven.
    let rest = ByteWord.bytesBefore(nonDigits)
    let spare = UInt64(truncatingIfNeeded: 56 &- 8 &* rest)
    let restDigits = ((word & 0x0F0F_0F0F_0F0F_0F0F) &<< spare) &<< 8
    mantissa = mantissa &* powersOfTen[rest] &+ ByteWord.decimal(restDigits)
    position &+= rest
    let fractionCount = position &- fractionStart
    return Digits(
      mantissa: mantissa, exponent: 0 &- fractionCount, count: integerCount &+ fractionCount, end: position)
  }

  /// Any number: with a plus sign, with an exponent, with more digits than a mantissa holds; or none.
  @inline(never)
  private func scanGeneral(_ text: Span<UInt8>, from start: Int) -> Result {
    let isNegative = text[start] == UInt8(ascii: "-")
    let first = isNegative || text[start] == UInt8(ascii: "+") ? start + 1 : start
    let digits = digits(text, from: first)
    guard digits.count > 0 else { return Result(value: 0, end: start) }
    var exponent = digits.exponent
    var end = digits.end
    if text[end] | 0x20 == UInt8(ascii: "e") {
      var at = end + 1
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
        end = at
      }
    }
    var significantCount = digits.count
    if significantCount > 19 {
      // Zeros before the first other digit count for nothing: 0.00012345678901234567 has 17 digits.
      var at = first
      while at < digits.end, text[at] < UInt8(ascii: "1") {
        if text[at] == UInt8(ascii: "0") { significantCount -= 1 }
        at += 1
      }
    }
    let magnitude: Double
    if significantCount <= 19 {
      magnitude = rounding.double(mantissa: digits.mantissa, exponent: exponent)
    } else {
      let long = DecimalDigits(text, from: first, to: digits.end, exponent: exponent)
      magnitude = long.nearestDouble(rounding)
    }
    return Result(value: isNegative ? -magnitude : magnitude, end: end)
  }
}
