import OnsetRules
package import OnsetText

/// What came of one test.
package struct TestResult: Sendable {
  /// The name of the file of tests, and of the test in it.
  package var file: String
  package var name: String
  package var source: SourceFile
  /// Where the test's name is.
  package var place: ByteRange
  package var status: Status
  /// Expectations that were not met.
  package var failures: [Diagnostic]
  /// Why the test says nothing: a rule that does not apply, a run that ends too early.
  package var errors: [Diagnostic]
  /// The run and what happened on it; nil where it could not be run.
  package var report: RunReport?
  /// A drawing for each rule or value that is not as expected.
  package var drawings: [TestDrawing]
  /// To what the result belongs; nil where the test could not be run.
  package var digests: OutcomeDigests? { report?.digests }

  package enum Status: String, Hashable, Sendable, CaseIterable {
    case passed, failed, error
  }

  package var findings: [Diagnostic] { errors + failures }

  /// `file.name`, by which `--filter` finds it.
  package var fullName: String { "\(file).\(name)" }

  init(
    _ test: ResolvedTest, failures: [Diagnostic], errors: [Diagnostic], report: RunReport?, drawings: [TestDrawing] = []
  ) {
    file = test.file
    name = test.name.value
    source = test.source
    place = test.name.range
    self.failures = failures
    self.errors = errors
    self.report = report
    self.drawings = drawings
    status = !errors.isEmpty ? .error : failures.isEmpty ? .passed : .failed
  }
}
