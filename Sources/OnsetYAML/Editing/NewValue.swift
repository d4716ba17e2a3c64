/// A value that is to be written into a YAML file.
package indirect enum NewValue: Hashable, Sendable {
  /// A text or a number, spelt plain where that is safe.
  case scalar(String)
  /// Texts; a new list stands in brackets.
  case list([String])
  /// Keys and values, in order. `inBraces` is for a mapping beside which there is none to be like.
  case mapping([Entry], inBraces: Bool)

  package struct Entry: Hashable, Sendable {
    package var key: String
    package var value: NewValue

    package init(_ key: String, _ value: NewValue) {
      self.key = key
      self.value = value
    }
  }

  /// The value at the end of some keys that are not there yet.
  func under(_ keys: some Collection<String>) -> NewValue {
    keys.reversed().reduce(self) { .mapping([Entry($1, $0)], inBraces: false) }
  }

  /// Whether a node has just this value.
  func isValue(of node: YAMLNode) -> Bool {
    switch (self, node) {
    case (.scalar(let text), .scalar(let scalar)): scalar.text.utf8.elementsEqual(text.utf8)
    case (.list(let texts), .sequence(let list)):
      texts.count == list.items.count && zip(texts, list.items).allSatisfy { NewValue.scalar($0).isValue(of: $1) }
    case (.mapping(let entries, _), .mapping(let mapping)):
      entries.count == mapping.entries.count
        && zip(entries, mapping.entries).allSatisfy {
          $0.key.isSpelt(as: $1.key.text) && $0.value.isValue(of: $1.value)
        }
    default: false
    }
  }
}

/// How new values are laid out in a file.
struct NewValueLayout {
  var lineEnd: String
  /// By how much a mapping is further in than its key.
  var indentation: Int
  /// Lines of brackets are not made longer than this.
  static let width = 100

  /// A key and its value at a column, without a line end behind them.
  func entry(_ entry: NewValue.Entry, at column: Int, inFlow: Bool = false) -> String {
    let key = YAML.spelling(of: entry.key)
    switch entry.value {
    case .scalar(let text): return "\(key): \(YAML.spelling(of: text))"
    case .mapping(let entries, false) where !inFlow && !entries.isEmpty:
      let inner = column + indentation
      let lines = entries.map { lineEnd + WrittenPlaces.spaces(inner) + self.entry($0, at: inner) }
      return "\(key):" + lines.joined()
    case .list, .mapping:
      return "\(key): \(flow(entry.value, at: column + key.utf8.count + 2))"
    }
  }

  /// A value on one line or, in brackets that are too long, on several.
  func flow(_ value: NewValue, at column: Int) -> String {
    let pieces = Self.pieces(value)
    var text = ""
    var place = column
    for (index, piece) in pieces.enumerated() {
      let isLast = index == pieces.count - 1
      let length = piece.utf8.count + (isLast ? 0 : 1)
      if index > 0, place + 1 + length > Self.width {
        text += lineEnd + WrittenPlaces.spaces(column + 1)
        place = column + 1
      } else if index > 0 {
        text += " "
        place += 1
      }
      text += piece + (isLast ? "" : ",")
      place += length
    }
    return text
  }

  /// The parts between which commas stand; brackets are with the first and the last.
  private static func pieces(_ value: NewValue) -> [String] {
    var pieces: [String]
    let brackets: (String, String)
    switch value {
    case .scalar(let text): return [YAML.spelling(of: text)]
    case .list(let texts):
      pieces = texts.map(YAML.spelling)
      brackets = ("[", "]")
    case .mapping(let entries, _):
      pieces = entries.flatMap { entry in
        var pieces = Self.pieces(entry.value)
        pieces[0] = "\(YAML.spelling(of: entry.key)): \(pieces[0])"
        return pieces
      }
      brackets = ("{", "}")
    }
    guard !pieces.isEmpty else { return [brackets.0 + brackets.1] }
    pieces[0] = brackets.0 + pieces[0]
    pieces[pieces.count - 1] += brackets.1
    return pieces
  }
}
