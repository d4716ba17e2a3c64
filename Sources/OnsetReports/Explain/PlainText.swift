/// Text of a page on a terminal.
enum PlainText {
  /// In lines of at most `width` characters, each with an indent.
  static func wrapped(_ text: String, indent: String = "", width: Int = 80) -> String {
    var result = ""
    var line = ""
    for word in text.split(whereSeparator: \.isWhitespace) {
      if !line.isEmpty, indent.count + line.count + 1 + word.count > width {
        result += "\(indent)\(line)\n"
        line = ""
      }
      line += line.isEmpty ? String(word) : " \(word)"
    }
    return line.isEmpty ? result : result + "\(indent)\(line)\n"
  }
}
