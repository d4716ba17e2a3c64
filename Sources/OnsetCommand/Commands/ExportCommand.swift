import ArgumentParser
import OnsetReports
import OnsetRules
import OnsetRuns
import OnsetText

struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Writes a run as CSV or JSON lines that read back as the same run, whatever it was read from.",
    discussion: """
      Examples:
        onset export runs/induction-s1.csv --to jsonl
        onset export lightning_logs/version_3 --to csv --output version-3.csv
        onset export log.jsonl --to csv --metric 'train/*' | head

      Steps are whole numbers, and values the shortest text that is the same double; \
      nan, inf and -inf stay. A file that is there is replaced once all is written.
      """)

  @Argument(help: ArgumentHelp("A log, or the folder of a run.", valueName: "run"), completion: .file())
  var runPath: String

  @Option(help: "What to write.")
  var to: RunExport.Format

  @Option(
    name: .shortAndLong, help: "The file to write; without it the standard output.", completion: .file())
  var output: String?

  @Option(
    name: .customLong("metric"),
    help: ArgumentHelp("Write only the metrics of such names.", valueName: "pattern"))
  var metrics: [String] = []

  @Option(help: "The log's step column; without it found by its usual names.")
  var step: String?

  @OptionGroup var runOptions: RunOptions

  func run() throws {
    let reference = try RunReference.orFail(at: runPath, runOptions.discovery)
    let patterns = MetricPatterns(metrics)
    let run = try reference.readOrFail(ReadingOptions(keep: patterns.selection, stepColumn: step))
    try patterns.require(in: run)
    for note in run.notes { Terminal.writeError("note: \(TerminalText.safe(note.message))\n") }
    var export: RunExport
    do throws(RunExport.Failure) { export = try RunExport(run, to: to) } catch {
      throw CommandFailure.usage(error.description)
    }
    guard let output else {
      var out = Output()
      while let piece = export.piece() { try out.write(piece) }
      return try out.flush()
    }
    try refuseSource(output, of: run)
    do throws(FileError) {
      try FileAccess.replaceAtomically(output) { export.piece() }
    } catch {
      throw CommandFailure.usage(error.description)
    }
    let rows = DisplayNumber.counted(run.rows.count, "row")
    Terminal.writeError("\(output): \(rows), \(DisplayNumber.counted(run.columns.count, "metric"))\n")
  }

  /// A log is not replaced by what was read from it: that may be less.
  private func refuseSource(_ path: String, of run: Run) throws(CommandFailure) {
    guard let target = FolderListing.entry(at: path) else { return }
    if run.sources.contains(where: { FolderListing.entry(at: $0.path)?.identity == target.identity }) {
      throw .usage("`\(path)` is the log that the run is read from, and is left as it is")
    }
  }
}

extension RunExport.Format: ExpressibleByArgument {}
