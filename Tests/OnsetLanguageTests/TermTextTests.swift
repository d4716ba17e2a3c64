import OnsetLanguage
import Testing
import _OnsetTestSupport

@Suite struct TermTextTests {
  static func text(_ expression: String) throws -> String {
    var checker = Checker(scope: Scope())
    let term = try #require(checker.condition(try Parser.parse(expression)), "\(expression): \(checker.faults)")
    return term.text()
  }

  @Test(arguments: [
    ("a<b", "a < b"), ("b > a", "a < b"), ("b >= (a)", "a <= b"), ("0.40 < loss", "0.4 < loss"),
    ("((a + b)) * (c) < 2", "(a + b) * c < 2"), ("a + (b * c) < 1e3", "a + b * c < 1000"),
    ("a - (b - c) < 0", "a - (b - c) < 0"), ("(a - b) - c < 0", "a - b - c < 0"),
    ("a / (b * c) < 0", "a / (b * c) < 0"), ("-(a + b) < 0", "-(a + b) < 0"),
    ("not (a < b and c < d)", "not (a < b and c < d)"), ("(a < b or c < d) and e < f", "(a < b or c < d) and e < f"),
    ("(a < b and c < d) or e < f", "a < b and c < d or e < f"), ("not (not a < b)", "not not a < b"),
    ("mean( `train/loss`, 10 samples ) < 2", "mean(`train/loss`, 10 samples) < 2"),
    ("`step` < step", "`step` < step"), ("since_lowest(loss, 5%) >= 3 epochs", "since_lowest(loss, 5%) >= 3 epochs"),
    ("quantile(a, 0.50, 7 samples) < least(a, b, c)", "quantile(a, 0.5, 7 samples) < least(a, b, c)"),
    ("relative_change(a, 3 samples) < -1", "relative_change(a, 3 samples) < -1"),
    ("crosses_above(a, b) and is_nan(c)", "crosses_above(a, b) and is_nan(c)"),
  ])
  func `A term is written as what it means`(expression: String, text: String) throws {
    #expect(try Self.text(expression) == text)
    #expect(try Self.text(text) == text)
  }

  private struct Vector: Decodable {
    var expression: String
    var baselines: [String: Baseline]

    struct Baseline: Decodable {}
  }

  /// A text that is read again is the same text: nothing is lost between the two, parentheses above all.
  @Test(.enabled(if: SharedFolder.isPresent)) func `What is written reads as the same`() throws {
    for vector in try SharedFolder.objects("conformance/expressions.jsonl", as: Vector.self) {
      var checker = Checker(scope: Scope(baselines: Set(vector.baselines.keys)))
      let term = try #require(checker.expression(try Parser.parse(vector.expression)), "\(vector.expression)")
      let text = term.text()
      let again = try #require(checker.expression(try Parser.parse(text)), "\(text)")
      #expect(again.text() == text && again.type == term.type, "\(vector.expression)")
    }
  }
}
