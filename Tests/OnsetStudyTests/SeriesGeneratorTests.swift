import OnsetRules
import OnsetRuns
import OnsetStudy
import Testing

@Suite("Samples of series")
struct SeriesGeneratorTests {
  private func values(_ text: String, metric: String = "loss", seed: Int = 0) throws -> [Double?] {
    SeriesGenerator.values(of: try SeriesParser.parse(text), metric: metric, seed: seed)
  }

  @Test(
    "values, ramps, gaps and repetitions are what they say",
    arguments: [
      ("1 x 2, 3", [1, 1, 3]), ("0 -> 1 x 5", [0, 0.25, 0.5, 0.75, 1]), ("4 => 1 x 3", [4, 2, 1]),
      ("-1 => -100 x 3", [-1, -10, -100]), ("1, _ x 2, 2", [1, nil, nil, 2]),
      ("(1, _, 2) x 2", [1, nil, 2, 1, nil, 2]),
      ("1e308 -> -1e308 x 3", [1e308, 0, -1e308]), ("inf, -inf", [.infinity, -.infinity]),
    ] as [(String, [Double?])])
  func samples(text: String, expected: [Double?]) throws {
    let found = try values(text)
    #expect(found.count == expected.count)
    for (left, right) in zip(found, expected) {
      guard let left, let right, left.isFinite else {
        #expect(left == right)
        continue
      }
      #expect(abs(left - right) <= 1e-12 * max(1, abs(right)))
    }
    #expect(try values("nan")[0]?.isNaN == true)
  }

  @Test("noise has the deviation that is asked for, and is normal")
  func noise() throws {
    let noise = try values("5 +- 2 x 100000").compactMap(\.self)
    let mean = noise.reduce(0, +) / Double(noise.count)
    let variance = noise.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(noise.count - 1)
    #expect(abs(mean - 5) < 0.03)
    #expect(abs(variance.squareRoot() - 2) < 0.03)
    // Within one, two and three deviations.
    for (deviations, share) in [(1.0, 0.6827), (2.0, 0.9545), (3.0, 0.9973)] {
      let inside = noise.count { abs($0 - 5) <= deviations * 2 }
      #expect(abs(Double(inside) / Double(noise.count) - share) < 0.005)
    }
  }

  @Test("noise depends on the seed, the metric and the position, and on nothing else")
  func independence() throws {
    let series = try values("0 +- 1 x 50")
    #expect(series == (try values("0 +- 1 x 50")))
    #expect(series != (try values("0 +- 1 x 50", seed: 1)))
    #expect(series != (try values("0 +- 1 x 50", metric: "val_loss")))
    // What comes before may change; what follows keeps its noise.
    #expect(series[20...] == (try values("0 x 20, 0 +- 1 x 30"))[20...])
    // Two metrics' noise has nothing in common.
    let other = try values("0 +- 1 x 10000", metric: "val_loss").compactMap(\.self)
    let own = try values("0 +- 1 x 10000").compactMap(\.self)
    let correlation = zip(own, other).reduce(0) { $0 + $1.0 * $1.1 } / 10_000
    #expect(abs(correlation) < 0.05)
  }
}
