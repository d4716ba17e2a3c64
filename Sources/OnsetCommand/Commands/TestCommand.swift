import ArgumentParser
import OnsetReports
import OnsetRules
import OnsetStudy
import OnsetText

struct TestCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test",
    abstract: "Runs the tests of rules: what must fire on a run, and what must not.",
    discussion: """
      Examples:
        onset test                             the project's tests
        onset test rules/tests/loss-spike.yaml one file of tests
        onset test --filter 'loss-spike.*'     the tests of one file, by name
        onset test --format junit > tests.xml  for a CI system

      Exit status: 0 all passed, 1 a test failed or is at fault, 2 wrong usage.
      """)

  @Argument(help: "Files and folders of tests; without them the project's.")
  var paths: [String] = []

  @Option(
    help: ArgumentHelp("Run only the tests whose `file.test`, or test, fits a pattern.", valueName: "glob"))
  var filter: String?

  @Flag(name: .shortAndLong, help: "Name the tests that passed, too.")
  var verbose = false

  @Option(help: "How to print the result: \(TestFormat.allCases.map(\.rawValue).joined(separator: ", ")).")
  var format: TestFormat = .text

  func run() async throws {
    var project = Project.here()
    let named = paths.isEmpty ? project.testPaths : paths
    if named.isEmpty {
      throw CommandFailure.usage(
        project.rulePaths.isEmpty
          ? "there is no project here (no onset.yaml): name the files of tests"
          : "the project has no tests; they belong into `rules/tests`, or where `tests` of onset.yaml says")
    }
    let suite = TestSuite.load(&project, paths: named)
    try project.throwFailures()
    Findings.print(suite.diagnostics)
    let tests = try selected(suite, named)
    let profiles = suite.profiles
    let results = await tests.concurrentlyMapped { TestRunner.result(of: $0, profiles: profiles) }
    try print(results)
    if suite.diagnostics.containsErrors || results.contains(where: { $0.status != .passed }) { throw ExitCode(1) }
  }

  private func selected(_ suite: TestSuite, _ paths: [String]) throws -> [ResolvedTest] {
    guard let filter else {
      if suite.tests.isEmpty, !suite.diagnostics.containsErrors {
        throw CommandFailure.usage("there is no test in \(paths.joined(separator: ", "))")
      }
      return suite.tests
    }
    let glob = Glob(filter)
    let tests = suite.tests.filter { test in
      [test.name.value, "\(test.file).\(test.name.value)", "\(test.file)/\(test.name.value)"].contains {
        glob.matches($0)
      }
    }
    if tests.isEmpty {
      let known = suite.tests.flatMap { ["\($0.file).\($0.name.value)", $0.name.value] }
      let hint = Suggestion.nearest(to: filter, among: known).map { "; did you mean `\($0)`?" } ?? ""
      throw CommandFailure.usage("no test fits `\(filter)`\(hint)")
    }
    return tests
  }

  private func print(_ results: [TestResult]) throws {
    var out = Output()
    switch format {
    case .text:
      let text = TestText(isVerbose: verbose, style: TextStyle(usesColour: Terminal.outputUsesColour))
      try out.write(text.text(results))
    case .json: try out.write(TestDocument.json(results))
    case .jsonl: for result in results { try out.write(TestDocument.line(result) + "\n") }
    case .csv: try out.write(TestDocument.table(results).csv)
    case .markdown: try out.write(TestDocument.table(results).markdown)
    case .junit: try out.write(TestDocument.junit(results))
    }
    try out.flush()
  }
}

/// How the results of tests are printed.
enum TestFormat: String, ExpressibleByArgument, CaseIterable {
  case text, json, jsonl, csv, markdown, junit
}
