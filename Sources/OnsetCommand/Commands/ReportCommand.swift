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
        onset report --markdown >>notes.md         tables for a wiki or a pull request

      The page is one file that opens anywhere, without a network. Its charts zoom and pan
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

  @Option(name: .shortAndLong, help: "The page to write; `-` is the standard output.", completion: .file())
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

  func run() async throws {
    let library = drawn ? nil : try PageLibrary.found(in: assets)
    let prepared = try RulesAndRuns.Request(
      rules: rules, runs: runs, profile: profile, settings: settings, step: step, discovery: runOptions.discovery
    ).prepare(isJudged: true)
    let shows = try shownRules.filter(of: prepared.project.ruleSets)
    var isBroken = !prepared.failures.isEmpty
    func tell(_ name: String, _ failure: RunFailure) {
      Terminal.writeError("onset: \(TerminalText.safe("\(name): \(failure.message)"))\n")
      isBroken = true
    }
    for failure in prepared.failures {
      if case .failure(let reason) = failure.result { tell(failure.name, reason) }
    }
    guard prepared.jobs.count == 1, prepared.failures.isEmpty else {
      throw CommandFailure.usage("several runs")
    }
    let autopsy: Autopsy
    do throws(RunFailure) { autopsy = try prepared.replay.autopsy(of: prepared.jobs[0], shows: shows) } catch {
      tell(prepared.jobs[0].reference.name, error)
      throw ExitCode(2)
    }
    let outcome = RunOutcome(name: autopsy.name, path: autopsy.path, result: .success(autopsy.report))
    let scoring = Scoring(
      of: [ScoredRun(outcome)].compactMap(\.self), by: prepared.project.ruleSets, prepared.project.outcomes)
    let page = RunPage(autopsy, scoring, command: Self.commandLine, library: library, shows: shows).html()
    try write(page, about: "1 run, \(DisplayNumber.counted(autopsy.report.events.count, "event"))")
    if isBroken { throw ExitCode(2) }
    if prepared.hasErrors { throw ExitCode(1) }
  }

  private func write(_ page: String, about summary: String) throws {
    if output == "-" {
      var out = Output()
      try out.write(page)
      return try out.flush()
    }
    do throws(FileError) { try FileAccess.replaceAtomically(output, with: Array(page.utf8)) } catch {
      throw CommandFailure.usage(error.description)
    }
    Terminal.writeError("\(output): \(summary)\n")
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
