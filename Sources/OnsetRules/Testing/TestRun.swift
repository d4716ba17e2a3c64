package import OnsetText

/// The run of a test: series of samples, or a log.
package struct TestRun: Sendable {
  /// Where it is described; nil where nothing is.
  package var place: ByteRange?
  /// A log or a run's folder, relative to the test's file.
  package var file: Located<String>?
  /// How often metrics are logged; the first whose pattern fits counts.
  package var cadences: [Cadence]
  /// The step of the first sample.
  package var firstStep: Located<Int>?
  package var stepsPerEpoch: Located<Double>?
  /// What the noise begins with.
  package var seed: Located<Int>?
  /// Fields of the run's metadata, keys of nested maps joined by `.`.
  package var metadata: [(name: Located<String>, text: String)]
  package var series: [Series]
  /// Whether there are series or a log that could not be read, which has been told.
  var isFaulty = false

  package struct Cadence: Sendable {
    package var metrics: Located<Glob>
    package var steps: Int
  }

  package struct Series: Sendable {
    package var metric: Located<String>
    package var samples: SeriesSyntax
  }
}

extension TestRun {
  /// The run of a case over what its file says of all runs: metadata and series are merged one by one; what is said
  /// of series counts for nothing where the case names a log.
  package func over(_ defaults: TestRun) -> TestRun {
    var run = self
    let ownFields = Set(metadata.map(\.name.value))
    run.metadata = defaults.metadata.filter { !ownFields.contains($0.name.value) } + metadata
    run.stepsPerEpoch = stepsPerEpoch ?? defaults.stepsPerEpoch
    guard file == nil else { return run }
    if series.isEmpty { run.file = defaults.file }
    run.cadences = cadences + defaults.cadences
    run.firstStep = firstStep ?? defaults.firstStep
    run.seed = seed ?? defaults.seed
    let ownSeries = Set(series.map(\.metric.value))
    run.isFaulty = isFaulty || defaults.isFaulty
    run.series = defaults.series.filter { !ownSeries.contains($0.metric.value) } + series
    return run
  }

  /// How many steps lie between two samples of a metric: 1 where nothing is said.
  package func stepsBetweenSamples(of metric: String) -> Int {
    cadences.first { $0.metrics.value.matches(metric) }?.steps ?? 1
  }
}
