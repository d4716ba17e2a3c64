/// How a text is spelt as a scalar.
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
}
