import ArgumentParser
import OnsetReports
import OnsetRuns
import OnsetText

struct ArchiveExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Writes runs of an archive as files: a log, and beside it the metadata and labels.",
    discussion: """
      Examples:
        onset archive export runs.sqlite --to csv --output logs
        onset archive export runs.sqlite 'resnet*' --to jsonl --output logs

      `NAME.csv` and `NAME.run.yaml` read back as the same run. Files that are there \
      are replaced.
      """)

  @Argument(help: "The archive.", completion: .file())
  var archive: String

  @Argument(help: "Names of runs, or patterns for them; without them all.")
  var patterns: [String] = []

  @Option(help: "What to write: \(RunExport.Format.allCases.map(\.rawValue).joined(separator: ", ")).")
  var to: RunExport.Format

  @Option(
    name: .customLong("output"), help: ArgumentHelp("The folder to write to.", valueName: "folder"),
    completion: .directory)
  var folder: String

  @OptionGroup var output: FormatOption

  func run() throws {
    let reader = try ArchiveCommand.orFail { () throws(DatabaseError) in try ArchiveReader(path: archive) }
    var lines: [ArchiveReport.Line] = []
    for name in try ArchiveCommand.names(reader, patterns) {
      let reference = RunReference(name: name, log: RunLog(path: archive, format: .archive, member: name))
      let run = try reference.readOrFail(ReadingOptions())
      let stem = folder + "/" + Self.fileName(name)
      let path = stem + "." + to.rawValue
      do {
        var export = try RunExport(run, to: to)
        try FolderListing.makeFolders(of: path)
        try FileAccess.replaceAtomically(path) { export.piece() }
        let metadata = run.metadata.yaml
        if !metadata.isEmpty { try FileAccess.replaceAtomically(stem + ".run.yaml", with: Array(metadata.utf8)) }
        lines.append(.init(run: name, outcome: "exported", detail: path))
      } catch let failure as RunExport.Failure {
        lines.append(.init(run: name, outcome: "not exported", detail: failure.description))
      } catch let error as FileError {
        throw CommandFailure.usage(error.description)
      }
    }
    try ArchiveCommand.print(
      output.format,
      text: lines.map { line in
        line.outcome == "exported"
          ? TerminalText.safe(line.detail) + "\n" : TerminalText.safe("\(line.run): \(line.detail)") + "\n"
      }.joined(), lines: lines.map(ArchiveReport.json), table: ArchiveReport.table(lines))
    if lines.contains(where: { $0.outcome != "exported" }) { throw ExitCode(2) }
  }

  /// The name as a path below the folder: its parts are folders, and none leads out of it or is hidden.
  private static func fileName(_ name: String) -> String {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false).map { part in
      part.isEmpty || part.first == "." ? "_" + part : String(part)
    }
    return parts.joined(separator: "/").replacing("\0", with: "_")
  }
}
