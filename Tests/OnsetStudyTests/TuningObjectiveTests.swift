import OnsetStudy
import OnsetText
import Testing

/// What people write behind `--objective` and `--require`.
@Suite struct TuningObjectiveTests {
  @Test func `Figures, weights and constraints are read`() throws {
    let (objective, findings) = TuningObjective.parse(
      "0.7*f1(memorization) + 0.3 * recall - 1e-3*delay at precision >= 90% and false_alarms <= 1",
      require: ["false_stops == 0"])
    #expect(findings == [])
    let found = try #require(objective)
    #expect(found.terms.map(\.weight) == [0.7, 0.3, -0.001])
    #expect(found.terms.map(\.figure.description) == ["f1(memorization)", "recall", "delay"])
    #expect(found.constraints.map(\.figure.metric) == [.precision, .falseAlarms, .falseStops])
    #expect(found.constraints.map(\.bound) == [0.9, 1, 0])
    #expect(found.required.map(\.figure.name) == ["false_stops"])
    #expect(!found.isMinimized)
  }

  @Test(arguments: [("delay", true), ("delay + 2*misses", true), ("f0.5", false), ("savings at regret <= .01", false)])
  func `Sums of costs are to be small, all others large`(_ text: String, _ isMinimized: Bool) throws {
    let objective = try #require(TuningObjective.parse(text).objective)
    #expect(objective.isMinimized == isMinimized)
    #expect(objective.isBetter(1, than: 2) == isMinimized)
  }

  @Test(arguments: [
    ("f1 + recal", "recal", "no figure of a score is called `recal`", "did you mean `recall`?"),
    ("f0", "f0", "no figure of a score is called `f0`", "did you mean `f1`?"),
    ("0.5 f1", "f1", "`*` and a figure was expected, and `f1` found", ""),
    ("0*f1", "0", "a weight has to be a positive number", ""),
    (
      "f1 + delay", "delay", "less of `delay` is better, and more of the figures before it",
      "subtract it, with a weight"
    ),
    ("f1 - recall", "recall", "more of `recall` is better, so that it cannot be subtracted", "add it"),
    ("f1 at precision", "", "a comparison such as `>=` was expected", ""),
    (
      "f1 at precision >= recall", "recall", "a constraint compares a figure with a number",
      "such as `false_stops == 0`"
    ),
    ("f1(memorization", "(", "this parenthesis is never closed", ""),
    ("f1 recall", "recall", "an operator, `at` or the end was expected, and `recall` found", ""),
    ("", "", "a figure such as `f1` or `savings` was expected", ""),
  ])
  func `What is wrong is said where it is`(_ text: String, _ marked: String, _ message: String, _ hint: String) throws {
    let (objective, findings) = TuningObjective.parse(text)
    #expect(objective == nil)
    let finding = try #require(findings.first)
    #expect(finding.message == message)
    #expect(finding.hints.first ?? "" == hint)
    let bytes = finding.source.bytes[finding.range.lower..<finding.range.upper]
    #expect(String(decoding: bytes, as: UTF8.self) == marked)
  }

  @Test func `Faults of the objective and of all constraints are told together`() {
    let (_, findings) = TuningObjective.parse("f1 +", require: ["precision > 0.5", "stops < many", "nothing == 1"])
    #expect(findings.map(\.source.path) == ["--objective", "--require (2)", "--require (3)"])
  }
}
