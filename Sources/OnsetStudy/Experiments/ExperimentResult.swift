import OnsetRules
import OnsetRuns
package import OnsetText

/// What variants of rules did to the same runs, and whether they differ by more than luck.
package struct ExperimentResult: Sendable {
  package var name: String
  package var question: String?
  package var objective: TuningObjective
  /// The variant with which the others are compared.
  package var against: Int
  package var variants: [Variant]
  /// All runs, and where the experiment parts them, each part.
  package var groups: [Group]
  /// The field by which the runs are parted.
  package var split: String?
  package var choice: Choice?
  /// The runs by their names and contents.
  package var runs: ContentDigest
  package var runCount: Int
  /// Runs that could not be replayed with some variant: no variant is judged by them.
  package var failures: [RunOutcome]

  package struct Variant: Sendable {
    package var name: String
    package var commit: GitRepository.Commit?
    package var settings: [(name: String, value: String)]
    /// The rule sets as they mean, with the variant's values.
    package var digests: StudyDigests
  }

  /// Some of the runs, with a row for each variant.
  package struct Group: Sendable {
    /// What the runs have in the field; nil for all runs.
    package var name: String?
    package var runCount: Int
    package var labelledCount: Int
    package var rows: [Row]
    /// How many p-values of the group were corrected together.
    package var comparisons: Int { rows.count { $0.difference?.p != nil } }
  }

  /// What a variant did to the runs of a group.
  package struct Row: Sendable {
    /// The weighted sum of the objective; nil where a figure of it has no value.
    package var value: Double?
    /// Whether the objective's constraints hold.
    package var isAllowed: Bool
    package var interval: ClosedRange<Double>?
    /// Whether the interval is that of Clopper and Pearson, and not from drawing the runs again.
    package var isExact: Bool
    /// Of the transitions that the objective is about; nil where it is about none.
    package var transitions: Transitions?
    /// Of the stops that it is about.
    package var stops: Stops?
    /// Nil for the variant with which the others are compared.
    package var difference: Difference?
  }

  /// Runs on which transitions were found, missed, and called where there are none.
  package struct Transitions: Sendable {
    package var hits: Int
    package var misses: Int
    package var falseAlarms: Int
    /// The median in steps from the label; nil where nothing was found.
    package var delay: Double?
  }

  /// Runs that were stopped, and for nothing; the steps that this saved, of all.
  package struct Stops: Sendable {
    package var stops: Int
    package var falseStops: Int
    package var saved: Int64
    package var steps: Int64
  }

  /// How a variant differs from that with which it is compared.
  package struct Difference: Sendable {
    /// The difference of the values; nil where one of them is not known.
    package var value: Double?
    /// The runs on which they did not do the same, as far as the objective counts it.
    package var differingRuns: Int
    /// Of the permutation test paired by run; nil where no difference is known.
    package var p: Double?
    /// The same, corrected for the number of comparisons in the group (Holm, Scandinavian Journal of Statistics 6, 1979).
    package var corrected: Double?

    /// Whether so large a difference is no surprise where the variants are equally good.
    package var isWithinNoise: Bool { (corrected ?? 1) > ExperimentResult.significance }
  }

  /// What comes of choosing the variant on other runs than those on which it is judged.
  package struct Choice: Sendable {
    /// The variant that is best on all the runs but these, and how many of them it is judged on.
    package var held: [(name: String, variant: Int, runs: Int)]
    /// The objective over all runs, each with the variant that was chosen without it.
    package var value: Double?
    package var isAllowed: Bool
  }

  package static let significance = 0.05
}

extension ExperimentResult {
  /// - Parameter outcomes: For each run, that of every variant.
  init(_ experiment: Experiment, _ outcomes: [[RunOutcome]]) throws(Experiment.Failure) {
    let file = experiment.file
    let judged = outcomes.filter { $0.allSatisfy { ScoredRun($0) != nil } }
    failures = outcomes.compactMap { run in
      run.first { if case .failure = $0.result { true } else { false } }
    }
    guard !judged.isEmpty else {
      throw .message(
        outcomes.isEmpty ? "no run fits what `runs` asks for" : "none of the runs could be replayed with every variant")
    }
    let runs = judged.map { $0.compactMap { ScoredRun($0) } }
    let sheet: ExperimentSheet
    do throws(ObjectiveScore.Failure) {
      sheet = try ExperimentSheet(experiment, runs)
    } catch {
      throw .message(error.description)
    }
    name = file.name.value
    question = file.question?.value
    objective = experiment.objective
    split = file.split?.value
    against = file.against.flatMap { name in experiment.variants.firstIndex { $0.name == name.value } } ?? 0
    runCount = judged.count
    variants = experiment.variants.map {
      Variant(
        name: $0.name, commit: $0.commit, settings: $0.settings, digests: $0.replay.digests(of: []))
    }
    let contents = judged.compactMap { run -> (name: String, digest: ContentDigest)? in
      guard case .success(let report) = run[0].result, let digest = report.digests?.run else { return nil }
      return (run[0].name, digest)
    }
    self.runs = ContentDigest(of: contents)
    let all = Array(judged.indices)
    groups = [sheet.group(nil, all, against: against)]
    var parts: [(name: String, runs: [Int])] = []
    if let split {
      let values = judged.map { run -> String in
        guard case .success(let report) = run[0].result else { return "" }
        return report.metadata.fields[split] ?? ""
      }
      for (run, value) in values.enumerated() {
        if let known = parts.firstIndex(where: { $0.name == value }) {
          parts[known].runs.append(run)
        } else {
          parts.append((value, [run]))
        }
      }
      guard parts.contains(where: { !$0.name.isEmpty }) else {
        throw .message("no run's metadata has a field `\(split)`, by which the experiment parts them")
      }
      groups += parts.map { sheet.group($0.name, $0.runs, against: against) }
    } else {
      parts = all.map { (runs[$0][0].name, [$0]) }
    }
    choice = parts.count > 1 ? sheet.choice(parts, against: against) : nil
  }
}
