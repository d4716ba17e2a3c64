import ArgumentParser
import OnsetReports
import OnsetRules
import OnsetRuns
import OnsetStudy
import OnsetText

struct ReportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Writes a page about runs: their signals in pictures, what the rules saw, and whether it was right.",
    discussion: """
      Examples:
        onset report                               the project's runs, in report.html
        onset report runs/induction-s1.csv         one run, signal by signal
        onset report ~/logs --rules rules/noise-drop.yaml -o noise.html
        onset report runs/induction-s1.csv --rule noise-drop
        onset report ~/logs -o logs/               a page of all, and one of each
        onset report --against HEAD~1              with the rules as they were before
        onset report --markdown >>notes.md         tables for a wiki or a pull request

      The page is one file that opens anywhere, without a network. Its charts zoom and pan \
      together where dygraphs is found (Debian: libjs-dygraphs), and are drawn otherwise.
      """)

  @Argument(help: "Logs, or folders of runs; without them the project's.", completion: .file())
  var runs: [String] = []

  @Option(help: "A rule set, or a folder of them; without it the project's.")
  var rules: String?

  @Option(
    name: .customLong("rule"),
    help: ArgumentHelp(
      "Tell of this rule or rule set only, such as `loss-spike` or `loss-spike/recovered`.", valueName: "name"))
  var shownRules: [String] = []

  @Option(
    name: .shortAndLong, help: "The page to write, or a folder for one of each run too; `-` is the standard output.",
    completion: .file())
  var output: String = "report.html"

  @Flag(help: "Print tables in Markdown instead, to the standard output.")
  var markdown = false

  @Option(help: ArgumentHelp("The folder of dygraphs; without it where systems keep it.", valueName: "folder"))
  var assets: String?

  @Flag(help: "Draw the charts without the library: a smaller page, without zoom and cursor.")
  var drawn = false

  @Option(help: "A profile's name or file, for all runs; without it each run's own.")
  var profile: String?

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp("Give a parameter another value.", valueName: "ruleset.parameter=value"))
  var settings: [String] = []

  @Option(help: "The logs' step column; without it found by its usual names.")
  var step: String?

  @OptionGroup var runOptions: RunOptions

  @Option(help: ArgumentHelp("Set another version of the rules beside these.", valueName: "revision"))
  var against: String?

  func run() async throws {
    let library = drawn ? nil : try PageLibrary.found(in: assets)
    let prepared = try RulesAndRuns.Request(
      rules: rules, runs: runs, profile: profile, settings: settings, step: step, discovery: runOptions.discovery
    ).prepare(isJudged: true, digestsRuns: true)
    let shows = try shownRules.filter(of: prepared.project.ruleSets)
    let comparison = try await comparison(with: prepared)
    let isAlone = prepared.jobs.count == 1 && prepared.failures.isEmpty && !isFolder
    let maker = Maker(prepared, comparison, library: library, shows: shows)
    var failures = prepared.failures
    if isAlone, let autopsy = maker.autopsy(prepared.jobs[0], &failures) {
      if markdown {
        try write(
          ReportMarkdown.text(
            autopsy, maker.scoring([autopsy]), comparison: comparison, command: Self.commandLine, shows: shows), to: "-"
        )
      } else {
        let events = DisplayNumber.counted(autopsy.report.events.count, "event")
        try write(maker.page(autopsy), to: output, about: "1 run, \(events)")
      }
    } else if !isAlone {
      try writeAll(maker, prepared, &failures)
    }
    for failure in failures {
      guard case .failure(let reason) = failure.result else { continue }
      Terminal.writeError("onset: \(TerminalText.safe("\(failure.name): \(reason.message)"))\n")
    }
    if !failures.isEmpty { throw ExitCode(2) }
    if prepared.hasErrors { throw ExitCode(1) }
  }

  /// Whether a folder of pages is wanted: one of all runs, and one of each.
  private var isFolder: Bool { !markdown && (output.hasSuffix("/") || FolderListing.kind(of: output) == .folder) }

  private func writeAll(
    _ maker: Maker, _ prepared: RulesAndRuns.Prepared, _ failures: inout [RunOutcome]
  ) throws {
    var sketches: [RunSketch] = []
    var links: [String] = []
    let folder = output.hasSuffix("/") ? String(output.dropLast()) : output
    if isFolder {
      do throws(FileError) { try FolderListing.makeFolders(of: "\(folder)/index.html") } catch {
        throw CommandFailure.usage(error.description)
      }
    }
    // One run after the other: what is kept of each is small.
    for job in prepared.jobs {
      guard let autopsy = maker.autopsy(job, &failures) else { continue }
      if isFolder {
        let name = Self.fileName(autopsy.name, besides: links)
        try write(maker.page(autopsy), to: "\(folder)/\(name)")
        links.append(name)
      }
      sketches.append(RunSketch(autopsy))
    }
    let scoring = maker.scoring(sketches)
    let digests = prepared.replay.digests(
      of: sketches.map { RunOutcome(name: $0.name, path: $0.path, result: .success($0.report)) })
    if markdown {
      return try write(
        ReportMarkdown.text(
          sketches, failures: failures, scoring, digests: digests, comparison: maker.comparison,
          command: Self.commandLine,
          shows: maker.shows), to: "-")
    }
    let page = RunsPage(
      sketches, failures: failures, scoring, digests: digests, comparison: maker.comparison, links: links,
      command: Self.commandLine, library: maker.library, shows: maker.shows)
    let events = sketches.reduce(0) { $0 + $1.report.events.count }
    try write(
      page.html(), to: isFolder ? "\(folder)/index.html" : output,
      about: "\(DisplayNumber.counted(sketches.count, "run")), \(DisplayNumber.counted(events, "event"))")
  }

  private func write(_ text: String, to path: String, about summary: String? = nil) throws {
    if path == "-" {
      var out = Output()
      try out.write(text)
      return try out.flush()
    }
    do throws(FileError) { try FileAccess.replaceAtomically(path, with: Array(text.utf8)) } catch {
      throw CommandFailure.usage(error.description)
    }
    if let summary { Terminal.writeError("\(path): \(summary)\n") }
  }

  /// A name for the page of a run: of letters, digits and what cannot be misread, and no other page's.
  private static func fileName(_ run: String, besides others: [String]) -> String {
    var name = ""
    for scalar in run.unicodeScalars.prefix(100) {
      let isPlain = scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
      name.unicodeScalars.append(isPlain || scalar == "-" || scalar == "_" ? scalar : "-")
    }
    var result = "run-\(name).html"
    var number = 2
    while others.contains(result) {
      result = "run-\(name)-\(number).html"
      number += 1
    }
    return result
  }

  private func comparison(with prepared: RulesAndRuns.Prepared) async throws -> PageComparison? {
    guard let against else { return nil }
    var known = try RuleVersions.here()
    let (first, second) = try orUsage { () throws(RevisionError) in try known.places(against, rules) }
    let before = try orUsage { () throws(RevisionError) in try known.version(first) }
    let after = try orUsage { () throws(RevisionError) in try known.version(second) }
    for version in [before, after] { version.printErrors() }
    var comparison = VersionComparison(from: before, to: after)
    await comparison.replay(
      prepared.jobs.map(\.reference),
      VersionComparison.Options(profile: profile, stepColumn: step, outcomes: prepared.project.outcomes))
    return PageComparison(comparison)
  }

  /// The command as it was typed, as far as a shell would take it again.
  static var commandLine: String {
    (["onset"] + CommandLine.arguments.dropFirst()).map { argument in
      let isPlain = argument.unicodeScalars.allSatisfy {
        $0.properties.isAlphabetic || ("0"..."9").contains($0) || "-_./=,:+@%".unicodeScalars.contains($0)
      }
      return isPlain && !argument.isEmpty ? argument : "'\(argument.replacing("'", with: "'\\''"))'"
    }.joined(separator: " ")
  }
}

extension [String] {
  /// Which rules these names stand for; all where there are none.
  func filter(of ruleSets: [RuleSetFile]) throws -> @Sendable (String, String) -> Bool {
    let known = ruleSets.namesOfRules
    for name in self where !known.contains(name) { throw ruleSets.unknownRule(name) }
    let names = self
    return { ruleset, rule in
      names.isEmpty || names.contains { $0 == ruleset || $0 == rule || $0 == "\(ruleset)/\(rule)" }
    }
  }
}

extension PageLibrary {
  /// The library in a folder that was named, or where systems keep it; nil where it is not there.
  static func found(in folder: String?) throws(CommandFailure) -> PageLibrary? {
    for place in folder.map({ [$0] }) ?? usualFolders {
      do throws(FileError) {
        let script = try FileAccess.read("\(place)/\(scriptName)", limit: 10 << 20)
        let style = try FileAccess.read("\(place)/\(styleName)", limit: 1 << 20)
        return PageLibrary(
          script: String(decoding: script.bytes, as: UTF8.self), style: String(decoding: style.bytes, as: UTF8.self),
          path: place)
      } catch {
        if folder != nil {
          throw .usage("\(error.description); `--assets` is a folder with \(scriptName) and \(styleName)")
        }
      }
    }
    return nil
  }
}

/// Makes reports of what was prepared.
private struct Maker {
  let prepared: RulesAndRuns.Prepared
  let comparison: PageComparison?
  let library: PageLibrary?
  let shows: @Sendable (String, String) -> Bool

  init(
    _ prepared: RulesAndRuns.Prepared, _ comparison: PageComparison?, library: PageLibrary?,
    shows: @escaping @Sendable (String, String) -> Bool
  ) {
    self.prepared = prepared
    self.comparison = comparison
    self.library = library
    self.shows = shows
  }

  /// A run, looked at closely; nil for one that cannot be replayed, which is then among the failures.
  func autopsy(_ job: Replay.Job, _ failures: inout [RunOutcome]) -> Autopsy? {
    do throws(RunFailure) { return try prepared.replay.autopsy(of: job, shows: shows) } catch {
      failures.append(RunOutcome(name: job.reference.name, path: job.reference.log.path, result: .failure(error)))
      return nil
    }
  }

  func scoring(_ runs: [RunSketch]) -> Scoring {
    scoring(runs.map { RunOutcome(name: $0.name, path: $0.path, result: .success($0.report)) })
  }

  func scoring(_ runs: [Autopsy]) -> Scoring {
    scoring(runs.map { RunOutcome(name: $0.name, path: $0.path, result: .success($0.report)) })
  }

  private func scoring(_ outcomes: [RunOutcome]) -> Scoring {
    Scoring(of: outcomes.compactMap { ScoredRun($0) }, by: prepared.project.ruleSets, prepared.project.outcomes)
  }

  func page(_ autopsy: Autopsy) -> String {
    RunPage(
      autopsy, scoring([autopsy]), comparison: comparison, command: ReportCommand.commandLine, library: library,
      shows: shows
    ).html()
  }
}
