import Foundation
import Testing

@testable import OnsetRuns

@Suite struct RealLogTests {
  /// The series that `expected.json` gives for each log. Foundation's decoder reads doubles exactly, where
  /// `JSONSerialization` is off by a few units in the last place.
  private struct Expected: Decodable {
    var files: [String: [String: Series]]

    struct Series: Decodable {
      var steps: [Int64]
      var values: [Value]
    }

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
  }

  private func expected(in folder: String) throws -> [String: [String: Expected.Series]] {
    let data = try Data(contentsOf: URL(fileURLWithPath: folder + "/expected.json"))
    return try JSONDecoder().decode(Expected.self, from: data).files
  }

  private func compare(folder: String, exactNames: Bool) throws {
    for (file, series) in try expected(in: folder) {
      let run = try RunReader.read(file: folder + "/" + file)
      if exactNames { #expect(Set(run.metricNames) == Set(series.keys), "\(file)") }
      for (name, one) in series {
        // A step logged twice keeps the later value.
        var samples: [Int64: UInt64] = [:]
        for (step, value) in zip(one.steps, one.values) { samples[step] = value.number.bitPattern }
        let column = try #require(run.column(named: name), "\(file) \(name)")
        #expect(column.steps == samples.keys.sorted(), "\(file) \(name)")
        #expect(column.values.map(\.bitPattern) == column.steps.map { samples[$0] }, "\(file) \(name)")
      }
    }
  }

  @Test func `the small logs beside the tests hold exactly what is expected`() throws {
    try compare(folder: logFolder, exactNames: true)
    let nested = try RunReader.read(file: logFolder + "/nested.jsonl")
    #expect(nested.metricNames.contains("train.loss") && nested.metricNames.contains("meta.epoch"))
    #expect(nested.rows == Array(0..<100))
    #expect(try RunReader.read(file: logFolder + "/gz.csv.gz").sources.first?.isCompressed == true)
  }

  @Test(
    .enabled(if: sharedFolder != nil), arguments: ["plain", "keras", "lightning"])
  func `the logs of real tools hold exactly what is expected`(tool: String) throws {
    try compare(folder: try #require(sharedFolder) + "/formats/" + tool, exactNames: tool == "plain")
  }

  @Test(.enabled(if: sharedFolder != nil))
  func `every CSV and JSON lines log of the shared traces reads`() throws {
    let folder = try #require(sharedFolder) + "/traces"
    let results = try RunDiscovery.runs(at: folder)
    #expect(results.count > 200)
    var names: Set<String> = []
    for result in results {
      let reference = try result.get()
      // A table of labels, which is no log of a run: its one number is the step.
      if reference.name == "events" { continue }
      let run = try reference.read()
      #expect(names.insert(run.name).inserted, "\(run.name)")
      #expect(!run.columns.isEmpty && run.rows.count > 1, "\(run.name)")
      for column in run.columns {
        #expect(
          zip(column.steps, column.steps.dropFirst()).allSatisfy { $0 < $1 }, "\(run.name) \(column.name)")
        #expect(!column.steps.isEmpty && column.steps.count == column.values.count)
      }
      // What stands around the lines of logs that are text.
      let around: Set<ReadingNote.Kind> = [.unmatchedLines, .textCells, .otherValues]
      let allowed = around.union([.rowsWithoutStep, .repeatedSteps])
      #expect(run.notes.allSatisfy { allowed.contains($0.kind) }, "\(run.name): \(run.notes.map(\.message))")
    }
  }

  @Test(.enabled(if: sharedFolder != nil))
  func `metadata of the small models come with their logs`() throws {
    let folder = try #require(sharedFolder) + "/traces/small-models"
    let runs = try RunDiscovery.runs(at: folder).map { try $0.get().read(ReadingOptions(keep: ["loss"])) }
    #expect(runs.count == 37)
    let induction = try #require(runs.first { $0.name == "induction-s1" })
    #expect(induction.metadata.architecture == "attention-only-transformer")
    #expect(induction.metadata.stepsPerEpoch == 128)
    #expect(
      induction.metadata.labels == [
        RunMetadata.TransitionLabel(phase: "feature_learning", step: 175, earliest: 125, latest: 200)
      ])
    #expect(induction.columns.map(\.name) == ["loss"])
    #expect(induction.metadata.fields["hyperparameters.optimizer"] == "adamw")
  }
}
