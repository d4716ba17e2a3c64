/// How a log is to be read.
public struct ReadingOptions: Sendable {
  /// Which metrics' values are kept in memory. Names and rows are complete whatever this says.
  public var keep: MetricSelection
  /// The name of the step column, for a log in which it is none of the usual ones.
  public var stepColumn: String?

  /// A line longer than this is an error; the most of a log that is ever held as text.
  package var lineLimitBytes = 64 << 20
  /// How much is read from the file at once.
  package var chunkBytes = 128 << 10
  /// How much of the beginning is looked at to find the format, the separator and the step's name.
  package var prefixBytes = 256 << 10

  /// Options; by default every metric is kept and the step column is found by its name.
  public init(keep: MetricSelection = .all, stepColumn: String? = nil) {
    self.keep = keep
    self.stepColumn = stepColumn
  }

  /// Keeps only the values of the metrics named: what a replay needs, and no more memory than that.
  /// Epoch distances need the metric `epoch`.
  public init(keep names: Set<String>, stepColumn: String? = nil) {
    self.init(keep: .named(names), stepColumn: stepColumn)
  }
}

/// A choice among the metrics of a run.
public enum MetricSelection: Sendable {
  /// Every metric.
  case all
  /// The metrics of these names.
  case named(Set<String>)
  /// The metrics for whose names this is true; asked once for each name.
  case matching(@Sendable (String) -> Bool)

  /// Whether a metric of this name is chosen.
  public func contains(_ name: String) -> Bool {
    switch self {
    case .all: true
    case .named(let names): names.contains(name)
    case .matching(let isWanted): isWanted(name)
    }
  }
}
