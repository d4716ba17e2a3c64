import ArgumentParser
import OnsetReports
import OnsetRules
import OnsetRuns
import OnsetStudy
import OnsetText

struct ExperimentCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "experiment",
    abstract: "Compares variants of rules on the same runs, and says which differences are more than luck.",
    discussion: """
      Examples:
        onset experiment                            the experiments of the project
        onset experiment window-length              experiments/window-length.yaml
        onset experiment window-length --write      and stores the result beside it
        onset experiment window-length --check      whether it still comes out the same
        onset experiment trial.yaml --format markdown

      An experiment is a file: which runs, which variants (a revision of git, other values \
      of parameters, every combination of a matrix), and the objective that decides, as \
      `onset tune` has it. Every variant is replayed over every run. Differences are judged \
      by a permutation test that is paired by run. Exit status: 0 fine, 1 errors in files, \
      or with --check another result, 2 wrong usage.
      """)

  @Argument(help: "An experiment's name or file; without it those of the project are listed.")
  var name: String?

  @Flag(help: "Store the result as NAME.json beside the experiment.")
  var write = false

  @Flag(help: "Compare the result with the one that is stored.")
  var check = false

  @OptionGroup var runOptions: RunOptions
  @OptionGroup var output: FormatOption

  func validate() throws {
    if write, check { throw ValidationError("`--write` and `--check` exclude each other.") }
    if name == nil, write || check { throw ValidationError("name the experiment.") }
  }

  func run() async throws {
    var versions = try RuleVersions.here()
    let files = Self.files(in: versions.project)
    guard let name else { return try list(files) }
    let file = try Self.experiment(name, among: files)
    var experiment: Experiment
    do throws(Experiment.Failure) {
      experiment = try Experiment(file, in: &versions)
    } catch {
      throw try Self.end(error)
    }
    let references = try await references(experiment, versions.project)
    do throws(Experiment.Failure) { try experiment.prepare(references) } catch { throw try Self.end(error) }
    let prepared = experiment
    var outcomes: [[RunOutcome]] = []
    try await inOrder(Array(references.indices), noun: "runs") {
      prepared.outcomes(ofRun: $0)
    } each: {
      outcomes.append($0)
    }
    let result: ExperimentResult
    do throws(Experiment.Failure) { result = try prepared.result(of: outcomes) } catch { throw try Self.end(error) }
    for outcome in result.failures {
      guard case .failure(let failure) = outcome.result else { continue }
      Terminal.writeError("onset: \(TerminalText.safe("\(outcome.name): \(failure.message)"))\n")
    }
    var out = Output()
    switch output.format {
    case .text: try out.write(ExperimentReport.text(result, TextStyle(usesColour: Terminal.outputUsesColour)))
    case .markdown: try out.write(ExperimentReport.markdown(result))
    case .json: try out.write(ExperimentDocument.json(result))
    case .jsonl: for line in ExperimentDocument.lines(result) { try out.write(line + "\n") }
    case .csv: try out.write(ExperimentDocument.table(result).csv)
    }
    let isSame = try keep(result, of: file, &out)
    try out.flush()
    if !result.failures.isEmpty { throw ExitCode(2) }
    if !isSame { throw ExitCode(1) }
  }

  // MARK: The result that is stored

  /// Stores the result, or says how it differs from the one that is stored. Whether it is as it was asked to be.
  private func keep(_ result: ExperimentResult, of file: ExperimentFile, _ out: inout Output) throws -> Bool {
    let path = Self.resultPath(of: file)
    let document = ExperimentDocument.json(result)
    func say(_ line: String) throws { if output.format == .text { try out.write("\n\(line)\n") } }
    if write {
      do throws(FileError) {
        try FileAccess.replaceAtomically(path, with: Array(document.utf8))
      } catch {
        throw CommandFailure.usage(error.description)
      }
      try say("The result is stored in \(path).")
      return true
    }
    guard FolderListing.kind(of: path) == .file else {
      if check { throw CommandFailure.usage("no result is stored in \(path): `--write` stores one") }
      return true
    }
    let stored: [UInt8]
    do throws(FileError) { stored = try FileAccess.read(path, limit: 64 << 20).bytes } catch {
      throw CommandFailure.usage(error.description)
    }
    guard let changes = ExperimentRecord.changes(from: stored, to: document) else {
      throw CommandFailure.usage("\(path) is no result of an experiment; remove it, or write it anew with `--write`")
    }
    if changes.isEmpty {
      try say("The result is that of \(path).")
      return true
    }
    let lines = changes.map { "  \(TerminalText.safe($0))" }.joined(separator: "\n")
    let message = "The result is not that of \(path):\n\(lines)"
    if output.format == .text { try say(message) } else { Terminal.writeError("onset: \(message)\n") }
    return !check
  }

  private static func resultPath(of file: ExperimentFile) -> String {
    let path = file.source.path
    let stem = path.hasSuffix(".yaml") ? path.dropLast(5) : path.hasSuffix(".yml") ? path.dropLast(4) : path[...]
    return "\(stem).json"
  }

  // MARK: Files

  private static func files(in project: Project) -> [ExperimentFile] {
    YAMLFileSearch.files(at: project.experimentPaths).paths.compactMap { path in
      guard case .success(let source) = Project.source(at: path), YAMLFileSearch.kind(of: source) == .experiment else {
        return nil
      }
      return ExperimentFile.decode(source).model
    }
  }

  private func list(_ files: [ExperimentFile]) throws {
    var table = TextTable([.init("experiment"), .init("variants", .right), .init("question")])
    for file in files {
      table.append([file.name.value, "\(file.variants.count)", file.question?.value ?? ""])
    }
    var out = Output()
    switch output.format {
    case .text:
      try out.write(
        files.isEmpty
          ? "There are no experiments here. One is a file in experiments/, with what `onset schema experiment` says.\n"
          : table.plain())
    case .markdown: try out.write(table.markdown)
    case .csv: try out.write(table.csv)
    case .json, .jsonl:
      throw CommandFailure.usage("name an experiment: its result is what `--format \(output.format.rawValue)` prints")
    }
    try out.flush()
  }

  /// The experiment of a name or in a file, or the end of the command.
  private static func experiment(_ name: String, among files: [ExperimentFile]) throws -> ExperimentFile {
    if let file = files.first(where: { $0.name.value == name }) { return file }
    guard FolderListing.kind(of: name) == .file else {
      // One with errors has no name to be found by.
      let path = "experiments/\(name).yaml"
      if FolderListing.kind(of: path) == .file { return try experiment(path, among: []) }
      let names = files.map(\.name.value)
      let hint = Suggestion.nearest(to: name, among: names).map { "did you mean `\($0)`?" }
      let known =
        names.isEmpty ? "there are none here" : "there are \(names.map { "`\($0)`" }.joined(separator: ", "))"
      throw CommandFailure.usage("there is no experiment and no file `\(name)`; \(hint ?? known)")
    }
    let source: SourceFile
    switch Project.source(at: name) {
    case .success(let read): source = read
    case .failure(let failure): throw CommandFailure.usage(failure.message)
    }
    let (model, findings) = ExperimentFile.decode(source)
    guard let model, !findings.containsErrors else {
      Findings.print(findings)
      throw ExitCode(1)
    }
    return model
  }

  private func references(_ experiment: Experiment, _ project: Project) async throws -> [RunReference] {
    let paths = experiment.runPaths.map { $0.map { $0.hasPrefix("/") ? $0 : project.folder + $0 } }
    let (found, failures) = try FoundRuns.at(paths ?? project.runPaths, runOptions.discovery)
    for (path, error) in failures { Terminal.writeError("onset: \(path): \(error.description)\n") }
    let listing = RunListing(profiles: [], conditions: experiment.conditions)
    let (chosen, unknown) = await listing.chosen(found)
    for (field, nearest) in unknown {
      let hint = nearest.map { "; did you mean `\($0)`?" } ?? ""
      throw CommandFailure.usage("no run's metadata has a field `\(field)`\(hint)")
    }
    return chosen
  }

  /// What ends the command where an experiment cannot be done.
  private static func end(_ failure: Experiment.Failure) throws -> any Error {
    switch failure {
    case .findings(let findings):
      Findings.print(findings)
      return ExitCode(1)
    case .message(let message): return CommandFailure.usage(message)
    }
  }
}
