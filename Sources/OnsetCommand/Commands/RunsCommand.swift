import ArgumentParser
import OnsetReports
import OnsetRules
import OnsetRuns
import OnsetStudy
import OnsetText

struct RunsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "runs",
    abstract: "Lists runs: format, architecture, steps, metrics, size, the profile that matches, labels.",
    discussion: """
      Examples:
        onset runs                            the project's runs
        onset runs ~/logs --verbose           every run below, and what was mended
        onset runs --where architecture=cnn --where 'label_noise!=0'
        onset runs logs --metric 'val*'       those with such a metric
        onset runs --format jsonl | jq -r 'select(.labels == []).run'

      A run that cannot be read is listed with the reason; the exit status is 2 then, \
      and the others are listed all the same.
      """)

  @Argument(help: "Logs, or folders of runs; without them the project's.", completion: .file())
  var paths: [String] = []

  @Option(
    name: .customLong("where"),
    help: ArgumentHelp(
      "List the runs whose metadata fit: `field=pattern` or `field!=pattern`, all of them.", valueName: "condition"))
  var conditions: [String] = []

  @Option(
    name: .customLong("metric"),
    help: ArgumentHelp("List the runs that log such a metric, for each pattern.", valueName: "pattern"))
  var metrics: [String] = []

  @Option(help: "The logs' step column; without it found by its usual names.")
  var step: String?

  @OptionGroup var runOptions: RunOptions

  @Flag(name: .shortAndLong, help: "Show the notes of each run, not only how many there are.")
  var verbose = false

  @OptionGroup var output: FormatOption

  func run() async throws {
    var project = Project.here()
    let runPaths = paths.isEmpty ? project.runPaths : paths
    if runPaths.isEmpty {
      throw CommandFailure.usage("there are no runs here (no onset.yaml with runs): name logs or folders of them")
    }
    let conditions = try conditions.map { text in
      do throws(FieldCondition.Failure) { return try FieldCondition(parsing: text) } catch {
        throw CommandFailure.usage(error.description)
      }
    }
    project.loadProfiles(at: project.profilePaths)
    try project.throwFailures()
    Findings.print(project.diagnostics)
    let listing = RunListing(
      profiles: project.profiles, conditions: conditions, metrics: metrics.map(Glob.init), stepColumn: step)
    let (found, failures) = try FoundRuns.at(runPaths, runOptions.discovery)
    let (chosen, unknownFields) = await listing.chosen(found)
    for (field, nearest) in unknownFields {
      throw CommandFailure.usage(
        "no run has a field `\(field)`\(nearest.map { "; did you mean `\($0)`?" } ?? "")")
    }
    try await list(chosen, of: found.count, failures, listing)
    if project.diagnostics.containsErrors { throw ExitCode(1) }
  }

  private func list(
    _ references: [RunReference], of total: Int, _ failures: [(path: String, error: RunError)], _ listing: RunListing
  ) async throws {
    var report = RunListReport(total: total + failures.count)
    var out = Output()
    func add(_ entry: RunListing.Entry) throws {
      report.add(entry, isKept: output.format != .jsonl)
      guard output.format == .jsonl else { return }
      try out.write(RunListReport.line(entry) + "\n")
      try out.flush()
    }
    try await inOrder(references, noun: "runs") {
      listing.entry(of: $0)
    } each: { entry in
      if let entry { try add(entry) }
    }
    for failure in failures {
      try add(RunListing.Entry(name: failure.path, path: failure.path, result: .failure(failure.error)))
    }
    switch output.format {
    case .text: try out.write(report.text(isVerbose: verbose, style: TextStyle(usesColour: Terminal.outputUsesColour)))
    case .json: try out.write(report.json)
    case .jsonl: break
    case .csv: try out.write(report.csv)
    case .markdown: try out.write(report.markdown(isVerbose: verbose))
    }
    try out.flush()
    if report.failureCount > 0 { throw ExitCode(2) }
  }
}
