import ArgumentParser
import OnsetReports
import OnsetRules
import OnsetStudy
import OnsetText

struct DoctorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Goes through the practitioners' checklist: what is logged, what rules rest on, what was decided.",
    discussion: """
      Examples:
        onset doctor
        onset doctor --format markdown >>notes.md
        onset doctor --format json | jq '.[] | select(.answer != "yes")'

      Each line says yes, no or `?` for not known, with the evidence and the command \
      that helps. The exit status is 0 when all are yes.
      """)

  @OptionGroup var output: FormatOption

  func run() async throws {
    guard let path = Project.file(around: "") else {
      throw CommandFailure.usage("there is no project here (no onset.yaml): begin one with `onset init`")
    }
    var project = Project.here()
    let file = project.read(path).flatMap { ProjectFile.decode($0).model }
    let doctor = await ProjectDoctor(&project, file: file, today: try Today.read())
    let checkup = doctor.checkup
    var out = Output()
    switch output.format {
    case .text: try out.write(CheckupReport.text(checkup, TextStyle(usesColour: Terminal.outputUsesColour)))
    case .jsonl: for line in CheckupReport.jsonLines(checkup) { try out.write(line + "\n") }
    case .json: try out.write("[\n  \(CheckupReport.jsonLines(checkup).joined(separator: ",\n  "))\n]\n")
    case .csv: try out.write(CheckupReport.table(checkup).csv)
    case .markdown: try out.write(CheckupReport.table(checkup).markdown)
    }
    try out.flush()
    project.failures += doctor.failures
    try project.throwFailures()
    if !checkup.isClean { throw ExitCode(1) }
  }
}
