/// A small JSON text as a value: settings, and what rarely stands among numbers. Bare NaN and Infinity are numbers.
enum JSONValue {
  case number(Double)
  case text(String)
  case boolean(Bool)
  case null
  /// An array, as it is written.
  case array(String)
  /// The members in the order in which they are written.
  case object([(key: String, value: JSONValue)])
  /// What is no JSON.
  case unreadable

  /// The value that the bytes between two offsets spell, with nothing but space around it.
  init(_ bytes: Span<UInt8>, from start: Int, to end: Int) {
    var copy: [UInt8] = []
    copy.reserveCapacity(end - start + NumberScanner.padding)
    for offset in start..<end { copy.append(bytes[offset]) }
    copy.append(contentsOf: repeatElement(0, count: NumberScanner.padding))
    let count = end - start
    guard let (value, next) = Self.value(in: copy.span, from: 0, count: count, depth: 1),
      JSONText.skipSpace(copy.span, next) == count
    else {
      self = .unreadable
      return
    }
    self = value
  }

  private static func value(
    in text: Span<UInt8>, from offset: Int, count: Int, depth: Int
  ) -> (value: JSONValue, next: Int)? {
    let start = JSONText.skipSpace(text, offset)
    guard start < count, depth < JSONText.depthLimit else { return nil }
    switch text[start] {
    case UInt8(ascii: "{"):
      return object(in: text, from: start + 1, count: count, depth: depth)
    case UInt8(ascii: "["):
      let end = JSONText.skipArray(text, start + 1)
      return end >= 0 && end <= count ? (.array(text.text(from: start, to: end)), end) : nil
    case JSONText.quote:
      let end = JSONText.skipString(text, start + 1)
      guard end >= 0, end <= count, let string = JSONText.unescaped(text, from: start + 1, to: end - 1) else {
        return nil
      }
      return (.text(string), end)
    default:
      let end = JSONText.endOfToken(text, start)
      let number = NumberScanner().scan(text, from: start)
      if number.end == end, end > start { return (.number(number.value), end) }
      switch text.text(from: start, to: end) {
      case "true": return (.boolean(true), end)
      case "false": return (.boolean(false), end)
      case "null": return (.null, end)
      case "NaN", "nan": return (.number(.nan), end)
      case "Infinity", "+Infinity": return (.number(.infinity), end)
      case "-Infinity": return (.number(-.infinity), end)
      default: return nil
      }
    }
  }

  private static func object(
    in text: Span<UInt8>, from start: Int, count: Int, depth: Int
  ) -> (value: JSONValue, next: Int)? {
    var members: [(key: String, value: JSONValue)] = []
    var position = JSONText.skipSpace(text, start)
    if text[position] == UInt8(ascii: "}") { return (.object([]), position + 1) }
    while text[position] == JSONText.quote {
      let end = JSONText.skipString(text, position + 1)
      guard end >= 0, end <= count, let key = JSONText.unescaped(text, from: position + 1, to: end - 1) else {
        return nil
      }
      position = JSONText.skipSpace(text, end)
      guard text[position] == UInt8(ascii: ":"),
        let (value, next) = value(in: text, from: position + 1, count: count, depth: depth + 1)
      else { return nil }
      members.append((key, value))
      position = JSONText.skipSpace(text, next)
      if text[position] == UInt8(ascii: "}") { return (.object(members), position + 1) }
      guard text[position] == UInt8(ascii: ",") else { return nil }
      position = JSONText.skipSpace(text, position + 1)
    }
    return nil
  }
}
