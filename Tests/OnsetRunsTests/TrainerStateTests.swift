import Foundation
import Testing

@testable import OnsetRuns

@Suite struct TrainerStateTests {
  private func state(_ rows: String, step: Int = 2, more: String = "") -> String {
    "{\n  \"epoch\": 1.0,\n  \"global_step\": \(step),\n  \"log_history\": [\(rows)],\n  \"max_steps\": 4\(more)\n}"
  }

  private let rows = """
    {"loss": 0.5, "grad_norm": 1.5, "step": 1, "epoch": 0.5},
    {"eval_loss": 0.75, "step": 2, "epoch": 1}
    """

  @Test func `a loss of 0 beside a gradient norm that is no number is noted, and read as written`() throws {
    let run = try readLog(
      state(
        """
        {"loss": 0.0, "grad_norm": NaN, "step": 1}, {"loss": 0.0, "grad_norm": 0.25, "step": 2},
        {"grad_norm": Infinity, "loss": 0, "step": 3}, {"loss": NaN, "grad_norm": NaN, "step": 4}
        """))
    #expect(run.samples("loss")?[1] == 0 && run.samples("loss")?[4]?.isNaN == true)
    #expect(run.samples("grad_norm")?[1]?.isNaN == true && run.samples("grad_norm")?[3] == .infinity)
    #expect(run.notes == [ReadingNote(kind: .maskedValues, count: 2, firstLine: 4, names: ["loss"])])
    let kept = try readLog(
      state("{\"loss\": 0.0, \"grad_norm\": NaN, \"step\": 1}"), options: ReadingOptions(keep: ["loss"]))
    #expect(kept.note(.maskedValues)?.count == 1)
  }

  @Test func `what is no number in a row is passed over and said, and nested names are joined`() throws {
    let run = try readLog(
      state(
        """
        {"step": 1, "memory": {"used": 3, "peak": {"all": 4}, "by": [1, {"x": 2}]}, "who": "me", "ok": true, "a": null},
        {"x": 1}, {"x": 2, "step": 1.5}, {"x": "inf", "step": "3"}, 7, [8], null
        """))
    #expect(run.metricNames == ["memory.used", "memory.peak.all", "x"])
    #expect(run.samples("x") == [3: .infinity] && run.rows == [1, 3])
    #expect(
      Set(run.notes.map(\.kind)) == [.otherValues, .textCells, .rowsWithoutStep, .unusableSteps])
  }

  @Test func `steps beyond doubles are exact, and out of order ones are sorted`() throws {
    let run = try readLog(
      state("{\"loss\": 1, \"step\": 9007199254740993}, {\"loss\": 2, \"step\": -4}, {\"loss\": 3, \"step\": -4}"))
    #expect(run.samples("loss") == [9_007_199_254_740_993: 1, -4: 3])
    #expect(run.notes.map(\.kind) == [.repeatedSteps, .stepsOutOfOrder])
  }

  @Test func `a state that is cut or garbled gives the rows before that`() throws {
    let whole = state(rows)
    let cut = try readLog(String(whole.prefix(whole.count - 45)))
    #expect(cut.samples("loss") == [1: 0.5] && cut.column(named: "eval_loss") == nil)
    #expect(cut.notes.map(\.kind) == [.tornLastRecord])
    let garbled = try readLog(whole.replacingOccurrences(of: "\"eval_loss\":", with: "\"eval_loss\";"))
    #expect(garbled.samples("loss") == [1: 0.5])
    #expect(garbled.notes == [ReadingNote(kind: .damagedRecords, count: 1, firstLine: 5)])
    #expect(readingError(state("")) != nil)
    #expect(try readLog(whole + "\n\n").notes.isEmpty)
    #expect(try readLog(whole + "}").notes.map(\.kind) == [.damagedRecords])
  }

  @Test func `the newest state stands for the folder, by its global step`() throws {
    let folder = try TemporaryFolder()
    for (entry, step) in [("checkpoint-9", 9), ("checkpoint-10", 10), ("checkpoint-100", 8)] {
      try folder.write(
        state("{\"loss\": \(step), \"step\": \(step)}", step: step), to: "out/\(entry)/trainer_state.json")
    }
    try folder.write("", to: "out/checkpoint-200/trainer_state.json")
    try folder.write("not a checkpoint", to: "out/checkpoint-300/notes.txt")
    let run = try RunDiscovery.run(at: folder.path).read()
    #expect(run.name == "out" && run.samples("loss") == [10: 10])
    #expect(
      run.note(.otherFiles)?.names
        == ["checkpoint-200", "checkpoint-100", "checkpoint-9"].map { $0 + "/trainer_state.json" })
    try folder.write(state("{\"loss\": 1, \"step\": 10}", step: 10), to: "out/trainer_state.json")
    #expect(try RunDiscovery.run(at: folder.path + "/out").read().samples("loss") == [10: 1])
  }

  @Test func `TensorBoard files that the Trainer itself wrote are the same run`() throws {
    let folder = try TemporaryFolder()
    try folder.write(state(rows), to: "out/trainer_state.json")
    try folder.write("x", to: "out/runs/Nov24_host/events.out.tfevents.1.host.2.0")
    let run = try RunDiscovery.run(at: folder.path).read()
    #expect(run.note(.otherFiles)?.names == ["runs/Nov24_host/events.out.tfevents.1.host.2.0"])
    try folder.write("step,x\n1,2\n", to: "out/runs/mine/log.csv")
    let names = try RunDiscovery.runs(at: folder.path).map { try $0.get().name }
    #expect(Set(names) == ["out", "out/runs/Nov24_host", "out/runs/mine/log"])
  }

  @Test func `settings and those of a search are hyperparameters`() throws {
    let folder = try TemporaryFolder()
    let more =
      ", \"num_train_epochs\": 3, \"best_metric\": 0.5, \"trial_params\": {\"lr\": 0.01, \"x\": [1, {}]}, \"stateful_callbacks\": {\"a\": {}}"
    let path = try folder.write(state(rows, more: more), to: "trainer_state.json")
    let metadata = try RunDiscovery.run(at: path).readMetadata()
    #expect(metadata.hyperparameters.map(\.name) == ["max_steps", "num_train_epochs", "lr"])
    #expect(metadata.hyperparameters.map(\.number) == [4, 3, 0.01])
  }

  @Test func `a long state is read in pieces`() throws {
    let folder = try TemporaryFolder()
    let many = (1...20_000).map { "{\"epoch\": 0.5, \"loss\": \($0).5, \"step\": \($0)}" }.joined(separator: ",\n")
    let path = try folder.write(state(many), to: "trainer_state.json")
    var options = ReadingOptions()
    options.lineLimitBytes = 4096
    options.chunkBytes = 512
    options.prefixBytes = 100
    let run = try RunReader.read(file: path, options: options)
    #expect(run.rows == Array(1...20_000) && run.column(named: "loss")?.values.last == 20_000.5 && run.notes.isEmpty)
  }
}
