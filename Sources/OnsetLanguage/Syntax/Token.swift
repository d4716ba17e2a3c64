import OnsetText

/// The smallest unit of an expression that has a meaning of its own.
struct Token {
  var kind: Kind
  /// Offsets in the expression's text.
  var range: ByteRange

  enum Kind {
    /// A decimal number without its sign.
    case number(Double, isInteger: Bool)
    /// A name made of letters, digits and underscores, or a unit.
    case word(String)
    /// A name in backquotes, without them: always a metric.
    case quotedName(String)
    case symbol(Symbol)
    case end
    /// Text that is no token; the lexer says what is wrong with it.
    indirect case invalid(LanguageFault.Kind)
  }

  /// Operators, brackets, and the words that can be neither a name nor a unit.
  enum Symbol {
    case plus, minus, star, slash, percent
    case less, lessOrEqual, greater, greaterOrEqual, equal, notEqual
    case leftParenthesis, rightParenthesis, comma
    case and, or, not, `true`, `false`

    init?(keyword word: String) {
      switch word {
      case "and": self = .and
      case "or": self = .or
      case "not": self = .not
      case "true": self = .true
      case "false": self = .false
      default: return nil
      }
    }
  }
}

extension Token.Symbol {
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
