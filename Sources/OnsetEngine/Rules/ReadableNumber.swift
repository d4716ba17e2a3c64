import OnsetLanguage

/// Numbers for people: rounded to some significant digits, or more where they are before the point.
package enum ReadableNumber {
  /// `0.4123`, `12`, `1.2e-07`, `nan`, `inf` or `-inf`.
  package static func text(_ value: Double, digits: Int = 6) -> String {
    guard value.isFinite else { return value.isNaN ? "nan" : value < 0 ? "-inf" : "inf" }
    guard value != 0 else { return "0" }
    let text = "\(value)"
    if let exponent = text.firstIndex(of: "e") {
      let short = rounded(Double(text[..<exponent]) ?? value, places: digits - 1) + text[exponent...]
      // A mantissa may have been rounded up to 10.
      return Double(short).map { "\($0)" } ?? short
    }
    // No exponent: the magnitude is between -4 and 16.
    let magnitude = Int(MathFunction.log10.apply(abs(value)).rounded(.down))
    return rounded(value, places: max(0, digits - 1 - magnitude))
  }

  /// To so many decimal places; scaling by a power of ten is exact enough for what is only shown.
  private static func rounded(_ value: Double, places: Int) -> String {
    let scale = (0..<places).reduce(1.0) { power, _ in power * 10 }
    let rounded = (value * scale).rounded() / scale
    return Int64(exactly: rounded).map(String.init) ?? "\(rounded)"
  }
}
