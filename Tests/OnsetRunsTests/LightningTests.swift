import Foundation
import Testing

@testable import OnsetRuns

@Suite struct LightningTests {
  private let log = "epoch,step,train_loss,val_loss\n0,9,0.5,\n0,9,,0.6\n1,19,0.4,\n"

  @Test func `the hyperparameters of a version are those of hparams yaml`() throws {
    let folder = try TemporaryFolder()
    try folder.write(log, to: "lightning_logs/version_3/metrics.csv")
    try folder.write(
      "lr: 0.1\nlayers: [8, 16]\noptimizer:\n  name: sgd\n  momentum: 1e-1\narch: cnn\nnothing: null\n",
      to: "lightning_logs/version_3/hparams.yaml")
    let run = try RunDiscovery.run(at: folder.path).read()
    #expect(run.name == "lightning_logs/version_3" && run.notes.map(\.kind) == [.repeatedSteps])
    #expect(run.samples("train_loss") == [9: 0.5, 19: 0.4] && run.samples("val_loss") == [9: 0.6])
    #expect(
      run.metadata.hyperparameters == [
        .init(name: "lr", text: "0.1", number: 0.1), .init(name: "layers", text: "[8, 16]", number: nil),
        .init(name: "optimizer.name", text: "sgd", number: nil),
        .init(name: "optimizer.momentum", text: "1e-1", number: 0.1),
        .init(name: "arch", text: "cnn", number: nil),
      ])
    #expect(run.metadata.architecture == "cnn")
    for path in ["lightning_logs", "lightning_logs/version_3", "lightning_logs/version_3/metrics.csv"] {
      let same = try RunDiscovery.run(at: folder.path + "/" + path).read()
      #expect(same.columns == run.columns && same.metadata == run.metadata, "\(path)")
      #expect(same.sources[0].format == .lightning)
    }
  }

  @Test(arguments: [
    "lr: 0.1\nact: !!python/name:torch.nn.functional.relu ''\nloss: !!python/object:mine.Loss\n  a: 1\n",
    "lr: 0.1\nact: !mine x\n", "lr: 0.1\nlr: 0.2\n", "lr: 0.1\nshape: !!python/tuple [!!python/object:a.B {}, 2]\n",
  ])
  func `settings that only Python can make are passed over and said`(settings: String) throws {
    let folder = try TemporaryFolder()
    try folder.write(log, to: "version_0/metrics.csv")
    try folder.write(settings, to: "version_0/hparams.yaml")
    let run = try RunDiscovery.run(at: folder.path).read()
    #expect(run.metadata.hyperparameters.first { $0.name == "lr" }?.number == 0.1, "\(settings)")
    #expect(run.note(.unreadableSettings)?.names == ["hparams.yaml"], "\(settings)")
    #expect(run.rows == [9, 19])
  }

  @Test(arguments: ["", "{}\n", "null\n", "# none\n"])
  func `no settings are nothing to say`(settings: String) throws {
    let folder = try TemporaryFolder()
    try folder.write(log, to: "version_0/metrics.csv")
    try folder.write(settings, to: "version_0/hparams.yaml")
    let run = try RunDiscovery.run(at: folder.path).read()
    #expect(run.metadata.hyperparameters.isEmpty && run.note(.unreadableSettings) == nil)
  }

  @Test(arguments: ["a: [", "\t- x", "- 1\n", "7\n", "\u{1}"])
  func `settings that are no settings leave the run readable`(settings: String) throws {
    let folder = try TemporaryFolder()
    try folder.write(log, to: "version_0/metrics.csv")
    try folder.write(settings, to: "version_0/hparams.yaml")
    let run = try RunDiscovery.run(at: folder.path).read()
    #expect(run.rows == [9, 19] && run.note(.unreadableSettings) != nil)
  }

  @Test func `versions are joined when that is said, the later one counting`() throws {
    let folder = try TemporaryFolder()
    try folder.write(log, to: "logs/version_9/metrics.csv")
    try folder.write("lr: 1\n", to: "logs/version_9/hparams.yaml")
    try folder.write("step,train_loss,new\n19,0.3,1\n29,0.2,2\n", to: "logs/version_10/metrics.csv")
    try folder.write("step,train_loss\n", to: "logs/version_11/metrics.csv")
    #expect(try RunDiscovery.runs(at: folder.path).count == 3)
    let run = try RunDiscovery.run(at: folder.path, options: DiscoveryOptions(joinsVersions: true)).read()
    #expect(run.name == "logs" && run.rows == [9, 19, 29])
    #expect(run.samples("train_loss") == [9: 0.5, 19: 0.3, 29: 0.2] && run.samples("new") == [19: 1, 29: 2])
    #expect(run.metadata.hyperparameters.map(\.name) == ["lr"])
    #expect(run.note(.repeatedSteps)?.names.contains("train_loss") == true)
    #expect(run.note(.emptyFiles)?.names == ["version_11/metrics.csv"])
    #expect(run.sources.map(\.path).map(RunName.lastComponent) == ["metrics.csv", "metrics.csv"])
  }

  @Test func `a logger of TensorBoard that writes into the same folder has logged the same`() throws {
    let folder = try TemporaryFolder()
    try folder.write(log, to: "mine/metrics.csv")
    try folder.write("", to: "mine/hparams.yaml")
    try folder.write("x", to: "mine/events.out.tfevents.1.host.2.0")
    let run = try RunDiscovery.run(at: folder.path).read()
    #expect(run.name == "mine" && run.note(.otherFiles)?.names == ["events.out.tfevents.1.host.2.0"])
  }
}
