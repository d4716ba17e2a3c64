import ArgumentParser
import OnsetReports
import OnsetRules
import OnsetRuns
import OnsetStudy
import OnsetText

struct ShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Shows one run: where it was read from, its metadata, and each metric with its cadence and range.",
    discussion: """
      Examples:
        onset show runs/induction-s1.csv
        onset show ~/logs/run-7 --metric 'val*' --metric grad_norm
        onset show mlflow.db#digits/42        one of the runs in a file
        onset show log.csv --format json | jq '.metrics[] | select(.nan > 0)'

      The course of a metric is drawn over the steps of the run, from its least to \
      its greatest value; on a logarithmic scale where that is over a thousandfold. \
      A × stands where a value is not finite.
      """)

  @Argument(help: ArgumentHelp("A log, or the folder of a run.", valueName: "run"), completion: .file())
  var runPath: String

  @Option(
    name: .customLong("metric"),
    help: ArgumentHelp("Show only the metrics of such names.", valueName: "pattern"))
  var metrics: [String] = []

  @Option(help: "The log's step column; without it found by its usual names.")
  var step: String?

  @OptionGroup var runOptions: RunOptions

  @OptionGroup var output: FormatOption

  func run() throws {
    var project = Project.here()
    project.loadProfiles(at: project.profilePaths)
    try project.throwFailures()
    Findings.print(project.diagnostics)
    let reference = try RunReference.orFail(at: runPath, runOptions.discovery)
    let run = try reference.readOrFail(ReadingOptions(stepColumn: step))
    let patterns = MetricPatterns(metrics)
    try patterns.require(in: run)
    let portrait = RunPortrait(
      run, RunSummary(run, reference, profiles: project.profiles), shows: patterns.contains)
    var out = Output()
    switch output.format {
    case .text:
      let style = TextStyle(usesColour: Terminal.outputUsesColour)
      try out.write(portrait.text(style: style, width: Terminal.outputWidth))
    case .json: try out.write(portrait.json)
    case .jsonl: for line in portrait.jsonLines { try out.write(line + "\n") }
    case .csv: try out.write(portrait.csv)
    case .markdown: try out.write(portrait.markdown)
    }
    try out.flush()
    if project.diagnostics.containsErrors { throw ExitCode(1) }
  }
}
