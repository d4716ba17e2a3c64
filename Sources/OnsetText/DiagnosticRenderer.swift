/// Draws findings for a terminal: the message, the place, the line of the file with a caret, the hints.
///
/// ```
/// error[O0204]: `minutes` is not a unit
///   --> rules/noise.yaml:7:22
///    |
///  7 |     when: mean(loss, 50 minutes) < 1
///    |                      ^^^^^^^^^^
///    = hint: the units are steps, samples and epochs
/// ```
public struct DiagnosticRenderer: Sendable {
  /// Whether to use colour (ANSI escape sequences).
  public var usesColour: Bool

  /// How many findings are drawn where nobody says otherwise.
  public static let usualLimit = 100

  /// The most characters of a source line that are shown; a longer line is cut around the caret.
  static let visibleWidth = 120

  /// A renderer; colour is the caller's decision, since only it knows where the text goes.
  public init(usesColour: Bool) {
    self.usesColour = usesColour
  }

  /// All findings, one after the other with an empty line between, each ending in a line end.
  ///
  /// At most `limit` are drawn; a last line says how many were left out.
  public func render(_ diagnostics: [Diagnostic], limit: Int = DiagnosticRenderer.usualLimit) -> String {
    var maps: [String: LineMap] = [:]
    var blocks: [String] = []
    for diagnostic in diagnostics.prefix(limit) {
      let map = maps[diagnostic.source.path] ?? LineMap(diagnostic.source)
      maps[diagnostic.source.path] = map
      blocks.append(draw(diagnostic, map: map))
    }
    if diagnostics.count > limit {
      blocks.append("… and \(diagnostics.count - limit) more findings\n")
    }
    return blocks.joined(separator: "\n")
  }

  private func draw(_ diagnostic: Diagnostic, map: LineMap) -> String {
    let start = map.place(of: diagnostic.range.lower)
    let number = String(start.line)
    let margin = String(repeating: " ", count: number.count)
    let excerpt = excerpt(of: diagnostic, line: start.line, map: map)
    let style = style(of: diagnostic.severity)

    var text = "\(paint("\(diagnostic.severity.rawValue)[\(diagnostic.code)]", style))"
    text += "\(paint(": \(Self.printable(diagnostic.message))", .bold))\n"
    text += "\(margin)\(paint("-->", .frame)) \(diagnostic.source.path):\(start.line):\(start.column)\n"
    text += "\(margin) \(paint("|", .frame))\n"
    text += "\(paint("\(number) |", .frame)) \(excerpt.line)\n"
    let indent = String(repeating: " ", count: excerpt.caretColumn)
    let caret = String(repeating: "^", count: excerpt.caretWidth)
    text += "\(margin) \(paint("|", .frame)) \(indent)\(paint(caret, style))\n"
    for hint in diagnostic.hints {
      text += "\(margin) \(paint("=", .frame)) \(paint("hint:", .bold)) \(Self.printable(hint))\n"
    }
    return text
  }

  /// The part of a line that is shown, and where the caret goes under it, in characters.
  private struct Excerpt {
    var line: String
    var caretColumn: Int
    var caretWidth: Int
  }

  private func excerpt(of diagnostic: Diagnostic, line: Int, map: LineMap) -> Excerpt {
    let content = map.contentRange(ofLine: line)
    let lower = min(max(diagnostic.range.lower, content.lower), content.upper)
    let upper = min(max(diagnostic.range.upper, lower), content.upper)
    // Only the bytes that can be seen are decoded: a line may be megabytes long.
    let reach = Self.visibleWidth * 4
    let before = Self.characters(of: diagnostic.source, ByteRange(max(content.lower, lower - reach), lower))
    let marked = Self.characters(of: diagnostic.source, ByteRange(lower, min(upper, lower + reach)))
    let after = Self.characters(of: diagnostic.source, ByteRange(upper, min(content.upper, upper + reach)))

    let shownMarked = marked.prefix(Self.visibleWidth)
    let total = before.count + shownMarked.count + after.count
    var head = before[...]
    var tail = after[...]
    if total > Self.visibleWidth || lower - content.lower > reach {
      let room = max(0, Self.visibleWidth - shownMarked.count)
      let headRoom = min(before.count, max(room / 2, room - after.count))
      head = before.suffix(headRoom)
      tail = after.prefix(room - headRoom)
    }
    let cutsHead = head.count < before.count || content.lower < lower - reach
    let cutsTail =
      tail.count < after.count || content.upper > upper + reach || shownMarked.count < marked.count
      || upper > lower + reach
    let prefix = cutsHead ? "…" : ""
    return Excerpt(
      line: prefix + String(String.UnicodeScalarView(head + shownMarked + tail)) + (cutsTail ? "…" : ""),
      caretColumn: prefix.count + head.count,
      caretWidth: max(1, shownMarked.count))
  }

  /// The characters of a range with those that would move the caret or the terminal made visible.
  private static func characters(of source: SourceFile, _ range: ByteRange) -> [Unicode.Scalar] {
    source.text(in: range).unicodeScalars.map(visible)
  }

  /// Text of which nothing can move the cursor or change the terminal.
  private static func printable(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.map(visible)))
  }

  /// One character for one: a tab is a space; what has no width or controls the terminal is U+FFFD.
  private static func visible(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    if scalar == "\t" { return " " }
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: return "\u{FFFD}"
    default: return scalar
    }
  }

  private enum Style: String {
    case error = "\u{1B}[1;31m"
    case warning = "\u{1B}[1;33m"
    case note = "\u{1B}[1;36m"
    case frame = "\u{1B}[34m"
    case bold = "\u{1B}[1m"
  }

  private func style(of severity: Severity) -> Style {
    switch severity {
    case .error: .error
    case .warning: .warning
    case .note: .note
    }
  }

  private func paint(_ text: String, _ style: Style) -> String {
    usesColour ? "\(style.rawValue)\(text)\u{1B}[0m" : text
  }
}
