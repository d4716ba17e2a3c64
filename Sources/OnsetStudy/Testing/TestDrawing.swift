package import OnsetEngine
package import OnsetRules
package import OnsetRuns
import OnsetText

/// What is to be seen of a run where a test did not pass: the metrics that a rule or an expression reads, what was
/// expected, and what happened.
package struct TestDrawing: Sendable {
  /// The rule, or the expression.
  package var subject: String
  /// In the order in which the conditions name them, under the run's own names.
  package var columns: [RunColumn]
  /// The first and the last step of the run.
  package var steps: StepRange
  package var expected: [Expected]
  package var events: [Event]
  /// What was there, where that is no event.
  package var found: String?

  /// Where something was expected, and what.
  package struct Expected: Hashable, Sendable {
    package var range: StepRange
    package var what: String
  }
}

extension ExpectationJudge {
  /// The drawing of a rule on the run.
  func drawing(of rule: ResolvedTest.RuleID, expected: [TestDrawing.Expected]) -> TestDrawing {
    let schema = RunSchema(metricNames: prepared.run.metricNames, stepsPerEpoch: prepared.run.metadata.stepsPerEpoch)
    let metrics = sets[rule.ruleSet].metrics(
      ofRule: prepared.test.ruleSets[rule.ruleSet].rules[rule.rule].name.value, prepared.profile, schema)
    return drawing(prepared.test.name(of: rule), metrics, expected, events(of: rule))
  }

  /// The drawing of a value.
  func drawing(
    of expression: ScopedExpression, _ expectation: ValueExpectation, found: String
  ) -> TestDrawing {
    let schema = RunSchema(metricNames: prepared.run.metricNames, stepsPerEpoch: prepared.run.metadata.stepsPerEpoch)
    let step = Int64(expectation.step.value)
    var drawing = drawing(
      expectation.text.value, expression.metrics.compactMap { schema.name(of: $0, prepared.profile) },
      [TestDrawing.Expected(range: StepRange(step, step), what: expectation.value.value.text)], [])
    drawing.found = found
    return drawing
  }

  private func drawing(
    _ subject: String, _ metrics: [String], _ expected: [TestDrawing.Expected], _ events: [Event]
  ) -> TestDrawing {
    TestDrawing(
      subject: subject, columns: metrics.compactMap { prepared.run.column(named: $0) },
      steps: StepRange(prepared.run.rows.first ?? 0, prepared.run.rows.last ?? 0), expected: expected, events: events)
  }
}
