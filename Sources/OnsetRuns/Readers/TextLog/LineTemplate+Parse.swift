import OnsetText

extension LineTemplate {
  /// Where a template stands in its file: what may be in it differs.
  enum Place {
    /// A line with numbers: `lines`.
    case line
    /// A line of a log's head: `hyperparameters`.
    case head
  }

  /// Reads a template. Faults have ranges of offsets in `text`.
  static func parse(
    _ text: String, _ place: Place
  ) -> (template: LineTemplate, faults: [(fault: TextLogFault, range: ByteRange)]) {
    var parser = LineTemplateParser(bytes: Array(text.utf8), place: place)
    parser.parse()
    return (parser.template, parser.faults)
  }
}

/// Reads a template from left to right.
private struct LineTemplateParser {
  let bytes: [UInt8]
  let place: LineTemplate.Place
  var template = LineTemplate()
  var faults: [(fault: TextLogFault, range: ByteRange)] = []
  private var position = 0
  /// The index of the optional part that is open, and where it opened.
  private var open: (piece: Int, offset: Int)?
  /// How many parts are open inside of it, which is one too many already.
  private var nestedCount = 0
  /// A piece that ends where the next text stands, and its place in the file.
  private var unended: (piece: Int, range: ByteRange)?
  private var hasName = false
  private var hasValue = false

  init(bytes: [UInt8], place: LineTemplate.Place) {
    self.bytes = bytes
    self.place = place
  }

  mutating func parse() {
    // Blanks at the ends of lines do not count, in a log or here.
    var end = bytes.count
    while end > 0, isBlank(bytes[end - 1]) { end -= 1 }
    while position < end, isBlank(bytes[position]) { position += 1 }
    while position < end {
      let byte = bytes[position]
      let isDoubled = position + 1 < end && bytes[position + 1] == byte
      switch byte {
      case UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "["), UInt8(ascii: "]"):
        if isDoubled {
          addText(byte)
          position += 2
        } else {
          readSpecial(byte, end: end)
        }
      case UInt8(ascii: " "), UInt8(ascii: "\t"):
        if template.pieces.last?.kind != .blanks || isClosed { add(LineTemplate.Piece(kind: .blanks)) }
        isClosed = false
        position += 1
      default:
        addText(byte)
        position += 1
      }
    }
    if let open { faults.append((.unclosedPart, ByteRange(open.offset, open.offset + 1))) }
    // What is passed over to the end of the line needs nothing after it.
    unended = nil
    if faults.isEmpty, !hasCapture {
      faults.append((place == .line ? .noNumber : .noHyperparameter, ByteRange(0, bytes.count)))
    }
    if faults.isEmpty, hasName != hasValue {
      faults.append((.nameWithoutValue, ByteRange(0, bytes.count)))
    }
  }

  private var hasCapture: Bool {
    template.pieces.contains { [.number, .json, .text, .value, .name].contains($0.kind) }
  }

  private func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

  // MARK: Text

  private mutating func addText(_ byte: UInt8) {
    if template.pieces.last?.kind == .literal, !isClosed {
      template.literals.append(byte)
      template.pieces[template.pieces.count - 1].end += 1
    } else {
      let first = template.literals.count
      template.literals.append(byte)
      add(LineTemplate.Piece(kind: .literal, first: first, end: first + 1))
    }
    isClosed = false
  }

  /// Whether the text before is in another part.
  private var isClosed = false

  /// Adds a piece, and settles what ends the one before that passes text over.
  private mutating func add(_ piece: LineTemplate.Piece) {
    template.pieces.append(piece)
    guard let unended, unended.piece < template.pieces.count - 1 else { return }
    let index = template.pieces.count - 1
    switch piece.kind {
    case .literal, .blanks:
      if template.pieces[unended.piece].stop == template.pieces[unended.piece].stopEnd {
        template.pieces[unended.piece].stop = index
      }
      template.pieces[unended.piece].stopEnd = index + 1
    default:
      if template.pieces[unended.piece].stop == template.pieces[unended.piece].stopEnd {
        faults.append((.noEnd, unended.range))
      }
      self.unended = nil
    }
  }

  // MARK: Braces and brackets

  private mutating func readSpecial(_ byte: UInt8, end: Int) {
    let start = position
    position += 1
    switch byte {
    case UInt8(ascii: "["):
      if open != nil {
        faults.append((.nestedPart, ByteRange(start, start + 1)))
        nestedCount += 1
        return
      }
      open = (template.pieces.count, start)
      add(LineTemplate.Piece(kind: .optional))
    case UInt8(ascii: "]"):
      if nestedCount > 0 {
        nestedCount -= 1
        return
      }
      guard let part = open else {
        faults.append((.strayBracket("]"), ByteRange(start, start + 1)))
        return
      }
      open = nil
      isClosed = true
      if let unended, template.pieces[unended.piece].stop == template.pieces[unended.piece].stopEnd {
        faults.append((.noEnd, unended.range))
      }
      unended = nil
      template.pieces[part.piece].end = template.pieces.count
      if part.piece == template.pieces.count - 1 { faults.append((.emptyPart, ByteRange(part.offset, position))) }
    case UInt8(ascii: "}"):
      faults.append((.strayBracket("}"), ByteRange(start, start + 1)))
    default:
      let next = bytes[(start + 1)..<end].firstIndex { $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "}") }
      guard let close = next, bytes[close] == UInt8(ascii: "}") else {
        faults.append((.unclosedBrace, ByteRange(start, start + 1)))
        position = next ?? end
        return
      }
      position = close + 1
      addCapture(String(decoding: bytes[(start + 1)..<close], as: UTF8.self), ByteRange(start, position))
    }
  }

  private mutating func addCapture(_ content: String, _ range: ByteRange) {
    let parts = content.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let name = parts[0]
    let kind = parts.count == 2 ? parts[1] : nil
    switch kind {
    case nil where name.isEmpty: addRun(.anything, 0, range)
    case nil: addNumber(name, range)
    case "json" where name.isEmpty && place == .line:
      if template.hasJSON { faults.append((.secondJSON, range)) }
      add(LineTemplate.Piece(kind: .json))
    case "text" where !name.isEmpty && place == .head:
      if checkName(name, range) {
        template.names.append(name)
        addRun(.text, template.names.count - 1, range)
      }
    case "name" where name.isEmpty && place == .head && !hasName:
      hasName = true
      add(LineTemplate.Piece(kind: .name))
    case "value" where name.isEmpty && place == .head && !hasValue:
      hasValue = true
      addRun(.value, 0, range)
    default:
      let kinds =
        place == .line ? ["{name}", "{}", "{:json}"] : ["{name}", "{name:text}", "{:name}", "{:value}", "{}"]
      faults.append((.unknownCapture(content, known: kinds), range))
    }
  }

  private mutating func addNumber(_ name: String, _ range: ByteRange) {
    guard checkName(name, range) else { return }
    if let last = template.pieces.last?.kind, last == .number, !isClosed {
      faults.append((.adjacentNumbers, range))
    }
    template.names.append(name)
    add(LineTemplate.Piece(kind: .number, first: template.names.count - 1))
    isClosed = false
  }

  private mutating func addRun(_ kind: LineTemplate.Piece.Kind, _ name: Int, _ range: ByteRange) {
    add(LineTemplate.Piece(kind: kind, first: name))
    unended = (template.pieces.count - 1, range)
    isClosed = false
  }

  /// A name that can be a metric's: no blanks, no braces, and not twice in a line.
  private mutating func checkName(_ name: String, _ range: ByteRange) -> Bool {
    if name.utf8.contains(where: { isBlank($0) || $0 == UInt8(ascii: "{") || $0 < 0x20 }) {
      faults.append((.badName(name), range))
      return false
    }
    if template.names.contains(name) {
      faults.append((.repeatedName(name), range))
      return false
    }
    return true
  }
}
