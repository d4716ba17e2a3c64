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
        onset test --coverage                  what of the rules was never seen
        onset test --mutate                    which changes of rules go unnoticed
        onset test --format junit > tests.xml  for a CI system
        onset test --record runs/a.csv --rule loss-spike.recovered

      Exit status: 0 all passed, 1 a test failed or is at fault, or less was \
      noticed or seen than --at-least asks for, 2 wrong usage.
      """)

  @Argument(help: "Files and folders of tests; without them the project's.")
  var paths: [String] = []

  @Option(
    help: ArgumentHelp("Run only the tests whose name, or `file.test`, matches this pattern.", valueName: "glob"))
  var filter: String?

  @Flag(help: "Say which rules, states and truth values of comparisons no test has seen.")
  var coverage = false

  @Flag(help: "Change the rule sets slightly, one change at a time, and say what no test noticed.")
  var mutate = false

  @Option(
    help: ArgumentHelp("With --coverage or --mutate, fail below this share.", valueName: "percent"))
  var atLeast: Double?

  @Option(
    help: ArgumentHelp("Write a test from a real run, shrunk to what the rule depends on.", valueName: "run"))
  var record: String?

  @Option(help: "The rule whose outcome is recorded.")
  var rule: String?

  @Option(help: "With --record, a profile's name or file; without it the one that matches the run.")
  var profile: String?

  @Option(name: .shortAndLong, help: "With --record, the file of tests to write; without it, it is printed.")
  var output: String?

  @Flag(name: .shortAndLong, help: "Name the tests that passed, too.")
  var verbose = false

  @Option(help: "How to print the result.")
  var format: TestFormat = .text

  func validate() throws {
    if record == nil, rule != nil || output != nil || profile != nil {
      throw ValidationError("`--rule`, `--profile` and `--output` go with `--record`")
    }
    if record != nil, rule == nil { throw ValidationError("`--record` needs `--rule`, the rule it is about") }
    if mutate, coverage {
      throw ValidationError("`--coverage` and `--mutate` cannot be used together: run one after the other")
    }
    if let atLeast, !(0...100).contains(atLeast) {
      throw ValidationError("`--at-least` has to be a percentage between 0 and 100")
    }
    if mutate || coverage, format == .junit {
      throw ValidationError("`--format junit` is for results of tests, not for `--coverage` and `--mutate`")
    }
    if atLeast != nil, !mutate, !coverage {
      throw ValidationError("`--at-least` goes with `--coverage` or `--mutate`")
    }
  }

  func run() async throws {
    if let record, let rule {
      return try TestRecorder(runPath: record, ruleName: rule, profileName: profile, outputPath: output).record()
    }
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
    let selection = TestSelection(tests: try selected(suite, named), profiles: suite.profiles)
    let results = await selection.results()
    let allPassed = !suite.diagnostics.containsErrors && results.allSatisfy { $0.status == .passed }
    if mutate || coverage {
      let passing = selection.passing(results)
      if !allPassed { reportLeftAside(results.count - passing.tests.count, of: results.count) }
      try await look(passing)
    } else {
      try printer.print(results, selection.digests(of: results))
    }
    if !allPassed { throw ExitCode(1) }
  }

  private var printer: TestPrinter { TestPrinter(format: format, isVerbose: verbose) }

  /// A test that fails sees things of which it cannot be said that they are meant, and notices every mutant.
  private func reportLeftAside(_ count: Int, of all: Int) {
    guard count > 0 else { return }
    let tests = DisplayNumber.counted(count, "test")
    Terminal.writeError("onset: \(tests) of \(all) left aside, since only tests that pass say something here\n")
  }

  /// What the tests see of the rules, or which changes of rules they notice.
  private func look(_ selection: TestSelection) async throws {
    let share: Double
    if coverage {
      let reports = await selection.coverageReports()
      try printer.print(reports)
      share = CoverageDocument.share(reports)
    } else {
      let reports = await selection.mutationReports()
      for report in reports { Findings.print(report.diagnostics) }
      try printer.print(reports)
      share = MutationDocument.share(reports)
    }
    if let atLeast, share * 100 < atLeast { throw ExitCode(1) }
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
      throw CommandFailure.usage("no test matches `\(filter)`\(hint)")
    }
    return tests
  }
}

/// How the results of tests are printed.
enum TestFormat: String, ExpressibleByArgument, CaseIterable {
  case text, json, jsonl, csv, markdown, junit
}
