import OnsetRules
import OnsetRuns
import Testing

@testable import OnsetStudy

@Suite struct RunListingTests {
  @Test(arguments: [
    ("architecture=cnn", "cnn", true), ("architecture=c*", "cnn", true), ("architecture=mlp", "cnn", false),
    ("architecture!=mlp", "cnn", true), ("architecture!=c*", "cnn", false), ("architecture=a=b", "a=b", true),
    ("architecture =c?n", "cnn", true), ("dataset=*", "cnn", true), ("dataset=x", "cnn", false),
    ("dataset!=x", "cnn", true), ("dataset=", "cnn", true),
  ])
  func `a condition is a field and a pattern`(text: String, architecture: String, holds: Bool) throws {
    let condition = try FieldCondition(parsing: text)
    #expect(condition.holds(for: ["architecture": architecture]) == holds)
  }

  @Test(arguments: ["architecture", "", "=cnn", "!=cnn", " = "])
  func `what is no condition is refused`(text: String) {
    #expect(throws: FieldCondition.Failure.self) { try FieldCondition(parsing: text) }
  }

  @Test(arguments: [
    ([], MetricSummary.Cadence.none), ([5], .none), ([5, 6, 7], .regular(1)), ([0, 10], .regular(10)),
    ([0, 1, 11], .irregular(median: 5.5)), ([0, 1, 2, 12], .irregular(median: 1)),
    ([.min, .max], .regular(.max)), ([.min, 0, .max], .irregular(median: 0x1p63)),
  ])
  func `a cadence is regular or has a median`(steps: [Int64], cadence: MetricSummary.Cadence) {
    #expect(MetricSummary.cadence(of: steps) == cadence)
  }

  @Test func `a metric's values are counted by what they are`() {
    let column = RunColumn(
      name: "x", steps: [0, 1, 2, 3, 4, 5], values: [.nan, 3, -.infinity, -2, .infinity, .nan])
    let summary = MetricSummary(column)
    #expect(summary.lowest == -2)
    #expect(summary.highest == 3)
    #expect(summary.last?.isNaN == true)
    #expect([summary.nanCount, summary.positiveInfinityCount, summary.negativeInfinityCount] == [2, 1, 1])
    #expect(summary.nonFiniteCount == 4)
    let none = MetricSummary(RunColumn(name: "x", steps: [0], values: [.nan]))
    #expect(none.lowest == nil && none.highest == nil)
  }
}
