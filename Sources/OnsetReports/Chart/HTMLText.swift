import OnsetText

/// Text that comes from logs and files, as it may stand in HTML and SVG: it stays text, whatever is in it.
enum HTMLText {
  /// In an element or in an attribute in double quotes.
  static func escaped(_ text: String) -> String {
    replacing(in: TerminalText.safe(text)) { scalar in
      switch scalar {
      case "&": "&amp;"
      case "<": "&lt;"
      case ">": "&gt;"
      case "\"": "&quot;"
      case "'": "&#39;"
      default: nil
      }
    }
  }

  /// JSON inside a `script` element: nothing in it can end the element or begin a comment, and no line separator of
  /// Unicode is left to be taken for a line end.
  static func embedded(json: String) -> String {
    replacing(in: json) { scalar in
      switch scalar {
      case "<": "\\u003c"
      case ">": "\\u003e"
      case "&": "\\u0026"
      case "\u{2028}": "\\u2028"
      case "\u{2029}": "\\u2029"
      default: nil
      }
    }
  }

  private static func replacing(in text: String, _ replacement: (Unicode.Scalar) -> String?) -> String {
    var result = ""
    result.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      if let other = replacement(scalar) { result += other } else { result.unicodeScalars.append(scalar) }
    }
    return result
  }
}
