extension Term {
  /// The term as an expression: what it means, with parameters as the values they have, whatever the spacing, the
  /// comments and the needless parentheses of the text that it was written as. `greater` and `greaterOrEqual` are written
  /// with their sides exchanged, so that `a > b` and `b < a` are one text.
  ///
  /// - Parameter lets: The names of the rule set's `let`s, by their index.
  package func text(lets: [String] = []) -> String { TermText(lets: lets).text(self) }
}

/// Writes terms with no more parentheses than they need.
private struct TermText {
  let lets: [String]

  /// How tightly an expression holds together: what stands inside another needs parentheses where it is looser.
  private enum Tightness: Int, Comparable {
    case or, and, not, comparison, sum, product, sign, atom

    static func < (left: Tightness, right: Tightness) -> Bool { left.rawValue < right.rawValue }
  }

  func text(_ term: Term) -> String { write(term).text }

  private func operand(_ term: Term, atLeast tightness: Tightness) -> String {
    let written = write(term)
    return written.tightness < tightness ? "(\(written.text))" : written.text
  }

  private func call(_ name: String, _ arguments: String...) -> (text: String, tightness: Tightness) {
    ("\(name)(\(arguments.joined(separator: ", ")))", .atom)
  }

  private func write(_ term: Term) -> (text: String, tightness: Tightness) {
    switch term.kind {
    case .number(let value, let isRelative): (number(value, isRelative), value.sign == .minus ? .sign : .atom)
    case .truth(let value): ("\(value)", .atom)
    case .span(let span): (span.description, .atom)
    case .metric(let metric): (text(metric), .atom)
    case .binding(let id): (lets[id.index], .atom)
    case .step: ("step", .atom)
    case .epoch: ("epoch", .atom)
    case .sinceEntered: ("since_entered", .atom)
    case .negate(let inner): ("-" + operand(inner, atLeast: .sign), .sign)
    case .not(let inner): ("not " + operand(inner, atLeast: .not), .not)
    case .arithmetic(let first, let rest): arithmetic(first, rest)
    case .logical(let symbol, let terms):
      (
        terms.map { operand($0, atLeast: symbol == .and ? .not : .and) }.joined(separator: " \(symbol.rawValue) "),
        symbol == .and ? .and : .or
      )
    case .comparison(let left, let symbol, let right): comparison(left, symbol, right)
    case .elapsedComparison(let elapsed, let symbol, let span):
      ("\(operand(elapsed, atLeast: .sum)) \(symbol.rawValue) \(span)", .comparison)
    case .window(let function, let inner, let span): call(function.rawValue, text(inner), "\(span)")
    case .quantile(let inner, let rank, let span): call("quantile", text(inner), "\(rank)", "\(span)")
    case .fraction(let inner, let span): call("fraction", text(inner), "\(span)")
    case .previous(let inner): call("previous", text(inner))
    case .lag(let inner, let span): call("lag", text(inner), "\(span)")
    case .change(let inner, let span, let isRelative):
      call(isRelative ? "relative_change" : "change", text(inner), "\(span)")
    case .ewma(let inner, let span): call("ewma", text(inner), "\(span)")
    case .cusum(let direction, let inner, let level): call("cusum_\(direction.rawValue)", text(inner), text(level))
    case .extreme(let extreme, let inner): call(extreme.rawValue, text(inner))
    case .sinceExtreme(let extreme, let inner, let improvement): sinceExtreme(extreme, inner, improvement)
    case .since(let inner): call("since", text(inner))
    case .age(let metric): call("age", text(metric))
    case .at(let inner, let metric): call("at", text(inner), text(metric))
    case .detection(let inner): call("at_detection", text(inner))
    case .entry(let inner): call("at_entry", text(inner))
    case .otherwise(let inner, let other): call("otherwise", text(inner), text(other))
    case .baseline(let metric, let moment): call(moment == .mean ? "baseline" : "sigma", text(metric))
    case .math(let function, let inner): call(function.rawValue, text(inner))
    case .extremum(let extreme, let terms):
      (
        "\(extreme == .lowest ? "least" : "greatest")(\(terms.map(text).joined(separator: ", ")))", .atom
      )
    case .isNaN(let metric): call("is_nan", text(metric))
    case .isFinite(let metric): call("is_finite", text(metric))
    case .crosses(let direction, let left, let right):
      call(direction == .up ? "crosses_above" : "crosses_below", text(left), text(right))
    }
  }

  private func sinceExtreme(_ extreme: Extreme, _ inner: Term, _ improvement: Improvement) -> (
    text: String, tightness: Tightness
  ) {
    let function = "since_\(extreme.rawValue)"
    return improvement == .any
      ? call(function, text(inner)) : call(function, text(inner), number(improvement.amount, improvement.isRelative))
  }

  private func arithmetic(_ first: Term, _ rest: [(symbol: ArithmeticOperator, operand: Term)]) -> (
    text: String, tightness: Tightness
  ) {
    let isSum = rest.first.map { $0.symbol == .add || $0.symbol == .subtract } ?? true
    let own: Tightness = isSum ? .sum : .product
    let next: Tightness = isSum ? .product : .sign
    var text = operand(first, atLeast: own)
    for (symbol, term) in rest { text += " \(symbol.rawValue) \(operand(term, atLeast: next))" }
    return (text, own)
  }

  private func comparison(_ left: Term, _ symbol: ComparisonOperator, _ right: Term) -> (
    text: String, tightness: Tightness
  ) {
    let isExchanged = symbol == .greater || symbol == .greaterOrEqual
    let (first, second) = isExchanged ? (right, left) : (left, right)
    let shown = isExchanged ? symbol.mirrored : symbol
    return ("\(operand(first, atLeast: .sum)) \(shown.rawValue) \(operand(second, atLeast: .sum))", .comparison)
  }

  private func text(_ metric: MetricName) -> String {
    switch metric {
    case .named(let name): Self.isPlain(name) ? name : "`\(name)`"
    case .each: "each"
    }
  }

  /// Whether a metric's name is read as that without backquotes: it is a name of the language's form that means nothing
  /// else.
  private static func isPlain(_ name: String) -> Bool {
    guard !Builtins.values.contains(where: { $0.name == name }),
      case .name(name, false)? = (try? Parser.parse(name))?.kind
    else { return false }
    return true
  }

  private func number(_ value: Double, _ isRelative: Bool) -> String {
    let plain = Int64(exactly: value).map(String.init) ?? "\(value)"
    guard isRelative else { return plain }
    let percent = value * 100
    return percent / 100 == value ? "\(Int64(exactly: percent).map(String.init) ?? "\(percent)")%" : "\(plain) relative"
  }
}
