import OnsetRules
import OnsetStudy
import OnsetText
import Testing

/// Rule sets and tests of them, as texts.
enum RuleTestFixture {
  static let ruleSet = """
    onset: 1
    ruleset: spike
    phases: [calm, wild]
    parameters: {limit: 3, window: 3 samples}
    let:
      usual: mean(loss, window)
    rules:
      - rule: high
        when: loss > limit
        for: 2 samples
        enter: wild
        then: [{scale: learning_rate, by: 0.5, floor: 0.01}]
        repeat: when cleared
        at_most: 2
      - rule: confirmed
        when: usual > limit
        confirm: {that: grad_norm > 2 * at_detection(grad_norm), within: 2 samples}
      - rule: finite
        each: "grad_norm*"
        when: not is_finite(each)

    """

  static func project(_ ruleSets: String...) throws -> Project {
    var project = Project()
    for (index, text) in ruleSets.enumerated() {
      project.add(RuleSetFile.decode(SourceFile(name: "rules/\(index).yaml", text: text)))
    }
    try #require(project.diagnostics.map(\.message) == [])
    return project
  }

  /// The tests of a file, every name of which is there.
  static func tests(_ text: String, _ project: Project) throws -> [ResolvedTest] {
    let (model, diagnostics) = TestFile.decode(SourceFile(name: "rules/tests/a.yaml", text: text))
    try #require(diagnostics.map(\.message) == [])
    var resolver = TestResolver(project)
    let tests = resolver.resolve(try #require(model))
    try #require(resolver.diagnostics.map(\.message) == [])
    return tests
  }

  /// One test of the rule set above.
  static func test(series: String, expect: String) throws -> ResolvedTest {
    let text = """
      onset: 1
      tests: a
      rulesets: spike
      cases:
        - test: one
          run: {every: 10 steps, series: \(series)}
          expect: \(expect)

      """
    return try #require(try tests(text, project(ruleSet)).first)
  }

  static func prepared(series: String, expect: String) throws -> PreparedTest {
    try PreparedTest.prepare(try test(series: series, expect: expect), profiles: []).get()
  }
}
