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
        onset check --strict --runs runs/week-7
        onset check --format jsonl | jq .code

      A rule set is checked by itself and under every profile at hand. Beside what \
      is wrong, the lints find what is naive: `onset explain L0201` says why, and
      `# onset: allow L0201: why` in the file allows it there.
      """)

  @Argument(
    help: "Files and folders; without them the rules, profiles, tests and runs of the project around (onset.yaml).")
  var paths: [String] = []

  @Option(
    help: ArgumentHelp(
      "Logs, or folders of runs, for the lints to look at; without it, a few runs of the project that is checked.",
      valueName: "path"))
  var runs: [String] = []

  @Flag(help: "Let warnings count for the exit status, as errors do.")
  var strict = false

  @Option(help: "How to print the result.")
  var format: CheckFormat = .text

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
      &project, paths: named.isEmpty ? project.allPaths : named,
      isWholeProject: named.isEmpty,
      lints: LintOptions(
        runPaths: !runs.isEmpty ? runs : named.isEmpty ? project.runPaths : [], runsWereNamed: !runs.isEmpty,
        today: try Today.read()))
    if check.fileCount == 0, project.failures.isEmpty {
      throw CommandFailure.usage(
        "there is no file to check in \(named.isEmpty ? "the project" : named.joined(separator: ", "))")
    }
    try printResult(check)
    for failure in project.failures { Terminal.writeError("onset: \(failure.message)\n") }
    if !project.failures.isEmpty { throw ExitCode(2) }
    if check.diagnostics.containsErrors { throw ExitCode(1) }
    if strict, check.diagnostics.contains(where: { $0.severity == .warning }) { throw ExitCode(1) }
  }

  private func printResult(_ check: ProjectCheck) throws {
    var out = Output()
    switch format {
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
      if format == .jsonl {
        for line in lines { try out.write(line + "\n") }
      } else {
        try out.write(lines.isEmpty ? "[]\n" : "[\n  \(lines.joined(separator: ",\n  "))\n]\n")
      }
    case .csv: try out.write(FindingsTable.table(check.diagnostics).csv)
    case .markdown: try out.write(FindingsTable.table(check.diagnostics).markdown)
    case .sarif: try out.write(SARIF.log(check.diagnostics, version: Onset.version))
    case .github: try out.write(WorkflowCommands.text(check.diagnostics))
    }
    try out.flush()
  }
}

/// How findings are printed: as any result, or as code hosts read them.
enum CheckFormat: String, ExpressibleByArgument, CaseIterable {
  case text, json, jsonl, csv, markdown, sarif, github
}
