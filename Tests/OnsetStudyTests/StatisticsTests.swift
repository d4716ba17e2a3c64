import OnsetStudy
import Testing
import _OnsetTestSupport

/// Against values computed with thirty digits by another program, and against published tables.
@Suite struct StatisticsTests {
  @Test(arguments: [
    (0, 10, 0.0, 0.3084971078187608), (1, 10, 0.002528578544461785, 0.4450161170281954),
    (5, 10, 0.1870860284473985, 0.8129139715526015), (10, 10, 0.6915028921812392, 1.0),
    (51, 51, 0.9302229692504613, 1.0), (0, 23, 0.0, 0.1481851289152244), (0, 7, 0.0, 0.4096163972250035),
    (3, 200, 0.00310410762155351, 0.04320828191771261), (997, 1000, 0.9912579767615217, 0.9993809000683504),
  ])
  func `The interval of a proportion is that of Clopper and Pearson`(
    successes: Int, trials: Int, lower: Double, upper: Double
  ) {
    let interval = Proportion(successes, of: trials).interval()
    #expect(abs(interval.lowerBound - lower) < 1e-12)
    #expect(abs(interval.upperBound - upper) < 1e-12)
  }

  @Test func `Of no trials nothing is known`() {
    #expect(Proportion(0, of: 0).interval() == 0...1)
    #expect(Proportion(0, of: 0).value == nil)
  }

  /// How often the interval covers the truth, summed over all outcomes: at least as often as it says.
  @Test(arguments: [0.02, 0.3, 0.5, 0.77])
  func `The interval covers the truth at least as often as it says`(rate: Double) {
    let trials = 12
    var covered = 0.0
    var ways = 1.0
    for successes in 0...trials {
      if successes > 0 { ways *= Double(trials - successes + 1) / Double(successes) }
      var chance = ways
      for _ in 0..<successes { chance *= rate }
      for _ in successes..<trials { chance *= 1 - rate }
      if Proportion(successes, of: trials).interval().contains(rate) { covered += chance }
    }
    #expect(covered >= 0.95)
  }

  @Test(arguments: [
    (1.0, 0.975, 12.7062047361747), (10, 0.975, 2.228138851986275), (30, 0.975, 2.042272456301238),
    (5, 0.995, 4.032142983555228),
  ])
  func `Quantiles of the t distribution are those of the tables`(degrees: Double, p: Double, t: Double) {
    #expect(abs(StudentT.quantile(p, degrees: degrees) - t) < 1e-9)
    #expect(abs(StudentT.cumulative(t, degrees: degrees) - p) < 1e-12)
    #expect(abs(StudentT.cumulative(-t, degrees: degrees) - (1 - p)) < 1e-12)
  }

  @Test(arguments: [
    (5.0, 7.252072286710694), (10, 4.294091191819874), (50, 3.191957771220279), (200, 3.045713741853789),
  ])
  func `Three deviations of few samples are more than three`(count: Double, multiple: Double) {
    #expect(abs(StudentT.multiple(forNormal: 3, count: count) - multiple) < 1e-9)
  }

  @Test func `Summaries of a few numbers are those on paper`() {
    let values: [Double] = [4, 1, 3, 2, 100]
    #expect(SampleSummary.mean(values) == 22)
    #expect(SampleSummary.median(values) == 3)
    #expect(SampleSummary.quantile(values, 0.25) == 2)
    #expect(SampleSummary.quantile([1, 2], 0.75) == 1.75)
    #expect(SampleSummary.deviation(values) == 1902.5.squareRoot())
    #expect(SampleSummary.deviation([0.05, 0.05, 0.05]) == 0)
    #expect(abs(SampleSummary.medianDeviation(values) - 1.482602218505602) < 1e-15)
    #expect(SampleSummary.deviation([1]).isNaN && SampleSummary.mean([]).isNaN && SampleSummary.median([]).isNaN)
  }

  @Test func `Independent samples count in full, and those that follow each other less`() {
    var numbers = SeededNumbers(seed: 7)
    let noise = (0..<4000).map { _ in (0..<12).reduce(-6.0) { sum, _ in sum + numbers.share() } }
    #expect(Autocorrelation.effectiveCount(noise) > 3400)
    // An autoregression of first order has n (1 - r) / (1 + r).
    var last = 0.0
    let walk = noise.map { value -> Double in
      last = 0.8 * last + value
      return last
    }
    let expected = 4000 * 0.2 / 1.8
    #expect(abs(Autocorrelation.effectiveCount(walk) - expected) < 0.25 * expected)
    #expect(Autocorrelation.effectiveCount([5, 5, 5, 5, 5]) == 1)
    #expect(Autocorrelation.effectiveCount([1, 2]) == 2)
  }

  @Test func `Swapping runs of a sum is the test of its differences`() {
    let differences = [0.5, -0.2, 0.9, 0.4, 0.7]
    let p = PermutationTest.paired(swapping: differences.count) { isSwapped in
      zip(differences, isSwapped).reduce(0) { $0 + ($1.1 ? -$1.0 : $1.0) }
    }
    #expect(p == PermutationTest.paired(differences))
    #expect(PermutationTest.paired(swapping: 0) { _ in 0 } == 1)
    // Two runs, told apart by a ratio: 2/1 - 1/4, and swapped 1/1 - 2/4, 2/4 - 1/1, 1/4 - 2/1.
    let (numerators, denominators) = ([(1.0, 2.0), (0.0, 0.0)], [(1.0, 1.0), (3.0, 0.0)])
    let ratios = PermutationTest.paired(swapping: 2) { isSwapped in
      func sum(_ values: [(Double, Double)], _ isSecond: Bool) -> Double {
        zip(values, isSwapped).reduce(0) { $0 + (($1.1 != isSecond) ? $1.0.1 : $1.0.0) }
      }
      return sum(numerators, true) / sum(denominators, true) - sum(numerators, false) / sum(denominators, false)
    }
    #expect(ratios == 0.5)
  }

  @Test func `Many swapped runs are drawn, and the draw is always the same`() {
    let p = PermutationTest.paired(swapping: 30) { isSwapped in Double(isSwapped.count { !$0 }) - 15 }
    #expect(p == 1.0 / 10_001)
  }

  @Test func `Drawing runs again gives the interval of a mean`() throws {
    var generator = SeededNumbers(seed: 7)
    let values = (0..<400).map { _ in Double.random(in: 0..<1, using: &generator) }
    let interval = try #require(
      Bootstrap.interval(of: values.count) { runs in runs.reduce(0) { $0 + values[$1] } / Double(runs.count) })
    let mean = SampleSummary.mean(values)
    let half = 1.96 * SampleSummary.deviation(values) / 20
    #expect(abs(interval.lowerBound - (mean - half)) < 0.1 * half)
    #expect(abs(interval.upperBound - (mean + half)) < 0.1 * half)
    #expect(Bootstrap.interval(of: 5) { _ in nil } == nil)
    #expect(Bootstrap.interval(of: 0) { _ in 1 } == nil)
  }

  @Test func `The permutation test agrees with counting all the ways`() {
    let differences = [0.3, -0.1, 0.4, 0.2, 0.25, -0.05]
    #expect(PermutationTest.paired(differences) == 0.125)
    // Runs that do not differ say nothing.
    #expect(PermutationTest.paired(differences + [0, 0, 0]) == 0.125)
    #expect(PermutationTest.paired([0, 0]) == 1)
    #expect(PermutationTest.paired([1, 1, 1, 1, 1]) == 2.0 / 32)
    var numbers = SeededNumbers(seed: 3)
    for _ in 0..<20 {
      let values = (0..<numbers.integer(1...9)).map { _ in Double(numbers.integer(-4...4)) }
      #expect(PermutationTest.paired(values) == Self.byCounting(values))
    }
  }

  @Test func `Of many runs a sample of the ways is drawn, the same each time`() {
    let differences = (0..<30).map { Double($0 % 7) - 2.8 }
    let p = PermutationTest.paired(differences)
    #expect(p == PermutationTest.paired(differences))
    #expect((0.6...0.95).contains(p))
    #expect(PermutationTest.paired(Array(repeating: 1, count: 40)) == 1.0 / 100_001)
  }

  private static func byCounting(_ values: [Double]) -> Double {
    let seen = abs(values.reduce(0, +))
    var extreme = 0
    for way in 0..<(1 << values.count) {
      var sum = 0.0
      for (index, value) in values.enumerated() { sum += way >> index & 1 == 0 ? value : -value }
      if abs(sum) >= seen { extreme += 1 }
    }
    return Double(extreme) / Double(1 << values.count)
  }
}
