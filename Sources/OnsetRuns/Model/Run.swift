/// One recorded training run: its metrics over integer steps, and what is known about it.
///
/// A copy shares the columns' storage.
public struct Run: Sendable, Equatable {
  /// The name by which reports know the run: `run` of its metadata, else the name of its file or folder
  /// without extensions.
  public var name: String
  /// What `run.yaml` says; empty where there is none.
  public var metadata: RunMetadata
  /// The steps at which at least one metric has a sample, strictly increasing. Metrics that the reading
  /// options did not keep count too, so the rows of a run never depend on the rules that read it.
  public var rows: [Int64]
  /// The metrics that were kept, in the order in which their names first appear in the log.
  public var columns: [RunColumn]
  /// The names of all the metrics that were logged, kept or not, in the order of first appearance.
  public var metricNames: [String]
  /// What had to be mended or passed over while reading: each kind once, with a count.
  public var notes: [ReadingNote]
  /// The files that were read.
  public var sources: [RunSource]

  /// A run that was made in memory.
  ///
  /// `rows` and the steps of each column are strictly increasing, and `rows` holds every column's steps.
  public init(
    name: String, metadata: RunMetadata = RunMetadata(), rows: [Int64], columns: [RunColumn],
    metricNames: [String]? = nil, notes: [ReadingNote] = [], sources: [RunSource] = []
  ) {
    self.name = name
    self.metadata = metadata
    self.rows = rows
    self.columns = columns
    self.metricNames = metricNames ?? columns.map(\.name)
    self.notes = notes
    self.sources = sources
  }

  /// The kept metric of this name. Linear in the number of columns.
  public func column(named name: String) -> RunColumn? {
    columns.first { $0.name == name }
  }
}

/// The samples of one metric.
public struct RunColumn: Sendable, Equatable {
  /// The metric's name as logged; nested JSON keys are joined by `.`.
  public var name: String
  /// Strictly increasing. A metric that was logged at every row shares the storage of the run's rows.
  public var steps: [Int64]
  /// One value for each step, NaN and ±inf included.
  public var values: [Double]

  /// The samples of one metric; `steps` strictly increasing and as many as `values`.
  public init(name: String, steps: [Int64], values: [Double]) {
    precondition(steps.count == values.count, "a step for each value")
    self.name = name
    self.steps = steps
    self.values = values
  }

  /// Adds the samples of a later part of the same metric.
  package mutating func append(_ later: RunColumn) {
    steps += later.steps
    values += later.values
  }

  /// Equal names, equal steps and values of the same bits: a NaN is equal to itself, and 0 is not -0.
  public static func == (left: RunColumn, right: RunColumn) -> Bool {
    left.name == right.name && left.steps == right.steps
      && left.values.elementsEqual(right.values) { $0.bitPattern == $1.bitPattern }
  }
}

/// A file that a run was read from.
public struct RunSource: Sendable, Equatable {
  /// The path as given or as found.
  public var path: String
  /// How its text was understood.
  public var format: LogFormat
  /// Whether it was unpacked by gzip on the way.
  public var isCompressed: Bool

  /// A file and how it was read.
  public init(path: String, format: LogFormat, isCompressed: Bool = false) {
    self.path = path
    self.format = format
    self.isCompressed = isCompressed
  }
}
