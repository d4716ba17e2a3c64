/// The single values of a JSON object as texts, nested ones with their keys joined by `.`: what tools write of a run's
/// settings.
enum JSONSettings {
  /// The settings in the order of the text; null is none, and a list is its JSON text. Nil for text that is no object.
  static func read(_ json: String) -> [(name: String, text: String)]? {
    let bytes = Array(json.utf8)
    let padded = bytes + Array(repeating: 0, count: NumberScanner.padding)
    var settings: [(name: String, text: String)] = []
    let text = padded.span
    let start = skipSpace(text, 0)
    guard text[start] == UInt8(ascii: "{") else { return nil }
    let end = readObject(text, from: start + 1, name: "", depth: 1, &settings)
    guard end >= 0, skipSpace(text, end) >= bytes.count else { return nil }
    return settings
  }

  /// The offset after the `}` of an object whose content begins at `start`, or -1 for a fault.
  private static func readObject(
    _ text: Span<UInt8>, from start: Int, name parent: String, depth: Int,
    _ settings: inout [(name: String, text: String)]
  ) -> Int {
    guard depth < JSONText.depthLimit else { return -1 }
    var position = skipSpace(text, start)
    if text[position] == UInt8(ascii: "}") { return position + 1 }
    while true {
      guard text[position] == JSONText.quote else { return -1 }
      let keyEnd = JSONText.skipString(text, position + 1)
      guard keyEnd >= 0, let key = JSONText.unescaped(text, from: position + 1, to: keyEnd - 1) else { return -1 }
      let name = parent.isEmpty ? key : parent + "." + key
      position = skipSpace(text, keyEnd)
      guard text[position] == UInt8(ascii: ":") else { return -1 }
      position = readValue(text, from: skipSpace(text, position + 1), name: name, depth: depth, &settings)
      guard position >= 0 else { return -1 }
      position = skipSpace(text, position)
      if text[position] == UInt8(ascii: "}") { return position + 1 }
      guard text[position] == UInt8(ascii: ",") else { return -1 }
      position = skipSpace(text, position + 1)
    }
  }

  private static func readValue(
    _ text: Span<UInt8>, from start: Int, name: String, depth: Int, _ settings: inout [(name: String, text: String)]
  ) -> Int {
    switch text[start] {
    case UInt8(ascii: "{"):
      return readObject(text, from: start + 1, name: name, depth: depth + 1, &settings)
    case UInt8(ascii: "["):
      let end = JSONText.skipArray(text, start + 1)
      if end >= 0 { settings.append((name, plain(text, start, end))) }
      return end
    case JSONText.quote:
      let end = JSONText.skipString(text, start + 1)
      guard end >= 0, let value = JSONText.unescaped(text, from: start + 1, to: end - 1) else { return -1 }
      settings.append((name, value))
      return end
    default:
      let end = JSONText.endOfToken(text, start)
      guard end > start else { return -1 }
      let word = plain(text, start, end)
      if word != "null" { settings.append((name, word)) }
      return end
    }
  }

  private static func plain(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> String {
    var bytes: [UInt8] = []
    for offset in start..<end { bytes.append(text[offset]) }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func skipSpace(_ text: Span<UInt8>, _ start: Int) -> Int {
    var position = JSONText.skipSpace(text, start)
    while text[position] == JSONText.newline { position = JSONText.skipSpace(text, position + 1) }
    return position
  }
}
