import OnsetRuns

/// Which part of a run is its opening, in which nothing has happened yet.
package enum Opening: Hashable, Sendable {
  /// A share of the run's steps from its first on, at most up to the first labelled transition.
  case first(share: Double)
  /// Everything before the first labelled transition.
  case untilTransition
  /// Both ends included.
  case steps(Int64, Int64)
  case epochs(Double, Double)

  /// A tenth of the run.
  package static let usual = Opening.first(share: 0.1)

  /// Reads what ``description`` writes, and `0..500`, which is in steps; nil for anything else.
  package init?(_ text: String) {
    let words = text.split(separator: " ").map(String.init)
    if text == Opening.untilTransition.description {
      self = .untilTransition
    } else if words.count == 2, words[0] == "first", words[1].hasSuffix("%"), let share = Double(words[1].dropLast()),
      share > 0, share <= 100
    {
      self = .first(share: share / 100)
    } else {
      guard let first = words.first, words.count <= 2, let dots = first.firstRange(of: "..") else { return nil }
      let (lower, upper) = (first[..<dots.lowerBound], first[dots.upperBound...])
      switch words.dropFirst().first ?? "steps" {
      case "step", "steps":
        guard let lower = Int64(lower), let upper = Int64(upper), lower <= upper else { return nil }
        self = .steps(lower, upper)
      case "epoch", "epochs":
        guard let lower = Double(lower), let upper = Double(upper), lower <= upper, upper.isFinite else { return nil }
        self = .epochs(lower, upper)
      default: return nil
      }
    }
  }

  package var description: String {
    func number(_ value: Double) -> String { value == value.rounded() ? "\(Int64(value))" : "\(value)" }
    return switch self {
    case .first(let share): "first \(number((share * 1e6).rounded() / 1e4))%"
    case .untilTransition: "until the first transition"
    case .steps(let lower, let upper): "\(lower)..\(upper) steps"
    case .epochs(let lower, let upper): "\(number(lower))..\(number(upper)) epochs"
    }
  }

  /// Why a run has no such part.
  package enum Fault: Error, Hashable, Sendable {
    case noRows
    case notLabelled
    case noEpochs

    package var description: String {
      switch self {
      case .noRows: "it has no rows"
      case .notLabelled: "its metadata have no labels, and nobody knows where its first transition is"
      case .noEpochs: "it knows no epochs: it logs none, and its metadata have no `steps_per_epoch`"
      }
    }
  }

  /// The steps of a run's opening, a transition at the first of them leaves none.
  func steps(of run: Run, _ epochs: RunEpochs) throws(Fault) -> (Int64) -> Bool {
    guard let first = run.rows.first, let last = run.rows.last else { throw .noRows }
    let transition = run.metadata.labels.map(\.earliest).min()
    switch self {
    case .first(let share):
      let end = first.addingSaturated(Int64((Double(last) - Double(first)) * share))
      return { $0 <= end && $0 < transition ?? .max }
    case .untilTransition:
      guard run.metadata.isLabelled else { throw .notLabelled }
      return { transition == nil || $0 < transition ?? .max }
    case .steps(let lower, let upper): return { lower <= $0 && $0 <= upper }
    case .epochs(let lower, let upper):
      guard epochs.areKnown else { throw .noEpochs }
      // As the language compares them: 1e-9 is no distance.
      return { step in epochs.at(step).map { $0 >= lower - 1e-9 && $0 <= upper + 1e-9 } ?? false }
    }
  }
}
