import OnsetText
import Testing
import _OnsetTestSupport

@testable import OnsetLanguage

/// The grammar: what a text means, and that no text is too much for the parser.
@Suite struct ParserTests {
  @Test(arguments: [
    ("a + b * c - d", "((a + (b * c)) - d)"), ("a - b - c", "((a - b) - c)"), ("a / b / c", "((a / b) / c)"),
    ("-a * b", "((-a) * b)"), ("--a", "(-(-a))"), ("a * -b", "(a * (-b))"), ("2 - -1", "(2.0 - (-1.0))"),
    ("not a < b", "(not (a < b))"), ("not not a", "(not (not a))"),
    ("a or b and c or d", "(a or (b and c) or d)"), ("not a and b", "((not a) and b)"),
    ("(a or b) and c", "([(a or b)] and c)"),
    ("a + 1 < b * 2", "((a + 1.0) < (b * 2.0))"), ("a == b", "(a == b)"), ("a != b", "(a != b)"),
    ("f()", "f()"), ("f(a, b < c, g(d))", "f(a, (b < c), g(d))"), ("`a b/c` > 1", "(`a b/c` > 1.0)"),
    ("20% * a", "(20.0% * a)"), ("20 % * a", "(20.0% * a)"), ("f(x, 5 steps)", "f(x, 5.0 steps)"),
    ("f(x, 1 step)", "f(x, 1.0 steps)"), ("f(x, 0.5 epochs)", "f(x, 0.5 epochs)"), ("2epochs", "2.0 epochs"),
    ("2e3", "2000.0"), ("2e+3", "2000.0"), ("2E-3", "0.002"), ("1e5samples", "100000.0 samples"),
    ("true or false", "(true or false)"), ("nota", "nota"), ("and_", "and_"), ("5 and a", "(5.0 and a)"),
    ("\ta\r\n<\n1 ", "(a < 1.0)"), ("a<-1", "(a < (-1.0))"), ("steps > 5", "(steps > 5.0)"),
    ("-5 steps", "(-5.0 steps)"),
    ("1e-400", "0.0"), ("0.1", "0.1"), ("007", "7.0"),
  ]) func `Operators bind as the grammar says`(text: String, meaning: String) throws {
    #expect(try Parser.parse(text).meaning == meaning)
  }

  @Test(arguments: [
    "a + b * c - d", "not (a < b) or `x y` >= 20%", "f(g(-a), 5 steps, 0.5 epochs) / 2 == 1e-3 and true",
    "since_lowest(val_loss, 1%) >= 5 samples", "a < 1 or b < 2 or c < 3 and not d < 4",
  ]) func `What is read, written out again and read again, is the same`(text: String) throws {
    let first = try Parser.parse(text)
    #expect(try Parser.parse(first.spelling).meaning == first.meaning)
  }

  @Test(arguments: [
    ("  a + b  ", "a + b"), ("(a)", "(a)"), ("- a", "- a"), ("not  a", "not  a"), ("f( a )", "f( a )"),
    ("`a b` < 1", "`a b` < 1"), ("5  steps", "5  steps"), ("20 %", "20 %"),
  ]) func `A tree's range is its text, signs and parentheses included`(text: String, excerpt: String) throws {
    #expect(Compiler.excerpt(try Parser.parse(text).range, of: text) == excerpt)
  }

  @Test(arguments: [("(", ")"), ("-", ""), ("not ", ""), ("f(", ")"), ("-(", ")"), ("not (", ")")])
  func `Two hundred levels are read, and one more is an error`(opening: String, closing: String) throws {
    let levels = opening.count { $0 == "(" || $0 == "-" } + (opening.hasPrefix("not") ? 1 : 0)
    func nested(_ depth: Int) -> String {
      String(repeating: opening, count: depth) + "a" + String(repeating: closing, count: depth)
    }
    #expect(throws: Never.self) { try Parser.parse(nested(200 / levels)) }
    #expect(Compiler.faults(ofCondition: nested(200 / levels + 1)).map(\.kind) == [.nestedTooDeep])
    #expect(Compiler.faults(ofCondition: nested(100_000)).map(\.kind) == [.nestedTooDeep])
  }

  @Test(arguments: [" + ", " or a > "])
  func `A chain of a hundred thousand terms is no deeper than one`(link: String) throws {
    func chain(_ count: Int) -> String { "a > " + Array(repeating: "a", count: count).joined(separator: link) }
    var checker = Checker(scope: Scope())
    #expect(try checker.condition(Parser.parse(chain(100_000))) != nil)
    let checked = checker.condition(try Parser.parse(chain(10_000)))
    let term = try #require(checked)
    var builder = PlanBuilder(letTerms: [], metricName: { $0 }, baseline: { _ in nil })
    _ = builder.condition(term)
    let plan = builder.finish()
    #expect(plan.metrics.map(\.name) == ["a"])
    #expect(!plan.instructions.isEmpty)
  }

  @Test func `Depth is given back: many nested parts beside each other are not deep`() throws {
    let part = String(repeating: "(", count: 150) + "a" + String(repeating: ")", count: 150)
    #expect(throws: Never.self) { try Parser.parse(Array(repeating: part, count: 50).joined(separator: " + ")) }
  }

  @Test func `Any text gives a tree or a fault inside it`() {
    var numbers = SeededNumbers(seed: 9)
    let pieces = [
      "a", "loss", "`x`", "`", "5", "1.5", "1e", ".", "20%", "steps", "epochs", "(", ")", ",", "+", "-", "*", "/", "<",
      "<=", "==", "=", "!", "&&", "and", "or", "not", "true", "mean(", "'", "\"", "½", "é", "\u{200B}", "\u{0}", " ",
      "\n", "@", "🙂", "%", "<>", "**",
    ]
    var readable = 0
    for _ in 0..<4000 {
      let text = (0..<numbers.integer(0...9)).map { _ in pieces[numbers.integer(0...pieces.count - 1)] }
        .joined(separator: numbers.happens(0.5) ? " " : "")
      do {
        let syntax = try Parser.parse(text)
        readable += 1
        #expect(syntax.range.lower >= 0 && syntax.range.upper <= text.utf8.count)
        _ = Compiler.faults(ofCondition: text).map(\.wording)
      } catch {
        #expect(error.range.lower >= 0 && error.range.upper <= text.utf8.count, "\(text)")
        #expect(
          String(Compiler.excerpt(error.range, of: text)).unicodeScalars.allSatisfy { $0 != "\u{FFFD}" }, "\(text)")
        #expect(!error.wording.message.isEmpty)
      }
    }
    #expect(readable > 100)
  }
}

extension Syntax {
  /// The tree with a pair of parentheses a level; those of the text are brackets.
  var meaning: String {
    switch kind {
    case .number(let value, _): "\(value)"
    case .percentage(let share): "\(share * 100)%"
    case .span(let count, let unit): "\(count) \(unit.rawValue)"
    case .truth(let value): "\(value)"
    case .name(let name, let isQuoted): isQuoted ? "`\(name)`" : name
    case .call(let name, let arguments): "\(name.value)(\(arguments.map(\.meaning).joined(separator: ", ")))"
    case .group(let inner): "[\(inner.meaning)]"
    case .negate(let operand): "(-\(operand.meaning))"
    case .not(let operand): "(not \(operand.meaning))"
    case .comparison(let left, let symbol, let right): "(\(left.meaning) \(symbol.rawValue) \(right.meaning))"
    case .arithmetic(let first, let rest):
      rest.reduce(first.meaning) { "(\($0) \($1.symbol.rawValue) \($1.operand.meaning))" }
    case .logical(let symbol, let operands):
      "(\(operands.map(\.meaning).joined(separator: " \(symbol.rawValue) ")))"
    }
  }

  /// The tree as text of the language, with no more parentheses than it has.
  var spelling: String {
    switch kind {
    case .number(let value, _): "\(value)"
    case .percentage(let share): "\(share * 100)%"
    case .span(let count, let unit): "\(count) \(unit.rawValue)"
    case .truth(let value): "\(value)"
    case .name(let name, let isQuoted): isQuoted ? "`\(name)`" : name
    case .call(let name, let arguments): "\(name.value)(\(arguments.map(\.spelling).joined(separator: ",")))"
    case .group(let inner): "(\(inner.spelling))"
    case .negate(let operand): "-\(operand.spelling)"
    case .not(let operand): "not \(operand.spelling)"
    case .comparison(let left, let symbol, let right): "\(left.spelling)\(symbol.rawValue)\(right.spelling)"
    case .arithmetic(let first, let rest): rest.reduce(first.spelling) { $0 + $1.symbol.rawValue + $1.operand.spelling }
    case .logical(let symbol, let operands): operands.map(\.spelling).joined(separator: " \(symbol.rawValue) ")
    }
  }
}
