package import OnsetText

/// How an expression is spaced: one space around operators and after commas, none inside parentheses, between a
/// function and its `(`, after a sign and before `%`.
///
/// Only what stands between tokens changes. Parentheses stay as written, and so do line ends.
package enum ExpressionFormat {
  /// A place beside a token, and how many spaces should be there.
  package struct Gap: Hashable, Sendable {
    /// The white space in the expression's text; empty where there is none.
    package var range: ByteRange
    /// 0 or 1.
    package var spaces: Int
  }

  /// The gaps between the tokens of an expression, from the one before the first to the one after the last; nil for a
  /// text that is no expression. O(text).
  package static func gaps(of text: String) -> [Gap]? {
    guard (try? Parser.parse(text)) != nil else { return nil }
    var gaps: [Gap] = []
    var previous: Neighbour?
    var end = 0
    for token in tokens(of: Array(text.utf8)) {
      let next = Neighbour(token.spelling, after: previous)
      gaps.append(Gap(range: ByteRange(end, token.range.lower), spaces: spaces(between: previous, and: next)))
      previous = next
      end = token.range.upper
    }
    gaps.append(Gap(range: ByteRange(end, text.utf8.count), spaces: 0))
    return gaps
  }

  /// The expression as it should be spaced, or nil for a text that is none. Gaps that hold a line end stay.
  package static func formatted(_ text: String) -> String? {
    guard let gaps = gaps(of: text) else { return nil }
    let source = SourceFile(name: "expression", text: text)
    let edits = gaps.filter { !breaksLine(source.bytes[$0.range.lower..<$0.range.upper]) }.map { gap in
      TextEdit(range: gap.range, replacement: Array(repeating: UInt8(ascii: " "), count: gap.spaces))
    }
    return String(decoding: source.applying(edits), as: UTF8.self)
  }

  /// Whether two texts are the same tokens in the same order: then they are one expression, whatever their spacing.
  package static func areSameTokens(_ left: String, _ right: String) -> Bool {
    tokens(of: Array(left.utf8)).map(\.spelling) == tokens(of: Array(right.utf8)).map(\.spelling)
  }

  private static func tokens(of text: [UInt8]) -> [(spelling: ArraySlice<UInt8>, range: ByteRange)] {
    var lexer = Lexer(text)
    var tokens: [(spelling: ArraySlice<UInt8>, range: ByteRange)] = []
    while true {
      let token = lexer.next()
      if case .end = token.kind { return tokens }
      tokens.append((text[token.range.lower..<token.range.upper], token.range))
    }
  }

  private static func breaksLine(_ bytes: ArraySlice<UInt8>) -> Bool {
    bytes.contains { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
  }

  /// What a token is to the space beside it.
  private enum Neighbour {
    case sign, keyword, opening, closing, comma, percent, symbol, operand

    init(_ spelling: ArraySlice<UInt8>, after previous: Neighbour?) {
      switch String(decoding: spelling, as: UTF8.self) {
      case "(": self = .opening
      case ")": self = .closing
      case ",": self = .comma
      case "%": self = .percent
      case "-":
        switch previous {
        case nil, .sign, .keyword, .opening, .comma, .symbol: self = .sign
        default: self = .symbol
        }
      case "and", "or", "not": self = .keyword
      case "+", "*", "/", "<", "<=", ">", ">=", "==", "!=": self = .symbol
      default: self = .operand
      }
    }
  }

  private static func spaces(between previous: Neighbour?, and next: Neighbour) -> Int {
    switch (previous, next) {
    case (nil, _), (_, .comma), (_, .closing), (_, .percent), (.opening, _), (.sign, _): 0
    // The name of a function: no other operand has a parenthesis behind it.
    case (.operand, .opening): 0
    default: 1
    }
  }
}
