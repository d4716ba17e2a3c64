import ArgumentParser
import OnsetReports
import OnsetRules
import OnsetRuns
import OnsetStudy
import OnsetText

struct BaselineCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "baseline",
    abstract: "Measures what is usual for a profile's signals, on the opening of runs.",
    discussion: """
      Examples:
        onset baseline mlp                         what the project's runs show
        onset baseline mlp runs/diagnostic --write
        onset baseline mlp --metric grad_norm --range 0..500
        onset baseline mlp --until-transition --robust
        onset baseline mlp new-runs --check        what has drifted since

      The opening is the first 10% of a run, and ends before its first labelled \
      transition. `--write` puts mean, deviation and where they are from into the \
      profile's file, and leaves every other byte of it as it is.
      """)

  @OptionGroup var input: ProfileAndRuns

  @Option(help: ArgumentHelp("The opening: A..B in steps, or \"A..B epochs\"; both included.", valueName: "A..B"))
  var range: String?

  @Flag(help: "The opening is all of a run before its first labelled transition.")
  var untilTransition = false

  @Flag(help: "Median and median deviation, which half of the samples may spoil.")
  var robust = false

  @Option(help: ArgumentHelp("Give the corrected multiple for so many deviations.", valueName: "k"))
  var sigmas = 3.0

  @OptionGroup var output: FormatOption

  func validate() throws {
    if range != nil, untilTransition { throw ValidationError("`--range` and `--until-transition` exclude each other") }
    if let range, chosenOpening == nil {
      throw ValidationError("`--range \(range)`: a range is `0..500` or `0..500 steps`, or `0..2 epochs`")
    }
    if !(sigmas > 0 && sigmas <= 8) { throw ValidationError("`--sigmas` is a number over 0, 8 at most") }
  }

  private var chosenOpening: Opening? {
    if untilTransition { return .untilTransition }
    guard let range, range.contains("..") else { return nil }
    return Opening(range)
  }

  func run() async throws {
    let prepared = try input.prepare()
    var options = BaselineStudy.Options()
    options.opening = chosenOpening ?? .usual
    options.usesRecordedRange = input.check && chosenOpening == nil
    options.isRobust = robust
    options.metrics = input.metrics.map(Glob.init)
    options.stepColumn = input.step
    let study = BaselineStudy(prepared.profile, prepared.project.ruleSets, options)
    let (openings, notes, hasFailures) = try await openings(prepared, study)
    if input.check {
      try check(study, openings, notes)
    } else {
      try measure(study, openings, notes)
    }
    if hasFailures { throw ExitCode(2) }
  }

  private func openings(
    _ prepared: ProfileAndRuns.Prepared, _ study: BaselineStudy
  ) async throws -> (openings: [BaselineStudy.RunOpening], notes: [String], hasFailures: Bool) {
    var openings: [BaselineStudy.RunOpening] = []
    var (notes, hasFailures) = (prepared.notes, prepared.hasFailures)
    try await inOrder(prepared.references, noun: "runs") { reference in
      Result { () throws(RunError) in try study.opening(of: reference) }.mapError {
        RunFault(run: reference.name, error: $0)
      }
    } each: { result in
      switch result {
      case .success(let opening):
        openings.append(opening)
        if let fault = opening.fault { notes.append("`\(opening.run)` is left out: \(fault.description).") }
      case .failure(let fault):
        hasFailures = true
        fault.tell()
      }
    }
    for (pattern, nearest) in study.unknownMetrics(among: openings) {
      throw CommandFailure.usage(
        "no run logs a metric `\(pattern)`\(nearest.map { "; did you mean `\(TerminalText.safe($0))`?" } ?? "")")
    }
    return (openings, notes, hasFailures)
  }

  // MARK: Measuring

  private func measure(_ study: BaselineStudy, _ openings: [BaselineStudy.RunOpening], _ notes: [String]) throws {
    let signals = study.signals(from: openings)
    guard !signals.isEmpty else {
      for note in notes { Terminal.writeError("onset: \(TerminalText.safe(note))\n") }
      throw CommandFailure.usage("no run logs a signal of the profile `\(study.profile.name)`")
    }
    let report = BaselineReport(
      profile: study.profile.name, opening: study.options.opening, runs: openings.count { $0.fault == nil },
      sigmas: sigmas, isRobust: robust, signals: signals, isAsked: !input.metrics.isEmpty, notes: notes)
    var out = Output()
    try out.write(report, as: output.format)
    let baselines = study.baselines(signals, measured: try Today.read())
    if output.format == .text || input.write { try write(baselines, study.profile, to: &out) }
    try out.flush()
  }

  private func write(_ baselines: [ProfileEdit.Baseline], _ profile: Profile, to out: inout Output) throws {
    guard !baselines.isEmpty else {
      // What was found says why.
      try out.flush()
      if input.write { throw CommandFailure.usage("there is nothing to write into \(profile.source.path)") }
      return
    }
    let count = DisplayNumber.counted(baselines.count, "baseline")
    try input.finish(profile.source, count, as: output.format, to: &out) { () throws(ProfileEdit.Failure) in
      try ProfileEdit.setting(baselines, in: profile.source)
    }
  }

  // MARK: Checking

  private func check(_ study: BaselineStudy, _ openings: [BaselineStudy.RunOpening], _ notes: [String]) throws {
    let checks = study.checks(openings)
    guard !checks.isEmpty else {
      throw CommandFailure.usage("the profile `\(study.profile.name)` has no baseline with numbers to check")
    }
    let report = BaselineCheckReport(profile: study.profile.name, runs: openings.count, checks: checks, notes: notes)
    var out = Output()
    try out.write(report, as: output.format)
    try out.flush()
    if report.driftedCount > 0 { throw ExitCode(1) }
    guard report.comparedCount > 0 else {
      throw CommandFailure.usage("no run is newer than those that the baselines were measured on")
    }
  }
}
