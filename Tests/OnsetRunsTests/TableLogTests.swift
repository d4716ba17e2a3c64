import Foundation
import Testing

@testable import OnsetRuns

/// The tables of Keras, DVCLive and Ray Tune, and the settings that lie beside tables.
@Suite struct TableLogTests {
  @Test(arguments: [",", ";", "\t", "|", " ", ":", "&"])
  func `Keras may be told any separator`(separator: String) throws {
    let text = [
      ["epoch", "accuracy", "lr", "val_loss"], ["0", "0.5", "\"[0.1, 0.2]\"", "NA"], ["1", "0.75", "0.1", "1.5e-3"],
      ["2", "nan", "0.1", "-inf"],
    ].map { $0.joined(separator: separator) + "\r\n" }.joined()
    let run = try readLog(text)
    #expect(run.samples("val_loss") == [1: 1.5e-3, 2: -.infinity] && run.samples("epoch") == [0: 0, 1: 1, 2: 2])
    #expect(run.samples("accuracy")?[2]?.isNaN == true)
    #expect(run.notes.map(\.kind) == [.textCells] && run.notes[0].names == ["lr"])
  }

  @Test func `runs that were appended without a header go on, the later value counting`() throws {
    let run = try readLog("epoch,loss\n0,4\n1,3\n2,2\n0,8\n1,7\n")
    #expect(run.samples("loss") == [0: 8, 1: 7, 2: 2])
    #expect(run.notes.map(\.kind) == [.repeatedSteps, .stepsOutOfOrder])
  }

  @Test func `runs that were appended with a header may have other metrics`() throws {
    let run = try readLog("epoch,loss\n0,4\n1,3\nepoch,acc,loss\n2,0.5,2\n3,0.75,1\nepoch,acc,loss\n4,1,0\n")
    #expect(run.samples("loss") == [0: 4, 1: 3, 2: 2, 3: 1, 4: 0] && run.samples("acc") == [2: 0.5, 3: 0.75, 4: 1])
    #expect(run.notes == [ReadingNote(kind: .repeatedHeaders, count: 2, firstLine: 4)])
    for chunkBytes in [1, 5, 64] {
      var options = ReadingOptions()
      options.chunkBytes = chunkBytes
      options.prefixBytes = 20
      let pieces = try readLog(
        "epoch,loss\n0,4\n1,3\nepoch,acc,loss\n2,0.5,2\n3,0.75,1\nepoch,acc,loss\n4,1,0\n", options: options)
      #expect(pieces.columns == run.columns && pieces.notes == run.notes)
    }
  }

  @Test func `old tables of DVCLive have a time, and empty ones are said`() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      "timestamp\tstep\tloss\n1700000000\t0\t0.5\n1700000001\t1\tnan\n", to: "dvclive/scalars/train/loss.tsv")
    try folder.write("", to: "dvclive/scalars/acc.tsv")
    try folder.write("step\tx\n", to: "dvclive/scalars/x.tsv")
    try folder.write("{\n \"step\": 1\n}", to: "dvclive/metrics.json")
    let run = try RunDiscovery.run(at: folder.path).read()
    #expect(run.name == "dvclive" && run.metricNames == ["train/loss"])
    #expect(run.samples("train/loss")?[0] == 0.5 && run.samples("train/loss")?[1]?.isNaN == true)
    #expect(run.note(.emptyFiles)?.names == ["scalars/acc.tsv", "scalars/x.tsv"])
  }

  @Test func `a trial of Ray Tune without parameters has those of its first result`() throws {
    let folder = try TemporaryFolder()
    let results = (1...3).map { iteration in
      "{\"loss\": \(iteration), \"info\": {\"learner\": {\"kl\": NaN}}, \"training_iteration\": \(iteration), "
        + "\"trial_id\": \"a\", \"config\": {\"lr\": 0.5, \"model\": {\"layers\": [1, 2]}}, \"date\": \"x\", \"note\": \"y\"}\n"
    }
    try folder.write(results.joined(), to: "exp/trial/result.json")
    let run = try RunDiscovery.run(at: folder.path).read()
    #expect(run.name == "exp/trial" && run.metricNames == ["loss", "info/learner/kl"] && run.rows == [1, 2, 3])
    #expect(run.notes.map(\.kind) == [.textCells] && run.notes[0].names == ["note"])
    #expect(run.metadata.hyperparameters.map(\.name) == ["lr", "model.layers"])
    let first = try folder.write(results[0], to: "one/result.json")
    #expect(try RunDiscovery.run(at: first).read().rows == [1])
  }

  @Test func `settings beside a table are its own only where it is alone`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("step,x\n1,2\n", to: "a/measurements.csv")
    try folder.write("{\"lr\": 0.1, \"model\": {\"width\": 64, \"bias\": true}, \"x\": null}", to: "a/hparams.json")
    let metadata = try RunDiscovery.run(at: folder.path).readMetadata()
    #expect(metadata.hyperparameters.map(\.name) == ["lr", "model.width", "model.bias"])
    #expect(try RunDiscovery.run(at: path).readMetadata() == metadata)
    try folder.write("step,x\n1,2\n", to: "a/other.csv")
    #expect(try RunDiscovery.runs(at: folder.path).allSatisfy { try $0.get().readMetadata().hyperparameters.isEmpty })
  }
}
