/// Reads steps: whole numbers of 64 bits, never by way of a double, so that steps above 2^53 are exact.
enum StepScanner {
  /// The step that the bytes between two offsets spell, or nil.
  ///
  /// `12`, `+12`, `12.0` and `1.2e1` are 12; `12.5`, words, and what does not fit in 64 bits are nil.
  static func step(in text: Span<UInt8>, from start: Int, to end: Int) -> Int64? {
    var at = start
    let isNegative = at < end && text[at] == UInt8(ascii: "-")
    if at < end, isNegative || text[at] == UInt8(ascii: "+") { at += 1 }
    // All the digits as a whole number, without zeros at its end; then where the point belongs.
    var magnitude: UInt64 = 0
    var pendingZeros = 0
    var exponent = 0
    var digitCount = 0
    var isFraction = false
    while at < end {
      let byte = text[at]
      if byte == UInt8(ascii: "."), !isFraction {
        isFraction = true
      } else if byte &- UInt8(ascii: "0") < 10 {
        digitCount += 1
        if isFraction { exponent -= 1 }
        if byte == UInt8(ascii: "0") {
          if magnitude != 0 { pendingZeros += 1 }
        } else {
          guard let grown = scaled(magnitude, by: pendingZeros + 1) else { return nil }
          let (sum, overflow) = grown.addingReportingOverflow(UInt64(byte &- UInt8(ascii: "0")))
          guard !overflow else { return nil }
          magnitude = sum
          pendingZeros = 0
        }
      } else {
        break
      }
      at += 1
    }
    guard digitCount > 0 else { return nil }
    if at < end, text[at] | 0x20 == UInt8(ascii: "e") {
      at += 1
      let exponentIsNegative = at < end && text[at] == UInt8(ascii: "-")
      if at < end, exponentIsNegative || text[at] == UInt8(ascii: "+") { at += 1 }
      guard at < end else { return nil }
      var written = 0
      while at < end, text[at] &- UInt8(ascii: "0") < 10 {
        if written < 1 << 40 { written = written * 10 + Int(text[at] &- UInt8(ascii: "0")) }
        at += 1
      }
      exponent += exponentIsNegative ? -written : written
    }
    guard at == end else { return nil }
    if magnitude == 0 { return 0 }
    exponent += pendingZeros
    guard exponent >= 0, let whole = scaled(magnitude, by: exponent) else { return nil }
    if isNegative { return whole <= 1 << 63 ? Int64(truncatingIfNeeded: 0 &- whole) : nil }
    return Int64(exactly: whole)
  }

  private static func scaled(_ value: UInt64, by zeros: Int) -> UInt64? {
    guard value != 0 else { return 0 }
    guard zeros <= 19 else { return nil }
    var product = value
    for _ in 0..<zeros {
      let (next, overflow) = product.multipliedReportingOverflow(by: 10)
      guard !overflow else { return nil }
      product = next
    }
    return product
  }
}
