import OnsetEngine
import OnsetReports
import OnsetRules
import OnsetRuns
import OnsetStudy
import OnsetText
import Testing

@Suite("Reports of tests")
struct TestReportTests {
  private func result(_ text: String) throws -> TestResult {
    var project = Project()
    project.add(
      RuleSetFile.decode(
        SourceFile(name: "rules/a.yaml", text: "onset: 1\nruleset: a\nrules: [{rule: high, when: loss > 3}]\n")))
    let model = try #require(TestFile.decode(SourceFile(name: "t.yaml", text: text)).model)
    var resolver = TestResolver(project)
    let test = try #require(resolver.resolve(model).first)
    return TestRunner.result(of: test, profiles: [])
  }

  private func failing(_ series: String, _ name: String = "one") throws -> TestResult {
    try result(
      """
      onset: 1
      tests: a
      rulesets: a
      cases:
        - test: \(name)
          run: {series: {loss: \(series)}}
          expect: {fires: [{rule: high, at: 1}]}   # <"&'>

      """)
  }

  private func chart(_ result: TestResult) throws -> [String] {
    let drawing = try #require(result.drawings.first)
    return TestChart(style: TextStyle(usesColour: false)).text(drawing).split(separator: "\n").map(String.init)
  }

  @Test("a drawing has the metric, the steps, what was expected and what happened, in as many lines")
  func drawing() throws {
    let lines = try chart(try failing("[1 x 5, 9]"))
    #expect(lines.count == 9)
    #expect(lines[0] == "  a.high")
    #expect(lines[1] == "  loss")
    #expect(lines[2].hasPrefix("         9 ┤") && lines[2].hasSuffix("⠛"))
    #expect(lines[5].hasPrefix("         1 ┤⣤"))
    #expect(lines[7].contains("│  fire once at step 1"))
    #expect(lines[8].contains("▲  step 5"))
    // The mark stands under the sample.
    let markColumn = lines[8].prefix { $0 != "▲" }.count
    #expect(lines[2].count == markColumn + 1)
  }

  @Test(
    "any samples can be drawn",
    arguments: [
      "[nan, nan]", "[inf, -inf, 9]", "[1e308, -1e308]", "[5e-324, 1]", "[1, 1 => 1e9 x 20]", "1", "(1, 2) x 5000",
      "[nan x 3, 1]",
    ])
  func hostile(series: String) throws {
    let result = try failing(series)
    for drawing in result.drawings {
      let text = TestChart(style: TextStyle(usesColour: false)).text(drawing)
      #expect(text.split(separator: "\n").allSatisfy { $0.count < 140 })
    }
    #expect(result.status != .passed)
  }

  @Test("what spans decades is drawn on a logarithmic scale, and what is not finite is said")
  func notes() throws {
    #expect(try chart(try failing("[1 => 1e9 x 20, nan]"))[1] == "  loss  (logarithmic, 1 not finite, from step 20)")
  }

  @Test("JUnit's form is XML, whatever the names and texts are")
  func junit() throws {
    let text = TestDocument.junit([try failing("[1, 1]")])
    #expect(text.contains("&lt;&quot;&amp;'&gt;"))
    let body = text.replacing("&lt;", with: "").replacing("&gt;", with: "").replacing("&quot;", with: "")
      .replacing("&amp;", with: "")
    #expect(!body.contains("&"))
    // Every bracket that is left opens or closes an element.
    #expect(body.count { $0 == "<" } == body.count { $0 == ">" })
    #expect(
      text.hasPrefix(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"onset test\" tests=\"1\" failures=\"1\""))
  }

  @Test("shares are rounded down, so that only all of them are 100%")
  func percent() {
    #expect(DisplayNumber.percent(999, of: 1000) == "99.9%")
    #expect(DisplayNumber.percent(9999, of: 10_000) == "99.9%")
    #expect(DisplayNumber.percent(1, of: 1) == "100%")
    #expect(DisplayNumber.percent(0, of: 3) == "0%")
    #expect(DisplayNumber.percent(0, of: 0) == "–")
  }
}
