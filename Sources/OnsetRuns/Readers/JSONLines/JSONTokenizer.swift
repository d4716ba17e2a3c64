/// Reads a JSON document token by token, its text given in pieces of any size.
///
/// Bare `NaN` and `Infinity`, which Python writes, are words like `null`. Nesting beyond ``JSONText/depthLimit`` is a
/// fault, so that the state stays small whatever the text.
struct JSONTokenizer {
  /// A token; offsets are of the text that ``next(_:at:count:isLast:)`` was given, quotes not included.
  enum Token: Equatable {
    case beginObject
    case endObject
    case beginArray
    case endArray
    case key(start: Int, end: Int)
    case string(start: Int, end: Int)
    case number(Double, start: Int, end: Int)
    /// `true`, `false`, `null`, or a word that ``SpecialNumber`` knows.
    case word(start: Int, end: Int)
    /// The text ends before the token does; with `isLast` the document is cut here.
    case incomplete
    /// The document is complete.
    case end
    /// What follows is no JSON.
    case fault
  }

  private enum Expected { case value, firstValue, key, firstKey, colon, separator, nothing }

  private var expected = Expected.value
  private var closers: [UInt8] = []
  private let scanner = NumberScanner()
  /// The line that the tokenizer is at, counted from 1.
  private(set) var line = 1

  /// How many objects and arrays are open.
  var depth: Int { closers.count }

  /// The token at or after `position`, which becomes the offset after it. What lies before `position` is not needed
  /// again. Zeros follow the text in its span.
  mutating func next(_ text: Span<UInt8>, at position: inout Int, count: Int, isLast: Bool) -> Token {
    while true {
      skipBlanks(text, &position, count: count)
      guard position < count else { return expected == .nothing && isLast ? .end : .incomplete }
      let byte = text[position]
      switch expected {
      case .nothing:
        return .fault
      case .colon:
        guard byte == UInt8(ascii: ":") else { return .fault }
        position += 1
        expected = .value
      case .separator:
        if byte == closers.last { return close(byte, &position) }
        guard byte == UInt8(ascii: ",") else { return .fault }
        position += 1
        expected = closers.last == UInt8(ascii: "}") ? .key : .value
      case .key, .firstKey:
        if expected == .firstKey, byte == UInt8(ascii: "}") { return close(byte, &position) }
        guard byte == JSONText.quote else { return .fault }
        let start = position + 1
        let end = string(text, from: start, count: count, isLast: isLast)
        guard end > 0 else { return end == 0 ? .incomplete : .fault }
        position = end
        expected = .colon
        return .key(start: start, end: end - 1)
      case .value, .firstValue:
        if expected == .firstValue, byte == UInt8(ascii: "]") { return close(byte, &position) }
        return value(text, &position, count: count, isLast: isLast)
      }
    }
  }

  private mutating func value(_ text: Span<UInt8>, _ position: inout Int, count: Int, isLast: Bool) -> Token {
    let start = position
    switch text[start] {
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      guard closers.count < JSONText.depthLimit else { return .fault }
      closers.append(text[start] + 2)
      position += 1
      let isObject = text[start] == UInt8(ascii: "{")
      expected = isObject ? .firstKey : .firstValue
      return isObject ? .beginObject : .beginArray
    case JSONText.quote:
      let end = string(text, from: start + 1, count: count, isLast: isLast)
      guard end > 0 else { return end == 0 ? .incomplete : .fault }
      position = end
      finishValue()
      return .string(start: start + 1, end: end - 1)
    default:
      let end = JSONText.endOfToken(text, start)
      if end >= count, !isLast || !closers.isEmpty { return .incomplete }
      guard end > start else { return .fault }
      position = end
      finishValue()
      let number = scanner.scan(text, from: start)
      if number.end == end { return .number(number.value, start: start, end: end) }
      switch SpecialNumber.meaning(of: text, from: start, to: end) {
      case .text: return Self.isBoolean(text, from: start, to: end) ? .word(start: start, end: end) : .fault
      case .value, .missing: return .word(start: start, end: end)
      }
    }
  }

  private mutating func close(_ byte: UInt8, _ position: inout Int) -> Token {
    closers.removeLast()
    position += 1
    finishValue()
    return byte == UInt8(ascii: "}") ? .endObject : .endArray
  }

  private mutating func finishValue() { expected = closers.isEmpty ? .nothing : .separator }

  /// The offset after the closing quote; 0 where the text ends before it, -1 for what is no string.
  private func string(_ text: Span<UInt8>, from start: Int, count: Int, isLast: Bool) -> Int {
    let end = JSONText.skipString(text, start)
    if end > 0, end <= count { return end }
    // A control character is a fault, and the zeros after the text look like one.
    var at = start
    while at < count {
      if text[at] < 0x20 { return -1 }
      at += 1
    }
    return 0
  }

  private mutating func skipBlanks(_ text: Span<UInt8>, _ position: inout Int, count: Int) {
    while position < count {
      switch text[position] {
      case JSONText.newline: line += 1
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): break
      default: return
      }
      position += 1
    }
  }

  private static func isBoolean(_ text: Span<UInt8>, from start: Int, to end: Int) -> Bool {
    let word = end - start == 4 ? "true" : "false"
    guard end - start == word.utf8.count else { return false }
    return word.utf8.enumerated().allSatisfy { text[start + $0.offset] == $0.element }
  }
}
