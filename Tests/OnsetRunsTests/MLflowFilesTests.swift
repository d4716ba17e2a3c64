import Foundation
import Testing

@testable import OnsetRuns

@Suite struct MLflowFilesTests {
  /// A store with one experiment and one run; `more` are files of the run.
  private func store(_ more: [String: String], meta: String = "run_id: 0a1b2c3d4e\nname: ''\n") throws
    -> TemporaryFolder
  {
    let folder = try TemporaryFolder()
    try folder.write("experiment_id: '7'\nname: digits\nlifecycle_stage: active\n", to: "7/meta.yaml")
    try folder.write(meta, to: "7/0a1b2c3d4e/meta.yaml")
    for (name, text) in more { try folder.write(text, to: "7/0a1b2c3d4e/" + name) }
    return folder
  }

  private func run(_ more: [String: String]) throws -> Run {
    let folder = try store(more)
    return try RunDiscovery.run(at: folder.path).read()
  }

  private func names(_ folder: TemporaryFolder, _ path: String = "") throws -> [String] {
    try RunDiscovery.runs(at: folder.path + path).map { try $0.get().name }
  }

  @Test func `lines without a step, of stores before 1.0, are numbered`() throws {
    let run = try run(["metrics/loss": "1550000000 2.5\n1550000001 1.5\n1550000002 nan\n"])
    let loss = try #require(run.column(named: "loss"))
    #expect(loss.steps == [0, 1, 2] && loss.values[..<2] == [2.5, 1.5] && loss.values[2].isNaN)
    #expect(run.notes.map(\.kind) == [.noStepColumn])
  }

  @Test func `the data set of a sample is passed over`() throws {
    let run = try run(["metrics/loss": "1 2.5 10 train abc\n2 1.5 20 train abc\n"])
    #expect(run.samples("loss") == [10: 2.5, 20: 1.5] && run.notes.isEmpty)
  }

  @Test func `of two samples at a step the later in time counts, and in the file where that is the same`() throws {
    let run = try run(["metrics/x": "5 1 0\n5 2 0\n3 3 0\n7 4 1\n6 5 1\n"])
    #expect(run.samples("x") == [0: 2, 1: 4])
    #expect(run.note(.repeatedSteps)?.count == 3)
  }

  @Test func `the greatest double stands for an infinity`() throws {
    let run = try run([
      "metrics/x": "1 1.7976931348623157e+308 0\n2 -1.7976931348623157e+308 1\n3 1.7976931348623155e308 2\n4 -inf 3\n"
    ])
    #expect(run.samples("x") == [0: .infinity, 1: -.infinity, 2: 1.7976931348623155e308, 3: -.infinity])
    #expect(run.notes == [ReadingNote(kind: .substitutedValues, count: 2, names: ["x"])])
  }

  @Test func `a line without a line end is still being written, and damaged ones are passed over`() throws {
    let run = try run([
      "metrics/a": "1 0.5 0\n2 0.4 1\n3 0.3 1", "metrics/b/c": "1 x 0\n2\nimport torch\n3 1 1.5\n\n4 2 3\n",
      "metrics/d": "",
    ])
    #expect(run.samples("a") == [0: 0.5, 1: 0.4] && run.samples("b/c") == [3: 2])
    #expect(run.metricNames == ["a", "b/c"])
    #expect(
      run.notes == [
        ReadingNote(kind: .emptyFiles, count: 1, names: ["metrics/d"]),
        ReadingNote(kind: .unusableSteps, count: 1, firstLine: 4, file: "metrics/b/c"),
        ReadingNote(kind: .damagedLines, count: 3, firstLine: 1, file: "metrics/b/c"),
        ReadingNote(kind: .tornLastLine, count: 1, firstLine: 3, file: "metrics/a"),
      ])
  }

  @Test func `parameters and tags are metadata, whatever their names`() throws {
    let run = try run([
      "metrics/x": "1 2 3\n", "params/optimizer/lr": "1e-3\n", "params/dataset": "digits", "params/layers": "[8, 8]",
      "tags/mlflow.runName": "mine", "tags/mlflow.source.git.commit": "abc", "tags/arch": "cnn",
    ])
    #expect(run.name == "digits/mine")
    #expect(
      run.metadata.hyperparameters == [
        .init(name: "dataset", text: "digits", number: nil), .init(name: "layers", text: "[8, 8]", number: nil),
        .init(name: "optimizer/lr", text: "1e-3", number: 0.001),
      ])
    #expect(run.metadata.dataset == "digits" && run.metadata.architecture == "cnn")
    #expect(run.metadata.fields["tags.mlflow.source.git.commit"] == "abc")
    #expect(run.metadata.fields["run_id"] == "0a1b2c3d4e")
  }

  @Test func `deleted runs, runs without metrics and hidden folders are passed over`() throws {
    let folder = try store(["metrics/x": "1 2 3\n"])
    for (id, stage) in [("b1", "deleted"), ("b2", "active")] {
      try folder.write("run_id: \(id)\nrun_name: same\nlifecycle_stage: \(stage)\n", to: "7/\(id)/meta.yaml")
      try folder.write("1 2 3\n", to: "7/\(id)/metrics/x")
    }
    try folder.write("run_id: b3\nrun_name: empty\n", to: "7/b3/meta.yaml")
    try folder.write("experiment_id: '9'\nname: gone\n", to: ".trash/9/meta.yaml")
    try folder.write("run_id: c\n", to: ".trash/9/c/meta.yaml")
    try folder.write("1 2 3\n", to: ".trash/9/c/metrics/x")
    try folder.write("model_id: m-1\nname: model\n", to: "7/models/m-1/meta.yaml")
    try folder.write("1 2 3 a b\n", to: "7/models/m-1/metrics/x")
    #expect(try names(folder) == ["digits/0a1b2c3d4e", "digits/same"])
    #expect(try names(folder, "/7/b1") == ["same"])
    #expect(try names(folder, "/.trash") == ["gone/c"])
  }

  @Test func `runs and experiments of one name are told apart`() throws {
    let folder = try store(["metrics/x": "1 2 3\n"])
    for id in ["aaaaaaaaaa1", "aaaaaaaab2"] {
      try folder.write("run_uuid: \(id)\nname: twin\n", to: "7/\(id)/meta.yaml")
      try folder.write("1 2 3\n", to: "7/\(id)/metrics/x")
    }
    #expect(try names(folder) == ["digits/0a1b2c3d4e", "digits/aaaaaaaaaa1", "digits/aaaaaaaab2"])
    try folder.write("run_uuid: ccccccccc3\nname: twin\n", to: "7/aaaaaaaab2/meta.yaml")
    #expect(try names(folder) == ["digits/0a1b2c3d4e", "digits/twin-aaaaaaaa", "digits/twin-cccccccc"])
    try folder.write("experiment_id: '8'\nname: digits\n", to: "8/meta.yaml")
    try folder.write("run_uuid: d\nname: other\n", to: "8/d/meta.yaml")
    try folder.write("1 2 3\n", to: "8/d/metrics/x")
    #expect(try names(folder) == ["7/0a1b2c3d4e", "7/twin-aaaaaaaa", "7/twin-cccccccc", "8/other"])
  }

  @Test func `a run whose meta yaml is broken reads, and says so`() throws {
    for meta in ["", "\t: {", "run_id", "a: 1\n"] {
      let folder = try store(["metrics/x": "1 2 3\n"], meta: meta)
      let runs = try? RunDiscovery.runs(at: folder.path).map { try $0.get().read() }
      if meta == "a: 1\n" {
        #expect(runs == nil)
        continue
      }
      #expect(runs?.map(\.name) == ["digits/0a1b2c3d4e"])
      #expect(runs?[0].note(.unreadableSettings)?.names == ["meta.yaml"])
    }
  }

  @Test func `metadata that somebody adds lie beside the run by its folder`() throws {
    let folder = try store(["metrics/x": "1 2 3\n", "tags/mlflow.runName": "mine", "tags/arch": "mlp"])
    try folder.write("onset: 1\narchitecture: cnn\n", to: "7/0a1b2c3d4e/run.yaml")
    let run = try RunDiscovery.run(at: folder.path).read()
    #expect(run.name == "digits/mine" && run.metadata.architecture == "cnn")
    #expect(run.metadata.fields["tags.arch"] == "mlp")
  }

  @Test func `a circle of links among the metrics ends`() throws {
    let folder = try store(["metrics/a/x": "1 2 3\n"])
    let metrics = folder.path + "/7/0a1b2c3d4e/metrics"
    try FileManager.default.createSymbolicLink(atPath: metrics + "/a/up", withDestinationPath: metrics)
    let run = try RunDiscovery.run(at: folder.path).read()
    #expect(run.metricNames.contains("a/x") && run.rows == [3])
  }
}
