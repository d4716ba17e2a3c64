import Foundation
import Testing

@testable import OnsetRuns

@Suite struct MLPerfTests {
  private static func entry(
    _ key: String, _ value: String, _ metadata: String, event: String = "POINT_IN_TIME"
  ) -> String {
    ":::MLLOG {\"namespace\": \"\", \"time_ms\": 1, \"event_type\": \"\(event)\", \"key\": \"\(key)\", "
      + "\"value\": \(value), \"metadata\": {\"file\": \"a.py\", \"lineno\": 3\(metadata.isEmpty ? "" : ", ")\(metadata)}}\n"
  }

  @Test func `the log of a benchmark`() throws {
    let path = logFolder + "/mlperf/rnnt.txt"
    let reference = try #require(try RunDiscovery.runs(at: path).first).get()
    let run = try reference.read()
    #expect(run.metricNames == ["throughput", "eval_accuracy", "epoch"])
    #expect(run.rows == [1, 2, 3, 4, 5])
    #expect(
      run.column(named: "eval_accuracy")?.values == [
        0.9773905371126062, 0.998841954339914, 0.6082864600566156, 0.2618286092423073, 0.17754861953604648,
      ])
    #expect(run.samples("epoch") == [1: 1, 2: 2, 3: 3, 4: 4, 5: 5])
    #expect(run.sources.map(\.format) == [.mlperf])
    #expect(run.metadata.fields["hyperparameters.opt_name"] == "lamb")
    #expect(run.metadata.hyperparameters.first { $0.name == "global_batch_size" }?.number == 512)
    #expect(run.metadata.fields["tags.submission_benchmark"] == "rnnt")
    #expect(run.metadata.fields["hyperparameters.cache_clear"] == nil)
    #expect(Set(run.notes.map(\.kind)) == [.unmatchedLines])
  }

  @Test func `parts of tracked statistics are metrics, and samples are one count under two names`() throws {
    var text = "0: " + Self.entry("seed", "7", "") + Self.entry("opt_name", "\"adam\"", "")
    for step in 1...3 {
      text += Self.entry(
        "tracked_stats", "{\"reduced_train_loss\": \(step).5, \"lr\": {\"group0\": 1e-3}}", "\"step\": \(step * 100)")
      text += Self.entry("eval_accuracy", "\(step)", "\"samples_count\": \(step * 100)")
    }
    text += Self.entry("tracked_stats", "{\"reduced_train_loss\": NaN}", "\"step\": 400") + "srun: done\n"
    let run = try readLog(text)
    #expect(run.metricNames == ["reduced_train_loss", "lr.group0", "eval_accuracy"])
    #expect(run.rows == [100, 200, 300, 400])
    #expect(run.samples("reduced_train_loss")?[400]?.isNaN == true)
    #expect(run.samples("eval_accuracy") == [100: 1, 200: 2, 300: 3])
    #expect(run.notes.map(\.kind) == [.unmatchedLines])
  }

  @Test func `values that count in epochs stand at the last step before them`() throws {
    var text = ""
    for step in 1...6 {
      text += Self.entry("tracked_stats", "{\"loss\": \(step)}", "\"step_num\": \(step * 10)")
      if step % 3 == 0 { text += Self.entry("eval_accuracy", "0.\(step)", "\"epoch_num\": \(step / 3)") }
    }
    let run = try readLog(text)
    #expect(run.samples("eval_accuracy") == [30: 0.3, 60: 0.6])
    // Asked for, the epochs are the steps, and what counts otherwise stands at the last of them.
    let epochs = try readLog(text, options: ReadingOptions(stepColumn: "epoch_num"))
    #expect(epochs.samples("eval_accuracy") == [1: 0.3, 2: 0.6])
    #expect(epochs.samples("loss") == [1: 6])
    #expect(epochs.note(.rowsWithoutStep)?.count == 3)
  }

  @Test func `parts of an epoch are numbered, and the metric epoch has what they are`() throws {
    let text = [0.05, 0.1, 0.95, 1].map { Self.entry("eval_accuracy", "\($0 / 2)", "\"epoch_num\": \($0)") }.joined()
    let run = try readLog(text)
    #expect(run.samples("eval_accuracy") == [1: 0.025, 2: 0.05, 3: 0.475, 4: 0.5])
    #expect(run.samples("epoch") == [1: 0.05, 2: 0.1, 3: 0.95, 4: 1])
    #expect(run.note(.numberedSteps)?.count == 1)
  }

  @Test func `what is damaged, cut, or without a step is said`() throws {
    let good = Self.entry("eval_accuracy", "1", "\"epoch_num\": 1")
    let text =
      good + ":::MLLOG {\"key\": \"eval_accuracy\", \"value\n" + Self.entry("throughput", "5", "")
      + Self.entry("eval_stop", "5", "\"epoch_num\": 1", event: "INTERVAL_END") + good.replacing(": 1}", with: ": 2}")
      + ":::MLLOG {\"key\": \"eva"
    let run = try readLog(text)
    #expect(run.rows == [1, 2])
    #expect(run.note(.damagedLines)?.firstLine == 2)
    #expect(run.samples("throughput") == [1: 5])
    #expect(run.note(.tornLastLine)?.count == 1)
    guard case .noRows = readingError(Self.entry("seed", "1", "")) else {
      Issue.record("a log without metrics")
      return
    }
  }

  @Test func `rows do not depend on what is kept`() throws {
    var text = ""
    for step in 1...4 {
      text += Self.entry("a", "1", "\"epoch_num\": \(step)") + Self.entry("b", "1", "\"epoch_num\": \(step * 2)")
    }
    let all = try readLog(text)
    let some = try readLog(text, options: ReadingOptions(keep: ["b"]))
    #expect(some.rows == all.rows && some.metricNames == all.metricNames)
    #expect(some.columns == [try #require(all.column(named: "b"))])
  }

  @Test(.enabled(if: sharedFolder != nil))
  func `every log of the shared traces reads, with as many evaluations as it has`() throws {
    let folder = try #require(sharedFolder) + "/traces/mlperf-training-mllog"
    let references = try RunDiscovery.runs(at: folder).map { try $0.get() }
    #expect(references.count >= 14)
    for reference in references {
      let run = try reference.read()
      let text = try String(contentsOfFile: reference.log.path, encoding: .utf8)
      var expected: [Int64: Double] = [:]
      for line in text.split(separator: "\n") where line.contains("\"key\": \"eval_accuracy\"") {
        guard let value = line.firstMatch(of: /"value": ([-0-9.e]+)/),
          let epoch = line.firstMatch(of: /"epoch_num": ([0-9]+)/)
        else { continue }
        expected[try #require(Int64(epoch.output.1))] = Double(value.output.1)
      }
      guard !expected.isEmpty else { continue }
      #expect(run.samples("eval_accuracy") == expected, "\(run.name)")
      #expect(run.metadata.fields["tags.submission_benchmark"] != nil, "\(run.name)")
      #expect(run.metadata.fields["hyperparameters.global_batch_size"] != nil, "\(run.name)")
      #expect(run.notes.allSatisfy { $0.kind == .unmatchedLines }, "\(run.name): \(run.notes.map(\.message))")
    }
  }
}
