import ArgumentParser
import OnsetReports
import OnsetRules
import OnsetRuns
import OnsetStudy
import OnsetText

/// How a result is printed.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
  case text, json, jsonl, csv, markdown
}

struct FormatOption: ParsableArguments {
  @Option(help: "How to print the result.")
  var format: OutputFormat = .text
}

extension Output {
  /// Writes a result as it was asked for.
  mutating func write(_ report: some PrintableReport, as format: OutputFormat) throws(OutputError) {
    switch format {
    case .text: try write(report.text(TextStyle(usesColour: Terminal.outputUsesColour)))
    case .markdown: try write(report.markdown)
    case .json: try write(report.json + "\n")
    case .jsonl: for line in report.lines { try write(line + "\n") }
    case .csv: try write(report.csv)
    }
  }
}

/// How commands that take runs look for them.
struct RunOptions: ParsableArguments {
  @Flag(
    name: .customLong("join-versions"),
    help: "Take Lightning's `version_0`, `version_1`, ... in one folder for one run that was resumed.")
  var joinsVersions = false

  var discovery: DiscoveryOptions { DiscoveryOptions(joinsVersions: joinsVersions) }
}

/// What every command does with findings.
enum Findings {
  /// Prints findings to the standard error.
  static func print(_ diagnostics: [Diagnostic]) {
    guard !diagnostics.isEmpty else { return }
    let renderer = DiagnosticRenderer(usesColour: Terminal.errorUsesColour)
    Terminal.writeError(renderer.render(diagnostics.sortedForReading()) + "\n")
  }

  /// `2 errors, 1 warning`.
  static func counts(_ diagnostics: [Diagnostic]) -> String {
    Severity.allCases.reversed().compactMap { severity in
      let count = diagnostics.count { $0.severity == severity }
      return count == 0 ? nil : DisplayNumber.counted(count, severity.rawValue)
    }.joined(separator: ", ")
  }
}

extension Project {
  /// The profile of the project that fits a run; nil where none does.
  func matchingProfile(of reference: RunReference) throws -> Profile? {
    switch ProfileMatch.find(among: profiles, fields: try reference.readMetadata().fields) {
    case .one(let match): return match
    case .none: return nil
    case .tie(let first, let second):
      throw CommandFailure.usage(RunFailure.ambiguousProfile(first.name, second.name).message)
    }
  }

  /// The profile that `--profile` names; nil where the option is not given.
  mutating func chosenProfile(_ name: String?) throws -> Profile? {
    guard let name else { return nil }
    do {
      let profile = try profile(named: name)
      try throwFailures()
      if profile == nil || diagnostics.containsErrors {
        Findings.print(diagnostics)
        throw ExitCode(1)
      }
      return profile
    } catch let error as ProfileChoiceError {
      throw CommandFailure.usage(error.description)
    }
  }

  /// Ends the command where files that were asked for could not be read.
  func throwFailures() throws {
    guard !failures.isEmpty else { return }
    for failure in failures { Terminal.writeError("onset: \(failure.message)\n") }
    throw ExitCode(2)
  }
}
