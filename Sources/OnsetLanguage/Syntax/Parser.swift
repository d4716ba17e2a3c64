import OnsetText

/// Reads an expression by recursive descent, one function a level of the grammar.
///
/// ```
/// condition  = and { "or" and }
/// and        = not { "and" not }
/// not        = "not" not | comparison
/// comparison = sum [ ("<" | "<=" | ">" | ">=" | "==" | "!=") sum ]
/// sum        = product { ("+" | "-") product }
/// product    = unary { ("*" | "/") unary }
/// unary      = "-" unary | primary
/// primary    = number | number "%" | span | "true" | "false" | name | call | "(" condition ")"
/// ```
///
/// The first fault ends the reading: what follows a syntax error means nothing yet, and an expression is short.
package struct Parser {
  /// How deep parentheses, calls and unary operators may be nested.
  package static let maximumDepth = 200

  private let text: [UInt8]
  private var lexer: Lexer
  private var token: Token
  private var depth = 0

  /// The tree of an expression, or the fault that hinders it. O(text).
  package static func parse(_ text: String) throws(LanguageFault) -> Syntax {
    var parser = Parser(Array(text.utf8))
    let syntax = try parser.condition()
    try parser.expectEnd()
    return syntax
  }

  private init(_ text: [UInt8]) {
    self.text = text
    lexer = Lexer(text)
    token = lexer.next()
  }

  // MARK: Levels of the grammar

  private mutating func condition() throws(LanguageFault) -> Syntax {
    let first = try conjunction()
    guard isAt(.or) else { return first }
    var operands = [first]
    while accept(.or) { operands.append(try conjunction()) }
    return Syntax(range: range(over: operands), kind: .logical(.or, operands))
  }

  private mutating func conjunction() throws(LanguageFault) -> Syntax {
    let first = try negation()
    guard isAt(.and) else { return first }
    var operands = [first]
    while accept(.and) { operands.append(try negation()) }
    return Syntax(range: range(over: operands), kind: .logical(.and, operands))
  }

  private mutating func negation() throws(LanguageFault) -> Syntax {
    let start = token.range
    guard accept(.not) else { return try comparison() }
    try descend(from: start)
    defer { depth -= 1 }
    let operand = try negation()
    return Syntax(range: start.union(operand.range), kind: .not(operand))
  }

  private mutating func comparison() throws(LanguageFault) -> Syntax {
    let left = try sum()
    guard let comparison = comparisonHere else { return left }
    advance()
    let right = try sum()
    if let next = comparisonHere {
      throw LanguageFault(.chainedComparison(hint: chainHint(left, comparison, right, next)), at: token.range)
    }
    return Syntax(range: left.range.union(right.range), kind: .comparison(left, comparison, right))
  }

  private mutating func sum() throws(LanguageFault) -> Syntax {
    let first = try product()
    var rest: [(symbol: ArithmeticOperator, operand: Syntax)] = []
    while true {
      if accept(.plus) {
        rest.append((.add, try product()))
      } else if accept(.minus) {
        rest.append((.subtract, try product()))
      } else {
        return chain(first, rest)
      }
    }
  }

  private mutating func product() throws(LanguageFault) -> Syntax {
    let first = try unary()
    var rest: [(symbol: ArithmeticOperator, operand: Syntax)] = []
    while true {
      if accept(.star) {
        rest.append((.multiply, try unary()))
      } else if accept(.slash) {
        rest.append((.divide, try unary()))
      } else {
        return chain(first, rest)
      }
    }
  }

  private mutating func unary() throws(LanguageFault) -> Syntax {
    let start = token.range
    guard accept(.minus) else { return try primary() }
    try descend(from: start)
    defer { depth -= 1 }
    let operand = try unary()
    return Syntax(range: start.union(operand.range), kind: .negate(operand))
  }

  private mutating func primary() throws(LanguageFault) -> Syntax {
    let start = token
    switch start.kind {
    case .number(let value, let isInteger):
      advance()
      return try numberOrSpan(value, isInteger: isInteger, at: start.range)
    case .symbol(.true), .symbol(.false):
      let isTrue = isAt(.true)
      advance()
      return Syntax(range: start.range, kind: .truth(isTrue))
    case .word(let word):
      advance()
      if isAt(.leftParenthesis) { return try call(Located(word, at: start.range)) }
      return Syntax(range: start.range, kind: .name(word, isQuoted: false))
    case .quotedName(let name):
      advance()
      return Syntax(range: start.range, kind: .name(name, isQuoted: true))
    case .symbol(.leftParenthesis):
      advance()
      try descend(from: start.range)
      defer { depth -= 1 }
      let inner = try condition()
      let end = token.range
      try expect(.rightParenthesis)
      return Syntax(range: start.range.union(end), kind: .group(inner))
    case .end:
      throw LanguageFault(Lexer.isBlank(text) ? .empty : .endsEarly, at: .at(text.count))
    default:
      throw unexpected(wanted: "a number, a name or `(`")
    }
  }

  private mutating func numberOrSpan(
    _ value: Double, isInteger: Bool, at range: ByteRange
  ) throws(LanguageFault) -> Syntax {
    if isAt(.percent) {
      let whole = range.union(token.range)
      advance()
      return Syntax(range: whole, kind: .percentage(value / 100))
    }
    guard case .word(let word) = token.kind else {
      return Syntax(range: range, kind: .number(value, isInteger: isInteger))
    }
    let whole = range.union(token.range)
    guard let unit = TimeUnit(word: word) else {
      throw Self.isOperatorInCapitals(word)
        ? LanguageFault(.foreignOperator(word), at: token.range) : LanguageFault(.unknownUnit(word), at: whole)
    }
    advance()
    return Syntax(range: whole, kind: .span(value, unit))
  }

  private mutating func call(_ name: Located<String>) throws(LanguageFault) -> Syntax {
    try descend(from: name.range)
    defer { depth -= 1 }
    advance()
    var arguments: [Syntax] = []
    var end = token.range
    if !accept(.rightParenthesis) {
      repeat { arguments.append(try condition()) } while accept(.comma)
      end = token.range
      try expect(.rightParenthesis, wanted: "`,` or `)`")
    }
    return Syntax(range: name.range.union(end), kind: .call(name: name, arguments: arguments))
  }

  // MARK: Tokens

  private mutating func advance() {
    token = lexer.next()
  }

  private func isAt(_ symbol: Token.Symbol) -> Bool {
    if case .symbol(symbol) = token.kind { true } else { false }
  }

  private var comparisonHere: ComparisonOperator? {
    if case .symbol(let symbol) = token.kind { symbol.comparison } else { nil }
  }

  private mutating func accept(_ symbol: Token.Symbol) -> Bool {
    guard isAt(symbol) else { return false }
    advance()
    return true
  }

  private mutating func expect(_ symbol: Token.Symbol, wanted: String = "`)`") throws(LanguageFault) {
    guard accept(symbol) else { throw unexpected(wanted: wanted) }
  }

  private mutating func expectEnd() throws(LanguageFault) {
    guard case .end = token.kind else { throw unexpected(wanted: "an operator or the end of the expression") }
  }

  private func unexpected(wanted: String) -> LanguageFault {
    switch token.kind {
    case .end: LanguageFault(.endsEarlyWanting(wanted), at: .at(text.count))
    case .invalid(.nameNeedsBackquotes(let text, _)):
      LanguageFault(.nameNeedsBackquotes(text, in: bareName), at: token.range)
    case .invalid(let fault): LanguageFault(fault, at: token.range)
    case .word(let word) where Self.isOperatorInCapitals(word): LanguageFault(.foreignOperator(word), at: token.range)
    default: LanguageFault(.unexpectedToken(spelling(token.range), wanted: wanted), at: token.range)
    }
  }

  /// `AND`, `Or`: in small letters they are no words but symbols.
  private static func isOperatorInCapitals(_ word: String) -> Bool { ["and", "or", "not"].contains(word.lowercased()) }

  /// The name around the token, as far as it looks like one; nil where nothing is before or behind it.
  private var bareName: LanguageFault.BareName? {
    func isPart(_ byte: UInt8) -> Bool {
      byte > 0x7F || UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
        || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || "_./@#$:".utf8.contains(byte)
    }
    var (lower, upper) = (token.range.lower, token.range.upper)
    while lower > 0, isPart(text[lower - 1]) { lower -= 1 }
    while upper < text.count, isPart(text[upper]) { upper += 1 }
    guard lower < token.range.lower, upper > token.range.upper, upper - lower <= 60 else { return nil }
    if upper < text.count, text[upper] == UInt8(ascii: "(") { return .function }
    return .metric(spelling(ByteRange(lower, upper)), isFirst: lower == 0)
  }

  private mutating func descend(from range: ByteRange) throws(LanguageFault) {
    depth += 1
    if depth > Self.maximumDepth { throw LanguageFault(.nestedTooDeep, at: range) }
  }

  // MARK: Pieces

  private func chain(
    _ first: Syntax, _ rest: [(symbol: ArithmeticOperator, operand: Syntax)]
  ) -> Syntax {
    guard let last = rest.last else { return first }
    return Syntax(range: first.range.union(last.operand.range), kind: .arithmetic(first, rest))
  }

  private func range(over operands: [Syntax]) -> ByteRange {
    ByteRange(operands[0].range.lower, operands[operands.count - 1].range.upper)
  }

  private func spelling(_ range: ByteRange) -> String {
    String(decoding: text[range.lower..<range.upper], as: UTF8.self)
  }

  /// The comparison that `a < b < c` stands for, in the user's own words.
  private func chainHint(
    _ left: Syntax, _ first: ComparisonOperator, _ middle: Syntax, _ second: ComparisonOperator
  ) -> String {
    let middleText = spelling(middle.range)
    return "\(spelling(left.range)) \(first.rawValue) \(middleText) and \(middleText) \(second.rawValue) …"
  }
}
