import OnsetRules

extension ProjectDoctor {
  /// What the runs log.
  var signalLines: [Checkup.Line] {
    [
      logged("noise-scale", "Is the gradient noise scale logged?", ["gradient_noise_scale"]),
      logged("effective-rank", "Is the effective rank of the representation logged?", ["effective_rank"]),
      logged("critical-batch-size", "Is the critical batch size logged?", ["critical_batch_size"]),
      logged("validation", "Is validation logged?", ["val_loss", "val_acc"]),
      architectures, labels,
    ]
  }

  private var noRuns: [String] { ["there are no runs"] }

  /// Whether every run logs one of some metrics, under any of their names.
  private func logged(_ id: String, _ question: String, _ metrics: [String]) -> Checkup.Line {
    let lacking = runs.filter { run in !metrics.contains(where: run.logs) }
    let count = runs.count - lacking.count
    let names = metrics.map { "`\($0)`" }.joined(separator: " or ")
    let evidence =
      runs.isEmpty
      ? noRuns
      : evidence(
        "\(count) of \(runs.count) runs log \(names)", except: count == 0 ? [] : lacking.map { "not \($0.name)" })
    return Checkup.Line(
      id, question, runs.isEmpty ? .unknown : lacking.isEmpty ? .yes : .no, evidence,
      remedy: "log it, or name what it is logged as in `aliases` of a profile; this shows whether it is found",
      command: "onset eval \(metrics[0]) \(lacking.first?.path ?? "RUN")")
  }

  private var architectures: Checkup.Line {
    let lacking = runs.filter { $0.architecture == nil }
    return Checkup.Line(
      "architecture", "Does every run say its architecture?",
      runs.isEmpty ? .unknown : lacking.isEmpty ? .yes : .no,
      runs.isEmpty
        ? noRuns
        : evidence("\(runs.count - lacking.count) of \(runs.count) runs do", except: lacking.map { "not \($0.name)" }),
      remedy: "write `architecture` into `NAME.run.yaml` beside the log: profiles are found by it",
      command: "onset schema run")
  }

  private var labels: Checkup.Line {
    let labelled = runs.count { $0.labelCount > 0 }
    return Checkup.Line(
      "labels", "Are there runs whose transitions are known?", runs.isEmpty ? .unknown : labelled > 0 ? .yes : .no,
      runs.isEmpty
        ? noRuns
        : [
          "\(labelled) of \(runs.count) runs have labels",
          "a rule that is silent on all \(runs.count) is shown to be wrong in less than \(provableRate)% of runs",
        ],
      remedy: "write the `labels` of a few runs into their metadata: rules can be judged by nothing else",
      command: "onset schema run")
  }

  /// The share of false alarms, in percent and rounded up, that silence on all the runs rules out with 95% confidence: p
  /// with (1 - p)^n = 0.05. To rule out 5% takes 59 runs.
  private var provableRate: Int {
    (1...100).first { percent in
      let silence = 1 - Double(percent) / 100
      return runs.reduce(1.0) { product, _ in product * silence } <= 0.05
    } ?? 100
  }
}
