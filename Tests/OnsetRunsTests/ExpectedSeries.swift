import Foundation
import Testing

@testable import OnsetRuns

/// The samples that `expected.json` gives for a metric, in file order. Foundation's decoder reads doubles exactly, where
/// `JSONSerialization` is off by a few units in the last place.
struct ExpectedSeries: Decodable {
  var steps: [Int64]
  var values: [Value]

  /// A number, or the string "NaN", "Infinity" or "-Infinity".
  struct Value: Decodable {
    var number: Double

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let word = try? container.decode(String.self) {
        number = word == "NaN" ? .nan : word == "Infinity" ? .infinity : -.infinity
      } else {
        number = try container.decode(Double.self)
      }
    }
  }

  /// Reads a file of expected values.
  static func decode<Expected: Decodable>(_ type: Expected.Type, in path: String) throws -> Expected {
    try JSONDecoder().decode(type, from: Data(contentsOf: URL(fileURLWithPath: path)))
  }

  /// Expects that a run has just these samples; a step logged twice keeps the later value.
  func expect(in run: Run, called name: String, _ place: String) throws {
    var samples: [Int64: UInt64] = [:]
    for (step, value) in zip(steps, values) { samples[step] = value.number.bitPattern }
    let column = try #require(run.column(named: name), "\(place) \(name)")
    #expect(column.steps == samples.keys.sorted(), "\(place) \(name)")
    #expect(column.values.map(\.bitPattern) == column.steps.map { samples[$0] }, "\(place) \(name)")
  }
}
