import OnsetRules
import OnsetText

/// Bytes as a series of a test, and as the whole of a file of tests: a fault lies inside the text and can be drawn; what
/// is read has no more samples than a series may have, and as many as its segments have by themselves.
enum TestFileSubject {
  static func run(_ input: [UInt8]) {
    let text = String(decoding: input, as: UTF8.self)
    let source = SourceFile(name: "<series>", text: text)
    do throws(SeriesFault) {
      let series = try SeriesParser.parse(text)
      require(series.count > 0 && series.count <= SeriesSyntax.maximumCount, "a series of \(series.count) samples")
      for segment in series.segments {
        let part = try SeriesParser.parse(source.text(in: segment.range))
        require(part.count == segment.count, "a segment by itself has other samples")
      }
    } catch {
      require(error.range.upper <= source.bytes.count, "a fault outside the text")
      YAMLSubject.draw([error.diagnostic(in: source) { $0 }], of: source)
    }
    let file = SourceFile(path: "a.yaml", bytes: input)
    let (model, diagnostics) = TestFile.decode(file)
    YAMLSubject.draw(diagnostics, of: file)
    guard let model else { return }
    var project = Project()
    project.add(RuleSetFile.decode(SourceFile(name: "spike.yaml", text: Self.ruleSet)))
    var resolver = TestResolver(project)
    _ = resolver.resolve(model)
    YAMLSubject.draw(resolver.diagnostics.filter { $0.source.path == file.path }, of: file)
  }

  private static let ruleSet = """
    onset: 1
    ruleset: spike
    phases: [calm, wild]
    parameters: {limit: 3}
    rules:
      - {rule: high, when: loss > limit, enter: wild}

    """

  static let seeds = [
    "0.8 +- 0.05 x 100, 0.8 -> 0.3 +- 0.05 x 20, (1, _ x 2, nan) x 4, inf, 1 => 1e-3 x 9",
    """
    onset: 1
    tests: a
    rulesets: [spike]
    baselines: {loss: {mean: 1, std: 0.1}}
    parameters: {spike: {limit: 2}}
    run: {every: {val_loss: 100 steps, "*": 10 steps}, steps_per_epoch: 100, seed: 3, from: 10}
    cases:
      - test: one
        run: {series: {loss: [1 x 5, 3 -> 1 x 5]}, metadata: {architecture: mlp}}
        expect:
          fires: [{rule: high, between: [10, 100], times: [1, 2], enter: wild, actions: [{notify: "*"}]}]
          silent: spike.*
          phases: [{step: 10, is: calm}]
          values: [{expression: "mean(loss, 3 samples)", step: 50, is: 1, within: 0.1}]

    """,
  ]
}
