import OnsetLanguage
import OnsetRules
import OnsetRuns
import OnsetText
import Testing

@testable import OnsetStudy

/// Small cases by hand, and others against SciPy.
@Suite struct BaselineStudyTests {
  // MARK: Pooling

  @Test func `Runs are pooled by run`() throws {
    let pooled = try #require(
      PooledBaseline([
        OpeningSamples(run: "a", values: [1, 2, 3]), OpeningSamples(run: "b", values: [5, 7], nonFinite: 2),
        OpeningSamples(run: "c", values: [9]),
      ]))
    // Means 2 and 6, variances 1 and 2: (2 * 1 + 1 * 2) / 3 within, 8 between, of which (1/3 + 2/2) / 2 is chance.
    #expect(pooled.mean == 4)
    #expect(abs(pooled.deviation - (4.0 / 3).squareRoot()) < 1e-15)
    #expect(abs(try #require(pooled.betweenRuns) - 8.0.squareRoot()) < 1e-15)
    #expect(abs(try #require(pooled.varianceOfRuns) - (8 - 2.0 / 3)) < 1e-14)
    #expect(pooled.samples == 5)
    #expect(pooled.effective == 5)
    #expect(pooled.degrees == 3)
    #expect(pooled.runs == ["a", "b"])
    #expect(pooled.runsWithTooFew == ["c"])
    #expect(pooled.nonFinite == 2)
    #expect(pooled.runsDiffer)
  }

  @Test func `Half of the samples may spoil a robust baseline`() throws {
    let pooled = try #require(
      PooledBaseline(
        [OpeningSamples(run: "a", values: [1, 2, 9]), OpeningSamples(run: "b", values: [4, 6])], isRobust: true))
    // Medians 2 and 5; distances 1, 0, 7, 1, 1, of which 1 is the median.
    #expect(pooled.mean == 3.5)
    #expect(abs(pooled.deviation - 1.4826022185056018) < 1e-15)
    #expect(abs(pooled.degrees - 3 * 0.3675) < 1e-12)
  }

  @Test func `One run has no spread between runs, and one sample is no baseline`() throws {
    let pooled = try #require(PooledBaseline([OpeningSamples(run: "a", values: [1, 2])]))
    #expect(pooled.betweenRuns == nil)
    #expect(!pooled.runsDiffer)
    #expect(PooledBaseline([OpeningSamples(run: "a", values: [1]), OpeningSamples(run: "b", values: [])]) == nil)
    #expect(PooledBaseline([]) == nil)
  }

  @Test func `A signal that does not vary is constant, whatever the rounding of sums`() throws {
    #expect(try #require(PooledBaseline([OpeningSamples(run: "a", values: [0.1, 0.1, 0.1, 0.1])])).isConstant)
    #expect(try #require(PooledBaseline([OpeningSamples(run: "a", values: [0, 0])])).isConstant)
    #expect(!(try #require(PooledBaseline([OpeningSamples(run: "a", values: [0.1, 0.1001])])).isConstant))
  }

  @Test func `Twelve samples ask for four deviations where many ask for three`() throws {
    // White noise in the sense of Geyer's sequence: alternating values have no positive pair of lags but the first.
    let values = [1.0, -1, 1, -1, 1, -1, 1, -1, 1, -1, 1, -1].map { 5 + $0 }
    let pooled = try #require(PooledBaseline([OpeningSamples(run: "a", values: values)]))
    #expect(pooled.effective == 12)
    // SciPy: t.ppf(norm.cdf(3), 11) * sqrt(13 / 12).
    #expect(abs(pooled.multiple(forNormal: 3) - 4.007140881301799) < 1e-9)
  }

  @Test func `Samples that depend on each other count for less`() throws {
    var state = 0.0
    var noise = SplitMix64(seed: 7)
    func next() -> Double {
      state = 0.9 * state + Double.random(in: -1...1, using: &noise)
      return state
    }
    for _ in 0..<100 { _ = next() }
    let values = (0..<20_000).map { _ in next() }
    // An autoregression of 0.9 is worth (1 - 0.9) / (1 + 0.9) of its samples, however many blocks were averaged.
    for count in [2000, 4096, 20_000] {
      let share = PooledBaseline.effectiveCount(Array(values[..<count])) / Double(count)
      #expect((0.03...0.09).contains(share), "\(count): \(share)")
    }
  }

  @Test func `What is skewed and has even logarithms wants a log scale`() throws {
    var noise = SplitMix64(seed: 3)
    let even = (0..<200).map { _ in
      (0..<12).reduce(0.0) { sum, _ in sum + Double.random(in: -0.5...0.5, using: &noise) }
    }
    let skewed = even.map { MathFunction.exp.apply($0) }
    #expect(try #require(PooledBaseline([OpeningSamples(run: "a", values: skewed)])).wantsLogScale)
    #expect(!(try #require(PooledBaseline([OpeningSamples(run: "a", values: even)])).wantsLogScale))
    let shifted = try #require(PooledBaseline([OpeningSamples(run: "a", values: even.map { $0 + 100 })]))
    #expect(!shifted.wantsLogScale)
    #expect(!(try #require(PooledBaseline([OpeningSamples(run: "a", values: Array(skewed[..<10]))])).wantsLogScale))
  }

  // MARK: Openings

  private func run(labels: [RunMetadata.TransitionLabel]? = [], stepsPerEpoch: Double? = nil) -> Run {
    var metadata = RunMetadata(stepsPerEpoch: stepsPerEpoch, labels: labels ?? [])
    metadata.isLabelled = labels != nil
    let steps = (0...100).map { Int64($0 * 10) }
    return Run(
      name: "r", metadata: metadata, rows: steps,
      columns: [RunColumn(name: "loss", steps: steps, values: steps.map(Double.init))])
  }

  private func opened(_ opening: Opening, _ run: Run) throws -> [Int64] {
    let contains = try opening.steps(of: run, RunEpochs(run, nil))
    return run.rows.filter(contains)
  }

  @Test func `The opening is a tenth of the steps, and ends before the first transition`() throws {
    #expect(try opened(.usual, run()) == (0...10).map { $0 * 10 })
    let early = run(labels: [.init(phase: "b", step: 500), .init(phase: "a", step: 60, earliest: 30)])
    #expect(try opened(.usual, early) == [0, 10, 20])
    #expect(try opened(.untilTransition, early) == [0, 10, 20])
    #expect(try opened(.untilTransition, run()).count == 101)
    #expect(throws: Opening.Fault.notLabelled) { try opened(.untilTransition, run(labels: nil)) }
    #expect(try opened(.usual, run(labels: [.init(phase: "a", step: 0)])) == [])
  }

  @Test func `A range has both of its ends, in steps and in epochs`() throws {
    #expect(try opened(.steps(20, 40), run()) == [20, 30, 40])
    #expect(try opened(.epochs(0.2, 0.4), run(stepsPerEpoch: 100)) == [20, 30, 40])
    #expect(throws: Opening.Fault.noEpochs) { try opened(.epochs(0, 1), run()) }
  }

  @Test(arguments: [
    "first 10%", "first 2.5%", "until the first transition", "0..500 steps", "-5..5 steps", "0..1.5 epochs",
  ])
  func `An opening reads what it writes`(text: String) throws {
    #expect(try #require(Opening(text)).description == text)
  }

  @Test(arguments: [
    "", "first", "first 0%", "first 101%", "5..1", "..5", "1..x", "1..2 samples", "1..inf epochs", "1.5..2",
  ])
  func `What is no opening is none`(text: String) { #expect(Opening(text) == nil) }

  // MARK: Drift

  private static let newer = [
    OpeningSamples(run: "a", values: [2, 3, 4]), OpeningSamples(run: "b", values: [5, 6, 7]),
    OpeningSamples(run: "c", values: [2, 4, 3]),
  ]

  /// Recorded mean, deviation, samples and runs, and the two chances that SciPy gives.
  @Test(arguments: [
    (1.0, 0.5, (40, 2), (0.1763574425061092, 0.006723898268940066)),
    (4.2, 0.5, (40, 2), (0.9068925157696086, 0.006723898268940066)),
    (3.9, 0.9, (400, 4), (0.9445203514413046, 0.5749516484905834)),
  ])
  func `The chances of a drift are those of Welch and Fisher`(
    mean: Double, deviation: Double, counts: (samples: Int, runs: Int), chances: (mean: Double, deviation: Double)
  ) throws {
    let pooled = try #require(PooledBaseline(Self.newer))
    let drift = BaselineDrift(
      .init(mean: mean, deviation: deviation, samples: counts.samples, runs: counts.runs), pooled)
    #expect(abs(drift.meanChance - chances.mean) < 1e-10)
    #expect(abs(drift.deviationChance - chances.deviation) < 1e-10)
  }

  @Test func `A drift is neither a small shift of many samples nor a large one of few`() throws {
    func pooled(_ centre: Double, _ count: Int) throws -> PooledBaseline {
      let values = (0..<count).map { centre + ($0 % 2 == 0 ? 1.0 : -1) }
      return try #require(PooledBaseline([OpeningSamples(run: "a", values: values)]))
    }
    let recorded = BaselineDrift.Recorded(mean: 0, deviation: 1, samples: 1000, runs: 1)
    #expect(!BaselineDrift(recorded, try pooled(0.2, 1000)).hasDrifted)
    #expect(!BaselineDrift(recorded, try pooled(1, 4)).hasDrifted)
    #expect(BaselineDrift(recorded, try pooled(1, 1000)).meanHasDrifted)
    #expect(
      BaselineDrift(.init(mean: 0, deviation: 0.5, samples: 1000, runs: 1), try pooled(0, 1000)).deviationHasDrifted)
    #expect(!BaselineDrift(.init(mean: 0, deviation: 0.9, samples: 1000, runs: 1), try pooled(0, 1000)).hasDrifted)
  }

  @Test(arguments: [
    (3.325834530413013, 5.0, 10.0, 0.95), (4.938193382310539, 3, 20, 0.99), (161.4476387975881, 1, 1, 0.95),
  ])
  func `The F distribution is that of the tables`(x: Double, first: Double, second: Double, p: Double) {
    #expect(abs(FDistribution.cumulative(x, first, second) - p) < 1e-9)
  }

  // MARK: Transitions

  /// All ways in which new runs can lie among the recorded ones are equally likely.
  @Test(arguments: [(2, 1), (2, 3), (5, 2), (7, 3), (4, 6)])
  func `The chance of runs outside of the range is that of all orders`(recorded: Int, new: Int) {
    let total = recorded + new
    var counts = Array(repeating: 0, count: new + 1)
    for places in 0..<(1 << total) where places.nonzeroBitCount == new {
      let old = (0..<total).filter { places >> $0 & 1 == 0 }
      let outside = (0..<total).count { places >> $0 & 1 == 1 && ($0 < old[0] || $0 > old[recorded - 1]) }
      counts[outside] += 1
    }
    let ways = Double(counts.reduce(0, +))
    for outside in 0...new {
      let expected = Double(counts[outside...].reduce(0, +)) / ways
      #expect(abs(TransitionDrift.chance(of: outside, of: new, recordedRuns: recorded) - expected) < 1e-12)
    }
  }

  @Test func `Of one recorded run nothing can be told`() {
    #expect(TransitionDrift.chance(of: 3, of: 3, recordedRuns: 1) == 1)
  }

  // MARK: What is written

  @Test(arguments: [
    (0.712345, 0.1012345, 0.7123, 0.1012), (1234.5678, 0.00123449, 1234.567800, 0.001234),
    (-2e6, 3.00049e5, -2e6, 300_000),
    (0.5, 9.99996, 0.5, 10), (1e-9, 2.34567e-12, 1e-9, 2.346e-12),
  ])
  func `A deviation is written with four digits, and its mean to the same place`(
    mean: Double, deviation: Double, writtenMean: Double, writtenDeviation: Double
  ) throws {
    var pooled = try #require(PooledBaseline([OpeningSamples(run: "a", values: [1, 2])]))
    pooled.mean = mean
    pooled.deviation = deviation
    let written = RoundedBaseline.of(pooled)
    #expect(written.mean == writtenMean)
    #expect(written.std == writtenDeviation)
  }

  @Test(arguments: [(342.1234, 342.0), (0.9765, 0.977), (1824, 1820), (0, 0), (99.96, 100)])
  func `An epoch is written with three digits`(value: Double, written: Double) {
    #expect(RoundedBaseline.rounded(value, digits: 3) == written)
  }
}
