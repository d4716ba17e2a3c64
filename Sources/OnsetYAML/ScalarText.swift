/// How a text is spelt as a scalar, in each of the styles of one line.
enum ScalarText {
  /// A text of one line in single quotes.
  static func singleQuoted(_ text: String) -> String {
    var spelt = "'"
    for scalar in text.unicodeScalars {
      spelt.unicodeScalars.append(scalar)
      if scalar == "'" { spelt.unicodeScalars.append(scalar) }
    }
    return spelt + "'"
  }

  /// Any text in double quotes, on one line.
  static func doubleQuoted(_ text: String) -> String {
    var spelt = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": spelt += "\\\(scalar)"
      case "\n": spelt += "\\n"
      case "\t": spelt += "\\t"
      case "\r": spelt += "\\r"
      case _ where isPrintable(scalar): spelt.unicodeScalars.append(scalar)
      default: spelt += hexadecimalEscape(scalar)
      }
    }
    return spelt + "\""
  }

  /// Whether a text can stand as it is in a line of a block scalar or in quotes: no character ends the line, is
  /// forbidden, or cannot be seen.
  static func isPrintableLine(_ text: some StringProtocol) -> Bool {
    text.unicodeScalars.allSatisfy(isPrintable)
  }

  /// Whether a text can stand without quotes, and is then that text and not null.
  ///
  /// This is narrower than YAML: a text that only a close reading tells from a mistake gets quotes.
  static func isSafePlain(_ text: String, inFlow: Bool) -> Bool {
    guard isPrintableLine(text), CoreSchema.value(of: text) != .null else { return false }
    let bytes = Array(text.utf8)
    guard let first = bytes.first, let last = bytes.last else { return false }
    if first == UInt8(ascii: " ") || last == UInt8(ascii: " ") || last == UInt8(ascii: ":") { return false }
    if Array(",[]{}#&*!|>'\"%@`".utf8).contains(first) { return false }
    if Array("-?:".utf8).contains(first) {
      // `-0.5` is plain; `- 0.5` and `---` are not.
      guard bytes.count > 1, bytes[1] != UInt8(ascii: " "), bytes[1] != first else { return false }
    }
    if text.hasPrefix("...") { return false }
    if inFlow, bytes.contains(where: { Array(",[]{}".utf8).contains($0) }) { return false }
    return zip(bytes, bytes.dropFirst()).allSatisfy { left, right in
      !(left == UInt8(ascii: ":") && right == UInt8(ascii: " "))
        && !(left == UInt8(ascii: " ") && right == UInt8(ascii: "#"))
    }
  }

  private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x20...0x7E, 0xA0...0x2027, 0x202A...0xFEFE, 0xFF00...0xFFFD, 0x10000...0x10FFFF: true
    default: false
    }
  }

  private static func hexadecimalEscape(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    let (letter, width) = scalar.value <= 0xFF ? ("x", 2) : scalar.value <= 0xFFFF ? ("u", 4) : ("U", 8)
    return "\\\(letter)" + String(repeating: "0", count: width - digits.count) + digits
  }
}

extension YAML {
  /// A text as a value of a mapping: plain where that is safe, inside brackets too, else in double quotes.
  package static func spelling(of text: String) -> String {
    ScalarText.isSafePlain(text, inFlow: true) ? text : ScalarText.doubleQuoted(text)
  }
}
