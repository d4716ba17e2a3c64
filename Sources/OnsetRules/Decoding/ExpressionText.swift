import OnsetLanguage
import OnsetText
import OnsetYAML

/// An expression in a YAML file: parses and checks it, and turns what is found into findings in the file.
struct ExpressionText {
  let scalar: YAMLScalar
  let source: SourceFile
  /// The part of the scalar's text that is the expression.
  let text: String
  /// Where that begins in the scalar's text, in UTF-8.
  private let offset: Int

  init(_ scalar: YAMLScalar, in source: SourceFile) {
    self.scalar = scalar
    self.source = source
    text = scalar.text
    offset = 0
  }

  /// An expression in the middle of a text, such as that of `repeat: after 50 steps` or of `{…}`: its text, and where
  /// that begins in the scalar's.
  init(_ scalar: YAMLScalar, _ text: String, at offset: Int, in source: SourceFile) {
    self.scalar = scalar
    self.source = source
    self.text = text
    self.offset = offset
  }

  /// The bytes of the file that spell the expression.
  var range: ByteRange { place(ByteRange(0, text.utf8.count)) }

  private func place(_ range: ByteRange) -> ByteRange {
    // A text without a character has no place of its own but that between its quotes.
    if scalar.text.isEmpty, scalar.style == .singleQuoted || scalar.style == .doubleQuoted {
      return .at(scalar.range.lower + 1)
    }
    return scalar.fileRange(of: ByteRange(range.lower + offset, range.upper + offset))
  }

  /// The syntax tree, or nil and a finding.
  func parse(_ diagnostics: inout [Diagnostic]) -> Syntax? {
    do throws(LanguageFault) {
      return try Parser.parse(text)
    } catch {
      report(error, &diagnostics)
      return nil
    }
  }

  /// What `check` makes of the expression in a scope; nil where something is wrong.
  func check(
    in scope: Scope, _ diagnostics: inout [Diagnostic], _ check: (inout Checker, Syntax) -> Term?
  ) -> Term? {
    parse(&diagnostics).flatMap { self.check($0, in: scope, &diagnostics, check) }
  }

  /// What `check` makes of the expression's tree in a scope; nil where something is wrong.
  func check(
    _ syntax: Syntax, in scope: Scope, _ diagnostics: inout [Diagnostic], _ check: (inout Checker, Syntax) -> Term?
  ) -> Term? {
    var checker = Checker(scope: scope)
    let term = check(&checker, syntax)
    for fault in checker.faults { report(fault, &diagnostics) }
    return term
  }

  /// A span: a literal, or a parameter that is one.
  func span(_ key: String, in scope: Scope, _ diagnostics: inout [Diagnostic]) -> SpanLength? {
    guard let term = check(in: scope, &diagnostics, { $0.expression($1) }) else { return nil }
    if let span = scope.span(term) { return span }
    if case .number = term.kind, let first = text.unicodeScalars.first, !Names.isIdentifier(String(first)) {
      // A number as such, not a parameter that is one.
      report(LanguageFault(.spanWithoutUnit(key: key, count: text), at: term.range), &diagnostics)
    } else {
      diagnostics.append(RulesFault.notASpan(key: key).diagnostic(in: source, at: range))
    }
    return nil
  }

  /// A number without a clock and without a profile: a literal, a parameter, or arithmetic of them.
  func constant(_ key: String, in scope: Scope, _ diagnostics: inout [Diagnostic]) -> Double? {
    guard let term = check(in: scope, &diagnostics, { $0.expression($1) }) else { return nil }
    if let value = scope.constant(term) { return value }
    diagnostics.append(RulesFault.notAConstant(key: key).diagnostic(in: source, at: range))
    return nil
  }

  func report(_ fault: LanguageFault, _ diagnostics: inout [Diagnostic]) {
    diagnostics.append(fault.diagnostic(in: source, place: place))
  }
}

extension ParameterValue {
  /// A literal value of a parameter, or the reason why a text is none.
  static func parse(_ text: String) -> Result<ParameterValue, ParameterTextFault> {
    let syntax: Syntax
    do throws(LanguageFault) { syntax = try Parser.parse(text) } catch { return .failure(.language(error)) }
    var checker = Checker(scope: Scope())
    let term = checker.expression(syntax)
    if let fault = checker.faults.first { return .failure(.language(fault)) }
    switch term?.kind {
    case .number(let value, let isRelative): return .success(isRelative ? .percentage(value) : .number(value))
    case .span(let span): return .success(.span(span))
    default: return .failure(.notAValue)
    }
  }

  enum ParameterTextFault: Error {
    case language(LanguageFault)
    case notAValue
  }

  /// What kind of value it is, with an article.
  var kindName: String {
    switch self {
    case .number, .percentage: "a number"
    case .span: "a span"
    }
  }
}

extension ParameterValue {
  /// The value that a text spells: a number, a percentage or a span.
  package init?(literal text: String) {
    guard case .success(let value) = Self.parse(text) else { return nil }
    self = value
  }
}
