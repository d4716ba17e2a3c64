import OnsetEngine
import OnsetRules
import OnsetRuns

/// The values that hyperparameters have as a run goes on, for saying what an action would have made of them.
struct HyperparameterTrack {
  private let metadata: RunMetadata
  private let profile: Profile?
  /// The last sample of each metric in the parts that have been passed.
  private var last: [String: Double] = [:]

  init(_ metadata: RunMetadata, _ profile: Profile?) {
    self.metadata = metadata
    self.profile = profile
  }

  /// Goes on behind a part.
  mutating func pass(_ part: Run) {
    for column in part.columns {
      if let value = column.values.last { last[column.name] = value }
    }
  }

  /// What each action of an event would have changed; nil for one that changes no hyperparameter of a known value.
  ///
  /// - Parameter part: The part in which the event is; nil behind all of them.
  func projections(of event: Event, _ part: Run?) -> [Projection?] {
    event.actions.map { action in
      switch action.kind {
      case .scale(let name, let factor, let floor, let ceiling):
        value(of: name, at: event.step, part).map {
          Projection(before: $0, after: min(max($0 * factor, floor ?? -.infinity), ceiling ?? .infinity))
        }
      case .set(let name, let value, _, _):
        self.value(of: name, at: event.step, part).map { Projection(before: $0, after: value) }
      case .stop, .checkpoint, .notify: nil
      }
    }
  }

  /// The latest value at a step: from a metric of the hyperparameter's name, else from the metadata.
  private func value(of name: String, at step: Int64, _ part: Run?) -> Double? {
    for metric in profile?.names(of: name) ?? [name] {
      if let value = part?.column(named: metric)?.latest(at: step) ?? last[metric], value.isFinite { return value }
    }
    return metadata.hyperparameters.first { $0.name == name }?.number
  }
}

extension RunColumn {
  /// The value of the last sample that is not behind a step; nil before the first.
  fileprivate func latest(at step: Int64) -> Double? {
    var (lower, upper) = (0, steps.count)
    while lower < upper {
      let middle = (lower + upper) / 2
      if steps[middle] <= step { lower = middle + 1 } else { upper = middle }
    }
    return lower > 0 ? values[lower - 1] : nil
  }
}
