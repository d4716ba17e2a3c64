import OnsetLanguage

/// Which texts can be names.
package enum Names {
  /// Rule sets, rules and profiles: lower-case letters, digits and `-`.
  static func isFileName(_ name: String) -> Bool {
    !name.isEmpty
      && name.utf8.allSatisfy { byte in
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || isDigit(byte) || byte == UInt8(ascii: "-")
      }
  }

  /// Rules and phases: letters, digits, `_` and `-`.
  package static func isLabel(_ name: String) -> Bool {
    !name.isEmpty && name.utf8.allSatisfy { isWordByte($0) || $0 == UInt8(ascii: "-") }
  }

  /// Names in expressions: letters, digits and `_`, no digit first.
  static func isIdentifier(_ name: String) -> Bool {
    guard let first = name.utf8.first, !isDigit(first) else { return false }
    return name.utf8.allSatisfy(isWordByte)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || isDigit(byte) || byte == UInt8(ascii: "_")
  }

  /// What of the language a name would hide; nil if nothing.
  static func hidden(_ name: String) -> String? {
    if Builtins.named(name) != nil { return "the function `\(name)`" }
    if Builtins.isValue(name) { return "the built-in `\(name)`" }
    if ["and", "or", "not", "true", "false"].contains(name) { return "a word of the language" }
    if TimeUnit(word: name) != nil { return "a unit" }
    return nil
  }
}
