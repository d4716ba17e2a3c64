import OnsetReports
import OnsetStudy

/// Prints the results of tests, and what was learned about tests, in a format.
struct TestPrinter {
  let format: TestFormat
  let isVerbose: Bool

  private var style: TextStyle { TextStyle(usesColour: Terminal.outputUsesColour) }

  func print(_ results: [TestResult], _ digests: StudyDigests) throws(OutputError) {
    switch format {
    case .text: try write(TestText(isVerbose: isVerbose, style: style).text(results, digests))
    case .json: try write(TestDocument.json(results))
    case .jsonl: try write(results.map { TestDocument.line($0) + "\n" }.joined())
    case .csv: try write(TestDocument.table(results).csv)
    case .markdown: try write(TestDocument.markdown(results, digests))
    case .junit: try write(TestDocument.junit(results))
    }
  }

  func print(_ reports: [MutationReport]) throws(OutputError) {
    let lines = reports.flatMap { MutationDocument.lines($0) }
    switch format {
    case .text, .junit: try write(MutationDocument.text(reports, style: style))
    case .json: try write(lines.isEmpty ? "[]\n" : "[\n  \(lines.joined(separator: ",\n  "))\n]\n")
    case .jsonl: try write(lines.map { $0 + "\n" }.joined())
    case .csv: try write(MutationDocument.table(reports).csv)
    case .markdown: try write(MutationDocument.table(reports).markdown)
    }
  }

  func print(_ reports: [CoverageReport]) throws(OutputError) {
    let lines = reports.flatMap { CoverageDocument.lines($0) }
    switch format {
    case .text, .junit: try write(CoverageDocument.text(reports, style: style))
    case .json: try write(lines.isEmpty ? "[]\n" : "[\n  \(lines.joined(separator: ",\n  "))\n]\n")
    case .jsonl: try write(lines.map { $0 + "\n" }.joined())
    case .csv: try write(CoverageDocument.table(reports).csv)
    case .markdown: try write(CoverageDocument.table(reports).markdown)
    }
  }

  private func write(_ text: String) throws(OutputError) {
    var out = Output()
    try out.write(text)
    try out.flush()
  }
}
