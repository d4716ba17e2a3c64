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

  private let pieces: Pieces
  /// The place of a text without bytes.
  private let emptyPlace: Int
  /// Whether the place of every byte is known, rather than that of the text as a whole.
  let isExact: Bool

  /// In order of the text, without gaps in it; the file may have gaps, such as indentation.
  private enum Pieces: Hashable, Sendable {
    /// Most texts are one piece, and need no memory of their own for it.
    case one(Piece)
    case several([Piece])
  }

  init(pieces: [Piece], emptyPlace: Int, isExact: Bool = true) {
    self.pieces = pieces.count == 1 ? .one(pieces[0]) : .several(pieces)
    self.emptyPlace = emptyPlace
    self.isExact = isExact
  }

  private init(_ piece: Piece, emptyPlace: Int, isExact: Bool) {
    pieces = .one(piece)
    self.emptyPlace = emptyPlace
    self.isExact = isExact
  }

  /// The map of a text of which only the whole place is known.
  static func whole(textCount: Int, at range: ByteRange) -> TextMap {
    if textCount == 0 { return TextMap(pieces: [], emptyPlace: range.upper, isExact: false) }
    let piece = Piece(text: ByteRange(0, textCount), file: range, isVerbatim: false)
    return TextMap(piece, emptyPlace: range.upper, isExact: false)
  }

  /// The map of a text that the file spells byte for byte at `range`; nil for any other.
  static func verbatim(_ text: String, in bytes: [UInt8], at range: ByteRange) -> TextMap? {
    let count = text.utf8.count
    guard count > 0, range.count == count, bytes.spell(text, at: range) else { return nil }
    let piece = Piece(text: ByteRange(0, count), file: range, isVerbatim: true)
    return TextMap(piece, emptyPlace: range.lower, isExact: true)
  }

  /// How many bytes of text there are.
  package var textCount: Int { last?.text.upper ?? 0 }

  private var last: Piece? {
    switch pieces {
    case .one(let piece): piece
    case .several(let pieces): pieces.last
    }
  }

  /// The bytes of the file that spell a range of UTF-8 offsets in the decoded text. O(log pieces).
  ///
  /// An empty range is the place before its next byte; at the end of the text, the place after the last one.
  /// Offsets outside the text are clamped to it.
  package func fileRange(of range: ByteRange) -> ByteRange {
    guard let last else { return .at(emptyPlace) }
    let lower = min(max(range.lower, 0), last.text.upper)
    let upper = min(max(range.upper, lower), last.text.upper)
    if lower == last.text.upper { return .at(last.file.upper) }
    let start = start(of: lower)
    return lower == upper ? .at(start) : ByteRange(start, end(of: upper))
  }

  /// Where the byte at `offset` begins.
  private func start(of offset: Int) -> Int {
    let piece = piece(of: offset)
    return piece.isVerbatim ? piece.file.lower + (offset - piece.text.lower) : piece.file.lower
  }

  /// Where the byte before `offset` ends.
  private func end(of offset: Int) -> Int {
    let piece = piece(of: offset - 1)
    return piece.isVerbatim ? piece.file.lower + (offset - piece.text.lower) : piece.file.upper
  }

  /// The piece that holds the byte at `offset`, which lies in the text.
  private func piece(of offset: Int) -> Piece {
    switch pieces {
    case .one(let piece): return piece
    case .several(let pieces):
      var lower = 0
      var upper = pieces.count
      while upper - lower > 1 {
        let middle = (lower + upper) / 2
        if pieces[middle].text.lower <= offset { lower = middle } else { upper = middle }
      }
      return pieces[lower]
    }
  }
}

extension [UInt8] {
  /// Whether the bytes at a range, which is as long as the text, are its UTF-8.
  fileprivate func spell(_ text: String, at range: ByteRange) -> Bool {
    var index = range.lower
    for byte in text.utf8 {
      if self[index] != byte { return false }
      index += 1
    }
    return true
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
