import Foundation
import Testing

@testable import OnsetRuns

@Suite struct RealLogTests {
  private struct Expected: Decodable {
    var files: [String: [String: ExpectedSeries]]
  }

  private func compare(folder: String, exactNames: Bool) throws {
    let expected = try ExpectedSeries.decode(Expected.self, in: folder + "/expected.json")
    for (file, series) in expected.files {
      let run = try RunReader.read(file: folder + "/" + file)
      if exactNames { #expect(Set(run.metricNames) == Set(series.keys), "\(file)") }
      for (name, one) in series { try one.expect(in: run, called: name, file) }
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
      // What stands around the lines of logs that are text, and the end of a run that was killed.
      let around: Set<ReadingNote.Kind> = [.unmatchedLines, .textCells, .otherValues, .tornLastRecord]
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
