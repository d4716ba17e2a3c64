package import OnsetText

/// Why a label of a run's metadata could not be written or removed.
package enum LabelEditError: Error, Hashable, Sendable {
  /// The file has faults that have nothing to do with the label.
  case faulty([Diagnostic])
  /// The run has several labels of the phase, and none at the step that was given.
  case severalLabels(phase: String, steps: [Int64])
  /// There is no such label to remove; the phases that are labelled.
  case noSuchLabel(phase: String, step: Int64?, known: [String])
  /// The bounds that the label keeps do not hold the step.
  case boundsDoNotHold(step: Int64, earliest: Int64, latest: Int64)
  /// The label, or the list, is an alias or has one: an edit there would change other places too.
  case shared
  /// No edit of the labels alone gives the file that is wanted.
  case changesMore
}

extension LabelEditError: CustomStringConvertible {
  /// One sentence, without a full stop.
  package var description: String {
    switch self {
    case .faulty: "the metadata have faults"
    case .severalLabels(let phase, let steps):
      "the run has \(steps.count) labels of `\(phase)`, at the steps "
        + "\(steps.map { "\($0)" }.joined(separator: ", ")): give the step of the one that is meant"
    case .noSuchLabel(let phase, let step, let known):
      "the run has no label of `\(phase)`\(step.map { " at step \($0)" } ?? "")"
        + (known.isEmpty
          ? "; it has no labels" : "; it has \(known.map { "`\($0)`" }.joined(separator: ", "))")
    case .boundsDoNotHold(let step, let earliest, let latest):
      "step \(step) is not between the label's bounds, \(earliest) to \(latest): "
        + "give new ones with `--earliest` and `--latest`"
    case .shared: "the labels are shared by an alias, and cannot be changed in place: edit the file"
    case .changesMore: "the label cannot be written without changing more of the file: edit it by hand"
    }
  }
}
