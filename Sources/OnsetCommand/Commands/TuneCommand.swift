import ArgumentParser
import OnsetLanguage
import OnsetReports
import OnsetRules
import OnsetRuns
import OnsetStudy
import OnsetText

struct TuneCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tune",
    abstract: "Finds the parameter values with which a rule set does best on labelled runs.",
    discussion: """
      Examples:
        onset tune rules/memorization.yaml runs
        onset tune rules/grokking.yaml --parameter gap --objective f0.5
        onset tune rules/plateau.yaml --objective 'savings at regret <= 0.01'
        onset tune rules/x.yaml --require 'false_stops == 0' --by architecture
        onset tune rules/memorization.yaml runs --write

      Parameters with a `tune` range are moved inside it. A number that is compared with \
      what is computed from the run is tuned exactly: every value there is. Other values \
      are tried one by one. Beside the score of the tuned values stands the held-out one: \
      each run judged by what was tuned without it.

      Figures: f1 (f0.5, f2), precision, recall, hits, misses, false_alarms, delay, \
      delay_from_earliest, worst_delay, savings, steps_saved, seconds_saved, price_saved, \
      stops, false_stops, missed_stops, regret, worst_regret; of one rule or phase as in \
      `f1(memorization)`.

      Ctrl-C, or the end of the budget, leaves what was found by then. Exit status: 0 tuned, \
      1 incomplete or no values allowed, 2 wrong usage or input that cannot be read.
      """)

  @OptionGroup var input: RulesAndRuns

  @Option(help: "What is to be best, such as `f1`, `delay at precision >= 0.9`, `0.7*f1 + 0.3*recall`.")
  var objective = "f1"

  @Option(
    name: .customLong("require"), help: ArgumentHelp("What has to hold as well.", valueName: "figure >= number"))
  var requirements: [String] = []

  @Option(help: "Move this parameter, and only those named so.")
  var parameter: [String] = []

  @Option(help: "Hold out runs together by a field of their metadata, such as `architecture`.")
  var by: String?

  @Option(help: "How many values are tried of a parameter that cannot be tuned exactly.")
  var points = 51

  @Flag(inversion: .prefixedNo, help: "Try all combinations, whatever their number; or one parameter after the other.")
  var joint: Bool?

  @Option(
    help: "Stop after so long (`90s`, `5m`, `1h`), or so many (`500 combinations`), with what was found by then.")
  var budget: String?

  @Flag(help: "Write the tuned values into the rule set, or the profile that holds them.")
  var write = false

  @OptionGroup var output: FormatOption

  func run() async throws {
    let budget = try parseBudget()
    let (goal, findings) = TuningObjective.parse(objective, require: requirements)
    Findings.print(findings)
    guard let goal else { throw ExitCode(2) }
    let prepared = try input.prepare(for: "tune", isJudged: true, digestsRuns: true)
    let file = try ruleSet(prepared.project.ruleSets)
    let names = try parameterNames(file)
    var fixed: [String: ParameterValue] = [:]
    for override in prepared.overrides where override.ruleset == file.name.value {
      fixed[override.parameter] = override.value
    }
    let (runs, digests, isBroken) = await read(prepared, file)
    try checkGrouping(runs)
    let plan = TuningPlan(file, moving: names, fixed: fixed, on: runs)
    Interruption.listen()
    var results: [TuningResult] = []
    // Combinations judged so far, of all files that hold values.
    var before = 0
    for scope in plan.scopes where !scope.parameters.isEmpty {
      let tuner: Tuner
      do throws(Tuner.Failure) {
        var options = Tuner.Options()
        options.points = points
        options.inTurn = joint.map { !$0 }
        options.groupedBy = by ?? "run"
        tuner = try Tuner(
          file, profile: scope.profile, moving: scope.parameters, fixed: fixed, on: scope.runs, for: goal,
          prepared.project.outcomes, options)
      } catch {
        guard plan.scopes.count > 1 else { throw CommandFailure.usage(error.description) }
        Terminal.writeError("onset: \(scope.profile ?? file.name.value): \(error.description)\n")
        continue
      }
      var line: ProgressLine?
      var judged = 0
      let result = await tuner.tune { done, count in
        if line == nil { line = ProgressLine(total: count, noun: "combinations") }
        line?.update(done: done)
        judged = done
      } isStopped: {
        Interruption.isAsked || budget.isSpent(after: before + judged)
      }
      line?.clear()
      before += judged
      results.append(result)
    }
    if results.isEmpty { throw CommandFailure.usage("there is nothing to tune") }
    try print(results, prepared.replay.digests(ofRuns: digests))
    if write { try write(results, file, prepared.project) }
    if isBroken { throw ExitCode(2) }
    if prepared.hasErrors || results.contains(where: { !$0.isComplete || $0.tuned == nil }) { throw ExitCode(1) }
  }

  private func checkGrouping(_ runs: [TuningRun]) throws {
    guard let by, !runs.isEmpty, !runs.contains(where: { $0.run.metadata.fields[by] != nil }) else { return }
    let known = Set(runs.flatMap { $0.run.metadata.fields.keys }).sorted()
    let hint = Suggestion.nearest(to: by, among: known).map { "; did you mean `\($0)`?" }
    throw CommandFailure.usage(
      "`--by \(by)`: no run's metadata have such a field"
        + (hint ?? (known.isEmpty ? "" : "; there are \(known.map { "`\($0)`" }.joined(separator: ", "))")))
  }

  /// When to stop: after so long, or after so many combinations.
  private struct Budget {
    var deadline: ContinuousClock.Instant?
    var combinations: Int?

    /// - Parameter done: How many combinations were judged.
    func isSpent(after done: Int) -> Bool {
      deadline.map { ContinuousClock.now >= $0 } ?? false || combinations.map { done >= $0 } ?? false
    }
  }

  private func parseBudget() throws -> Budget {
    guard let budget else { return Budget() }
    let words = budget.split(separator: " ")
    if words.count == 2, words[1] == "combinations" || words[1] == "combination", let count = Int(words[0]), count > 0 {
      return Budget(combinations: count)
    }
    let units = ["s": 1.0, "m": 60, "h": 3600]
    let unit = budget.last.flatMap { units[String($0)] }
    guard let count = Double(unit == nil ? budget[...] : budget.dropLast()), count > 0, count.isFinite else {
      throw CommandFailure.usage(
        "`--budget \(budget)` is no time such as `90s`, `5m` or `1h`, and no number of combinations such as "
          + "`500 combinations`")
    }
    return Budget(deadline: ContinuousClock.now + .seconds(min(count * (unit ?? 1), 1e9)))
  }

  /// Writes tuned values into the files that hold the values in force.
  private func write(_ results: [TuningResult], _ file: RuleSetFile, _ project: Project) throws {
    for result in results {
      let values = result.parameters.filter { $0.tuned != $0.moved.inForce }.map {
        (name: $0.moved.name, text: $0.tuned.spelling)
      }
      let held = result.profile.flatMap { name in project.profiles.first { $0.name == name } }
      let source = held?.source ?? file.source
      guard !values.isEmpty else {
        Terminal.writeError("\(source.path): unchanged\n")
        continue
      }
      if Interruption.isAsked {
        Terminal.writeError("\(source.path): not written, since tuning was interrupted\n")
        continue
      }
      do {
        let now = try Project.source(at: source.path).get()
        guard now.bytes == source.bytes else {
          throw CommandFailure.usage("\(source.path): not written, since the file has changed meanwhile")
        }
        let bytes = try ParameterEdit.setting(
          values, at: held == nil ? .ruleSet : .profile(ruleSet: file.name.value), in: source)
        try FileAccess.replaceAtomically(source.path, with: bytes)
      } catch let failure as FileFailure {
        throw CommandFailure.usage(failure.message)
      } catch let failure as ParameterEdit.Failure {
        throw CommandFailure.usage("\(source.path): \(failure.description)")
      } catch let error as FileError {
        throw CommandFailure.usage(error.description)
      }
      Terminal.writeError(
        "\(source.path): \(values.map { "\($0.name) is now \($0.text)" }.joined(separator: ", "))\n")
    }
  }

  private func ruleSet(_ ruleSets: [RuleSetFile]) throws -> RuleSetFile {
    let tunable = ruleSets.filter { !$0.tunableParameters.isEmpty }
    if tunable.count == 1 { return tunable[0] }
    if tunable.isEmpty {
      throw CommandFailure.usage("no parameter has a `tune` range, as in `drop: {value: 3, tune: [1.5, 6]}`")
    }
    throw CommandFailure.usage(
      "several rule sets have parameters to tune: name one of \(tunable.map(\.source.path).joined(separator: ", "))")
  }

  private func parameterNames(_ file: RuleSetFile) throws -> [String] {
    let known = file.tunableParameters.map(\.name)
    for name in parameter where !known.contains(name) {
      if file.parameters.contains(where: { $0.name.value == name }) {
        throw CommandFailure.usage("the parameter `\(name)` has no `tune` range")
      }
      let hint = Suggestion.nearest(to: name, among: known).map { "; did you mean `\($0)`?" } ?? ""
      throw CommandFailure.usage("the rule set `\(file.name.value)` has no parameter `\(name)`\(hint)")
    }
    return parameter.isEmpty ? known : parameter
  }

  private func read(
    _ prepared: RulesAndRuns.Prepared, _ file: RuleSetFile
  ) async -> (runs: [TuningRun], digests: [(name: String, digest: ContentDigest)], isBroken: Bool) {
    let replay = prepared.replay
    let key = by
    let read = await parallelMap(prepared.jobs) {
      job -> Result<(run: TuningRun?, digest: ContentDigest), RunFailure> in
      do throws(RunFailure) {
        let read = try replay.read(job)
        return .success(
          (TuningRun(read, path: job.reference.log.path, file, groupedBy: key), read.run.contentDigest))
      } catch {
        return .failure(error)
      }
    }
    var isBroken = false
    var runs: [TuningRun] = []
    var digests: [(name: String, digest: ContentDigest)] = []
    for (job, result) in zip(prepared.jobs, read) {
      switch result {
      case .success((let run, let digest)):
        if let run { runs.append(run) }
        digests.append((job.reference.name, digest))
      case .failure(let failure):
        isBroken = true
        Terminal.writeError("onset: \(TerminalText.safe("\(job.reference.name): \(failure.message)"))\n")
      }
    }
    for outcome in prepared.failures {
      guard case .failure(let failure) = outcome.result else { continue }
      isBroken = true
      Terminal.writeError("onset: \(TerminalText.safe("\(outcome.name): \(failure.message)"))\n")
    }
    return (runs, digests, isBroken)
  }

  private func print(_ results: [TuningResult], _ digests: StudyDigests) throws {
    var out = Output()
    switch output.format {
    case .text: try out.write(TuneReport.text(results, digests, TextStyle(usesColour: Terminal.outputUsesColour)))
    case .markdown: try out.write(TuneReport.markdown(results, digests))
    case .json: try out.write(TuneDocument.json(results, digests) + "\n")
    case .jsonl: for line in TuneDocument.lines(results, digests) { try out.write(line + "\n") }
    case .csv: try out.write(TuneDocument.table(results, digests).csv)
    }
    try out.flush()
  }
}
