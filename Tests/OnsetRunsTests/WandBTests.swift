import Foundation
import Testing
import _OnsetTestSupport

@testable import OnsetRuns

@Suite struct WandBTests {
  private struct Expected: Decodable {
    var files: [String: ExpectedFile]
  }

  private struct ExpectedFile: Decodable {
    var metrics: [String: ExpectedSeries]
  }

  private func compare(folder: String) throws {
    let expected = try ExpectedSeries.decode(Expected.self, in: folder + "/expected.json")
    for (file, content) in expected.files {
      let run = try RunReader.read(file: folder + "/runs/" + file)
      #expect(Set(run.metricNames) == Set(content.metrics.keys), "\(file)")
      for (metric, series) in content.metrics { try series.expect(in: run, called: metric, file) }
      #expect(run.sources.map(\.format) == [.wandb])
    }
  }

  @Test func `the transaction logs beside the tests hold exactly what is expected`() throws {
    try compare(folder: logFolder + "/wandb")
  }

  @Test(.enabled(if: sharedFolder != nil))
  func `the transaction logs of the real tool hold exactly what is expected`() throws {
    try compare(folder: try #require(sharedFolder) + "/formats/wandb")
  }

  @Test func `settings are metadata`() throws {
    let run = try RunDiscovery.run(at: logFolder + "/wandb/runs/00-run-basic001.wandb").read()
    #expect(run.name == "00-run-basic001")
    #expect(
      run.metadata.hyperparameters == [
        RunMetadata.Hyperparameter(name: "lr", text: "0.001", number: 0.001),
        RunMetadata.Hyperparameter(name: "arch", text: "resnet18", number: nil),
        RunMetadata.Hyperparameter(name: "nested.a", text: "1", number: 1),
      ])
    #expect(run.metadata.architecture == "resnet18")
    let fields = run.metadata.fields
    #expect(fields["project"] == "p" && fields["run"] == "basic" && fields["run_id"] == "basic001")
    #expect(fields["hyperparameters.arch"] == "resnet18")
    #expect(run.notes == [ReadingNote(kind: .textCells, count: 1, names: ["str"])])
    let cut = try RunReader.read(file: logFolder + "/wandb/runs/90-truncated-mid.wandb")
    #expect(cut.notes.map(\.kind) == [.textCells, .tornLastRecord])
  }

  @Test func `a resumed run is one, in the order of its starts, and a copy is a run of its own`() throws {
    let runs = try RunDiscovery.runs(at: logFolder + "/wandb/runs").map { try $0.get() }
    #expect(runs.map(\.name) == ["00-run-basic001", "02-run-steps001", "06-run-resume01", "90-truncated-mid"])
    let resumed = try runs[2].read()
    #expect(
      resumed.sources.map { RunName.lastComponent(of: $0.path) } == ["06-run-resume01.wandb", "05-run-resume01.wandb"])
    #expect(resumed.rows == Array(0..<50))
    #expect(resumed.note(.repeatedSteps)?.count == 10)
    let first = try RunReader.read(file: logFolder + "/wandb/runs/06-run-resume01.wandb")
    let second = try RunReader.read(file: logFolder + "/wandb/runs/05-run-resume01.wandb")
    #expect(resumed.samples("loss")?[10] == first.samples("loss")?[10])
    #expect(resumed.samples("loss")?[25] == second.samples("loss")?[25])
  }

  // MARK: Folders

  private func log(_ id: String, name: String = "", started: Int64 = 1, steps: Range<Int64>) -> [UInt8] {
    var file = WandBFile(id: id, name: name, started: started, config: [("lr", "0.5")])
    for step in steps { file.row(step: step, [(["loss"], "\(step).5")]) }
    return file.bytes
  }

  @Test func `the tool's folder holds a run for each id, under the name that it has there`() throws {
    let folder = try TemporaryFolder()
    let runs: [(folder: String, bytes: [UInt8])] = [
      ("run-20240101_000000-aaa", log("aaa", name: "quick-fox-1", started: 1, steps: 0..<4)),
      ("offline-run-20240102_000000-aaa", log("aaa", name: "quick-fox-1", started: 2, steps: 4..<6)),
      ("run-20240103_000000-bbb", log("bbb", name: "twin", started: 3, steps: 0..<2)),
      ("run-20240104_000000-ccc", log("ccc", name: "twin", started: 4, steps: 0..<2)),
      ("run-20240105_000000-ddd", log("ddd", started: 5, steps: 0..<2)),
    ]
    for run in runs {
      let id = run.folder.suffix(3)
      try folder.write(run.bytes, to: "wandb/\(run.folder)/run-\(id).wandb")
      try folder.write("step,x\n1,2\n", to: "wandb/\(run.folder)/files/table.csv")
      try folder.write("{}\n", to: "wandb/\(run.folder)/files/wandb-summary.json")
      try folder.write("log\n", to: "wandb/\(run.folder)/logs/debug.log")
    }
    try folder.write("log\n", to: "wandb/debug.log")
    try folder.write("onset: 1\narchitecture: cnn\n", to: "wandb/run-20240105_000000-ddd/run.yaml")
    try FileManager.default.createSymbolicLink(
      atPath: folder.path + "/wandb/latest-run", withDestinationPath: "run-20240105_000000-ddd")
    for path in [folder.path, folder.path + "/wandb"] {
      let found = try RunDiscovery.runs(at: path).map { try $0.get() }
      let names = ["quick-fox-1", "twin-bbb", "twin-ccc", "ddd"]
      #expect(found.map(\.name) == names.map { path == folder.path ? "wandb/" + $0 : $0 })
      let read = try found.map { try $0.read() }
      #expect(read[0].rows == Array(0..<6) && read[0].sources.count == 2)
      #expect(read[3].metadata.architecture == "cnn")
      #expect(read.allSatisfy { $0.notes.isEmpty })
    }
    for name in ["run-20240105_000000-ddd", "latest-run"] {
      #expect(try RunDiscovery.run(at: "\(folder.path)/wandb/\(name)").read().rows == [0, 1])
    }
  }

  // MARK: Rows

  private func read(_ options: ReadingOptions = ReadingOptions(), _ body: (inout WandBFile) -> Void) throws -> Run {
    var file = WandBFile()
    body(&file)
    return try readLog(file.bytes, options: options)
  }

  @Test func `values are what JSON and the tool's own words say`() throws {
    let run = try read {
      $0.row(
        step: 3,
        [
          (["a"], "1"), (["b"], "-2.5e-3"), (["c"], "NaN"), (["d"], "Infinity"), (["e"], "-Infinity"), (["f"], "true"),
          (["g"], "false"), (["h"], "null"), (["i"], "\"NaN\""), (["j"], "\"words\""), (["k"], "[1, 2]"),
          (["l"], "{\"x\": 4, \"y\": {\"z\": 5}, \"s\": \"t\"}"), (["m"], "{\"_type\": \"image-file\", \"size\": 7}"),
          (["n"], "broken"), (["o"], ""), (["_runtime"], "5"), (["_timestamp"], "6"), (["_wandb", "x"], "7"),
        ])
    }
    #expect(run.rows == [3])
    #expect(run.metricNames == ["a", "b", "c", "d", "e", "f", "g", "i", "l.x", "l.y.z"])
    let values = try run.columns.map { try #require($0.values.first) }
    #expect(values[0] == 1 && values[1] == -0.0025 && values[2].isNaN && values[3] == .infinity)
    #expect(values[4] == -.infinity && values[5] == 1 && values[6] == 0 && values[7].isNaN)
    #expect(values[8] == 4 && values[9] == 5)
    #expect(
      run.notes == [
        ReadingNote(kind: .textCells, count: 2, names: ["j", "l.s"]),
        ReadingNote(kind: .otherValues, count: 4, names: ["k", "m", "n", "o"]),
      ], "\(run.notes)")
  }

  @Test func `a name with a point and a nested name differ`() throws {
    let run = try read {
      $0.row(step: 0, [(["a", "b"], "1"), (["a.b"], "2"), (["c.d"], "3"), (["c", "d"], "4")])
    }
    #expect(run.metricNames == ["a.b", "a\\.b", "c.d", "c[d]"])
    #expect(run.columns.map { $0.values[0] } == [1, 2, 3, 4])
  }

  @Test func `a histogram in parts is one value`() throws {
    let run = try read {
      $0.row(
        step: 0,
        [
          (["w", "bins"], "[1,2]"), (["w", "_type"], "\"histogram\""), (["w", "values"], "[3]"), (["loss"], "1"),
        ])
    }
    #expect(run.metricNames == ["loss"])
    #expect(run.notes == [ReadingNote(kind: .otherValues, count: 1, names: ["w"])])
  }

  @Test func `the step is the record's, or else the item's`() throws {
    let run = try read {
      $0.row(step: 7, [(["_step"], "3"), (["x"], "1")])
      $0.row(step: nil, [(["x"], "2"), (["_step"], "9007199254740993")])
      $0.row(step: nil, [(["x"], "3")])
    }
    #expect(run.samples("x") == [7: 1, 9_007_199_254_740_993: 2])
    #expect(run.notes == [ReadingNote(kind: .rowsWithoutStep, count: 1)])
  }

  @Test func `another item can be the step`() throws {
    let rows: (inout WandBFile) -> Void = {
      $0.row(step: 0, [(["epoch"], "0"), (["loss"], "1")])
      $0.row(step: 1, [(["acc"], "2"), (["epoch"], "0")])
      $0.row(step: 2, [(["epoch"], "100"), (["loss"], "3")])
      $0.row(step: 3, [(["loss"], "4")])
      $0.row(step: 4, [(["epoch"], "0.5"), (["loss"], "4")])
    }
    let run = try read(ReadingOptions(stepColumn: "epoch"), rows)
    #expect(run.samples("loss") == [0: 1, 100: 3] && run.samples("acc") == [0: 2])
    #expect(run.samples("epoch") == [0: 0, 100: 100])
    #expect(run.note(.rowsWithoutStep)?.count == 1 && run.note(.unusableSteps)?.count == 1)
    #expect(try read(ReadingOptions(stepColumn: "_step"), rows).rows == [0, 1, 2, 3, 4])
    var file = WandBFile()
    rows(&file)
    let error = readingError(file.bytes, options: ReadingOptions(stepColumn: "los"))
    #expect(error?.description.hasSuffix("no column is named los; did you mean loss?") == true)
  }

  @Test func `a value is read no further than it goes, whatever bytes follow it`() throws {
    // The last item of a record without a step, followed by the next part's checksum, whose bytes may be digits.
    let run = try read { file in
      for index in 0..<2000 { file.row(step: nil, [(["_step"], "\(index)"), (["x"], "\(index)")]) }
    }
    #expect(run.rows == Array(0..<2000))
    #expect(run.column(named: "x")?.values == (0..<2000).map(Double.init))
  }

  @Test func `records of any length are read over the blocks' borders`() throws {
    let run = try read { file in
      for index in 0..<600 {
        file.row(
          step: Int64(index),
          [(["text"], "\"" + String(repeating: "a", count: index * 37 % 4000) + "\""), (["x"], "\(index).25")])
        if index % 50 == 0 { file.add(13) { $0.text(1, String(repeating: "output", count: 20_000)) } }
      }
      file.row(step: 600, [(["big"], "[" + String(repeating: "1,", count: 60_000) + "1]"), (["x"], "600.25")])
    }
    #expect(run.rows == Array(0...600))
    #expect(run.column(named: "x")?.values == (0...600).map { Double($0) + 0.25 })
    #expect(run.note(.otherValues)?.names == ["big"])
  }

  @Test func `settings are read wherever they stand, wrapped or not, and the later counts`() throws {
    let folder = try TemporaryFolder()
    var file = WandBFile(
      config: [
        ("lr", "{\"value\": 0.1, \"desc\": null}"), ("optimizer", "\"adam\""), ("amp", "true"),
        ("_wandb", "{\"a\": 1}"),
        ("model", "{\"depth\": 4, \"dims\": [1, 2]}"), ("none", "null"), ("odd", "{"), ("steps", "100000"),
      ])
    file.row(step: 0, [(["x"], "1")])
    file.add(5) {
      $0.message(1) {
        $0.text(2, "optimizer")
        $0.text(16, "\"sgd\"")
      }
      $0.message(2) { $0.text(1, "amp") }
    }
    let run = try RunDiscovery.run(at: folder.write(file.bytes, to: "a.wandb")).read()
    #expect(
      run.metadata.hyperparameters.map { "\($0.name)=\($0.text)" } == [
        "lr=0.1", "optimizer=sgd", "model.depth=4", "model.dims=[1, 2]", "steps=100000",
      ])
    #expect(run.metadata.fields["tags.baseline"] == "true")
    #expect(run.notes == [ReadingNote(kind: .unreadableSettings, count: 1, names: ["odd"])])
  }

  // MARK: Damage

  private var small: [UInt8] {
    var file = WandBFile(config: [("lr", "1")])
    for step in 0..<4 as Range<Int64> { file.row(step: step, [(["x"], "\(step).5")]) }
    return file.bytes
  }

  private func read(file path: String) -> Result<LogContentKey, RunError> {
    do throws(RunError) {
      return .success(LogContentKey(try RunReader.read(RunLog(path: path, format: .wandb))))
    } catch {
      return .failure(error)
    }
  }

  @Test func `every truncation keeps the rows before it, and says so`() throws {
    let folder = try TemporaryFolder()
    let bytes = small
    var rowsBefore = 0
    for count in 0..<bytes.count {
      let path = try folder.write(Array(bytes[..<count]), to: "cut")
      _ = try? WandBSource.metadata(of: RunLog(path: path, format: .wandb))
      guard case .success(let run) = read(file: path) else {
        #expect(rowsBefore == 0)
        continue
      }
      #expect(run.rows == Array(0..<Int64(run.rows.count)) && run.rows.count >= rowsBefore)
      let isAtBorder = run.rows.count > rowsBefore
      rowsBefore = run.rows.count
      #expect(run.notes.map(\.kind) == (isAtBorder ? [] : [.tornLastRecord]), "\(count)")
    }
    #expect(rowsBefore == 3)
  }

  @Test func `no flipped byte goes unnoticed`() throws {
    let folder = try TemporaryFolder()
    let bytes = small
    // The version of the format, which nothing guards, has no meaning.
    for index in bytes.indices where index != 6 {
      for mask: UInt8 in [0x01, 0x80, 0xFF] {
        var flipped = bytes
        flipped[index] ^= mask
        let path = try folder.write(flipped, to: "flipped")
        _ = try? WandBSource.metadata(of: RunLog(path: path, format: .wandb))
        guard case .success(let run) = read(file: path) else { continue }
        #expect(run.rows == Array(0..<Int64(run.rows.count)) && run.rows.count < 4, "\(index)")
        #expect(run.notes.count == 1)
        #expect([.damagedRecords, .tornLastRecord].contains(run.notes[0].kind), "\(index)")
      }
    }
  }

  @Test func `zeros at the end are passed over, and said`() throws {
    let run = try readLog(small + Array(repeating: 0, count: 40_000))
    #expect(run.rows == [0, 1, 2, 3] && run.notes == [ReadingNote(kind: .zeroTail, count: 1)])
  }

  @Test func `parts that do not belong together end the file`() throws {
    var whole = WandBFile()
    whole.row(step: 0, [(["x"], "1")])
    let before = whole.bytes
    whole.add(13) { $0.text(1, String(repeating: "a", count: 70_000)) }
    whole.row(step: 1, [(["x"], "1")])
    // Without the block in the middle the last part goes on with another record, which nobody can see; without the
    // first block's end a part in the middle has no beginning.
    let orphan = before + whole.bytes[32_768..<65_536]
    let run = try readLog(Array(orphan))
    #expect(run.rows == [0] && run.notes.map(\.kind) == [.damagedRecords])
  }

  @Test func `where the file is cut into pieces makes no difference`() throws {
    let folder = try TemporaryFolder()
    var generator = SeededNumbers(seed: 5)
    for name in ["00-run-basic001", "02-run-steps001"] {
      let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: "\(logFolder)/wandb/runs/\(name).wandb")))
      for round in 0..<8 {
        var mutated = bytes
        for _ in 0..<round {
          mutated[Int.random(in: 0..<mutated.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
        }
        let path = try folder.write(mutated, to: "log")
        func outcome(_ chunkBytes: Int) -> Result<LogContentKey, RunError> {
          var options = ReadingOptions()
          options.chunkBytes = chunkBytes
          options.prefixBytes = 64
          do throws(RunError) {
            return .success(LogContentKey(try RunReader.read(RunLog(path: path, format: .wandb), options: options)))
          } catch {
            return .failure(error)
          }
        }
        let whole = outcome(1 << 20)
        for chunkBytes in bytes.count < 10_000 ? [1, 7, 64, 4096] : [1000, 5000] {
          #expect(outcome(chunkBytes) == whole)
        }
      }
    }
  }

  // MARK: Real runs

  @Test(.enabled(if: sharedFolder != nil))
  func `the shared runs of the tool read`() throws {
    let traces = try #require(sharedFolder) + "/traces"
    let sweep = try RunDiscovery.runs(at: traces + "/wandb-cs336-transformer").map { try $0.get().read() }
    #expect(sweep.count >= 11)
    for run in sweep {
      #expect(run.rows.count >= 150 && run.metricNames.contains("train/loss"), "\(run.name)")
      #expect(run.metadata.fields["project"]?.isEmpty == false)
      #expect(run.notes.isEmpty, "\(run.name): \(run.notes.map(\.message))")
    }
    let spike = try #require(sweep.first { $0.sources[0].path.contains("zgqv7cbl") })
    #expect((spike.samples("grad_norm")?[420] ?? 0) > 600)
    let grokking = try RunDiscovery.run(at: traces + "/wandb-grokking-modadd")
    let run = try grokking.read(ReadingOptions(stepColumn: "epoch"))
    #expect(run.rows.first == 0 && run.rows.last == 9900)
    #expect((run.samples("test_loss")?[5800] ?? 1) < 0.1)
    #expect(run.metadata.hyperparameters.contains { $0.name == "weight_decay" && $0.number == 1 })
  }
}
