import OnsetEngine
import OnsetStudy

/// What rules would have done to a run, in few words.
struct RuleDeeds {
  private let report: RunReport

  init(_ report: RunReport) { self.report = report }

  /// Of the event at a position; nil where it asks for nothing.
  func sentence(of index: Int) -> String? {
    let event = report.events[index]
    let counterfactual = event.isCounterfactual ? " (counterfactual)" : ""
    let changes = changes(index)
    if !changes.isEmpty { return "The rule would have: \(changes.joined(separator: "; "))\(counterfactual)." }
    let others = Self.others(event)
    guard !others.isEmpty else { return nil }
    return "The rule would have changed nothing: \(others.joined(separator: ", "))\(counterfactual)."
  }

  /// What would have been changed, and whether that is counterfactual, to stand in brackets in a list.
  func remarks(of index: Int) -> [String] {
    changes(index).map { "would have: \($0)" } + (report.events[index].isCounterfactual ? ["counterfactual"] : [])
  }

  private func changes(_ index: Int) -> [String] {
    let wording = ReplayText(isVerbose: false, style: TextStyle(usesColour: false)) { _, _ in true }
    return zip(report.events[index].actions, report.projections[index]).filter { $0.0.changesTraining }.map {
      wording.describe($0, $1)
    }
  }

  /// What else is asked for, each once.
  private static func others(_ event: Event) -> [String] {
    var names: [String] = []
    for action in event.actions {
      let name =
        switch action.kind {
        case .checkpoint: "a checkpoint"
        case .notify: "a notification"
        case .scale, .set, .stop: ""
        }
      if !name.isEmpty, !names.contains(name) { names.append(name) }
    }
    return names
  }
}
