import OnsetRules
import OnsetRuns

/// The epoch at each step of a run: that of its metric `epoch`, else by the `steps_per_epoch` of its metadata.
struct RunEpochs {
  private let column: RunColumn?
  private let stepsPerEpoch: Double?

  init(_ run: Run, _ profile: Profile?) {
    let names = profile?.names(of: "epoch") ?? ["epoch"]
    column = names.lazy.compactMap(run.column(named:)).first { !$0.steps.isEmpty }
    stepsPerEpoch = run.metadata.stepsPerEpoch
  }

  var areKnown: Bool { column != nil || stepsPerEpoch != nil }

  /// The latest value at or before a step; nil before the first and where nothing is known. O(log samples).
  func at(_ step: Int64) -> Double? {
    guard let column else { return stepsPerEpoch.map { Double(step) / $0 } }
    var lower = 0
    var upper = column.steps.count
    while lower < upper {
      let middle = (lower + upper) / 2
      if column.steps[middle] <= step { lower = middle + 1 } else { upper = middle }
    }
    return lower > 0 && column.values[lower - 1].isFinite ? column.values[lower - 1] : nil
  }
}
