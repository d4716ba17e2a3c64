package import OnsetText

/// An expression as written: the tree that the parser makes.
///
/// Chains of one precedence are lists, not nested pairs, so the tree is no deeper than the text's
/// parentheses, calls and unary operators, of which `Parser.maximumDepth` are allowed.
package struct Syntax: Sendable {
  /// Offsets in the expression's text; parentheses and signs that belong to it included.
  package var range: ByteRange
  package var kind: Kind

  package indirect enum Kind: Sendable {
    case number(Double, isInteger: Bool)
    /// `20%`, as 0.2.
    case percentage(Double)
    case span(Double, TimeUnit)
    case truth(Bool)
    /// A name; one in backquotes is always a metric.
    case name(String, isQuoted: Bool)
    case call(name: Located<String>, arguments: [Syntax])
    case group(Syntax)
    case negate(Syntax)
    case not(Syntax)
    case comparison(Syntax, ComparisonOperator, Syntax)
    /// At least two operands, applied from the left.
    case arithmetic(Syntax, [(symbol: ArithmeticOperator, operand: Syntax)])
    /// At least two operands.
    case logical(LogicalOperator, [Syntax])
  }
}

package enum ComparisonOperator: String, Hashable, Sendable {
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case equal = "=="
  case notEqual = "!="

  /// The operator that says the same with its sides exchanged.
  package var mirrored: ComparisonOperator {
    switch self {
    case .less: .greater
    case .lessOrEqual: .greaterOrEqual
    case .greater: .less
    case .greaterOrEqual: .lessOrEqual
    case .equal, .notEqual: self
    }
  }
}

package enum ArithmeticOperator: String, Hashable, Sendable {
  case add = "+"
  case subtract = "-"
  case multiply = "*"
  case divide = "/"

  /// IEEE arithmetic.
  @inline(__always)
  package func apply(_ left: Double, _ right: Double) -> Double {
    switch self {
    case .add: left + right
    case .subtract: left - right
    case .multiply: left * right
    case .divide: left / right
    }
  }
}

package enum LogicalOperator: String, Hashable, Sendable {
  case and, or
}
