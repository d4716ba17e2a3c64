import ArgumentParser
import OnsetLanguage
import OnsetReports
import OnsetRules
import OnsetText

struct FormatCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fmt",
    abstract: "Formats rule sets, profiles and the other files of a project; comments and meaning stay.",
    discussion: """
      Examples:
        onset fmt                         the files of the project around
        onset fmt --check rules           says what would change, and changes nothing
        onset fmt - <rules/mine.yaml      from standard input to standard output
        onset fmt --expression 'mean( loss,10 samples )<2'

      A file is written only after it was proved that it means the same: its values \
      and comments, and what its rules compile to. With --check the exit status is 1 \
      where a file is not formatted.
      """)

  @Argument(
    help: "Files and folders, or `-` for the standard input; without them the files of the project around (onset.yaml)."
  )
  var paths: [String] = []

  @Flag(help: "Write nothing; show what would change.")
  var check = false

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Print this expression as it should be spaced.", valueName: "text"))
  var expression: String?

  @OptionGroup var output: FormatOption

  func validate() throws {
    if expression != nil, check || !paths.isEmpty {
      throw ValidationError("`--expression` formats a text, and takes no paths and no `--check`")
    }
    if paths.contains("-"), check || paths.count > 1 {
      throw ValidationError("`-` stands alone: it formats the standard input, and writes to the standard output")
    }
  }

  func run() throws {
    if let expression { return try format(expression: expression) }
    if paths == ["-"] { return try formatStandardInput() }
    try formatFiles()
  }

  private func format(expression: String) throws {
    let text = SourceFile(name: "<expression>", text: expression)
    guard let formatted = ExpressionFormat.formatted(expression) else {
      Findings.print(LooseExpression(text, profile: nil).diagnostics)
      throw ExitCode(1)
    }
    var out = Output()
    try out.write(formatted + "\n")
    try out.flush()
  }

  private func formatStandardInput() throws {
    let source: SourceFile
    do throws(FileError) {
      source = try FileAccess.readStandardInput(limit: FileFormat.largestFile)
    } catch {
      throw CommandFailure.usage(error.description)
    }
    switch FileFormat.format(source) {
    case .same: try Output.writeAll(source.bytes, to: 1)
    case .changed(let bytes): try Output.writeAll(bytes, to: 1)
    case .faulty(let findings):
      Findings.print(findings)
      throw ExitCode(1)
    case .unknown:
      Findings.print(RulesFault.findings(ofUnknownFile: source))
      throw ExitCode(1)
    case .refused: throw Self.refusal(source.path)
    }
  }

  private func formatFiles() throws {
    var project = Project.here()
    let own = Project.file(around: "").map { [$0] } ?? []
    let searched =
      paths.isEmpty ? own + project.allPaths : paths
    if searched.isEmpty, project.diagnostics.isEmpty, project.failures.isEmpty {
      throw CommandFailure.usage(
        "there is no project here (no onset.yaml): name the files to format, or begin one with `onset init`")
    }
    let (files, failures) = YAMLFileSearch.files(at: searched)
    project.failures += failures
    var report = FormatReport()
    var findings: [Diagnostic] = []
    var problems: [String] = []
    for path in files {
      guard let source = project.read(path) else { continue }
      switch FileFormat.format(source) {
      case .same: report.add(path, .formatted)
      case .changed(let bytes):
        guard !check else {
          report.add(path, .unformatted, LineComparison(source, SourceFile(path: path, bytes: bytes)))
          continue
        }
        do throws(FileError) {
          try FileAccess.replaceAtomically(path, with: bytes)
          report.add(path, .changed)
        } catch {
          problems.append(error.description)
        }
      case .faulty(let faults):
        report.add(path, .faulty)
        findings += faults
      case .unknown: if paths.contains(path) { findings += RulesFault.findings(ofUnknownFile: source) }
      case .refused: problems.append(Self.refusal(path).message)
      }
    }
    try printResult(report)
    Findings.print(findings)
    problems += project.failures.map(\.message)
    for problem in problems { Terminal.writeError("onset: \(problem)\n") }
    if !problems.isEmpty { throw ExitCode(2) }
    if findings.containsErrors || report.count(.unformatted) > 0 { throw ExitCode(1) }
  }

  private func printResult(_ report: FormatReport) throws {
    var out = Output()
    switch output.format {
    case .text: try out.write(report.text(TextStyle(usesColour: Terminal.outputUsesColour)))
    case .jsonl: for line in report.jsonLines { try out.write(line + "\n") }
    case .json:
      let lines = report.jsonLines
      try out.write(lines.isEmpty ? "[]\n" : "[\n  \(lines.joined(separator: ",\n  "))\n]\n")
    case .csv: try out.write(report.table.csv)
    case .markdown: try out.write(report.table.markdown)
    }
    try out.flush()
  }

  private static func refusal(_ path: String) -> CommandFailure {
    .usage("\(path): left as it is: formatted, it would not mean the same, which is a mistake of `onset fmt`")
  }
}
