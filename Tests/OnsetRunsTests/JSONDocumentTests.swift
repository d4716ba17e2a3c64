import Foundation
import Testing

@testable import OnsetRuns

@Suite struct JSONDocumentTests {
  private static func expect(
    _ run: Run, _ name: String, _ steps: [Int64], _ values: [Double], sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let column = try #require(run.column(named: name), sourceLocation: sourceLocation)
    #expect(column.steps == steps, sourceLocation: sourceLocation)
    #expect(column.values.map(\.bitPattern) == values.map(\.bitPattern), sourceLocation: sourceLocation)
  }

  @Test func `a run of DeepOBS`() throws {
    let path = logFolder + "/json-document/deepobs.json"
    let run = try #require(try RunDiscovery.runs(at: path).first).get().read()
    #expect(run.metricNames == ["train_losses", "test_losses", "minibatch_train_losses"])
    #expect(run.rows == Array(0...700))
    let losses = try #require(run.column(named: "train_losses"))
    #expect(losses.steps == (0...100).map { $0 * 7 })
    #expect(losses.values[0] == 353.9337594168527 && losses.values[1] == .infinity && losses.values[100].isNaN)
    #expect(run.column(named: "minibatch_train_losses")?.steps == Array(0..<700))
    #expect(run.metadata.stepsPerEpoch == 7)
    #expect(run.metadata.hyperparameters.first { $0.name == "batch_size" }?.number == 128)
    #expect(run.metadata.fields["hyperparameters.optimizer"] == "GradientDescentOptimizer")
    #expect(run.notes == [])
    #expect(run.sources.map(\.format) == [.jsonDocument])
  }

  @Test func `lists of objects`() throws {
    let run = try readLog(
      """
      [
        {"step": 1, "loss": 2.5, "nested": {"lr": 1e-3}, "text": "a", "none": null},
        {"step": 9007199254740993, "loss": NaN, "list": [1, [2]]},
        {"loss": 3}
      ]
      """)
    #expect(run.rows == [1, 9_007_199_254_740_993])
    try Self.expect(run, "loss", [1, 9_007_199_254_740_993], [2.5, .nan])
    try Self.expect(run, "nested.lr", [1], [1e-3])
    #expect(run.note(.rowsWithoutStep)?.count == 1)
    #expect(run.note(.otherValues)?.names == ["list"])
    #expect(run.note(.textCells)?.names == ["text"])
    let keyed = try readLog(
      "{\"config\": {\"lr\": 0.1}, \"train\": [{\"epoch\": 1, \"loss\": 1}, {\"epoch\": 2, \"loss\": 2}],\n"
        + " \"val\": [{\"epoch\": 2, \"loss\": 3}]}")
    #expect(keyed.metricNames == ["train.epoch", "train.loss", "val.epoch", "val.loss"])
    try Self.expect(keyed, "val.loss", [2], [3])
  }

  @Test func `objects of arrays`() throws {
    let run = try readLog(
      "{\"step\": [10, 20, 30],\n\"loss\": [3, \"NaN\", Infinity],\n\"other\": [1, 2], \"lr\": [null, 1, 2]}")
    try Self.expect(run, "loss", [10, 20, 30], [3, .nan, .infinity])
    try Self.expect(run, "lr", [20, 30], [1, 2])
    try Self.expect(run, "other", [0, 1], [1, 2])
    #expect(run.metricNames == ["loss", "other", "lr"])
    #expect(run.note(.unrelatedLengths)?.names == ["other"])
  }

  static let lengths: [(count: Int, longest: Int, setting: String, steps: [Int64])] = [
    // As many as epochs: at their ends. One more: from before training on.
    (2, 6, "", [3, 6]), (4, 6, "", [0, 2, 4, 6]), (3, 6, ", \"num_epochs\": 3", [2, 4, 6]),
    (3, 6, ", \"num_epochs\": 2", [0, 3, 6]), (5, 6, "", [0, 1, 2, 3, 4]), (3, 6, "", [0, 1, 2]),
  ]

  @Test(arguments: lengths)
  func `shorter arrays stand where their ratio to the longest says`(
    count: Int, longest: Int, setting: String, steps: [Int64]
  ) throws {
    let short = (0..<count).map { "\($0)" }.joined(separator: ", ")
    let long = (0..<longest).map { "\($0)" }.joined(separator: ", ")
    let run = try readLog("{\"val_losses\": [\(short)],\n\"losses\": [\(long)]\(setting)}")
    #expect(run.column(named: "val_losses")?.steps == steps)
  }

  @Test func `a told step`() throws {
    let text = "[{\"a\": 5, \"step\": 1, \"loss\": 2},\n {\"a\": 6, \"step\": 2, \"loss\": 3}]"
    #expect(try readLog(text, options: ReadingOptions(stepColumn: "a")).rows == [5, 6])
    guard case .noSuchStepColumn(_, "lss", "loss") = readingError(text, options: ReadingOptions(stepColumn: "lss"))
    else {
      Issue.record("a step that is not there")
      return
    }
  }

  @Test func `other JSON files are no runs`() throws {
    let folder = try TemporaryFolder()
    let others = [
      "{\"name\": \"x\", \"version\": \"1.0\", \"scripts\": {\"a\": \"b\"}}", "{\"lr\": 0.1, \"betas\": [0.9, 0.999]}",
      "{\n  \"loss_weights\": [1, 2],\n  \"sizes\": [1, 2]\n}", "[1, 2, 3]", "[\"a\", \"b\"]", "[]", "{}", "{", "[",
      "[{\"id\": 1, \"score\": 2}, {\"id\": 2, \"score\": 3}]", "[{\"step\": 1, \"text\": \"stir\"}]", "null", "3",
      "{\"model\": {\"vocab\": {\"a\": 0, \"b\": 1}, \"merges\": [\"a b\"]}}", "{\"loss\": 1}",
    ]
    for (number, text) in others.enumerated() { try folder.write(text, to: "\(number).json") }
    guard case .noLogs = #expect(throws: RunError.self, performing: { try RunDiscovery.runs(at: folder.path) })
    else {
      Issue.record("\(try RunDiscovery.runs(at: folder.path).map { try $0.get().name })")
      return
    }
    try folder.write("{\"loss\": [2, 1],\n \"val_loss\": [3, 2]}", to: "history.json")
    try folder.write("[{\"step\": 1, \"loss\": 2}]", to: "one.json")
    #expect(try RunDiscovery.runs(at: folder.path).map { try $0.get().name } == ["history", "one"])
  }

  @Test func `a document that is cut or damaged keeps what came before`() throws {
    let text = "{\"loss\": [5, 4, 3, 2, 1],\n\"val_loss\": [5, 4, 3, 2, 1]}"
    let cut = try readLog(String(text.dropLast(4)))
    try Self.expect(cut, "val_loss", [0, 1, 2, 3], [5, 4, 3, 2])
    #expect(cut.notes.map(\.kind).contains(.tornLastRecord))
    let damaged = try readLog(text.replacing("2, 1]}", with: "2, x1]}"))
    try Self.expect(damaged, "val_loss", [0, 1, 2, 3], [5, 4, 3, 2])
    #expect(damaged.note(.damagedRecords) != nil)
    #expect(try readLog(text + "\nmore").note(.damagedRecords) != nil)
    for none in ["{\n\"a\": 1\n}", "[1, 2]", "[]", "[\n{\"a\": \"b\"}]"] {
      #expect(readingError(none)?.description.contains("this JSON document has no metrics") == true, "\(none)")
    }
  }

  @Test func `nesting has an end`() throws {
    for bracket in ["[", "{\"a\":"] {
      let deep = "{\"loss\": [1, 2, 3],\n\"acc\": [1, 2, 3], \"x\": " + String(repeating: bracket, count: 100_000)
      let run = try readLog(deep)
      #expect(run.rows == [0, 1, 2] && run.note(.damagedRecords) != nil)
    }
  }

  @Test(.enabled(if: sharedFolder != nil))
  func `every run of DeepOBS in the shared traces reads exactly`() throws {
    struct Document: Decodable {
      var train_losses: [Double]
      var test_losses: [Double]
      var minibatch_train_losses: [Double]
      var train_accuracies: [Double]?
      var test_accuracies: [Double]?
      var learning_rate: Double
    }
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
    let references = try RunDiscovery.runs(at: try #require(sharedFolder) + "/traces/deepobs-baselines-json")
    #expect(references.count >= 122)
    for reference in references {
      let reference = try reference.get()
      let run = try reference.read()
      // Foundation does not take the bare words.
      let text = try String(contentsOfFile: reference.log.path, encoding: .utf8)
        .replacing(/-?(NaN|Infinity)/) { "\"\($0.output.0)\"" }
      let document = try decoder.decode(Document.self, from: Data(text.utf8))
      let count = document.minibatch_train_losses.count
      let epochs = (0...100).map { Int64($0 * count / 100) }
      #expect(run.metadata.stepsPerEpoch == Double(count / 100))
      try Self.expect(run, "minibatch_train_losses", (0..<count).map(Int64.init), document.minibatch_train_losses)
      try Self.expect(run, "train_losses", epochs, document.train_losses)
      try Self.expect(run, "test_losses", epochs, document.test_losses)
      if let accuracies = document.test_accuracies { try Self.expect(run, "test_accuracies", epochs, accuracies) }
      #expect(run.metadata.hyperparameters.first { $0.name == "learning_rate" }?.number == document.learning_rate)
      #expect(run.notes == [], "\(run.name): \(run.notes.map(\.message))")
    }
  }
}
