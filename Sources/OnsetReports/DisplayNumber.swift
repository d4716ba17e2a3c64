#if canImport(Darwin)
  private import Darwin
#elseif canImport(Glibc)
  private import Glibc
#elseif canImport(Musl)
  private import Musl
#endif

/// Numbers for people.
package enum DisplayNumber {
  /// Four significant digits, as short as they can be written: `0.4123`, `12`, `1.2e-07`.
  package static func short(_ value: Double) -> String {
    guard value.isFinite else { return value.isNaN ? "nan" : value < 0 ? "-inf" : "inf" }
    guard value != 0 else { return "0" }
    let exponent = Int(log10(abs(value)).rounded(.down))
    if exponent < -5 || exponent > 14 { return scientific(value, exponent) }
    if exponent >= 3 { return "\(Int64(value.rounded()))" }
    let scale = pow(10, Double(3 - exponent))
    return trimmed((value * scale).rounded() / scale)
  }

  /// A mantissa of four digits and an exponent of two or more: `1.235e-07`, `2.5e+300`.
  private static func scientific(_ value: Double, _ exponent: Int) -> String {
    // In two steps, since the power for the smallest numbers is beyond the largest double.
    let half = exponent / 2
    let scaled = value / pow(10, Double(half)) / pow(10, Double(exponent - half))
    var mantissa = (scaled * 1000).rounded() / 1000
    var exponent = exponent
    if abs(mantissa) >= 10 {
      mantissa /= 10
      exponent += 1
    }
    let digits = abs(exponent) < 10 ? "0\(abs(exponent))" : "\(abs(exponent))"
    return "\(trimmed(mantissa))e\(exponent < 0 ? "-" : "+")\(digits)"
  }

  private static func trimmed(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? "\(Int64(value))" : "\(value)"
  }

  /// A count with its digits in groups of three: `1,234,567`.
  package static func grouped(_ value: Int64) -> String {
    let digits = String(value.magnitude)
    var result = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { result.append(",") }
      result.append(digit)
    }
    return value < 0 ? "-\(result)" : result
  }

  /// `1 run`, `2 runs`.
  package static func counted(_ count: Int, _ noun: String, plural: String? = nil) -> String {
    "\(grouped(Int64(count))) \(count == 1 ? noun : plural ?? noun + "s")"
  }
}
