import ArgumentParser
import OnsetReports
import OnsetRules
import OnsetRuns
import OnsetStudy
import OnsetText

struct CheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Finds everything that is wrong in rule sets, profiles, tests and run metadata, at once.",
    discussion: """
      Examples:
        onset check                       the project around
        onset check rules/noise-drop.yaml profiles
        onset check --format jsonl | jq .code

      A rule set is checked by itself and under every profile at hand.
      """)

  @Argument(
    help: "Files and folders; without them the rules, profiles, tests and runs of the project around (onset.yaml).")
  var paths: [String] = []

  @OptionGroup var output: FormatOption

  func run() async throws {
    var project = Project.here()
    let named = paths
    if named.isEmpty, project.rulePaths.isEmpty, project.profilePaths.isEmpty, project.runPaths.isEmpty,
      project.testPaths.isEmpty, project.diagnostics.isEmpty
    {
      throw CommandFailure.usage(
        "there is no project here (no onset.yaml): name the files to check, or begin one with `onset init`")
    }
    let check = await ProjectCheck.run(
      &project, paths: named.isEmpty ? project.allPaths : named, isWholeProject: named.isEmpty)
    if check.fileCount == 0, project.failures.isEmpty {
      throw CommandFailure.usage(
        "there is no file to check in \(named.isEmpty ? "the project" : named.joined(separator: ", "))")
    }
    try printResult(check)
    for failure in project.failures { Terminal.writeError("onset: \(failure.message)\n") }
    if !project.failures.isEmpty { throw ExitCode(2) }
    if check.diagnostics.containsErrors { throw ExitCode(1) }
  }

  private func printResult(_ check: ProjectCheck) throws {
    var out = Output()
    switch output.format {
    case .text:
      let renderer = DiagnosticRenderer(usesColour: Terminal.outputUsesColour)
      if !check.diagnostics.isEmpty { try out.write(renderer.render(check.diagnostics) + "\n") }
      let counts = Findings.counts(check.diagnostics)
      let files = DisplayNumber.counted(check.fileCount, "file")
      // Where nothing could be read there is nothing to be glad of.
      if check.fileCount > 0 {
        try out.write(
          counts.isEmpty ? "\(files) checked, nothing found\n" : "\(files) checked: \(counts)\n")
      }
    case .jsonl, .json:
      var maps: [String: LineMap] = [:]
      let lines = check.diagnostics.map { diagnostic in
        let map = maps[diagnostic.source.path] ?? LineMap(diagnostic.source)
        maps[diagnostic.source.path] = map
        return MachineOutput.line(diagnostic, map)
      }
      if output.format == .jsonl {
        for line in lines { try out.write(line + "\n") }
      } else {
        try out.write(lines.isEmpty ? "[]\n" : "[\n  \(lines.joined(separator: ",\n  "))\n]\n")
      }
    case .csv: try out.write(FindingsTable.table(check.diagnostics).csv)
    case .markdown: try out.write(FindingsTable.table(check.diagnostics).markdown)
    }
    try out.flush()
  }
}
