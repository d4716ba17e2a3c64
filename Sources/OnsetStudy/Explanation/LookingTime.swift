import OnsetEngine

/// The stretches of a run in which a rule looks: the phases of its `during`.
struct LookingTime {
  /// From the first step to the one at which another phase comes into force; nil where the run ends before.
  private let stretches: [(first: Int64, end: Int64?)]?

  /// - Parameters:
  ///   - during: Nil for a rule that looks always.
  ///   - phases: Those of its rule set, in order.
  init(_ during: [String]?, _ phases: [PhaseChange]) {
    stretches = during.map { during in
      var stretches: [(first: Int64, end: Int64?)] = []
      for (index, phase) in phases.enumerated() where during.contains(phase.phase) {
        let end = index + 1 < phases.count ? phases[index + 1].step : nil
        if let last = stretches.last, last.end == phase.step {
          stretches[stretches.count - 1].end = end
        } else {
          stretches.append((phase.step, end))
        }
      }
      return stretches
    }
  }

  func contains(_ step: Int64) -> Bool { stretch(at: step) != nil }

  /// Which of the stretches a step lies in; nil outside them all. A streak does not go on from one to the next.
  func stretch(at step: Int64) -> Int? {
    guard let stretches else { return 0 }
    return stretches.firstIndex { $0.first <= step && $0.end.map { step < $0 } ?? true }
  }
}
