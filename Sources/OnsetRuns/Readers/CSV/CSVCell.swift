/// Where a cell of a CSV file lies, found the careful way: quotes, spaces around it, any line end.
struct CSVCell {
  /// The content, without quotes and without spaces around it.
  var start: Int
  var end: Int
  /// Where the separator, line end or end of text after it is.
  var next: Int
  /// Whether the content stood in quotes.
  var isQuoted: Bool
  /// Whether something stands between the closing quote and the next separator.
  var isGarbled = false
  /// Line ends inside the quotes.
  var lineEnds = 0

  static let quote = UInt8(ascii: "\"")
  static let newline = UInt8(ascii: "\n")
  static let carriageReturn = UInt8(ascii: "\r")

  /// A quoted cell longer than this is taken for a stray quote, and ends with its line: else one stray quote
  /// would swallow the rest of a log.
  private static let quotedLimit = 64 << 10

  /// The cell that begins at `start`; nil when its end may lie beyond the text.
  static func find(
    in text: Span<UInt8>, from start: Int, count: Int, isLast: Bool, separator: UInt8
  ) -> CSVCell? {
    var first = start
    while first < count, isSpace(text[first], separator: separator) { first += 1 }
    if first < count, text[first] == quote {
      switch quoted(in: text, from: first, count: count, isLast: isLast, separator: separator) {
      case .cell(let cell): return cell
      case .needsMore: return nil
      case .strayQuote: break
      }
    }
    var next = first
    while next < count, text[next] != separator, text[next] != newline { next += 1 }
    guard next < count || isLast else { return nil }
    var end = next
    while end > first, isSpace(text[end - 1], separator: separator) || text[end - 1] == carriageReturn {
      end -= 1
    }
    return CSVCell(start: first, end: end, next: next, isQuoted: false)
  }

  private enum Quoted {
    case cell(CSVCell)
    case needsMore
    case strayQuote
  }

  private static func quoted(
    in text: Span<UInt8>, from quoteStart: Int, count: Int, isLast: Bool, separator: UInt8
  ) -> Quoted {
    let limit = min(count, quoteStart + quotedLimit)
    var closing = quoteStart + 1
    var lineEnds = 0
    while true {
      guard closing < limit else {
        return limit == count && !isLast && count - quoteStart < quotedLimit ? .needsMore : .strayQuote
      }
      if text[closing] == newline { lineEnds += 1 }
      if text[closing] == quote {
        if closing + 1 == count, !isLast { return .needsMore }
        guard closing + 1 < count, text[closing + 1] == quote else { break }
        closing += 1
      }
      closing += 1
    }
    var next = closing + 1
    var isGarbled = false
    while next < count, text[next] != separator, text[next] != newline {
      if !isSpace(text[next], separator: separator), text[next] != carriageReturn { isGarbled = true }
      next += 1
    }
    guard next < count || isLast else { return .needsMore }
    var cell = CSVCell(start: quoteStart + 1, end: closing, next: next, isQuoted: true)
    cell.isGarbled = isGarbled
    cell.lineEnds = lineEnds
    while cell.start < cell.end, text[cell.start] == UInt8(ascii: " ") { cell.start += 1 }
    while cell.end > cell.start, text[cell.end - 1] == UInt8(ascii: " ") { cell.end -= 1 }
    return .cell(cell)
  }

  private static func isSpace(_ byte: UInt8, separator: UInt8) -> Bool {
    (byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")) && byte != separator
  }

  /// The content as bytes, doubled quotes made single.
  func content(of text: Span<UInt8>) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(end - start)
    var at = start
    while at < end {
      bytes.append(text[at])
      if isQuoted, text[at] == Self.quote { at += 1 }
      at += 1
    }
    return bytes
  }

  /// Whether the content is a number with a decimal comma, such as `0,25` or `1,5e-3`.
  func hasDecimalComma(_ text: Span<UInt8>) -> Bool {
    var at = start
    if at < end, text[at] == UInt8(ascii: "-") || text[at] == UInt8(ascii: "+") { at += 1 }
    func digits() -> Bool {
      let first = at
      while at < end, text[at] &- UInt8(ascii: "0") < 10 { at += 1 }
      return at > first
    }
    guard digits(), at < end, text[at] == UInt8(ascii: ",") else { return false }
    at += 1
    guard digits() else { return false }
    if at < end, text[at] | 0x20 == UInt8(ascii: "e") {
      at += 1
      if at < end, text[at] == UInt8(ascii: "-") || text[at] == UInt8(ascii: "+") { at += 1 }
      guard digits() else { return false }
    }
    return at == end
  }
}
