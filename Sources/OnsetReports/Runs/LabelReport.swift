package import OnsetRuns

/// What became of a label, in a line.
package enum LabelReport {
  package static func text(_ outcome: LabelEdit.Outcome, path: String, isNew: Bool) -> String {
    let what: String =
      switch outcome {
      case .added(let label): "\(words(label)) added"
      case .changed(let label, let old): "\(words(label)), was \(words(old, namesPhase: false))"
      case .removed(let label): "\(words(label)) removed"
      case .unchanged(let label): "\(words(label)), as before"
      }
    return "\(TerminalText.safe(path))\(isNew ? " (new)" : ""): \(what)\n"
  }

  private static func words(_ label: LabelEdit.Label, namesPhase: Bool = true) -> String {
    let bounds = label.earliest == label.latest ? "" : " (right from \(label.earliest) to \(label.latest))"
    return (namesPhase ? "`\(TerminalText.safe(label.phase))` at " : "") + "step \(label.step)\(bounds)"
  }
}
