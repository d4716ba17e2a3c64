import OnsetLanguage
import OnsetText
import OnsetYAML

extension TestRun {
  /// A run of which nothing is said.
  static var none: TestRun { TestRun(cadences: [], metadata: [], series: []) }

  /// The run that a test, or a file of tests, has under `run`; one of which nothing is said where it has none.
  static func read(_ reader: inout MappingReader) -> TestRun {
    if let run = reader.mapping("run", example: "run: {series: {loss: 2 -> 1 x 100}}", read: { TestRun(&$0) }) {
      return run
    }
    var run = TestRun.none
    run.isFaulty = reader.key("run") != nil
    return run
  }

  init(_ reader: inout MappingReader) {
    self = .none
    place = reader.placeOfMissing
    file = reader.text("file")
    cadences = Self.cadences(&reader)
    firstStep = reader.integer("from")
    stepsPerEpoch = reader.number("steps_per_epoch")
    seed = reader.integer("seed")
    for entry in reader.entries("metadata") ?? [] {
      Self.forEachScalar(of: entry.value, called: entry.key.located) { metadata.append(($0, $1)) }
    }
    series = Self.series(&reader)
    isFaulty = series.isEmpty && reader.has("series") || file == nil && reader.has("file")
    if let stepsPerEpoch, !(stepsPerEpoch.value > 0 && stepsPerEpoch.value.isFinite) {
      reader.report(
        RulesFault.notPositive(key: "steps_per_epoch").diagnostic(in: reader.source, at: stepsPerEpoch.range))
    }
    if let file, let first = series.first {
      let place = first.metric.range.lower > file.range.lower ? first.metric.range : file.range
      reader.report(TestFault.runTwice.diagnostic(in: reader.source, at: place))
    }
  }

  // MARK: Cadences

  private static func cadences(_ reader: inout MappingReader) -> [Cadence] {
    guard let node = reader.optional("every") else { return [] }
    if let scalar = node.scalar {
      return steps(scalar, &reader).map { [Cadence(metrics: Located(Glob("*"), at: scalar.range), steps: $0)] } ?? []
    }
    guard let mapping = node.mapping else {
      reader.report(TestFault.notACadence.diagnostic(in: reader.source, at: node.site))
      return []
    }
    return mapping.entries.compactMap { entry in
      guard let scalar = entry.value.scalar else {
        reader.report(TestFault.notACadence.diagnostic(in: reader.source, at: entry.key.range))
        return nil
      }
      return steps(scalar, &reader).map { Cadence(metrics: entry.key.located.map { Glob($0) }, steps: $0) }
    }
  }

  private static func steps(_ scalar: YAMLScalar, _ reader: inout MappingReader) -> Int? {
    if case .span(let span)? = ParameterValue(literal: scalar.text), span.unit == .steps,
      span.count <= Double(Int32.max)
    {
      return span.wholeCount
    }
    reader.report(TestFault.notACadence.diagnostic(in: reader.source, at: scalar.range))
    return nil
  }

  // MARK: Series

  private static func series(_ reader: inout MappingReader) -> [Series] {
    let text = SeriesText(source: reader.source)
    var previous: YAMLScalar?
    return (reader.entries("series", example: "series: {loss: 2 -> 1 x 100}") ?? []).compactMap { entry in
      // `{loss: 1 x 5, 2 x 5}`: what is behind the comma is a key without a value.
      if let value = entry.value.scalar, value.isNull, previous != nil, entry.key.isInFlow,
        (try? SeriesParser.parse(entry.key.text)) != nil
      {
        reader.report(TestFault.needsQuotes(entry.key.text).diagnostic(in: reader.source, at: entry.key.range))
        return nil
      }
      previous = entry.value.scalar
      return text.series(of: entry.value, called: "`\(entry.key.text)`", &reader).map {
        Series(metric: entry.key.located, samples: $0)
      }
    }
  }

  /// The single values of a node, nested ones with their keys joined by `.`; lists and nulls are passed over.
  private static func forEachScalar(
    of node: YAMLNode, called name: Located<String>, _ body: (Located<String>, String) -> Void
  ) {
    switch node {
    case .scalar(let scalar): if !scalar.isNull { body(name, scalar.text) }
    case .mapping(let mapping):
      for entry in mapping.entries {
        forEachScalar(
          of: entry.value, called: Located("\(name.value).\(entry.key.text)", at: entry.key.range), body)
      }
    case .sequence: break
    }
  }
}
