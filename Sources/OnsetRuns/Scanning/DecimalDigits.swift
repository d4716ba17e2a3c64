/// A decimal number of any length, kept digit by digit: the slow way for numbers with more than 19 digits.
struct DecimalDigits {
  /// Digit values without leading zeros, at most ``limit`` and one more.
  private var digits: [UInt8] = []
  /// The number is `digits * 10^exponent`.
  private var exponent: Int

  /// A double, and the middle between two, has at most 767 significant digits. Of what comes after this many
  /// it only matters whether it is zero, and one digit says that.
  private static let limit = 800

  /// The digits of `text` between two offsets, sign and point passed over; `exponent` is that of the last one.
  init(_ text: Span<UInt8>, from start: Int, to end: Int, exponent: Int) {
    self.exponent = exponent
    var dropped = 0
    var restIsZero = true
    for offset in start..<end {
      let digit = text[offset] &- UInt8(ascii: "0")
      guard digit < 10, digit != 0 || !digits.isEmpty else { continue }
      if digits.count < Self.limit {
        digits.append(digit)
      } else {
        dropped += 1
        if digit != 0 { restIsZero = false }
      }
    }
    self.exponent += dropped
    if !restIsZero {
      digits.append(1)
      self.exponent -= 1
    }
  }

  /// The nearest double, ties to even.
  func nearestDouble(_ rounding: DecimalRounding) -> Double {
    var mantissa: UInt64 = 0
    for digit in digits.prefix(19) { mantissa = mantissa * 10 + UInt64(digit) }
    guard digits.count > 19 else { return rounding.double(mantissa: mantissa, exponent: exponent) }
    let scale = exponent + digits.count - 19
    // The number lies between these two, which are closer together than two doubles.
    let lower = rounding.double(mantissa: mantissa, exponent: scale)
    let upper = rounding.double(mantissa: mantissa + 1, exponent: scale)
    guard lower != upper else { return lower }
    return isNearer(upper, than: lower) ? upper : lower
  }

  /// Compares with the middle between a double and the next one, in whole numbers.
  private func isNearer(_ upper: Double, than lower: Double) -> Bool {
    let bits = lower.bitPattern
    let biased = Int(bits >> 52)
    let fraction = bits & (1 << 52 - 1)
    let significand = biased == 0 ? fraction : fraction | 1 << 52
    // The middle is (2 * significand + 1) * 2^binaryExponent.
    let binaryExponent = max(biased, 1) - 1075 - 1
    var number = BigNatural(decimal: digits)
    var middle = BigNatural(2 * significand + 1)
    if exponent >= 0 {
      number.multiply(byPowerOfFive: exponent)
    } else {
      middle.multiply(byPowerOfFive: -exponent)
    }
    let shift = exponent - binaryExponent
    if shift >= 0 {
      number.shiftLeft(shift)
    } else {
      middle.shiftLeft(-shift)
    }
    switch number.compare(to: middle) {
    case .less: return false
    case .greater: return true
    case .equal: return upper.bitPattern & 1 == 0
    }
  }
}

/// A whole number of any size, just large enough in its abilities for ``DecimalDigits``.
private struct BigNatural {
  /// Least significant first; no zero at the end.
  private var limbs: [UInt64]

  enum Order { case less, equal, greater }

  init(_ value: UInt64) { limbs = value == 0 ? [] : [value] }

  init(decimal digits: [UInt8]) {
    self.init(0)
    for digit in digits { multiply(by: 10, adding: UInt64(digit)) }
  }

  mutating func multiply(by factor: UInt64, adding addend: UInt64 = 0) {
    var carry = addend
    for index in limbs.indices {
      let wide = limbs[index].multipliedFullWidth(by: factor)
      let (sum, overflow) = wide.low.addingReportingOverflow(carry)
      limbs[index] = sum
      carry = wide.high &+ (overflow ? 1 : 0)
    }
    if carry != 0 { limbs.append(carry) }
  }

  mutating func multiply(byPowerOfFive exponent: Int) {
    var rest = exponent
    while rest >= 27 {
      multiply(by: 7_450_580_596_923_828_125)  // 5^27, the greatest below 2^64
      rest -= 27
    }
    for _ in 0..<rest { multiply(by: 5) }
  }

  mutating func shiftLeft(_ bits: Int) {
    guard !limbs.isEmpty else { return }
    multiply(by: 1 << UInt64(bits % 64))
    limbs.insert(contentsOf: Array(repeating: 0, count: bits / 64), at: 0)
  }

  func compare(to other: BigNatural) -> Order {
    if limbs.count != other.limbs.count { return limbs.count < other.limbs.count ? .less : .greater }
    for index in limbs.indices.reversed() where limbs[index] != other.limbs[index] {
      return limbs[index] < other.limbs[index] ? .less : .greater
    }
    return .equal
  }
}
