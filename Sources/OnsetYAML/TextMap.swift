package import OnsetText

/// Where in the file each byte of a decoded text is spelt.
///
/// The text is cut into pieces, each spelt by some bytes of the file. In a verbatim piece byte follows byte;
/// any other piece (an escape, a folded line end) is a whole, and so is what it spells.
package struct TextMap: Hashable, Sendable {
  /// A stretch of decoded text and the bytes that spell it.
  struct Piece: Hashable, Sendable {
    var text: ByteRange
    var file: ByteRange
    var isVerbatim: Bool
  }

  private let form: Form

  private enum Form: Hashable, Sendable {
    /// The file spells the text from a place on, byte for byte. Most texts are so, and need no more memory for it.
    case verbatim(lower: Int, count: Int)
    /// Pieces in order of the text, without gaps in it; the file may have gaps, such as indentation. A text without
    /// bytes has a place as well.
    indirect case pieces([Piece], emptyPlace: Int, isExact: Bool)
  }

  init(pieces: [Piece], emptyPlace: Int, isExact: Bool = true) {
    if pieces.count == 1, pieces[0].isVerbatim, isExact {
      form = .verbatim(lower: pieces[0].file.lower, count: pieces[0].text.count)
    } else {
      form = .pieces(pieces, emptyPlace: emptyPlace, isExact: isExact)
    }
  }

  private init(verbatim range: ByteRange) {
    form = .verbatim(lower: range.lower, count: range.count)
  }

  /// The map of a text of which only the whole place is known.
  static func whole(textCount: Int, at range: ByteRange) -> TextMap {
    if textCount == 0 { return TextMap(pieces: [], emptyPlace: range.upper, isExact: false) }
    let piece = Piece(text: ByteRange(0, textCount), file: range, isVerbatim: false)
    return TextMap(pieces: [piece], emptyPlace: range.upper, isExact: false)
  }

  /// The map of a text that the file spells byte for byte at `range`; nil for any other.
  static func verbatim(_ text: String, in bytes: [UInt8], at range: ByteRange) -> TextMap? {
    !text.isEmpty && bytes.spell(text, at: range) ? TextMap(verbatim: range) : nil
  }

  /// Whether the place of every byte is known, rather than that of the text as a whole.
  var isExact: Bool {
    switch form {
    case .verbatim: true
    case .pieces(_, _, let isExact): isExact
    }
  }

  /// How many bytes of text there are.
  package var textCount: Int {
    switch form {
    case .verbatim(_, let count): count
    case .pieces(let pieces, _, _): pieces.last?.text.upper ?? 0
    }
  }

  /// The bytes of the file that spell a range of UTF-8 offsets in the decoded text. O(log pieces).
  ///
  /// An empty range is the place before its next byte; at the end of the text, the place after the last one.
  /// Offsets outside the text are clamped to it.
  package func fileRange(of range: ByteRange) -> ByteRange {
    let lower = min(max(range.lower, 0), textCount)
    let upper = min(max(range.upper, lower), textCount)
    switch form {
    case .verbatim(let start, _): return ByteRange(start + lower, start + upper)
    case .pieces(let pieces, let emptyPlace, _):
      guard let last = pieces.last else { return .at(emptyPlace) }
      if lower == last.text.upper { return .at(last.file.upper) }
      let first = Self.piece(of: lower, in: pieces)
      let start = first.isVerbatim ? first.file.lower + (lower - first.text.lower) : first.file.lower
      if lower == upper { return .at(start) }
      let end = Self.piece(of: upper - 1, in: pieces)
      return ByteRange(start, end.isVerbatim ? end.file.lower + (upper - end.text.lower) : end.file.upper)
    }
  }

  /// The piece that holds the byte at `offset`, which lies in the text.
  private static func piece(of offset: Int, in pieces: [Piece]) -> Piece {
    var lower = 0
    var upper = pieces.count
    while upper - lower > 1 {
      let middle = (lower + upper) / 2
      if pieces[middle].text.lower <= offset { lower = middle } else { upper = middle }
    }
    return pieces[lower]
  }
}

extension [UInt8] {
  /// Whether the bytes at a range are the UTF-8 of a text.
  fileprivate func spell(_ text: String, at range: ByteRange) -> Bool {
    span.extracting(range.lower..<range.upper).isEqual(to: text.utf8Span.span)
  }
}

/// A decoded text as it grows, with its map.
struct MappedText {
  private(set) var text: [UInt8] = []
  private var pieces: [TextMap.Piece] = []
  private var emptyPlace: Int

  /// A text that, as long as it has no bytes, stands at `emptyPlace`.
  init(emptyPlace: Int) {
    self.emptyPlace = emptyPlace
  }

  var map: TextMap { TextMap(pieces: pieces, emptyPlace: emptyPlace) }

  /// Adds bytes of the file as they are.
  mutating func copy(_ range: ByteRange, of bytes: [UInt8]) {
    guard !range.isEmpty else { return }
    let textLower = text.count
    text += bytes[range.lower..<range.upper]
    if let last = pieces.indices.last, pieces[last].isVerbatim, pieces[last].file.upper == range.lower {
      pieces[last].text.upper = text.count
      pieces[last].file.upper = range.upper
    } else {
      pieces.append(.init(text: ByteRange(textLower, text.count), file: range, isVerbatim: true))
    }
  }

  /// Adds text that the file spells otherwise, as a whole.
  mutating func add(_ spelt: some Sequence<UInt8>, for range: ByteRange) {
    let textLower = text.count
    text += spelt
    guard text.count > textLower else { return }
    pieces.append(.init(text: ByteRange(textLower, text.count), file: range, isVerbatim: false))
  }
}
