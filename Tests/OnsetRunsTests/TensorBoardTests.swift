import Foundation
import Testing
import _OnsetTestSupport

@testable import OnsetRuns

@Suite struct TensorBoardTests {
  private struct Expected: Decodable {
    var runs: [String: ExpectedRun]
  }

  private struct ExpectedRun: Decodable {
    var files: [String: ExpectedFile]
    var tensorboardView: [String: ExpectedSeries]?

    enum CodingKeys: String, CodingKey {
      case files
      case tensorboardView = "tensorboard_view"
    }
  }

  private struct ExpectedFile: Decodable {
    var scalars: [String: ExpectedSeries]
  }

  private func compare(folder: String) throws {
    for name in ["expected.json", "expected_tf2.json"] {
      let expected = try ExpectedSeries.decode(Expected.self, in: folder + "/" + name)
      for (path, one) in expected.runs {
        for (file, content) in one.files {
          let run = try RunReader.read(file: "\(folder)/\(path)/\(file)")
          #expect(Set(run.metricNames) == Set(content.scalars.keys), "\(path)/\(file)")
          for (metric, var series) in content.scalars {
            // The file's list is of all that was logged, and a start at step 15 took some of it back.
            if path == "tf2/v1", metric == "accuracy" {
              series.steps.removeLast(5)
              series.values.removeLast(5)
            }
            try series.expect(in: run, called: metric, file)
          }
        }
        guard let view = one.tensorboardView else { continue }
        let runs = try RunDiscovery.runs(at: "\(folder)/\(path)").map { try $0.get() }
        let run = try #require(runs.first { $0.log.path == "\(folder)/\(path)" }).read()
        #expect(Set(run.metricNames) == Set(view.keys), "\(path)")
        for (metric, series) in view { try series.expect(in: run, called: metric, path) }
      }
    }
  }

  @Test func `the event files beside the tests hold exactly what is expected`() throws {
    try compare(folder: logFolder + "/tensorboard")
  }

  @Test(.enabled(if: sharedFolder != nil))
  func `the event files of real tools hold exactly what is expected`() throws {
    try compare(folder: try #require(sharedFolder) + "/formats/tensorboard")
  }

  @Test func `each folder with event files is a run`() throws {
    let folder = logFolder + "/tensorboard"
    let runs = try RunDiscovery.runs(at: folder + "/runs").map { try $0.get() }
    #expect(runs.map(\.name) == ["basic", "basic/hp", "new_style", "resumed_purge", "truncated_payload"])
    #expect(try RunDiscovery.runs(at: folder + "/tf2").map { try $0.get().name } == ["scalar", "v1"])
    #expect(try RunDiscovery.run(at: folder + "/runs/new_style").name == "new_style")
    let resumed = try runs[3].read()
    #expect(resumed.sources.map(\.format) == [.tensorBoard, .tensorBoard])
    #expect(
      resumed.notes == [ReadingNote(kind: .withdrawnSamples, count: 20)], "\(resumed.notes.map(\.message))")
    #expect(try runs[4].read().notes == [ReadingNote(kind: .tornLastRecord, count: 1)])
    #expect(
      try runs[0].read().notes == [
        ReadingNote(kind: .otherValues, count: 3, names: ["weights/hist", "note/text_summary", "img"])
      ])
  }

  @Test func `hyperparameters are metadata`() throws {
    let run = try RunDiscovery.run(at: logFolder + "/tensorboard/runs/basic/hp").read()
    let hyperparameters = run.metadata.hyperparameters
    #expect(
      hyperparameters == [
        RunMetadata.Hyperparameter(name: "arch", text: "resnet18", number: nil),
        RunMetadata.Hyperparameter(name: "lr", text: "0.001", number: 0.001),
      ])
    #expect(run.metadata.architecture == "resnet18")
    #expect(run.notes.isEmpty)
  }

  // MARK: What values are

  private func read(_ records: [[UInt8]], options: ReadingOptions = ReadingOptions()) throws -> Run {
    try readLog(records.flatMap { $0 }, options: options)
  }

  @Test func `tensors of every number type are scalars, as content or as lists`() throws {
    typealias Body = (inout WireWriter) -> Void
    let cases: [(type: Int64, value: Double, body: Body)] = [
      (1, 0.5, { $0.bytes(4, WireWriter.littleEndian(Float(0.5).bitPattern)) }),
      (1, Double(Float(0.1)), { $0.float(5, 0.1) }),
      (1, 0.25, { $0.bytes(5, WireWriter.littleEndian(Float(0.25).bitPattern)) }),
      (2, 0.1, { $0.double(6, 0.1) }),
      (2, 0.1, { $0.bytes(4, WireWriter.littleEndian(0.1.bitPattern)) }),
      (3, -7, { $0.varint(7, -7) }),
      (3, -7, { $0.bytes(4, WireWriter.littleEndian(Int32(-7))) }),
      (4, 200, { $0.bytes(4, [200]) }),
      (5, -300, { $0.bytes(4, WireWriter.littleEndian(Int16(-300))) }),
      (6, -1, { $0.bytes(4, [255]) }),
      (9, 9_007_199_254_740_992, { $0.bytes(10, WireWriter.varint(9_007_199_254_740_992)) }),
      (10, 1, { $0.varint(11, 1) }),
      (14, 1.5, { $0.varint(13, 0x3FC0) }),
      (17, 60_000, { $0.varint(7, 60_000) }),
      (19, 1.5, { $0.varint(13, 0x3E00) }),
      (19, -65_504, { $0.bytes(4, [0xFF, 0xFB]) }),
      (19, 0x1p-24, { $0.varint(13, 1) }),
      (19, .infinity, { $0.varint(13, 0x7C00) }),
      (22, 4_000_000_000, { $0.varint(16, 4_000_000_000) }),
      (23, 5, { $0.varint(17, 5) }),
    ]
    for (type, value, body) in cases {
      let run = try read([EventFile.tensor("x", 3, type: type, body)])
      #expect(run.samples("x") == [3: value], "\(type)")
    }
  }

  @Test func `what is no single number is counted by its tag`() throws {
    let run = try read([
      EventFile.version,
      EventFile.scalar("x", 1, 2),
      EventFile.tensor("two", 1, type: 1) { $0.bytes(5, [0, 0, 0, 0, 0, 0, 0, 0]) },
      EventFile.tensor("none", 1, type: 1) { _ in },
      EventFile.tensor("text", 1, type: 7, plugin: "text") { $0.text(8, "words") },
      EventFile.tensor("text", 2, type: 7, plugin: nil) { $0.text(8, "words") },
      EventFile.event(step: 0) { $0.bytes(4, [1, 2, 3]) },
    ])
    #expect(run.metricNames == ["x"])
    #expect(
      run.notes == [ReadingNote(kind: .otherValues, count: 5, names: ["two", "none", "text", "graph"])])
  }

  @Test func `a tag's plugin is said once`() throws {
    let run = try read([
      EventFile.tensor("x", 0, type: 1) { $0.float(5, 1) },
      EventFile.tensor("x", 1, type: 1, plugin: nil) { $0.float(5, 2) },
      EventFile.tensor("y", 1, type: 1, plugin: nil) { $0.float(5, 2) },
    ])
    #expect(run.samples("x") == [0: 1, 1: 2] && run.metricNames == ["x"])
  }

  @Test func `several values of a tag at a step: the later counts, and the note says so`() throws {
    let run = try read([
      EventFile.scalar("accuracy", 72, 0.5), EventFile.scalar("accuracy", 72, 0.75),
      EventFile.scalar("accuracy", 144, 1),
    ])
    #expect(run.samples("accuracy") == [72: 0.75, 144: 1])
    #expect(run.notes == [ReadingNote(kind: .repeatedSteps, count: 1, names: ["accuracy"])])
  }

  @Test func `steps are whole numbers of 64 bits`() throws {
    let steps: [Int64] = [.min, -1, 0, 9_007_199_254_740_993, .max]
    let run = try read(steps.map { EventFile.scalar("x", $0, 1) })
    #expect(run.rows == steps)
  }

  // MARK: Several files

  @Test func `a start takes back the samples from its step on, of all tags, of the files before too`() throws {
    let folder = try TemporaryFolder()
    let first = (0..<10).flatMap { EventFile.scalar("a", $0, 1) + EventFile.scalar("b", $0, 2) }
    try folder.write(EventFile.version + first, to: "events.out.tfevents.99.host")
    try folder.write(
      EventFile.version + EventFile.start(6) + EventFile.scalar("a", 6, 3), to: "events.out.tfevents.100.host")
    let run = try RunDiscovery.run(at: folder.path).read()
    #expect(run.rows == Array(0...6))
    #expect(run.samples("a")?[6] == 3 && run.samples("b")?[5] == 2 && run.samples("b")?[6] == nil)
    #expect(run.notes == [ReadingNote(kind: .withdrawnSamples, count: 8)])
    let some = try RunDiscovery.run(at: folder.path).read(ReadingOptions(keep: ["a"]))
    #expect(some.rows == run.rows && some.metricNames == run.metricNames)
  }

  @Test func `without a start the later file counts where two overlap`() throws {
    let folder = try TemporaryFolder()
    try folder.write((0..<4).flatMap { EventFile.scalar("a", $0, 1) }, to: "events.out.tfevents.9.host")
    try folder.write((2..<6).flatMap { EventFile.scalar("a", $0, 2) }, to: "events.out.tfevents.10.host")
    let run = try RunDiscovery.run(at: folder.path).read()
    #expect(run.samples("a") == [0: 1, 1: 1, 2: 2, 3: 2, 4: 2, 5: 2])
    #expect(run.note(.repeatedSteps)?.count == 2)
  }

  @Test func `folders below are runs, and what describes an experiment is none`() throws {
    let folder = try TemporaryFolder()
    try folder.write(EventFile.scalar("a", 1, 1), to: "logs/train/events.out.tfevents.1.h.v2")
    try folder.write(EventFile.scalar("a", 1, 1), to: "logs/validation/events.out.tfevents.1.h.v2")
    try folder.write(EventFile.version, to: "logs/events.out.tfevents.1.h.v2")
    try folder.write(EventFile.version, to: "logs/train/events.out.tfevents.1.h.profile-empty")
    try folder.write("onset: 1\narchitecture: cnn\n", to: "logs/train/run.yaml")
    let runs = try RunDiscovery.runs(at: folder.path).map { try $0.get().read() }
    #expect(runs.map(\.name) == ["logs/train", "logs/validation"])
    #expect(runs[0].metadata.architecture == "cnn" && runs.allSatisfy { $0.notes.isEmpty })
  }

  @Test func `damage to one file leaves the others, and is said with its name`() throws {
    let folder = try TemporaryFolder()
    var broken = EventFile.scalar("a", 1, 1) + EventFile.scalar("a", 2, 1)
    broken[broken.count - 1] ^= 1
    try folder.write(broken, to: "tfevents.1")
    try folder.write([], to: "tfevents.2")
    try folder.write([1, 2, 3], to: "tfevents.3")
    try folder.write(Array("no events at all".utf8), to: "tfevents.4")
    try folder.write(EventFile.scalar("a", 9, 1) + Array(repeating: 0, count: 100), to: "tfevents.5")
    let run = try RunDiscovery.run(at: folder.path).read()
    #expect(run.rows == [1, 9])
    #expect(
      run.notes == [
        ReadingNote(kind: .damagedRecords, count: 2, names: ["tfevents.1", "tfevents.4"]),
        ReadingNote(kind: .tornLastRecord, count: 1, file: "tfevents.3"),
        ReadingNote(kind: .zeroTail, count: 1, file: "tfevents.5"),
        ReadingNote(kind: .emptyFiles, count: 1, names: ["tfevents.2"]),
      ], "\(run.notes.map(\.message))")
  }

  @Test func `a log of which nothing can be read is one clear error`() throws {
    let folder = try TemporaryFolder()
    func message(_ bytes: [UInt8]) throws -> String {
      try folder.write(bytes, to: "run/events.out.tfevents.1")
      do {
        _ = try RunDiscovery.run(at: folder.path + "/run").read()
        return ""
      } catch {
        return error.description.replacingOccurrences(of: folder.path, with: "DIR")
      }
    }
    #expect(try message([]) == "DIR/run: the file is empty")
    #expect(try message([9, 9]) == "DIR/run: the log is damaged from its first record on")
    #expect(
      try message(EventFile.version + EventFile.tensor("t", 1, type: 7, plugin: "text") { _ in })
        == "DIR/run: no number was logged here")
  }

  // MARK: Damage

  @Test func `every truncation keeps the records before it, and says so`() throws {
    let records = (0..<6).map { EventFile.scalar("x", Int64($0), Float($0)) }
    let bytes = records.flatMap { $0 }
    let folder = try TemporaryFolder()
    let length = records[1].count
    for count in 0..<bytes.count {
      let path = try folder.write(Array(bytes[..<count]), to: "cut")
      let log = RunLog(path: path, format: .tensorBoard)
      guard let run = try? RunReader.read(log) else {
        #expect(count < records[0].count, "\(count)")
        continue
      }
      // The first record has no step, and is shorter.
      let whole = 1 + (count - records[0].count) / length
      let isCut = (count - records[0].count) % length != 0
      #expect(run.rows == Array(0..<Int64(whole)), "\(count)")
      #expect(run.notes.map(\.kind) == (isCut ? [.tornLastRecord] : []), "\(count)")
    }
  }

  @Test func `no flipped byte goes unnoticed`() throws {
    let records = (0..<4).map { EventFile.scalar("x", Int64($0), Float($0)) }
    let bytes = records.flatMap { $0 }
    let folder = try TemporaryFolder()
    for index in bytes.indices {
      for mask: UInt8 in [0x01, 0x80, 0xFF] {
        var flipped = bytes
        flipped[index] ^= mask
        let path = try folder.write(flipped, to: "flipped")
        guard let run = try? RunReader.read(RunLog(path: path, format: .tensorBoard)) else {
          #expect(index < records[0].count)
          continue
        }
        let before = records.indices.prefix { records[...$0].reduce(0) { $0 + $1.count } <= index }.count
        #expect(run.rows == Array(0..<Int64(before)))
        #expect(run.notes.map(\.kind) == [.damagedRecords])
      }
    }
  }

  @Test func `a length of gigabytes takes no memory`() throws {
    let length = WireWriter.littleEndian(UInt64(4 << 30))
    let honest = try read([EventFile.scalar("x", 1, 1), length, EventFile.masked(length), [1, 2, 3]])
    #expect(honest.rows == [1] && honest.notes.map(\.kind) == [.tornLastRecord])
    let huge = WireWriter.littleEndian(UInt64.max)
    let most = try read([EventFile.scalar("x", 1, 1), huge, EventFile.masked(huge), [1, 2, 3]])
    #expect(most.rows == [1] && most.notes.map(\.kind) == [.tornLastRecord])
    let wrong = try read([EventFile.scalar("x", 1, 1), length, [0, 0, 0, 0], [1, 2, 3]])
    #expect(wrong.rows == [1] && wrong.notes.map(\.kind) == [.damagedRecords])
  }

  @Test func `a long record is passed over piece by piece`() throws {
    var options = ReadingOptions()
    options.lineLimitBytes = 1000
    options.prefixBytes = 100
    options.chunkBytes = 64
    let long = EventFile.event(step: 0) { $0.bytes(4, Array(repeating: 7, count: 5000)) }
    let records = [EventFile.scalar("x", 1, 1), long, EventFile.scalar("x", 2, 1)]
    let run = try read(records, options: options)
    #expect(run.rows == [1, 2])
    #expect(run.note(.otherValues)?.count == 1)
    var garbled = records
    garbled[1][3000] ^= 1
    let cut = try read(garbled, options: options)
    #expect(cut.rows == [1] && cut.note(.damagedRecords) != nil)
  }

  @Test func `a record that is no message ends the file`() throws {
    let run = try read([EventFile.scalar("x", 1, 1), EventFile.record([0xFF, 0xFF]), EventFile.scalar("x", 2, 1)])
    #expect(run.rows == [1] && run.notes.map(\.kind) == [.damagedRecords])
  }

  @Test func `where the file is cut into pieces makes no difference`() throws {
    let folder = try TemporaryFolder()
    var generator = SeededNumbers(seed: 3)
    let names = [
      "tf2/scalar/events.out.tfevents.1795469757.vm.31086.0.v2", "tf2/v1/events.out.tfevents.1795469757.vm",
    ]
    for name in names {
      let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: logFolder + "/tensorboard/" + name)))
      for round in 0..<8 {
        var mutated = bytes
        if round > 0 {
          for _ in 0..<round {
            mutated[Int.random(in: 0..<mutated.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
          }
          mutated.removeLast(Int.random(in: 0..<100, using: &generator))
        }
        let path = try folder.write(mutated, to: "log")
        func outcome(_ chunkBytes: Int) -> Result<LogContentKey, RunError> {
          var options = ReadingOptions()
          options.chunkBytes = chunkBytes
          options.prefixBytes = 64
          do throws(RunError) {
            return .success(
              LogContentKey(try RunReader.read(RunLog(path: path, format: .tensorBoard), options: options)))
          } catch {
            return .failure(error)
          }
        }
        let whole = outcome(1 << 20)
        for chunkBytes in [1, 7, 64, 4096] { #expect(outcome(chunkBytes) == whole) }
      }
    }
  }

  @Test func `the checksum by tables is that of the polynomial`() {
    var generator = SeededNumbers(seed: 4)
    let crc = CRC32C()
    #expect(crc.checksum(of: Array("123456789".utf8).span, from: 0, to: 9) == 0xE306_9283)
    for count in 0..<70 {
      let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
      let cut = Int.random(in: 0...count, using: &generator)
      let expected = EventFile.crc32c(bytes)
      #expect(crc.checksum(of: bytes.span, from: 0, to: count) == expected)
      let first = crc.checksum(of: bytes.span, from: 0, to: cut)
      #expect(crc.checksum(of: bytes.span, from: cut, to: count, after: first) == expected)
    }
  }

  // MARK: Real runs

  @Test(.enabled(if: sharedFolder != nil))
  func `the runs that exist as CSV and as event files give equal series`() throws {
    let traces = try #require(sharedFolder) + "/traces/algoperf-csv-tfevents"
    let runs = try RunDiscovery.runs(at: traces).map { try $0.get() }
    let events = runs.filter { $0.log.format == .tensorBoard }
    #expect(events.count >= 6)
    for reference in events {
      let run = try reference.read()
      let table = try RunReader.read(file: reference.log.path + "/measurements.csv")
      // The table has its steps in `global_step`, which the event files have as a metric too.
      #expect(Set(run.metricNames).subtracting(["global_step"]) == Set(table.metricNames), "\(reference.name)")
      for column in table.columns {
        let logged = try #require(run.samples(column.name), "\(column.name)")
        for (step, value) in zip(column.steps, column.values) {
          let other = try #require(logged[step], "\(reference.name) \(column.name) \(step)")
          #expect(Float(value) == Float(other) || (value.isNaN && other.isNaN), "\(column.name) \(step)")
        }
      }
    }
  }

  @Test(.enabled(if: sharedFolder != nil))
  func `a trace with many values for each step reads, and says what counts`() throws {
    let runs = try RunDiscovery.runs(at: try #require(sharedFolder) + "/traces/kwt-tfevents-v1").map { try $0.get() }
    #expect(runs.map(\.name) == ["kwt1/logs/validation", "kwt3/logs/validation"])
    for reference in runs {
      let run = try reference.read()
      #expect(run.metricNames == ["accuracy"] && run.rows.first == 72 && run.rows.last == 23_438)
      #expect(run.rows.count + (run.note(.repeatedSteps)?.count ?? 0) == 2608)
      #expect(run.notes.count == 1)
    }
  }
}

/// What a reading gives, for comparisons in which a run's steps are to be the same as well.
struct LogContentKey: Equatable {
  var rows: [Int64]
  var columns: [RunColumn]
  var metricNames: [String]
  var notes: [ReadingNote]

  init(_ run: Run) {
    (rows, columns, metricNames, notes) = (run.rows, run.columns, run.metricNames, run.notes)
  }
}
