import OnsetText
import OnsetYAML

/// A series in a YAML file: one text, or a list of texts that follow each other.
struct SeriesText {
  let source: SourceFile

  /// The series that a node spells; nil and findings where it is none.
  func series(
    of node: YAMLNode, called subject: String, _ reader: inout MappingReader
  ) -> SeriesSyntax? {
    let items = node.sequence?.items ?? [node]
    var segments: [SeriesSyntax.Segment] = []
    var isFaulty = false
    for item in items {
      let scalar = reader.scalar(of: item, called: subject, expected: "a series, such as `0.5 x 100`")
      guard let scalar, let part = parse(scalar, &reader) else {
        isFaulty = true
        continue
      }
      segments += part.segments
    }
    if isFaulty { return nil }
    let series = SeriesSyntax(segments)
    if series.segments.isEmpty || series.count > SeriesSyntax.maximumCount {
      let kind: SeriesFault.Kind = series.segments.isEmpty ? .empty : .tooManySamples
      reader.report(SeriesFault(kind, at: .at(0)).diagnostic(in: source) { _ in node.site })
      return nil
    }
    return series
  }

  private func parse(_ scalar: YAMLScalar, _ reader: inout MappingReader) -> SeriesSyntax? {
    do throws(SeriesFault) {
      return try SeriesParser.parse(scalar.text)
    } catch {
      reader.report(error.diagnostic(in: source) { scalar.fileRange(of: $0) })
      return nil
    }
  }
}
