import Foundation
import Testing

@testable import OnsetRuns

/// The logs of tools that lay a run out over files and folders, against what the tools themselves say is in them.
@Suite struct ToolLogTests {
  /// The logs beside these tests, and the shared ones, of which they are copies.
  static let folders = [logFolder] + (sharedFolder.map { [$0 + "/formats"] } ?? [])

  private func runs(_ path: String, _ options: DiscoveryOptions = DiscoveryOptions()) throws -> [Run] {
    try RunDiscovery.runs(at: path, options: options).map { try $0.get().read() }
  }

  private struct Files: Decodable {
    var files: [String: [String: ExpectedSeries]]
  }

  // MARK: MLflow

  private struct MLflow: Decodable {
    var stores: [String: Store]

    struct Store: Decodable { var runs: [String: Run] }
    struct Run: Decodable {
      var run_id: String
      var metrics: [String: ExpectedSeries]
    }
  }

  @Test(arguments: folders) func `an MLflow store holds exactly what MLflow gives`(folder: String) throws {
    let store = try #require(
      try ExpectedSeries.decode(MLflow.self, in: folder + "/mlflow/expected.json").stores["file"])
    let found = try runs(folder + "/mlflow/mlruns")
    #expect(
      found.map(\.name) == ["exp-ünï/default_step", "exp-ünï/out_of_order", "exp-ünï/alpha", "exp-ünï/resumed"])
    for run in found {
      let name = String(run.name.dropFirst("exp-ünï/".count))
      let expected = try #require(store.runs[name])
      #expect(run.metadata.fields["run_id"] == expected.run_id)
      #expect(Set(run.metricNames) == Set(expected.metrics.keys))
      for (metric, series) in expected.metrics { try series.expect(in: run, called: metric, name) }
    }
    let alpha = found[2]
    #expect(alpha.metadata.architecture == "resnet18" && alpha.notes.isEmpty)
    #expect(alpha.metadata.hyperparameters.map(\.name) == ["arch", "lr"])
    #expect(alpha.metadata.hyperparameters[1].number == 0.001)
    #expect(alpha.metadata.fields["tags.mlflow.runName"] == "alpha")
    #expect(alpha.metadata.fields["experiment"] == "exp-ünï")
    #expect(alpha.sources.count == 10 && alpha.sources[0].format == .mlflowFiles)
    #expect(
      found[1].notes.map(\.message) == [
        "2 samples were logged again at the same step (`train/loss`): the later value counts",
        "4 samples came after a later step (`train/loss`): sorted by step",
      ])
  }

  @Test(arguments: folders) func `an MLflow run is found from its experiment and by itself`(folder: String) throws {
    let experiment = folder + "/mlflow/mlruns/171457841737222740"
    #expect(try runs(experiment).map(\.name) == ["default_step", "out_of_order", "alpha", "resumed"])
    let alpha = try runs(experiment + "/ecdda2b2f0ce4a19ad2b8af61c2a94c5")
    #expect(alpha.map(\.name) == ["alpha"] && alpha[0].metadata.fields["experiment"] == "exp-ünï")
  }

  // MARK: Hugging Face

  @Test(arguments: folders) func `the states of a Trainer hold exactly what it logged`(folder: String) throws {
    struct Expected: Decodable {
      var files: [String: State]
      struct State: Decodable { var metrics: [String: ExpectedSeries] }
    }
    let files = try ExpectedSeries.decode(Expected.self, in: folder + "/hf/expected.json").files
    for (file, state) in files {
      let run = try RunReader.read(file: folder + "/hf/" + file)
      #expect(run.sources.map(\.format) == [.trainerState] && run.name == "trainer_state")
      #expect(Set(run.metricNames) == Set(state.metrics.keys))
      for (metric, series) in state.metrics { try series.expect(in: run, called: metric, file) }
    }
    let found = try runs(folder + "/hf")
    #expect(found.map(\.name) == ["basic", "resumed"])
    for run in found {
      #expect(run.sources.map(\.path) == [folder + "/hf/\(run.name)/trainer_state.json"])
      let others = (1...4).map { "checkpoint-\($0)0/trainer_state.json" }
      #expect(run.note(.otherFiles) == ReadingNote(kind: .otherFiles, count: 4, names: others))
      #expect(run.metadata.fields["hyperparameters.max_steps"] == "40")
      #expect(run.metadata.fields["hyperparameters.train_batch_size"] == "8")
    }
    #expect(try runs(folder + "/hf/basic/checkpoint-20").map(\.name) == ["checkpoint-20"])
  }

  // MARK: Lightning

  @Test(arguments: folders) func `the versions of a Lightning log are runs`(folder: String) throws {
    let files = try ExpectedSeries.decode(Files.self, in: folder + "/lightning/expected.json").files
    let found = try runs(folder + "/lightning/logs")
    #expect(found.map(\.name) == ["basic/version_0", "resumed/version_0", "resumed/version_1"])
    for run in found {
      let series = try #require(files["logs/\(run.name)/metrics.csv"])
      #expect(run.sources.map(\.format) == [.lightning])
      #expect(Set(run.metricNames) == Set(series.keys))
      for (name, one) in series { try one.expect(in: run, called: name, run.name) }
    }
  }

  @Test(arguments: folders) func `the versions of a Lightning log are one run where that is said`(
    folder: String
  ) throws {
    let files = try ExpectedSeries.decode(Files.self, in: folder + "/lightning/expected.json").files
    let found = try runs(folder + "/lightning/logs", DiscoveryOptions(joinsVersions: true))
    #expect(found.map(\.name) == ["basic", "resumed"])
    let joined = found[1]
    let parts = try (0...1).map { try #require(files["logs/resumed/version_\($0)/metrics.csv"]) }
    for (name, first) in parts[0] {
      let second = parts[1][name]
      let series = ExpectedSeries(
        steps: first.steps + (second?.steps ?? []), values: first.values + (second?.values ?? []))
      try series.expect(in: joined, called: name, "joined")
    }
    #expect(joined.rows == Array(0..<48))
    #expect(joined.sources.count == 2)
    let kept = try RunDiscovery.runs(at: folder + "/lightning/logs/resumed", options: .init(joinsVersions: true))[0]
      .get().read(ReadingOptions(keep: ["val/loss"]))
    #expect(kept.rows == joined.rows && kept.metricNames == joined.metricNames)
    #expect(kept.columns == joined.columns.filter { $0.name == "val/loss" })
  }

  // MARK: Keras, DVCLive, Ray Tune

  @Test(arguments: folders) func `a Keras log holds exactly what was logged`(folder: String) throws {
    let expected = try ExpectedSeries.decode(Files.self, in: folder + "/keras/expected.json").files["training.log"]
    let run = try #require(try runs(folder + "/keras").first)
    #expect(run.name == "training" && run.notes.isEmpty)
    for (name, series) in try #require(expected) { try series.expect(in: run, called: name, "keras") }
    #expect(run.column(named: "epoch")?.values == run.rows.map(Double.init))
  }

  @Test(arguments: folders) func `a DVCLive run holds exactly what was logged`(folder: String) throws {
    struct Expected: Decodable { var runs: [String: [String: ExpectedSeries]] }
    let expected = try ExpectedSeries.decode(Expected.self, in: folder + "/dvclive/expected.json").runs["basic"]
    let found = try runs(folder + "/dvclive")
    #expect(found.map(\.name) == ["basic"])
    #expect(found[0].metricNames == ["métrique β", "train/loss", "val/acc", "val/loss"])
    for (name, series) in try #require(expected) { try series.expect(in: found[0], called: name, "dvclive") }
    #expect(found[0].metadata.architecture == "resnet18" && found[0].notes.isEmpty)
    let kept = try RunDiscovery.run(at: folder + "/dvclive").read(ReadingOptions(keep: ["val/acc"]))
    #expect(kept.rows == found[0].rows && kept.columns == found[0].columns.filter { $0.name == "val/acc" })
  }

  @Test(arguments: folders) func `a Ray Tune trial holds exactly what was reported`(folder: String) throws {
    let files = try ExpectedSeries.decode(Files.self, in: folder + "/raytune/expected.json").files
    let (file, series) = try #require(files.first)
    let found = try runs(folder + "/raytune")
    #expect(found.map(\.name) == ["exp/train_f0aa4_00000_0_s=0_2026-11-23_21-43-37"])
    for (name, one) in series { try one.expect(in: found[0], called: name, "raytune") }
    #expect(found[0].metadata.hyperparameters == [.init(name: "s", text: "0", number: 0)])
    #expect(found[0].notes.map(\.kind) == [.otherFiles] && found[0].notes[0].count == 2)
    let alone = try RunDiscovery.run(at: folder + "/raytune/" + file).read()
    #expect(alone.columns == found[0].columns && alone.name == "result")
    #expect(alone.metadata.hyperparameters == found[0].metadata.hyperparameters)
  }

  // MARK: Recorded elsewhere

  @Test(
    .enabled(if: sharedFolder != nil),
    arguments: [
      ("mlflow-torch-points3d", 21, LogFormat.mlflowFiles), ("hf-trainer-state-overfit", 1, .trainerState),
      ("lightning-csv-mnist", 5, .lightning), ("lightning-csv-deep-linear-rnn", 10, .lightning),
    ])
  func `runs of the shared traces read`(folder: String, count: Int, format: LogFormat) throws {
    let found = try runs(try #require(sharedFolder) + "/traces/" + folder)
    #expect(found.count == count && Set(found.map(\.name)).count == count)
    for run in found {
      #expect(run.rows.count > 5 && run.columns.count > 2, "\(run.name)")
      #expect(run.sources.allSatisfy { $0.format == format }, "\(run.name)")
      let allowed: Set<ReadingNote.Kind> = [.repeatedSteps]
      #expect(run.notes.allSatisfy { allowed.contains($0.kind) }, "\(run.name): \(run.notes.map(\.message))")
    }
  }

  @Test(.enabled(if: sharedFolder != nil))
  func `settings beside the only log of a folder are hyperparameters`() throws {
    let trial =
      try #require(sharedFolder) + "/traces/algoperf-csv-tfevents/external_tuning/baseline/study_0"
      + "/ogbg_jax/trial_2"
    for path in [trial, trial + "/measurements.csv"] {
      let metadata = try RunDiscovery.run(at: path).readMetadata()
      #expect(metadata.hyperparameters.count == 7)
      #expect(metadata.fields["hyperparameters.beta2"] == "0.9978504782314613")
    }
  }
}
