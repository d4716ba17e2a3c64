import OnsetLanguage
import OnsetRules
import OnsetStudy
import OnsetText
import Testing

@Suite struct ExperimentFileTests {
  static let ruleSets = [
    RuleSetFile.decode(
      SourceFile(
        name: "spike.yaml",
        text: """
          onset: 1
          ruleset: spike
          parameters:
            window: {value: 10 samples, tune: [5 samples, 50 samples]}
            high: 3
          rules:
            - rule: high
              when: mean(loss, window) > high
              do: [{notify: high}]

          """)
    ).model
  ].compactMap(\.self)

  static func decode(_ text: String) -> (model: ExperimentFile?, messages: [String]) {
    let source = SourceFile(name: "e.yaml", text: "onset: 1\nexperiment: e\n" + text)
    let (model, findings) = ExperimentFile.decode(source)
    let more = model.map { $0.findings(for: ruleSets) } ?? []
    let lines = LineMap(source)
    return (
      model,
      (findings + more).sortedForReading().map { finding in
        let place = lines.place(of: finding.range.lower)
        return "\(place.line):\(place.column) \(finding.code) \(finding.message)"
      }
    )
  }

  @Test func `A matrix is every combination, the last axis moving fastest, after the variants that are spelt out`()
    throws
  {
    let (model, messages) = Self.decode(
      """
      variants: {shipped: {}}
      matrix:
        spike.window: [10 samples, 50 samples]
        spike.high: [2, 3]

      """)
    #expect(messages == [])
    let variants = try #require(model).variants
    #expect(
      variants.map(\.name.value) == [
        "shipped", "window=10 samples, high=2", "window=10 samples, high=3", "window=50 samples, high=2",
        "window=50 samples, high=3",
      ])
    let overrides = variants[3].overrides(for: Self.ruleSets, in: try #require(model).source).overrides
    #expect(overrides.map(\.parameter) == ["window", "high"])
    #expect(overrides.map(\.value) == [ParameterValue(literal: "50 samples"), ParameterValue(literal: "2")])
  }

  @Test func `Parameters of one name are told apart by their rule sets`() throws {
    let (model, _) = Self.decode("matrix: {spike.window: [1 sample], surge.window: [2 samples, 3 samples]}\n")
    #expect(
      try #require(model).variants.map(\.name.value) == [
        "spike.window=1 sample, surge.window=2 samples", "spike.window=1 sample, surge.window=3 samples",
      ])
  }

  @Test func `Everything that is wrong is said at its place, in one go`() {
    let (_, messages) = Self.decode(
      """
      runs: {where: [architecture=cnn, mlp]}
      against: shiped
      variants:
        shipped: {}
        wide: {set: {spike.windw: 50 samples, spik.high: 1, spike.high: 50 samples}}
        odd: {set: {spike.window: often}}

      """)
    #expect(
      messages == [
        "3:34 O0889 `mlp` is no condition on metadata", "4:10 O0888 there is no variant `shiped`",
        "7:22 O0883 the rule set `spike` has no parameter `windw`", "7:41 O0882 there is no rule set `spik`",
        "7:67 O0885 the parameter `high` is a number", "8:29 O0884 `often` is neither a number nor a span",
      ])
  }

  @Test func `What names no parameter, and what has no values, is no axis`() {
    let (_, messages) = Self.decode("matrix: {window: [1], spike.high: [], spike.window: 10 samples}\n")
    #expect(
      messages == [
        "3:10 O0881 `window` names no parameter", "3:23 O0886 `spike.high` has no values to take",
        "3:53 O0150 `spike.window` is the text `10 samples`, and has to be a list",
      ])
  }

  @Test func `One variant is no experiment, and no more than a thousand are`() {
    #expect(
      Self.decode("variants: {shipped: {}}\n").messages == [
        "2:13 O0880 the experiment has fewer than two variants, and compares nothing"
      ])
    let values = (1...32).map(String.init).joined(separator: ", ")
    let messages = Self.decode("matrix: {spike.high: [\(values)], spike.other: [\(values)]}\n").messages
    #expect(messages.first == "3:1 O0887 the matrix has 1024 combinations, more than 1000")
  }
}
