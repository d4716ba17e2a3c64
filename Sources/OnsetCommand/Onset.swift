import ArgumentParser
import OnsetEngine
import OnsetRules
import OnsetRuns
import OnsetStudy
import OnsetText

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The command `onset`.
struct Onset: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "onset",
    abstract: "Rules about training runs, checked like a language and replayed over recorded runs.",
    discussion: """
      A first look:
        onset init my-rules && cd my-rules   a project with all that is needed
        onset check                          what is wrong with it: nothing yet
        onset replay                         where its rules fire on its runs
        onset eval 'mean(loss, 10 samples)' runs/example.csv

      Exit status: 0 fine, 1 findings in rules or profiles, 2 wrong usage or \
      input that cannot be read.
      """,
    version: version,
    subcommands: [
      InitCommand.self,
      CheckCommand.self,
      EvalCommand.self,
      ReplayCommand.self,
      WhyCommand.self,
      ScoreCommand.self,
      ReportCommand.self,
      PlotCommand.self,
      BaselineCommand.self,
      TransitionsCommand.self,
      TuneCommand.self,
      PlanCommand.self,
      FunctionsCommand.self,
      TestCommand.self,
      ExplainCommand.self,
      FormatCommand.self,
      SchemaCommand.self,
      DoctorCommand.self,
      RunsCommand.self,
      ShowCommand.self,
      ExportCommand.self,
      LabelCommand.self,
      ArchiveCommand.self,
      DiffCommand.self,
      LogCommand.self,
      BisectCommand.self,
      ExperimentCommand.self,
    ])

  static let version = EngineVersion.current
}

@main
enum Main {
  /// Runs the command; ArgumentParser's own exit codes are turned into the documented ones.
  static func main() async {
    // A reader that goes away is an error of writing, not the end of the process.
    signal(SIGPIPE, SIG_IGN)
    var status: Int32 = 0
    do {
      let arguments = Array(CommandLine.arguments.dropFirst())
      try requireKnownCommand(arguments.first)
      let formats = formats(forCommand: arguments.first)
      try await TextLogFormat.$known.withValue(formats) { try await run(arguments) }
    } catch {
      status = report(error)
    }
    exit(status)
  }

  private static func run(_ arguments: [String]) async throws {
    var command = try Onset.parseAsRoot(EvalCommand.shielding(arguments))
    if var asynchronous = command as? any AsyncParsableCommand {
      try await asynchronous.run()
    } else {
      try command.run()
    }
  }

  /// The formats of text logs of the project around, and those that every program knows. What is wrong with the
  /// project's is for `onset check` to say, and for what reads logs.
  private static func formats(forCommand name: String?) -> [TextLogFormat] {
    let (formats, findings) = Project.here().textLogFormats()
    let readers: [any ParsableCommand.Type] = [
      ReplayCommand.self,
      EvalCommand.self,
      WhyCommand.self,
      TestCommand.self,
      ScoreCommand.self,
      ReportCommand.self,
      RunsCommand.self,
      ShowCommand.self,
      ExportCommand.self,
      LabelCommand.self,
      DiffCommand.self,
      LogCommand.self,
      BisectCommand.self,
      ExperimentCommand.self,
      PlotCommand.self,
      BaselineCommand.self,
      TransitionsCommand.self,
      TuneCommand.self,
    ]
    if readers.contains(where: { $0.configuration.commandName == name }) { Findings.print(findings) }
    return formats
  }

  /// A misspelt command is named, with the nearest right one.
  private static func requireKnownCommand(_ name: String?) throws(CommandFailure) {
    let known = Onset.configuration.subcommands.compactMap { $0.configuration.commandName } + ["help"]
    guard let name, !name.hasPrefix("-"), !known.contains(name) else { return }
    let hint = Suggestion.nearest(to: name, among: known).map { "did you mean `\($0)`?" }
    throw .usage("there is no command `\(name)`; \(hint ?? "there are \(known.joined(separator: ", "))")")
  }

  private static func report(_ error: any Error) -> Int32 {
    if let failure = error as? CommandFailure {
      Terminal.writeError("onset: \(failure.message)\n")
      return failure.status
    }
    if let closed = error as? OutputError {
      Terminal.writeError("onset: \(closed.description)\n")
      return 2
    }
    if let code = error as? ExitCode { return code.rawValue }
    let isHelp = Onset.exitCode(for: error) == .success
    let message = Onset.fullMessage(for: error)
    guard isHelp else {
      // ArgumentParser begins with `Error: `; who reads a log wants to know whose.
      let ownMessage = message.hasPrefix("Error: ") ? "onset: \(message.dropFirst("Error: ".count))" : message
      Terminal.writeError(ownMessage.hasSuffix("\n") ? ownMessage : ownMessage + "\n")
      return 2
    }
    do {
      var output = Output()
      try output.write(message.hasSuffix("\n") ? message : message + "\n")
      try output.flush()
      return 0
    } catch {
      return 2
    }
  }
}

/// An end of the command with a message on the standard error.
struct CommandFailure: Error {
  var message: String
  var status: Int32

  /// Wrong usage, or input that cannot be read.
  static func usage(_ message: String) -> CommandFailure { CommandFailure(message: message, status: 2) }
}
