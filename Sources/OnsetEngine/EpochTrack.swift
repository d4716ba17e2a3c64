/// The epoch of each row: the latest of the run's metric `epoch`, or the step by the steps of an epoch.
struct EpochTrack {
  /// The index of the metric `epoch` among the metrics of a block; nil where the run logs none.
  let column: Int?
  /// From the run's metadata; not read where there is a metric `epoch`.
  let stepsPerEpoch: Double?
  /// The latest epoch; NaN where it is not known.
  var latest = Double.nan

  /// The epoch of each row of a block; all NaN where the run knows none.
  mutating func epochs(of block: RowBlock) -> [Double] {
    var epochs: [Double] = []
    epochs.reserveCapacity(block.rowCount)
    if let column {
      let ticks = block.ticks[column]
      let values = block.values[column]
      var tick = 0
      for row in 0..<block.rowCount {
        if tick < ticks.count, Int(ticks[tick]) == row {
          latest = values[tick]
          tick += 1
        }
        epochs.append(latest)
      }
    } else if let stepsPerEpoch {
      for step in block.steps { epochs.append(Double(step) / stepsPerEpoch) }
      latest = epochs.last ?? latest
    } else {
      epochs.append(contentsOf: repeatElement(.nan, count: block.rowCount))
    }
    return epochs
  }
}
