import OnsetText

/// The smallest unit of an expression that has a meaning of its own.
struct Token {
  var kind: Kind
  /// Offsets in the expression's text.
  var range: ByteRange

  enum Kind: Equatable {
    /// A decimal number without its sign.
    case number(Double, isInteger: Bool)
    /// A name made of letters, digits and underscores; keywords included.
    case word(String)
    /// A name in backquotes, without them: always a metric.
    case quotedName(String)
    case plus, minus, star, slash, percent
    case less, lessOrEqual, greater, greaterOrEqual, equal, notEqual
    case leftParenthesis, rightParenthesis, comma
    case end
    /// Text that is no token; the lexer says what is wrong with it.
    case invalid(LanguageFault.Kind)
  }
}

extension Token.Kind {
  /// Words that are operators or values and so can be neither a name nor a unit.
  static let keywords: Set<String> = ["and", "or", "not", "true", "false"]

  var comparison: ComparisonOperator? {
    switch self {
    case .less: .less
    case .lessOrEqual: .lessOrEqual
    case .greater: .greater
    case .greaterOrEqual: .greaterOrEqual
    case .equal: .equal
    case .notEqual: .notEqual
    default: nil
    }
  }
}
