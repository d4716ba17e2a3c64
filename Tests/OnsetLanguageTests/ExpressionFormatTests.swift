import OnsetLanguage
import OnsetText
import Testing
import _OnsetTestSupport

@Suite struct ExpressionFormatTests {
  static let cases: [(before: String, after: String)] = [
    ("a<b", "a < b"),
    ("mean( loss,10samples )<2", "mean(loss, 10 samples) < 2"),
    ("mean (loss , 10   samples)", "mean(loss, 10 samples)"),
    ("-x+-  y- -z", "-x + -y - -z"),
    ("- - x*-y", "--x * -y"),
    ("not(a)and(b)or not c", "not (a) and (b) or not c"),
    ("a and-b>-1", "a and -b > -1"),
    ("20 %*loss", "20% * loss"),
    ("((a+b))*( c )", "((a + b)) * (c)"),
    ("`a  b`/`c`", "`a  b` / `c`"),
    ("  a<=b  ", "a <= b"),
    ("a==b or a!=b or a>=b", "a == b or a != b or a >= b"),
    ("a<b\n  and c>d", "a < b\n  and c > d"),
    ("least(a,b,\n  c )", "least(a, b,\n  c)"),
    ("2epochs", "2 epochs"),
    ("1e-5*loss<1.5E+3", "1e-5 * loss < 1.5E+3"),
  ]

  @Test(arguments: cases)
  func `an expression is spaced so, and then stays`(before: String, after: String) {
    #expect(ExpressionFormat.formatted(before) == after)
    #expect(ExpressionFormat.formatted(after) == after)
    #expect(ExpressionFormat.areSameTokens(before, after))
  }

  @Test(arguments: ["", "a <", "a < b < c", "mean(loss, 3", "a && b", "`a"])
  func `a text that is no expression is left alone`(text: String) {
    #expect(ExpressionFormat.formatted(text) == nil)
  }

  @Test func `Texts are the same expression only where their tokens are`() {
    #expect(!ExpressionFormat.areSameTokens("a < b", "a <= b"))
    #expect(!ExpressionFormat.areSameTokens("ab", "a b"))
    #expect(!ExpressionFormat.areSameTokens("`a b`", "`a  b`"))
    #expect(ExpressionFormat.areSameTokens("a<b", " a\n<  b "))
  }

  @Test func `However an expression is spaced, it becomes the same text`() {
    var numbers = SeededNumbers(seed: 3)
    for (_, canonical) in Self.cases where !canonical.contains("\n") {
      let tokens = Self.tokens(of: canonical)
      for _ in 0..<50 {
        var text = ""
        for (token, next) in zip(tokens, tokens.dropFirst() + [""]) {
          text += token
          let mayJoin =
            !(Self.isWordLike(token.last) && Self.isWordLike(next.first)) && !"<>=!".contains(token.last ?? " ")
          let count = numbers.integer(mayJoin ? 0...3 : 1...3)
          text += String((0..<count).map { _ in numbers.happens(0.8) ? " " : "\t" })
        }
        #expect(ExpressionFormat.formatted(text) == canonical, "\(text.debugDescription)")
      }
    }
  }

  private static func isWordLike(_ character: Character?) -> Bool {
    character.map { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." } ?? false
  }

  /// The tokens of a text, by hand: independent of the lexer.
  private static func tokens(of text: String) -> [String] {
    text.matches(of: /`[^`]*`|[0-9.]+([eE][-+]?[0-9]+)?|[A-Za-z_][A-Za-z_0-9]*|<=|>=|==|!=|[^ ]/).map {
      String($0.output.0)
    }
  }
}
