import ArgumentParser
import OnsetReports
import OnsetRules
import OnsetStudy
import OnsetText

struct ScoreCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "score",
    abstract: "Scores rules by what they did to labelled runs: transitions found, and what stops saved and lost.",
    discussion: """
      Examples:
        onset score                                the project's rules, its runs
        onset score rules/memorization.yaml ~/logs
        onset score --set memorization.rise=1.2
        onset score --format markdown >>notes.md
        onset score --format csv                   what each rule did on each run

      A run's metadata name its transitions (`labels`, written by `onset label`). A firing \
      that enters the labelled phase inside the label's range is a hit. The unit is the run, \
      and every rate comes with the interval that so few runs allow. `score` and `cost` in \
      onset.yaml say by which metric a stop is judged and what a step costs.
      """)

  @OptionGroup var input: RulesAndRuns
  @OptionGroup var output: FormatOption

  func run() async throws {
    let prepared = try input.prepare(for: "score", isJudged: true, digestsRuns: true)
    let replay = prepared.replay
    let jobs = prepared.jobs
    let outcomes = await parallelMap(jobs) { replay.outcome(of: $0) }
    let broken = (outcomes + prepared.failures).filter { if case .failure = $0.result { true } else { false } }
    for outcome in broken {
      guard case .failure(let failure) = outcome.result else { continue }
      Terminal.writeError("onset: \(TerminalText.safe("\(outcome.name): \(failure.message)"))\n")
    }
    let scoring = Scoring(
      of: outcomes.compactMap { ScoredRun($0) }, by: prepared.project.ruleSets, prepared.project.outcomes)
    let digests = replay.digests(of: outcomes)
    var out = Output()
    switch output.format {
    case .text: try out.write(ScoreReport.text(scoring, digests, TextStyle(usesColour: Terminal.outputUsesColour)))
    case .markdown: try out.write(ScoreReport.markdown(scoring, digests))
    case .json: try out.write(ScoreDocument.json(scoring, digests) + "\n")
    case .jsonl: for line in ScoreDocument.lines(scoring, digests) { try out.write(line + "\n") }
    case .csv: try out.write(ScoreDocument.table(scoring, OutcomeDigests.byRun(outcomes)).csv)
    }
    try out.flush()
    if !broken.isEmpty { throw ExitCode(2) }
    if prepared.hasErrors { throw ExitCode(1) }
  }
}
