import ArgumentParser
import OnsetReports
import OnsetRules
import OnsetRuns
import OnsetStudy
import OnsetText

struct PlotCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plot",
    abstract: "Draws expressions over a run in the terminal: lines, limits of comparisons, labels and events.",
    discussion: """
      Examples:
        onset plot loss runs/induction-s1.csv
        onset plot 'mean(loss, 10 samples) < 0.5' val_loss runs/induction-s1.csv
        onset plot gradient_noise_scale runs/induction-s1.csv --rule noise-drop
        onset plot val_loss runs/induction-s1.csv -o val_loss.svg

      A comparison is drawn as its two sides, with where the condition is true below it. \
      The numbers themselves: `onset eval`.
      """)

  @Argument(
    help: ArgumentHelp(
      "Expressions of the rule language, and then a log or the folder of a run.", valueName: "expression... run"))
  var arguments: [String]

  @Option(
    name: .customLong("rule"),
    help: ArgumentHelp("Show the events of this rule or rule set too.", valueName: "name"))
  var shownRules: [String] = []

  @Option(help: "Where the rules are; without it the project's.")
  var rules: String?

  @Option(name: .shortAndLong, help: "Write an SVG file instead; `-` is the standard output.", completion: .file())
  var output: String?

  @Option(help: "The lines of a chart.")
  var height: Int = 12

  @Option(help: "A profile's name or file; without it the project's profile that matches the run.")
  var profile: String?

  @Option(help: "The log's step column; without it found by its usual names.")
  var step: String?

  @OptionGroup var runOptions: RunOptions

  func validate() throws {
    if arguments.count < 2 {
      throw ValidationError("an expression and a run are needed: `onset plot loss RUN`")
    }
    if !(3...200).contains(height) { throw ValidationError("`--height` is between 3 and 200 lines") }
  }

  func run() throws {
    let path = arguments[arguments.count - 1]
    let expressions = arguments.dropLast().map { $0.hasPrefix(" -") ? String($0.dropFirst()) : $0 }
    if let log = expressions.first(where: RulesAndRuns.isLog), !RulesAndRuns.isLog(path) {
      throw CommandFailure.usage("`\(log)` is a log, and the run comes last: `onset plot '\(path)' \(log)`")
    }
    var project = Project.here()
    project.loadProfiles(at: project.profilePaths)
    let chosen = try project.chosenProfile(profile)
    let reference = try RunReference.orFail(at: path, runOptions.discovery)
    let matching: Profile?
    do { matching = try chosen ?? project.matchingProfile(of: reference) } catch let error as RunError {
      throw failure(.unreadable(error))
    }
    let plot: ExpressionPlot
    do throws(ExpressionPlot.Failure) {
      plot = try ExpressionPlot.of(expressions, profile: matching) { keep throws(RunError) in
        try reference.read(ReadingOptions(keep: keep, stepColumn: step))
      }
    } catch {
      throw failure(error)
    }
    for note in plot.notes { Terminal.writeError("note: \(TerminalText.safe(note.message))\n") }
    Findings.print(plot.warnings)
    let (report, shows) = try events(path)
    try write(ChartPicture.pictures(of: plot, with: report, shows: shows))
  }

  private func failure(_ failure: ExpressionPlot.Failure) -> any Error {
    switch failure {
    case .faulty(let findings):
      Findings.print(findings)
      return ExitCode(1)
    case .notApplicable(let reason): return CommandFailure(message: reason, status: 1)
    case .unreadable(let error):
      if case .metadata(let findings) = error { Findings.print(findings) }
      return CommandFailure.usage(error.description)
    }
  }

  /// What the rules that were named did on the run.
  private func events(_ path: String) throws -> (report: RunReport?, shows: @Sendable (String, String) -> Bool) {
    guard !shownRules.isEmpty else { return (nil, { _, _ in false }) }
    let prepared = try RulesAndRuns.Request(
      rules: rules, runs: [path], profile: profile, settings: [], step: step, discovery: runOptions.discovery
    ).prepare(isJudged: false)
    let shows = try shownRules.filter(of: prepared.project.ruleSets)
    guard let job = prepared.jobs.first else { return (nil, shows) }
    switch prepared.replay.outcome(of: job).result {
    case .success(let report): return (report, shows)
    case .failure(let failure): throw CommandFailure.usage(failure.message)
    }
  }

  private func write(_ pictures: [ChartPicture]) throws {
    var out = Output()
    guard let output else {
      let charts = ChartText(
        style: TextStyle(usesColour: Terminal.outputUsesColour), width: Terminal.outputWidth, height: height)
      for (index, picture) in pictures.enumerated() {
        try out.write((index > 0 ? "\n" : "") + charts.text(picture))
      }
      return try out.flush()
    }
    let text = ChartSVG().document(pictures)
    if output == "-" {
      try out.write(text)
      return try out.flush()
    }
    do throws(FileError) { try FileAccess.replaceAtomically(output, with: Array(text.utf8)) } catch {
      throw CommandFailure.usage(error.description)
    }
    Terminal.writeError("\(output): \(DisplayNumber.counted(pictures.count, "chart"))\n")
  }
}
