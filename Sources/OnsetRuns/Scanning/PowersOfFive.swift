/// The leading 128 bits of the powers of five from 5^-342 to 5^308: what the product of a decimal mantissa
/// needs to be rounded correctly.
///
/// A power is `high * 2^64 + low`, with the top bit set, at indices `2 * (exponent + 342)` and one more.
/// Positive powers are rounded down. Negative ones are the reciprocal rounded down, plus one, so that a
/// product with them is never too small (D. Lemire, "Number parsing at a gigabyte per second", 2021).
enum PowersOfFive {
  static let least = -342
  static let greatest = 308

  /// Worked out once in a process, with whole numbers; some 100 microseconds.
  static let table: [UInt64] = computed()

  private static func computed() -> [UInt64] {
    var negative: [(high: UInt64, low: UInt64)] = []
    // 2^1024 divided by five again and again: flooring each time is flooring the whole quotient once.
    var reciprocal: [UInt64] = Array(repeating: 0, count: 16) + [1]
    for _ in least..<0 {
      var remainder: UInt64 = 0
      for limb in reciprocal.indices.reversed() {
        let (quotient, rest) = UInt64(5).dividingFullWidth((remainder, reciprocal[limb]))
        reciprocal[limb] = quotient
        remainder = rest
      }
      let top = leading128(reciprocal)
      let (low, carry) = top.low.addingReportingOverflow(1)
      negative.append((top.high &+ (carry ? 1 : 0), low))
    }
    var table: [UInt64] = []
    table.reserveCapacity(2 * (greatest - least + 1))
    for power in negative.reversed() {
      table.append(power.high)
      table.append(power.low)
    }
    var product: [UInt64] = [1]
    for _ in 0...greatest {
      let top = leading128(product)
      table.append(top.high)
      table.append(top.low)
      var carry: UInt64 = 0
      for limb in product.indices {
        let wide = product[limb].multipliedFullWidth(by: 5)
        let (sum, overflow) = wide.low.addingReportingOverflow(carry)
        product[limb] = sum
        carry = wide.high &+ (overflow ? 1 : 0)
      }
      if carry != 0 { product.append(carry) }
    }
    return table
  }

  /// The 128 bits from the most significant one on; limbs are least significant first.
  private static func leading128(_ limbs: [UInt64]) -> (high: UInt64, low: UInt64) {
    guard let top = limbs.lastIndex(where: { $0 != 0 }) else { return (0, 0) }
    func limb(_ index: Int) -> UInt64 { index >= 0 ? limbs[index] : 0 }
    let shift = UInt64(limbs[top].leadingZeroBitCount)
    guard shift > 0 else { return (limbs[top], limb(top - 1)) }
    let high = limbs[top] << shift | limb(top - 1) >> (64 - shift)
    let low = limb(top - 1) << shift | limb(top - 2) >> (64 - shift)
    return (high, low)
  }
}
