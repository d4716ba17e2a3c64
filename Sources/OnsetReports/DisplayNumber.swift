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

  /// `1 run`, `2 runs`.
  package static func counted(_ count: Int, _ noun: String, plural: String? = nil) -> String {
    "\(grouped(Int64(count))) \(count == 1 ? noun : plural ?? noun + "s")"
  }
}
