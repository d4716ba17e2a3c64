package import OnsetRules
package import OnsetRuns
package import OnsetText

extension Project {
  /// The project's formats of text logs, those that every program knows after them, and what is wrong with the
  /// project's.
  package func textLogFormats() -> (formats: [TextLogFormat], findings: [Diagnostic]) {
    var own: [TextLogFormat] = []
    var findings: [Diagnostic] = []
    for path in YAMLFileSearch.files(at: formatPaths).paths {
      guard case .success(let source) = Project.source(at: path),
        YAMLFileSearch.kind(of: source) == .textFormat
      else { continue }
      let (format, found) = TextLogFormatReader.decode(source)
      findings += found
      if let format { own.append(format) }
    }
    return (TextLogFormat.shipped(under: own), findings.sortedForReading())
  }
}
