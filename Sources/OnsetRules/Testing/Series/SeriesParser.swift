import OnsetText

/// Reads the text of a series by recursive descent.
///
/// ```
/// series  = segment { "," segment } [ "," ]
/// segment = shape [ "+-" number ] [ "x" count ]
/// shape   = value [ ( "->" | "=>" ) value ] | "(" series ")"
/// value   = number | "nan" | "inf" | "-inf" | "missing" | "_"
/// ```
///
/// The first fault ends the reading.
package struct SeriesParser {
  /// How deep parentheses may be nested.
  static let maximumDepth = 50

  private let text: [UInt8]
  private var lexer: SeriesLexer
  private var token: SeriesToken
  private var depth = 0
  /// Where the token before the one at hand ends.
  private var end = 0

  /// The segments of a series, or the fault that hinders it. O(text).
  package static func parse(_ text: String) throws(SeriesFault) -> SeriesSyntax {
    var parser = SeriesParser(Array(text.utf8))
    if parser.token.kind == .end { throw SeriesFault(.empty, at: .at(0)) }
    let segments = try parser.segments(until: .end)
    if parser.token.kind != .end { throw parser.unexpected("`,` or the end of the series") }
    return SeriesSyntax(segments)
  }

  private init(_ text: [UInt8]) {
    self.text = text
    lexer = SeriesLexer(text)
    token = lexer.next()
  }

  private mutating func advance() {
    end = token.range.upper
    token = lexer.next()
  }

  private func unexpected(_ wanted: String) -> SeriesFault {
    if case .invalid(let kind) = token.kind { return SeriesFault(kind, at: token.range) }
    let found = String(decoding: text[token.range.lower..<token.range.upper], as: UTF8.self)
    return SeriesFault(.expected(wanted, found: found), at: token.range)
  }

  /// Segments with commas between; a comma before the end is allowed, as in a list that grows.
  private mutating func segments(until last: SeriesToken.Kind) throws(SeriesFault) -> [SeriesSyntax.Segment] {
    var segments = [try segment()]
    var total = segments[0].count
    while token.kind == .comma {
      advance()
      if token.kind == last { break }
      let next = try segment()
      segments.append(next)
      // Each count is below the limit, so the sum cannot overflow.
      total += next.count
      if total > SeriesSyntax.maximumCount { throw SeriesFault(.tooManySamples, at: next.range) }
    }
    return segments
  }

  private mutating func segment() throws(SeriesFault) -> SeriesSyntax.Segment {
    let start = token.range.lower
    let shape = try shape()
    var spread = 0.0
    if token.kind == .spread {
      let place = token.range
      advance()
      guard case .number(let value) = token.kind else { throw unexpected("the deviation of the noise") }
      guard value >= 0, value.isFinite else { throw SeriesFault(.negativeSpread, at: token.range) }
      if let what = shape.withoutNoise { throw SeriesFault(.spreadOfNoNumber(what), at: place.union(token.range)) }
      spread = value
      advance()
    }
    let times = try count()
    let isRamp: Bool = if case .linear = shape { true } else if case .geometric = shape { true } else { false }
    if isRamp, times == nil { throw SeriesFault(.rampWithoutCount, at: ByteRange(start, end)) }
    if isRamp, let times, times.value < 2 { throw SeriesFault(.rampTooShort, at: times.range) }
    let segment = SeriesSyntax.Segment(
      range: ByteRange(start, end), shape: shape, spread: spread, times: times?.value ?? 1)
    if case .group(let inner) = shape, let times {
      let count = inner.reduce(0) { $0 + $1.count }
      let (product, overflows) = count.multipliedReportingOverflow(by: times.value)
      if overflows || product > SeriesSyntax.maximumCount { throw SeriesFault(.tooManySamples, at: times.range) }
    }
    return segment
  }

  /// `x` and a count, where there is one.
  private mutating func count() throws(SeriesFault) -> Located<Int>? {
    guard token.kind == .times else { return nil }
    advance()
    guard case .number(let value) = token.kind else { throw unexpected("a count") }
    guard value >= 1, value == value.rounded() else { throw SeriesFault(.countNotWhole, at: token.range) }
    guard value <= Double(SeriesSyntax.maximumCount) else { throw SeriesFault(.tooManySamples, at: token.range) }
    let count = Located(Int(value), at: token.range)
    advance()
    return count
  }

  private mutating func shape() throws(SeriesFault) -> SeriesSyntax.Shape {
    if token.kind == .leftParenthesis { return try group() }
    let first = try value()
    guard token.kind == .linear || token.kind == .geometric else { return first.shape }
    let isGeometric = token.kind == .geometric
    advance()
    let last = try value()
    let lower = try rampEnd(first)
    let upper = try rampEnd(last)
    guard isGeometric else { return .linear(lower, upper) }
    guard lower != 0, upper != 0, (lower < 0) == (upper < 0) else {
      throw SeriesFault(.geometricNeedsSign, at: first.range.union(last.range))
    }
    return .geometric(lower, upper)
  }

  private mutating func group() throws(SeriesFault) -> SeriesSyntax.Shape {
    let opening = token.range
    depth += 1
    if depth > Self.maximumDepth { throw SeriesFault(.nestedTooDeep, at: opening) }
    advance()
    let segments = try segments(until: .rightParenthesis)
    guard token.kind == .rightParenthesis else {
      if token.kind == .end { throw SeriesFault(.unclosedParenthesis, at: opening) }
      throw unexpected("`,` or `)`")
    }
    advance()
    depth -= 1
    return .group(segments)
  }

  private struct Value {
    var shape: SeriesSyntax.Shape
    var range: ByteRange
  }

  private mutating func value() throws(SeriesFault) -> Value {
    let range = token.range
    let shape: SeriesSyntax.Shape
    switch token.kind {
    case .number(let value): shape = .constant(value)
    case .nan: shape = .constant(.nan)
    case .missing: shape = .missing
    default: throw unexpected("a value")
    }
    advance()
    return Value(shape: shape, range: range)
  }

  private func rampEnd(_ value: Value) throws(SeriesFault) -> Double {
    if case .constant(let number) = value.shape, number.isFinite { return number }
    let spelt = String(decoding: text[value.range.lower..<value.range.upper], as: UTF8.self)
    throw SeriesFault(.rampBetweenNoNumbers(spelt), at: value.range)
  }
}

extension SeriesSyntax.Shape {
  /// What noise cannot be added to, in words; nil where it can.
  fileprivate var withoutNoise: String? {
    switch self {
    case .constant(let value): value.isFinite ? nil : "what is no finite number"
    case .linear, .geometric: nil
    case .missing: "samples that are missing"
    case .group: "a group"
    }
  }
}
