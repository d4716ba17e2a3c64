import ArgumentParser
import OnsetReports
import OnsetRules
import OnsetRuns
import OnsetStudy
import OnsetText

struct TransitionsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "transitions",
    abstract: "Says when the transitions of labelled runs happen, and what signals do around them.",
    discussion: """
      Examples:
        onset transitions mlp                      what the project's runs show
        onset transitions mlp runs --write
        onset transitions mlp --metric 'grad_*'
        onset transitions mlp new-runs --check     whether they still come when they did

      A run's metadata name its transitions (`labels`, written by `onset label`). \
      `--write` puts the median run, the earliest and the latest into the profile's \
      log of typical transitions, and leaves every other byte of it as it is.
      """)

  @OptionGroup var input: ProfileAndRuns
  @OptionGroup var output: FormatOption

  func run() async throws {
    let prepared = try input.prepare()
    let study = TransitionStudy(prepared.profile, metrics: input.metrics.map(Glob.init), stepColumn: input.step)
    var (sightings, labelled, hasFailures) = ([TransitionStudy.Sighting](), 0, prepared.hasFailures)
    try await inOrder(prepared.references, noun: "runs") { reference in
      Result { () throws(RunError) in try study.sightings(in: reference) }
        .mapError { RunFault(run: reference.name, error: $0) }
    } each: { result in
      switch result {
      case .success(let found?):
        labelled += 1
        sightings += found
      case .success(nil): break
      case .failure(let fault):
        hasFailures = true
        fault.tell()
      }
    }
    guard !sightings.isEmpty else {
      throw CommandFailure.usage(
        labelled == 0
          ? "no run has labels: `onset label RUN PHASE STEP` writes one" : "the labels of the runs name no transition")
    }
    let phases = study.typical(sightings)
    if input.check {
      try check(study, phases, prepared.notes)
    } else {
      try report(study, phases, labelled, prepared.notes)
    }
    if hasFailures { throw ExitCode(2) }
  }

  private func report(
    _ study: TransitionStudy, _ phases: [TransitionStudy.Typical], _ labelled: Int, _ notes: [String]
  ) throws {
    let report = TransitionsReport(profile: study.profile.name, runs: labelled, phases: phases, notes: notes)
    var out = Output()
    try out.write(report, as: output.format)
    if output.format == .text || input.write {
      let transitions = study.transitions(phases, measured: try Today.read())
      let source = study.profile.source
      let count = DisplayNumber.counted(transitions.count, "transition")
      try input.finish(source, count, as: output.format, to: &out) { () throws(ProfileEdit.Failure) in
        try ProfileEdit.setting(transitions, in: source)
      }
    }
    try out.flush()
  }

  private func check(_ study: TransitionStudy, _ phases: [TransitionStudy.Typical], _ notes: [String]) throws {
    let drifts = phases.compactMap { TransitionDrift($0) }
    guard !drifts.isEmpty else {
      throw CommandFailure.usage(
        "the profile `\(study.profile.name)` says of none of the runs' transitions when it typically happens")
    }
    let report = TransitionsCheckReport(profile: study.profile.name, drifts: drifts, notes: notes)
    var out = Output()
    try out.write(report, as: output.format)
    try out.flush()
    if report.driftedCount > 0 { throw ExitCode(1) }
  }
}
