/// The pieces of JSON text that are written: one object a line, keys in an order of their own.
package enum JSONOutput {
  /// A string in quotes, with the escapes that JSON demands; invalid text cannot occur in a `String`.
  package static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        let code = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - code.count) + code
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  /// A number; `"inf"`, `"-inf"`, and for NaN what the place asks for.
  package static func number(_ value: Double, nan: String = "null") -> String {
    value.jsonText ?? (value.isNaN ? nan : value < 0 ? "\"-inf\"" : "\"inf\"")
  }

  /// A list of pieces.
  package static func array(_ pieces: some Sequence<String>) -> String { "[\(pieces.joined(separator: ", "))]" }

  /// An object whose keys keep their order.
  package static func object(_ entries: [(key: String, value: String)]) -> String {
    "{\(entries.map { "\(quoted($0.key)): \($0.value)" }.joined(separator: ", "))}"
  }
}
