/// The single values of a small JSON document, such as one with a run's settings.
struct JSONScalars {
  /// A value that is neither an object nor null. A list of such is one too, written `[1, 2]`.
  struct Scalar: Equatable {
    /// The keys from the root on, joined by `.`.
    var name: String
    /// A string's content, or the value as it is written.
    var text: String
    /// The value where it is a number, or a word for one.
    var number: Double?
  }

  /// In the order of the text.
  private(set) var values: [Scalar] = []
  /// Whether the whole text was one object.
  private(set) var isWhole = false

  /// More values than this are no settings.
  static let limit = 10_000
  /// A longer list is left out: it is data.
  static let listLimit = 64

  /// The values of the object that the bytes spell, as far as they are JSON; nothing where they are no object.
  init(in bytes: some Collection<UInt8>) { self.init(in: bytes) { _ in true } }

  /// The first value with a name, of an object of which the bytes may be only the beginning.
  static func value(_ name: String, in bytes: some Collection<UInt8>) -> Scalar? {
    let scalars = JSONScalars(in: bytes, until: name)
    return scalars.values.last.flatMap { $0.name == name ? $0 : nil }
  }

  private init(in bytes: some Collection<UInt8>, until last: String) {
    self.init(in: bytes) { $0.name != last }
  }

  /// Reads until the text ends or a value is the last one that is wanted.
  private init(in bytes: some Collection<UInt8>, goesOnAfter: (Scalar) -> Bool) {
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let padded = Array(bytes) + Array(repeating: 0, count: NumberScanner.padding)
    let text = padded.span
    let count = bytes.count
    var position = start
    var tokens = JSONTokenizer()
    var names: [String] = []
    var key = ""
    var list: [String]?
    /// The depth of the list that is being read; what lies deeper makes it no list of single values.
    var listDepth = 0
    while values.count < Self.limit {
      var scalar: Scalar?
      switch tokens.next(text, at: &position, count: count, isLast: true) {
      case .beginObject:
        if tokens.depth == 1 { continue }
        if listDepth == 0 { names.append(key) } else { list = nil }
      case .endObject:
        if tokens.depth > 0, listDepth == 0 { key = names.removeLast() }
      case .beginArray:
        if tokens.depth == 1 { return }
        if listDepth == 0 {
          listDepth = tokens.depth
          list = []
        } else {
          list = nil
        }
      case .endArray:
        guard tokens.depth < listDepth else { continue }
        listDepth = 0
        if let list, list.count <= Self.listLimit {
          scalar = Scalar(name: "", text: "[" + list.joined(separator: ", ") + "]", number: nil)
        }
      case .key(let start, let end):
        guard let name = JSONText.unescaped(text, from: start, to: end) else { return }
        if listDepth == 0 { key = name }
      case .end:
        isWhole = true
        return
      case .incomplete, .fault:
        return
      case let token:
        guard let (value, number) = Self.value(of: token, in: text) else { continue }
        scalar = Scalar(name: "", text: value, number: number)
      }
      guard var scalar, tokens.depth > 0 else { continue }
      if listDepth > 0 {
        if list != nil, tokens.depth == listDepth, list?.count ?? 0 <= Self.listLimit { list?.append(scalar.text) }
        continue
      }
      scalar.name = (names + [key]).joined(separator: ".")
      values.append(scalar)
      if !goesOnAfter(scalar) { return }
    }
  }

  /// What a token says that is a value by itself; nil for `null`, for other tokens, and for text that is not UTF-8.
  static func value(of token: JSONTokenizer.Token, in text: Span<UInt8>) -> (text: String, number: Double?)? {
    switch token {
    case .string(let start, let end):
      return JSONText.unescaped(text, from: start, to: end).map { ($0, number(text, from: start, to: end)) }
    case .number(let value, let start, let end):
      return (spelled(text, start, end), value)
    case .word(let start, let end):
      switch SpecialNumber.meaning(of: text, from: start, to: end) {
      case .missing: return nil
      case .value(let value): return (spelled(text, start, end), value)
      case .text: return (spelled(text, start, end), nil)
      }
    case .beginObject, .endObject, .beginArray, .endArray, .key, .incomplete, .end, .fault:
      return nil
    }
  }

  private static func spelled(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> String {
    var bytes: [UInt8] = []
    for offset in start..<end { bytes.append(text[offset]) }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// A number in quotes, as a number.
  private static func number(_ text: Span<UInt8>, from start: Int, to end: Int) -> Double? {
    guard end > start else { return nil }
    let number = NumberScanner().scan(text, from: start)
    if number.end == end { return number.value }
    if case .value(let value) = SpecialNumber.meaning(of: text, from: start, to: end) { return value }
    return nil
  }
}
