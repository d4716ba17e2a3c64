import OnsetRules
package import OnsetStudy
import OnsetText

/// What tests found, for people: file by file, then the tests that did not pass, then a summary.
package struct TestText: Sendable {
  /// Whether to name the tests that passed, too.
  package var isVerbose: Bool
  package var style: TextStyle

  package init(isVerbose: Bool, style: TextStyle) {
    self.isVerbose = isVerbose
    self.style = style
  }

  package func text(_ results: [TestResult], _ digests: StudyDigests) -> String {
    if results.isEmpty { return "no test could be run\n" }
    var text = ""
    var names: [String] = []
    for result in results where !names.contains(result.file) { names.append(result.file) }
    let width = names.map(\.count).max() ?? 0
    for name in names {
      let own = results.filter { $0.file == name }
      let padded = name + String(repeating: " ", count: width - name.count)
      text += "\(style.paint(padded, .strong))  \(counts(own))\n"
      if isVerbose { for result in own { text += "  \(word(result.status))  \(result.name)\n" } }
    }
    for result in results where result.status != .passed { text += "\n" + section(result) }
    return text + "\n\(summary(results))\n\(style.paint(OutcomeStamp.line(digests), .quiet))\n"
  }

  /// `7 tests: 6 passed, 1 failed`.
  package func summary(_ results: [TestResult]) -> String {
    "\(DisplayNumber.counted(results.count, "test")): \(counts(results))"
  }

  private func counts(_ results: [TestResult]) -> String {
    TestResult.Status.allCases.compactMap { status in
      let count = results.count { $0.status == status }
      if count == 0 { return nil }
      let noun = status == .error ? (count == 1 ? "error" : "errors") : status.rawValue
      return style.paint("\(count) \(noun)", role(status))
    }.joined(separator: ", ")
  }

  private func word(_ status: TestResult.Status) -> String {
    style.paint(status.rawValue.padding(to: 6), role(status))
  }

  private func role(_ status: TestResult.Status) -> TextStyle.Role {
    switch status {
    case .passed: .good
    case .failed: .bad
    case .error: .warning
    }
  }

  /// A test that did not pass: what is wrong, and the series.
  private func section(_ result: TestResult) -> String {
    let renderer = DiagnosticRenderer(usesColour: style.usesColour)
    return "\(style.paint(result.status.rawValue, role(result.status)))  \(style.paint(result.fullName, .strong))\n"
      + renderer.render(result.findings)
      + result.drawings.map { "\n" + TestChart(style: style).text($0) }.joined()
  }
}

extension String {
  /// The text with spaces behind it.
  fileprivate func padding(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
