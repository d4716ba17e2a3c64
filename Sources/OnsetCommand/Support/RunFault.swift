import OnsetReports
import OnsetRuns

/// A run that cannot be read, for those who go on with the others.
struct RunFault: Error {
  var run: String
  var error: RunError

  /// Says it on the standard error, with what is wrong in its metadata.
  func tell() {
    if case .metadata(let findings) = error { Findings.print(findings) }
    Terminal.writeError("onset: \(TerminalText.safe("\(run): \(error.description)"))\n")
  }
}
