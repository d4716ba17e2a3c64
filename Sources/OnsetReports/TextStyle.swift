/// Colour for a terminal; none at all where the text goes elsewhere.
package struct TextStyle: Sendable {
  package var usesColour: Bool

  package init(usesColour: Bool) { self.usesColour = usesColour }

  package enum Role: String, Sendable {
    case strong = "1"
    case quiet = "2"
    case good = "32"
    case warning = "33"
    case bad = "31"
    case accent = "36"
  }

  package func paint(_ text: String, _ role: Role) -> String {
    usesColour ? "\u{1B}[\(role.rawValue)m\(text)\u{1B}[0m" : text
  }
}

/// Text from logs and files as it may be sent to a terminal: what controls one is made visible.
package enum TerminalText {
  /// - Parameter keepsLines: Whether tabs and line ends stay: the text stands in a cell that can hold them.
  package static func safe(_ text: String, keepsLines: Bool = false) -> String {
    func isReplaced(_ scalar: Unicode.Scalar) -> Bool {
      isUnsafe(scalar) && !(keepsLines && ["\t", "\n", "\r"].contains(scalar))
    }
    guard text.unicodeScalars.contains(where: isReplaced) else { return text }
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars { result.append(isReplaced(scalar) ? "\u{FFFD}" : scalar) }
    return String(result)
  }

  private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: true
    default: false
    }
  }
}
