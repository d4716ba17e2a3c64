import ArgumentParser
import OnsetEngine
import OnsetReports
import OnsetRules
import OnsetRuns
import OnsetStudy
import OnsetText

struct EvalCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "eval",
    abstract: "Prints the stream of an expression over a run, one sample a line: the tool for trying things.",
    discussion: """
      Examples:
        onset eval 'mean(loss, 10 samples)' runs/induction-s1.csv
        onset eval 'since_lowest(val_loss) >= 5 samples' runs/induction-s1.csv
        onset eval 'change(`train/loss`, 1 epoch)' log.jsonl --format jsonl
      """)

  @Argument(help: "An expression of the rule language: a number or a condition.")
  var expression: String

  @Argument(help: ArgumentHelp("A log, or the folder of a run.", valueName: "run"))
  var runPath: String

  @Option(help: "A profile's name or file; without it the project's profile that matches the run.")
  var profile: String?

  @Option(help: "The log's step column; without it found by its usual names.")
  var step: String?

  @OptionGroup var runOptions: RunOptions

  @OptionGroup var output: FormatOption

  func run() throws {
    if RulesAndRuns.isLog(expression), !RulesAndRuns.isLog(runPath) {
      throw CommandFailure.usage(
        "`\(expression)` is a log, and the expression comes first: `onset eval '\(runPath)' \(expression)`")
    }
    var project = Project.here()
    project.loadProfiles(at: project.profilePaths)
    let chosen = try project.chosenProfile(profile)
    do {
      let reference = try RunDiscovery.run(at: runPath, options: runOptions.discovery)
      let matching = try chosen ?? project.matchingProfile(of: reference)
      let text = expression.hasPrefix(" -") ? String(expression.dropFirst()) : expression
      let result = try ExpressionEvaluation.evaluate(text, profile: matching) {
        keep throws(RunError) in
        try reference.read(ReadingOptions(keep: keep, stepColumn: step))
      }
      for note in result.notes { Terminal.writeError("note: \(TerminalText.safe(note.message))\n") }
      try finish(result.outcome, result.warnings)
    } catch let error as RunError {
      if case .metadata(let findings) = error { Findings.print(findings) }
      throw CommandFailure.usage(error.description)
    }
  }

  /// Arguments of the command in which an expression that begins with a minus cannot be taken for an option.
  static func shielding(_ arguments: [String]) -> [String] {
    let names = [configuration, PlotCommand.configuration].compactMap(\.commandName)
    guard let first = arguments.first, names.contains(first) else { return arguments }
    return arguments.map { argument in
      argument.hasPrefix("-") && !argument.hasPrefix("--") && argument.count > 2 ? " " + argument : argument
    }
  }

  private func finish(_ outcome: ExpressionEvaluation.Outcome, _ warnings: [Diagnostic]) throws {
    switch outcome {
    case .faulty(let diagnostics):
      Findings.print(diagnostics)
      throw ExitCode(1)
    case .notApplicable(let reason):
      throw CommandFailure(message: reason, status: 1)
    case .samples(let samples):
      Findings.print(warnings)
      try printSamples(samples)
    }
  }

  private func printSamples(_ samples: [ExpressionEvaluation.Sample]) throws {
    var out = Output()
    switch output.format {
    case .jsonl:
      for sample in samples { try out.write(MachineOutput.line(step: sample.step, sample.value) + "\n") }
    case .json:
      let lines = samples.map { "  " + MachineOutput.line(step: $0.step, $0.value) }
      try out.write(lines.isEmpty ? "[]\n" : "[\n\(lines.joined(separator: ",\n"))\n]\n")
    case .text, .csv, .markdown:
      var table = TextTable([.init("step", .right), .init("value", .right)])
      for sample in samples { table.append(["\(sample.step)", SampleText.exact(sample.value)]) }
      switch output.format {
      case .csv: try out.write(table.csv)
      case .markdown: try out.write(table.markdown)
      default: try out.write(table.plain())
      }
    }
    try out.flush()
  }
}
