/// The plain values of one JSON object on a line, nested objects' keys joined by `.`. Reused from object to object:
/// once the keys are known, reading another allocates nothing.
struct JSONObjectScan {
  /// A value and where it is written; `start..<end` is inside the quotes of a string.
  struct Entry {
    enum Kind {
      case number
      /// A string that is no word for a number.
      case text
      case boolean
      /// `null`, or a string that says that nothing is there.
      case missing
      /// An array: only its place is known.
      case array
    }

    var key: Int
    var kind: Kind
    var value: Double
    var start: Int
    var end: Int
  }

  /// The keys of all objects so far, by which entries are numbered.
  private(set) var tree = JSONKeyTree()
  private(set) var count = 0
  private var entries: [Entry] = []
  private let scanner = NumberScanner()

  subscript(index: Int) -> Entry { entries[index] }

  /// The full name of a key.
  func name(of key: Int) -> String { tree.name(of: key) }

  /// Reads the object whose content begins at `start`; the offset after its `}`, or -1 for text that is no JSON.
  ///
  /// The text is one line and ends before `text.count - NumberScanner.padding`.
  mutating func read(_ text: Span<UInt8>, from start: Int, count end: Int) -> Int {
    count = 0
    return object(text, from: start, count: end, key: 0, depth: 1)
  }

  private mutating func object(
    _ text: Span<UInt8>, from start: Int, count end: Int, key parent: Int, depth: Int
  ) -> Int {
    guard depth < JSONText.depthLimit else { return -1 }
    var position = JSONText.skipSpace(text, start)
    if text[position] == UInt8(ascii: "}") { return position &+ 1 }
    var previous = -1
    var guess = tree.keys[parent].first
    while true {
      guard position < end, text[position] == JSONText.quote else { return -1 }
      position &+= 1
      var key = guess
      var after = guess >= 0 ? tree.end(of: guess, in: text, at: position, count: end) : -1
      if after < 0 {
        guard let found = tree.find(in: text, at: position, count: end, below: parent, after: previous) else {
          return -1
        }
        (key, after) = found
      }
      position = JSONText.skipSpace(text, after)
      guard text[position] == UInt8(ascii: ":") else { return -1 }
      position = JSONText.skipSpace(text, position &+ 1)
      position = value(text, from: position, count: end, key: key, depth: depth)
      if position < 0 { return -1 }
      position = JSONText.skipSpace(text, position)
      guard text[position] == UInt8(ascii: ",") else {
        guard text[position] == UInt8(ascii: "}"), position < end else { return -1 }
        return position &+ 1
      }
      position = JSONText.skipSpace(text, position &+ 1)
      previous = key
      guess = tree.keys[key].next
    }
  }

  private mutating func value(
    _ text: Span<UInt8>, from start: Int, count end: Int, key: Int, depth: Int
  ) -> Int {
    let number = scanner.scan(text, from: start)
    if number.end != start {
      add(Entry(key: key, kind: .number, value: number.value, start: start, end: number.end))
      return number.end
    }
    switch text[start] {
    case UInt8(ascii: "{"):
      return object(text, from: start &+ 1, count: end, key: key, depth: depth &+ 1)
    case UInt8(ascii: "["):
      let after = JSONText.skipArray(text, start &+ 1)
      if after >= 0 { add(Entry(key: key, kind: .array, value: 0, start: start, end: after)) }
      return after
    case JSONText.quote:
      let after = JSONText.skipString(text, start &+ 1)
      if after >= 0 { addWord(text, from: start &+ 1, to: after &- 1, key: key, isQuoted: true) }
      return after
    default:
      let after = JSONText.endOfToken(text, start)
      return after > start && addWord(text, from: start, to: after, key: key, isQuoted: false) ? after : -1
    }
  }

  /// Adds a string or a bare word; false for a bare word that JSON and the loggers do not have.
  @discardableResult
  private mutating func addWord(
    _ text: Span<UInt8>, from start: Int, to end: Int, key: Int, isQuoted: Bool
  ) -> Bool {
    var entry = Entry(key: key, kind: .text, value: 0, start: start, end: end)
    switch SpecialNumber.meaning(of: text, from: start, to: end) {
    case .value(let value):
      entry.kind = .number
      entry.value = value
    case .missing: entry.kind = .missing
    case .text where !isQuoted:
      guard JSONText.spells("true", text, from: start, to: end) || JSONText.spells("false", text, from: start, to: end)
      else { return false }
      entry.kind = .boolean
    case .text: break
    }
    add(entry)
    return true
  }

  @inline(__always)
  private mutating func add(_ entry: Entry) {
    if count == entries.count { entries.append(entry) } else { entries[count] = entry }
    count &+= 1
  }
}

extension JSONText {
  /// Whether the bytes between two offsets are a word's.
  static func spells(_ word: StaticString, _ text: Span<UInt8>, from start: Int, to end: Int) -> Bool {
    guard end &- start == word.utf8CodeUnitCount else { return false }
    var at = start
    for byte in word.description.utf8 {
      if text[at] != byte { return false }
      at += 1
    }
    return true
  }

  /// The text between two offsets, for names and settings; what is no UTF-8 becomes U+FFFD.
  static func plainText(_ text: Span<UInt8>, from start: Int, to end: Int) -> String {
    if let text = unescaped(text, from: start, to: end) { return text }
    var bytes: [UInt8] = []
    for offset in start..<end { bytes.append(text[offset]) }
    return String(decoding: bytes, as: UTF8.self)
  }
}
