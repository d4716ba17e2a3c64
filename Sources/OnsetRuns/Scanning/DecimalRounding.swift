/// From `mantissa * 10^exponent` to the nearest double, ties to even.
struct DecimalRounding: Sendable {
  /// ``PowersOfFive/table``; held here, because reaching a global costs a check each time.
  private let powers: [UInt64]
  /// 10^0 to 10^22, the powers of ten that a double holds exactly.
  private let exactPowers: [Double]

  init() {
    powers = PowersOfFive.table
    exactPowers = [
      1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
      1e19, 1e20, 1e21, 1e22,
    ]
  }

  /// The nearest double, exactly, for any mantissa and exponent.
  @inline(__always)
  func double(mantissa: UInt64, exponent: Int) -> Double {
    // Both factors are exact, so the one rounding of the hardware is the right one (W. Clinger, 1990).
    if mantissa <= 1 << 53 && exponent >= -22 && exponent <= 22 {
      let exact = Double(Int64(bitPattern: mantissa))
      return exponent < 0 ? exact / exactPowers[0 &- exponent] : exact * exactPowers[exponent]
    }
    return Double(bitPattern: bits(mantissa: mantissa, exponent: exponent))
  }

  /// The bits of the nearest double, by a product of 64 by 128 bits.
  ///
  /// The method of Eisel and Lemire. That it needs no other way out for mantissas below 2^64 is proved by
  /// N. Mushtak and D. Lemire, "Fast number parsing without fallback", 2022.
  @inline(__always)
  func bits(mantissa: UInt64, exponent: Int) -> UInt64 {
    guard mantissa != 0, exponent >= PowersOfFive.least else { return 0 }
    guard exponent <= PowersOfFive.greatest else { return Self.infinity }
    let leadingZeros = mantissa.leadingZeroBitCount
    let normalized = mantissa &<< UInt64(truncatingIfNeeded: leadingZeros)
    let index = 2 &* (exponent &- PowersOfFive.least)
    var (high, low) = normalized.multipliedFullWidth(by: powers[index])
    // Nine bits lie under the 55 that matter. Where all are ones, the rest of the power may carry into them.
    if high & 0x1FF == 0x1FF {
      let rest = normalized.multipliedFullWidth(by: powers[index &+ 1]).high
      let (sum, carry) = low.addingReportingOverflow(rest)
      low = sum
      if carry { high &+= 1 }
    }
    let topBit = high &>> 63
    // 54 bits: the 53 of a double and one to round by.
    let shift = topBit &+ 9
    var significand = high &>> shift
    // floor(exponent * log2(10)), by a fraction that is right in the whole range.
    let binaryExponent = (217_706 &* exponent) &>> 16
    let biased = binaryExponent &+ 63 &+ Int(truncatingIfNeeded: topBit) &- leadingZeros &+ 1023
    if biased <= 0 {
      guard biased > -63 else { return 0 }
      significand &>>= UInt64(truncatingIfNeeded: 1 &- biased)
      significand &+= significand & 1
      // A subnormal that rounds up to 2^52 is the least normal number, and has just these bits.
      return significand &>> 1
    }
    if low <= 1 {
      significand = Self.withoutTie(significand, high: high, shift: shift, exponent: exponent)
    }
    significand &+= significand & 1
    significand &>>= 1
    // The significand has a bit above the field, which adds the one that is taken from the exponent here; when
    // it rounds up to 2^53, the carry is right too.
    let bits = UInt64(truncatingIfNeeded: biased &- 1) &<< 52 &+ significand
    return bits < Self.infinity ? bits : Self.infinity
  }

  /// A tie is a product that is exact, and half way between two doubles; only small powers of five allow it. It
  /// goes to the even one: what is returned will not round up.
  ///
  /// A call, so that the test before it is a branch that is hardly ever taken.
  @inline(never)
  private static func withoutTie(_ significand: UInt64, high: UInt64, shift: UInt64, exponent: Int) -> UInt64 {
    let isTie =
      exponent >= -4 && exponent <= 23 && significand & 3 == 1 && significand &<< shift == high
    return isTie ? significand &- 1 : significand
  }

  static let infinity: UInt64 = 0x7FF << 52
}
