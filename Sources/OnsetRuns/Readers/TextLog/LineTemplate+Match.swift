extension LineTemplate {
  /// Whether the line between two offsets, which has no blanks at its ends, is of this form; what it holds is in
  /// `captures` then.
  ///
  /// What follows the line in its span is no part of a number.
  @inline(__always)
  func matches(
    _ text: Span<UInt8>, from start: Int, to end: Int, _ scanner: NumberScanner, into captures: inout LineCaptures
  ) -> Bool {
    captures.removeAll()
    let reached = match(0, pieces.count, text, from: start, to: end, scanner, &captures)
    return reached == end
  }

  /// The offset after the pieces `first..<last`, or -1 where they do not stand at `start`.
  private func match(
    _ first: Int, _ last: Int, _ text: Span<UInt8>, from start: Int, to end: Int, _ scanner: NumberScanner,
    _ captures: inout LineCaptures
  ) -> Int {
    let pieces = pieces.span
    var position = start
    var index = first
    while index < last {
      let piece = pieces[index]
      index &+= 1
      switch piece.kind {
      case .literal, .blanks:
        position = fixed(piece, text, from: position, to: end)
        if position < 0 { return -1 }
      case .number:
        guard let number = Self.number(text, from: position, to: end, scanner) else { return -1 }
        captures.append(
          LineCaptures.Number(name: piece.first, value: number.value, start: position, end: number.end))
        position = number.end
      case .anything, .text, .value:
        let stop = piece.stop == piece.stopEnd ? end : find(piece.stop, piece.stopEnd, text, from: position, to: end)
        if stop < 0 { return -1 }
        if piece.kind != .anything {
          captures.texts.append((piece.kind == .value ? -1 : piece.first, position, stop))
        }
        position = stop
      case .name:
        let stop = Self.wordEnd(text, from: position, to: end)
        if stop == position { return -1 }
        captures.nameStart = position
        captures.nameEnd = stop
        position = stop
      case .json:
        guard position < end, text[position] == UInt8(ascii: "{") else { return -1 }
        let after = JSONText.skipObject(text, position + 1)
        guard after >= 0, after <= end else { return -1 }
        captures.jsonStart = position
        position = after
      case .optional:
        let numbers = captures.numberCount
        let texts = captures.texts.count
        let after = match(index, piece.end, text, from: position, to: end, scanner, &captures)
        if after >= 0 {
          position = after
        } else {
          captures.truncate(to: numbers)
          captures.texts.removeLast(captures.texts.count - texts)
        }
        index = piece.end
      }
    }
    return position
  }

  /// The offset after a piece of text that stands at `start`, or -1.
  @inline(__always)
  private func fixed(_ piece: Piece, _ text: Span<UInt8>, from start: Int, to end: Int) -> Int {
    if piece.kind == .blanks {
      var position = start
      while position < end, Self.isBlank(text[position]) { position &+= 1 }
      return position > start ? position : -1
    }
    let bytes = literals.span
    guard piece.end &- piece.first <= end &- start else { return -1 }
    var position = start
    var at = piece.first
    while at < piece.end {
      if text[position] != bytes[at] { return -1 }
      position &+= 1
      at &+= 1
    }
    return position
  }

  /// Where the texts `first..<last` stand for the first time from `start` on, or -1.
  private func find(_ first: Int, _ last: Int, _ text: Span<UInt8>, from start: Int, to end: Int) -> Int {
    let isBlank = pieces[first].kind == .blanks
    let byte = isBlank ? UInt8(ascii: " ") : literals[pieces[first].first]
    var candidate = start
    while candidate < end {
      let next = text[candidate]
      if next == byte || (isBlank && next == UInt8(ascii: "\t")) {
        var position = candidate
        var index = first
        while index < last, position >= 0 {
          position = fixed(pieces[index], text, from: position, to: end)
          index &+= 1
        }
        if position >= 0 { return candidate }
        // Of several blanks the first has been tried for all of them.
        if isBlank {
          while candidate &+ 1 < end, Self.isBlank(text[candidate &+ 1]) { candidate &+= 1 }
        }
      }
      candidate &+= 1
    }
    return -1
  }

  @inline(__always)
  private static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

  /// The number at `start`: decimal, or `nan`, `inf` and `infinity` in any case, with or without a sign.
  @inline(__always)
  private static func number(
    _ text: Span<UInt8>, from start: Int, to end: Int, _ scanner: NumberScanner
  ) -> (value: Double, end: Int)? {
    guard start < end else { return nil }
    let number = scanner.scan(text, from: start)
    if number.end != start { return (number.value, number.end) }
    return word(text, from: start)
  }

  @inline(never)
  private static func word(_ text: Span<UInt8>, from start: Int) -> (value: Double, end: Int)? {
    let first = text[start] == UInt8(ascii: "+") ? start + 1 : start
    guard let common = SpecialNumber.common(text, from: first) else { return nil }
    guard common.value.isInfinite else { return common }
    var end = common.end
    for letter in "inity".utf8 {
      guard text[end] | 0x20 == letter else { return common }
      end += 1
    }
    return (common.value, end)
  }

  /// The end of a word such as `batch_size` or `optimizer.lr`, which begins with a letter.
  private static func wordEnd(_ text: Span<UInt8>, from start: Int, to end: Int) -> Int {
    var position = start
    while position < end {
      let byte = text[position]
      let isLetter = (byte | 0x20) &- UInt8(ascii: "a") < 26 || byte == UInt8(ascii: "_")
      let isInner =
        byte &- UInt8(ascii: "0") < 10 || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
        || byte == UInt8(ascii: "/")
      guard isLetter || (isInner && position > start) else { break }
      position += 1
    }
    return position
  }
}
