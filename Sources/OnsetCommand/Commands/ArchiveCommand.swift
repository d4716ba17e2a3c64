import ArgumentParser
import OnsetReports
import OnsetRules
import OnsetRuns
import OnsetText

struct ArchiveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "archive",
    abstract: "Keeps runs in one file, from which they are read faster than from any log.",
    discussion: """
      Examples:
        onset archive add runs.sqlite ~/mlruns lightning_logs
        onset archive list runs.sqlite
        onset replay rules runs.sqlite             as from any log
        onset replay rules 'runs.sqlite#resnet*'   some of its runs
        onset archive verify runs.sqlite

      An archive is a SQLite database. Every command that takes runs takes one.
      """,
    subcommands: [
      ArchiveAddCommand.self, ArchiveListCommand.self, ArchiveRemoveCommand.self, ArchiveVerifyCommand.self,
      ArchiveExportCommand.self,
    ])

  /// Runs what an archive may refuse; its one sentence ends the command.
  static func orFail<Result>(_ body: () throws(DatabaseError) -> Result) throws(CommandFailure) -> Result {
    do throws(DatabaseError) { return try body() } catch { throw .usage(error.description) }
  }

  /// Prints a table: `text` for people, or lines of JSON, or a table in another form.
  static func print(_ format: OutputFormat, text: String, lines: [String], table: TextTable) throws {
    var out = Output()
    switch format {
    case .text: try out.write(text)
    case .jsonl: for line in lines { try out.write(line + "\n") }
    case .json: try out.write(lines.isEmpty ? "[]\n" : "[\n  \(lines.joined(separator: ",\n  "))\n]\n")
    case .csv: try out.write(table.csv)
    case .markdown: try out.write(table.markdown)
    }
    try out.flush()
  }

  /// The names of an archive's runs that fit one of some patterns, all of them without patterns. A pattern that none
  /// fits ends the command.
  static func names(_ archive: ArchiveReader, _ patterns: [String]) throws -> [String] {
    let names = try orFail { () throws(DatabaseError) in try archive.names() }
    var chosen: Set<String> = []
    for pattern in patterns {
      // A name is meant as it stands, even where it looks like a pattern.
      let fitting = names.contains(pattern) ? [pattern] : names.filter(Glob(pattern).matches)
      if fitting.isEmpty {
        let nearest = Suggestion.nearest(to: pattern, among: names)
        throw CommandFailure.usage(RunError.noSuchRun(path: archive.path, name: pattern, nearest: nearest).description)
      }
      chosen.formUnion(fitting)
    }
    return patterns.isEmpty ? names : names.filter(chosen.contains)
  }
}

struct ArchiveAddCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add",
    abstract: "Adds runs; the archive is made where there is none.",
    discussion: """
      Examples:
        onset archive add runs.sqlite lightning_logs
        onset archive add runs.sqlite            the project's runs
        onset archive add all.sqlite runs.sqlite another archive's

      The same content twice is one run. A run whose log has grown since is brought \
      up to date, and so are its labels and other metadata. Each run is added as a \
      whole or not at all, whatever happens meanwhile, and several may add at once.
      """)

  @Argument(help: "The archive.", completion: .file())
  var archive: String

  @Argument(help: "Logs, or folders of runs; without them the project's.", completion: .file())
  var paths: [String] = []

  @Option(help: "The logs' step column; without it found by its usual names.")
  var step: String?

  @OptionGroup var runOptions: RunOptions
  @OptionGroup var output: FormatOption

  func run() async throws {
    let runPaths = paths.isEmpty ? Project.here().runPaths : paths
    if runPaths.isEmpty {
      throw CommandFailure.usage("there are no runs here (no onset.yaml with runs): name logs or folders of them")
    }
    let (found, failures) = try FoundRuns.at(runPaths, runOptions.discovery)
    let writer = try ArchiveCommand.orFail { () throws(DatabaseError) in try ArchiveWriter(path: archive) }
    var lines: [ArchiveReport.Line] = []
    let options = ReadingOptions(stepColumn: step)
    try await inOrder(found, noun: "runs") { reference in
      (reference.name, Result { () throws(RunError) in try ArchiveWriter.Addition.reading(reference, options) })
    } each: { name, result in
      switch result {
      case .failure(let error):
        lines.append(.init(run: name, outcome: "not read", detail: error.description))
      case .success(let addition):
        let (name, outcome) = try ArchiveCommand.orFail { () throws(DatabaseError) in try writer.add(addition) }
        lines.append(.init(run: addition.run, name: name, outcome: outcome))
      }
    }
    for failure in failures {
      lines.append(.init(run: failure.path, outcome: "not read", detail: failure.error.description))
    }
    let table = ArchiveReport.table(lines)
    try ArchiveCommand.print(
      output.format, text: table.plain() + "\n" + ArchiveReport.counts(lines) + "\n",
      lines: lines.map(ArchiveReport.json), table: table)
    if lines.contains(where: { $0.outcome == "not read" }) { throw ExitCode(2) }
  }
}

struct ArchiveListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Lists the runs of an archive: what they are, and where they come from.",
    discussion: """
      Examples:
        onset archive list runs.sqlite
        onset archive list runs.sqlite 'resnet*' --format jsonl | jq -r .digest
      """)

  @Argument(help: "The archive.", completion: .file())
  var archive: String

  @Argument(help: "Names of runs, or patterns for them; without them all.")
  var patterns: [String] = []

  @OptionGroup var output: FormatOption

  func run() throws {
    let reader = try ArchiveCommand.orFail { () throws(DatabaseError) in try ArchiveReader(path: archive) }
    let names = Set(try ArchiveCommand.names(reader, patterns))
    let runs = try ArchiveCommand.orFail { () throws(DatabaseError) in try reader.runs() }
      .filter { names.contains($0.name) }
    let table = ArchiveReport.table(runs)
    try ArchiveCommand.print(
      output.format, text: ArchiveReport.text(runs, byteCount: FolderListing.byteCount(of: archive)),
      lines: runs.map(ArchiveReport.json), table: table)
  }
}

struct ArchiveRemoveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove",
    abstract: "Removes runs from an archive; the logs that they were read from are left as they are.",
    discussion: """
      Examples:
        onset archive remove runs.sqlite resnet-s3
        onset archive remove runs.sqlite 'sweep-7/*'
      """)

  @Argument(help: "The archive.", completion: .file())
  var archive: String

  @Argument(help: "Names of runs, or patterns for them.")
  var patterns: [String]

  @OptionGroup var output: FormatOption

  func run() throws {
    let reader = try ArchiveCommand.orFail { () throws(DatabaseError) in try ArchiveReader(path: archive) }
    let names = try ArchiveCommand.names(reader, patterns)
    try ArchiveCommand.orFail { () throws(DatabaseError) in try ArchiveWriter(path: archive).remove(names) }
    let lines = names.map { ArchiveReport.Line(run: $0, outcome: "removed") }
    try ArchiveCommand.print(
      output.format, text: names.map { "removed \(TerminalText.safe($0))\n" }.joined(),
      lines: lines.map(ArchiveReport.json), table: ArchiveReport.table(lines))
  }
}

struct ArchiveVerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Checks an archive: the database, all checksums, and each run's digest.",
    discussion: """
      Examples:
        onset archive verify runs.sqlite
        onset archive verify runs.sqlite --format json

      Exit status: 0 all is as it was written, 1 something is not, 2 it cannot be \
      opened.
      """)

  @Argument(help: "The archive.", completion: .file())
  var archive: String

  @OptionGroup var output: FormatOption

  func run() throws {
    let reader = try ArchiveCommand.orFail { () throws(DatabaseError) in try ArchiveReader(path: archive) }
    let findings = try ArchiveCommand.orFail { () throws(DatabaseError) in try reader.verify() }
    let table = ArchiveReport.table(findings)
    let count = (try? reader.names().count) ?? 0
    let text =
      findings.isEmpty
      ? "\(DisplayNumber.counted(count, "run")) verified, nothing found\n"
      : table.plain() + "\n" + DisplayNumber.counted(findings.count, "finding") + "\n"
    try ArchiveCommand.print(output.format, text: text, lines: findings.map(ArchiveReport.json), table: table)
    if !findings.isEmpty { throw ExitCode(1) }
  }
}
