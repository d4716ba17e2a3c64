import ArgumentParser
import OnsetReports
import OnsetRules
import OnsetRuns
import OnsetStudy
import OnsetText

struct LabelCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "label",
    abstract: "Writes into a run's metadata at which step a phase begins: the truth that rules are judged by.",
    discussion: """
      Examples:
        onset label runs/a.csv memorization 2350
        onset label runs/a.csv memorization 2350 --earliest 2250 --latest 2600
        onset label runs/a.csv memorization --remove

      The file is NAME.run.yaml beside the log, or run.yaml in the folder of the run; \
      it is made where there is none, and else every other byte of it stays. A label \
      of the same phase is changed, and keeps the bounds that are not given anew.
      """)

  @Argument(help: ArgumentHelp("A log, or the folder of a run.", valueName: "run"), completion: .file())
  var runPath: String

  @Argument(help: "The phase that begins.")
  var phase: String

  @Argument(help: "The best estimate of the step at which it does. With --remove only needed to choose.")
  var step: Int64?

  @Option(help: ArgumentHelp("The first step that counts as right.", valueName: "step"))
  var earliest: Int64?

  @Option(help: ArgumentHelp("The last step that counts as right.", valueName: "step"))
  var latest: Int64?

  @Flag(help: "Take the label away.")
  var remove = false

  func validate() throws {
    if remove {
      if earliest != nil || latest != nil { throw ValidationError("`--remove` takes no `--earliest` and `--latest`") }
      return
    }
    guard let step else { throw ValidationError("the step at which `\(phase)` begins is missing") }
    if let earliest, earliest > step { throw ValidationError("`--earliest \(earliest)` is after step \(step)") }
    if let latest, latest < step { throw ValidationError("`--latest \(latest)` is before step \(step)") }
  }

  func run() throws {
    let reference = try RunReference.orFail(at: runPath)
    guard let path = reference.metadataPath ?? RunDiscovery.newMetadataPath(for: reference) else {
      throw CommandFailure.usage("`\(runPath)` is no file, and metadata have no place beside it")
    }
    if !remove { try check(reference) }
    let edit = try edit(path, exists: reference.metadataPath != nil)
    if case .unchanged = edit.outcome {
    } else {
      do throws(FileError) {
        try FolderListing.makeFolders(of: path)
        try FileAccess.replaceAtomically(path, with: edit.bytes)
      } catch {
        throw CommandFailure.usage(error.description)
      }
    }
    var out = Output()
    try out.write(LabelReport.text(edit.outcome, path: path, isNew: reference.metadataPath == nil))
    try out.flush()
  }

  /// Whether the phase and the step can be: before anything is written.
  private func check(_ reference: RunReference) throws {
    guard Names.isLabel(phase) else {
      throw CommandFailure.usage("`\(phase)` is no name of a phase: letters, digits, `_` and `-`")
    }
    let run: Run
    do throws(RunError) {
      // Rows are known without the values of any metric. What is wrong with the metadata is for the edit to say.
      run = try RunReader.read(reference.log, options: ReadingOptions(keep: Set<String>()))
    } catch {
      throw CommandFailure.usage(error.description)
    }
    if let step, let first = run.rows.first, let last = run.rows.last, !(first...last).contains(step) {
      throw CommandFailure.usage("step \(step) is not in the run, which has the steps \(first) to \(last)")
    }
    var project = Project.here()
    project.loadRules(at: project.rulePaths)
    project.loadProfiles(at: project.profilePaths)
    let known = project.knownPhases
    guard !known.isEmpty, !known.contains(phase) else { return }
    let hint = Suggestion.nearest(to: phase, among: known).map { "; did you mean `\($0)`?" } ?? ""
    Terminal.writeError("warning: no rule set and no profile of the project knows a phase `\(phase)`\(hint)\n")
  }

  private func edit(_ path: String, exists: Bool) throws -> LabelEdit {
    do {
      guard exists else {
        guard !remove, let step else {
          throw LabelEditError.noSuchLabel(phase: phase, step: step, known: [])
        }
        return LabelEdit.newFile(with: .init(phase: phase, step: step, earliest: earliest, latest: latest))
      }
      let source: SourceFile
      switch Project.source(at: path) {
      case .success(let file): source = file
      case .failure(let failure): throw CommandFailure.usage(failure.message)
      }
      guard !remove, let step else { return try LabelEdit.removing(phase: phase, step: step, in: source) }
      return try LabelEdit.setting(phase: phase, step: step, earliest: earliest, latest: latest, in: source)
    } catch let error as LabelEditError {
      if case .faulty(let findings) = error { Findings.print(findings) }
      throw CommandFailure.usage("\(path): \(error.description)")
    }
  }
}
