import OnsetEngine

/// Numbers for people.
package enum DisplayNumber {
  /// Four significant digits: `0.4123`, `12`, `1.2e-07`.
  package static func short(_ value: Double) -> String { ReadableNumber.text(value, digits: 4) }

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

  /// So many decimals, always: `0.50`.
  package static func decimals(_ value: Double, _ count: Int) -> String {
    guard value.isFinite, abs(value) < 1e12 else { return short(value) }
    var scale: Int64 = 1
    for _ in 0..<count { scale *= 10 }
    let scaled = Int64((abs(value) * Double(scale)).rounded())
    let fraction = String(scaled % scale)
    let sign = value < 0 && scaled > 0 ? "-" : ""
    return "\(sign)\(scaled / scale).\(String(repeating: "0", count: count - fraction.count))\(fraction)"
  }

  /// With its sign, also of what is greater than 0: `+12`.
  package static func signed(_ value: Double) -> String { value > 0 ? "+\(short(value))" : short(value) }

  /// `1 run`, `2 runs`.
  package static func counted(_ count: Int, _ noun: String, plural: String? = nil) -> String {
    "\(grouped(Int64(count))) \(count == 1 ? noun : plural ?? noun + "s")"
  }
}

extension DisplayNumber {
  /// A share of a count with one decimal, rounded down so that only all of them are 100%: `92.5%`; `–` of none.
  package static func percent(_ part: Int, of whole: Int) -> String {
    guard whole > 0 else { return "–" }
    let tenths = part * 1000 / whole
    return tenths % 10 == 0 ? "\(tenths / 10)%" : "\(tenths / 10).\(tenths % 10)%"
  }
}

extension DisplayNumber {
  /// A size in bytes, three digits and a decimal unit: `812 B`, `12.3 kB`, `4.51 MB`.
  package static func bytes(_ count: Int) -> String {
    if count < 1000 { return "\(count) B" }
    var value = Double(count)
    for unit in ["kB", "MB", "GB", "TB"] {
      value /= 1000
      // 999.6 would be rounded to four digits.
      if value < 999.5 || unit == "TB" { return "\(ReadableNumber.text(value, digits: 3)) \(unit)" }
    }
    return "\(count) B"
  }
}
