import OnsetReports
import OnsetStudy

/// Prints why some rules did what they did.
struct ExplanationPrinter {
  let format: OutputFormat
  /// What is asked for: a step, and a metric of a rule with `each`.
  var step: Int64?
  var metric: String?

  /// - Parameter runCount: With more than one a run gets no more than a line.
  func print(_ answers: [ExplanationDocument.Answer], runCount: Int, to out: inout Output) throws(OutputError) {
    switch format {
    case .text: try out.write(runCount > 1 && step == nil ? lines(answers) : sections(answers))
    case .json:
      let values = answers.flatMap { ExplanationDocument.json($0, step: step, metric: metric) }
      try out.write(JSONValue.array(values).pretty() + "\n")
    case .jsonl:
      for answer in answers {
        for value in ExplanationDocument.json(answer, step: step, metric: metric) {
          try out.write(value.compact + "\n")
        }
      }
    case .csv: try out.write(table(answers).csv)
    case .markdown: try out.write(table(answers).markdown)
    }
  }

  private func table(_ answers: [ExplanationDocument.Answer]) -> TextTable {
    step.map { ExplanationDocument.table(answers, at: $0, metric: metric) }
      ?? ExplanationDocument.table(answers, metric: metric)
  }

  private func sections(_ answers: [ExplanationDocument.Answer]) -> String {
    let text = ExplanationText(usesColour: Terminal.outputUsesColour)
    return answers.map { answer in
      switch answer.outcome {
      case .explained(let explanation):
        step.map { text.parts(explanation, at: $0, metric: metric) } ?? text.digest(explanation)
      case .notApplicable(let reason): text.notApplicable("\(answer.ruleset)/\(answer.rule)", answer.run, reason)
      case .faulty: ""
      }
    }.joined(separator: step == nil ? "" : "\n")
  }

  /// Rule by rule, a line for each run.
  private func lines(_ answers: [ExplanationDocument.Answer]) -> String {
    let text = ExplanationText(usesColour: Terminal.outputUsesColour)
    var names: [String] = []
    var groups: [String: [(run: String, outcome: RuleExplanation.Outcome)]] = [:]
    for answer in answers {
      let name = "\(answer.ruleset)/\(answer.rule)"
      if groups[name] == nil { names.append(name) }
      groups[name, default: []].append((answer.run, answer.outcome))
    }
    return names.map { "\($0)\n\(text.lines(groups[$0] ?? []))" }.joined(separator: "\n")
  }
}
