import Foundation
import Testing
import _OnsetTestSupport

@testable import OnsetRuns

@Suite struct ArchiveTests {
  private func sample(_ name: String = "a", count: Int = 100, seed: UInt64 = 1) -> Run {
    var generator = SeededNumbers(seed: seed)
    let rows = (0..<count).map { Int64($0) * 10 }
    let loss = rows.map { _ in Double.random(in: 0..<3, using: &generator) }
    let sparse = rows.filter { $0 % 50 == 0 }
    return Run(
      name: name,
      metadata: RunMetadata(
        run: name, architecture: "cnn", dataset: "d", stepsPerEpoch: 12.5, secondsPerStep: 0.25,
        hyperparameters: [
          .init(name: "lr", text: "1e-3", number: 0.001), .init(name: "opt", text: "adam", number: nil),
          .init(name: "odd", text: ".nan", number: .infinity),
        ], labels: [.init(phase: "p", step: 50, earliest: 40), .init(phase: "", step: -1)],
        fields: ["architecture": "cnn", "ünï": "", "": "x"]),
      rows: rows,
      columns: [
        RunColumn(name: "loss", steps: rows, values: loss),
        RunColumn(name: "val/loss", steps: sparse, values: sparse.map { $0 == 50 ? .nan : Double($0) }),
        RunColumn(name: "", steps: sparse, values: sparse.map { _ in -0.0 }),
      ],
      notes: [
        ReadingNote(kind: .repeatedSteps, count: 3, firstLine: 9, names: ["a", "b"]),
        ReadingNote(kind: .textCells, count: 1, file: "x.csv"),
      ], sources: [RunSource(path: "/logs/a.csv.gz", format: .csv, isCompressed: true)])
  }

  private func read(_ path: String, _ name: String) throws -> Run {
    try RunDiscovery.run(at: path + "#" + name).read()
  }

  private func expectSame(_ run: Run, _ other: Run) {
    #expect(run.name == other.name && run.metadata == other.metadata)
    #expect(run.rows == other.rows && run.columns == other.columns && run.metricNames == other.metricNames)
    #expect(run.notes == other.notes)
  }

  @Test func `a run comes back as it was`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/runs.sqlite"
    let (run, long) = (sample(), sample("long", count: 200_000, seed: 2))
    do {
      let writer = try ArchiveWriter(path: path)
      #expect(try writer.add(run, origin: "/logs/a.csv") == ("a", .added))
      #expect(try writer.add(long, origin: "/logs/long.csv") == ("long", .added))
      // While it is open, others read it.
      expectSame(try read(path, "a"), run)
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["runs.sqlite"])
    expectSame(try read(path, "a"), run)
    expectSame(try read(path, "long"), long)
    #expect(try read(path, "a").sources == [RunSource(path: path, format: .archive)])
    #expect(try ArchiveReader(path: path).run(named: "a").sources.map(\.path) == ["/logs/a.csv.gz"])
    #expect(try ArchiveReader(path: path).verify().isEmpty)
    let reference = try RunDiscovery.run(at: path + "#a")
    let one = try reference.read(ReadingOptions(keep: ["val/loss"]))
    #expect(one.columns == [run.columns[1]] && one.rows == run.rows && one.metricNames == run.metricNames)
    #expect(try reference.readMetadata() == run.metadata)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["runs.sqlite"])
  }

  /// The parts of a run, put together.
  private func joined(_ path: String, keep: MetricSelection = .all) throws -> (run: Run?, partCount: Int) {
    var run: Run?
    var count = 0
    try RunDiscovery.run(at: path).forEachPart(ReadingOptions(keep: keep)) { part in
      count += 1
      guard var whole = run else { return run = part }
      #expect(part.metadata == whole.metadata && part.metricNames == whole.metricNames && part.notes == whole.notes)
      whole.rows += part.rows
      for index in whole.columns.indices { whole.columns[index].append(part.columns[index]) }
      run = whole
    }
    return (run, count)
  }

  @Test(arguments: [0, 1, 65_536, 65_537, 200_000])
  func `the parts of a run are the run`(count: Int) throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/runs.sqlite"
    var run = sample("long", count: count, seed: 3)
    // A clock of its own with more than one block, and one that begins and ends within.
    let most = run.rows.filter { $0 % 70 != 0 }
    let few = run.rows.filter { (700_000..<800_000).contains($0) }
    run.columns += [
      RunColumn(name: "most", steps: most, values: most.map(Double.init)),
      RunColumn(name: "few", steps: few, values: few.map { -Double($0) }),
    ]
    run.metricNames += ["most", "few"]
    _ = try ArchiveWriter(path: path).add(run, origin: "/logs/long.csv")
    let all = try joined(path)
    #expect(all.partCount == max(1, (count + 65_535) / 65_536))
    expectSame(try #require(all.run), run)
    let some = try joined(path, keep: .named(["few", "loss"])).run
    #expect(some?.columns == run.columns.filter { ["few", "loss"].contains($0.name) } && some?.rows == run.rows)
    #expect(try RunDiscovery.run(at: path).storedDigest() == run.contentDigest)
  }

  @Test func `a damaged part is an error after the parts before it`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/runs.sqlite"
    _ = try ArchiveWriter(path: path).add(sample("long", count: 200_000), origin: "/logs/long.csv")
    do {
      let database = try Database.writing(path)
      try database.run("UPDATE value_blocks SET checksum = checksum + 1 WHERE metric = 0 AND block = 2")
    }
    var partCount = 0
    #expect {
      try RunDiscovery.run(at: path).forEachPart { _ in partCount += 1 }
    } throws: { "\($0)".contains("the values of loss are not what was written") }
    #expect(partCount == 2)
  }

  @Test func `the same content is one run, and one that grew takes its place`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/runs.sqlite"
    let writer = try ArchiveWriter(path: path)
    var run = sample(count: 200)
    var begun = sample(count: 200)
    begun.rows.removeLast(80)
    begun.columns[0].steps.removeLast(80)
    begun.columns[0].values.removeLast(80)
    for column in 1...2 {
      begun.columns[column].steps.removeLast(16)
      begun.columns[column].values.removeLast(16)
    }
    #expect(try writer.add(begun, origin: "/a") == ("a", .added))
    #expect(try writer.add(begun, origin: "/a") == ("a", .present(as: "a")))
    #expect(try writer.add(begun, origin: "/copy/a") == ("a", .present(as: "a")))
    #expect(try writer.add(run, origin: "/a") == ("a", .grown(by: 80 + 16 + 16)))
    #expect(try ArchiveReader(path: path).names() == ["a"])
    expectSame(try read(path, "a"), run)
    // Labels that were added since.
    run.metadata.labels.append(.init(phase: "q", step: 70))
    #expect(try writer.add(run, origin: "/a") == ("a", .described))
    expectSame(try read(path, "a"), run)
    // Another training wrote the same file: nothing is lost.
    let other = sample(count: 300, seed: 9)
    #expect(try writer.add(other, origin: "/a") == ("a~2", .added))
    #expect(try ArchiveReader(path: path).names() == ["a", "a~2"])
    #expect(try read(path, "a~2").columns == other.columns && read(path, "a~2").name == "a~2")
    #expect(try ArchiveReader(path: path).verify().isEmpty)
    try writer.remove(["a"])
    #expect(try ArchiveReader(path: path).names() == ["a~2"])
    #expect(try ArchiveReader(path: path).verify().isEmpty)
    let error = #expect(throws: DatabaseError.self) { try writer.remove(["a~3", "a~2"]) }
    #expect(error?.description == "\(path): there is no run a~3; did you mean a~2?")
    #expect(try ArchiveReader(path: path).names() == ["a~2"])
  }

  @Test func `an archive of a newer version is refused, and an older one brought up to date`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/runs.sqlite"
    #expect(try ArchiveWriter(path: path).add(sample(), origin: "/a") == ("a", .added))
    var next = ArchiveSchema.current
    next.migrations.append(["CREATE TABLE remarks (run INTEGER, text TEXT)", "INSERT INTO remarks VALUES (1, 'x')"])
    let old = #expect(throws: DatabaseError.self) { try ArchiveReader(path: path, schema: next) }
    #expect(old?.reason == .olderArchive(version: 1, known: 2))
    do {
      let writer = try ArchiveWriter(path: path, schema: next)
      #expect(try writer.add(sample(), origin: "/a") == ("a", .present(as: "a")))
      #expect(try ArchiveReader(path: path, schema: next).runs().map(\.name) == ["a"])
    }
    for _ in 0..<2 {
      let new = #expect(throws: DatabaseError.self) { try ArchiveWriter(path: path) }
      #expect(
        new?.description
          == "\(path): the archive is of version 2, and this program knows versions up to 1: use a newer onset")
    }
    let error = #expect(throws: RunError.self) { try RunDiscovery.runs(at: path) }
    #expect(error?.description.contains("the archive is of version 2") == true)
  }

  @Test func `what is no archive is refused and not touched`() throws {
    let folder = try TemporaryFolder()
    let text = try folder.write("step,loss\n0,1\n", to: "a.csv")
    let database = folder.path + "/other.db"
    try Database.writing(database).run("CREATE TABLE t (a)")
    let logging = folder.path + "/logging.db"
    do {
      let open = try Database.writing(logging)
      try open.run("PRAGMA journal_mode=WAL")
      try open.run("CREATE TABLE t (a)")
    }
    let vacuumed = folder.path + "/vacuumed.db"
    do {
      let open = try Database.writing(vacuumed)
      try open.run("PRAGMA auto_vacuum=FULL")
      try open.run("CREATE TABLE t (a)")
    }
    for path in [text, database, logging, vacuumed] {
      let before = try Data(contentsOf: URL(fileURLWithPath: path))
      let error = #expect(throws: DatabaseError.self) { try ArchiveWriter(path: path) }
      #expect(error?.description == "\(path): is no archive of runs")
      #expect(throws: DatabaseError.self) { try ArchiveReader(path: path) }
      #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
    }
    #expect(throws: DatabaseError(folder.path, .isFolder)) { try ArchiveReader(path: folder.path) }
    #expect(throws: DatabaseError(folder.path + "/none", .missing)) { try ArchiveReader(path: folder.path + "/none") }
    #expect(throws: DatabaseError.self) { try ArchiveWriter(path: folder.path + "/none/runs.sqlite") }
    #expect(throws: DatabaseError.self) { try ArchiveWriter(path: folder.path) }
  }

  @Test func `two writers at once take turns`() async throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/runs.sqlite"
    let runs = (0..<24).map { sample("r\($0)", count: 50, seed: UInt64($0)) }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for first in 0..<4 {
        group.addTask {
          // Each adds three quarters of them, so that all are added by several.
          for (index, run) in runs.enumerated() where index % 4 != first {
            _ = try ArchiveWriter(path: path).add(run, origin: "/\(run.name)")
          }
        }
      }
      try await group.waitForAll()
    }
    let archive = try ArchiveReader(path: path)
    #expect(try archive.verify().isEmpty)
    #expect(try archive.names() == runs.map(\.name))
    for run in runs { expectSame(try read(path, run.name), run) }
  }

  @Test func `writers that make the same archive at once all find one`() async throws {
    let folder = try TemporaryFolder()
    for round in 0..<20 {
      let path = folder.path + "/\(round).sqlite"
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<4 { group.addTask { _ = try ArchiveWriter(path: path) } }
        try await group.waitForAll()
      }
      #expect(try ArchiveReader(path: path).names().isEmpty)
    }
  }

  // MARK: Damage

  @Test func `a byte that is flipped anywhere is noticed, or does no harm`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/runs.sqlite"
    let runs = [sample("a", count: 3000), sample("b", count: 40, seed: 2)]
    do {
      let writer = try ArchiveWriter(path: path)
      for run in runs { _ = try writer.add(run, origin: "/\(run.name)") }
    }
    let whole = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    var generator = SeededNumbers(seed: 4)
    var noticed = 0
    for page in 0..<(whole.count / ArchiveWriter.pageBytes) {
      for attempt in 0..<12 {
        var bytes = whole
        // Half of them where a page keeps its own order.
        let offset = Int.random(in: 0..<(attempt % 2 == 0 ? 200 : ArchiveWriter.pageBytes), using: &generator)
        bytes[page * ArchiveWriter.pageBytes + offset] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        if try !isSame(try folder.write(bytes, to: "x.sqlite"), runs) { noticed += 1 }
      }
    }
    #expect(noticed > 20)
    for _ in 0..<40 {
      let count = Int.random(in: 0..<whole.count, using: &generator)
      #expect(try !isSame(try folder.write(Array(whole[..<count]), to: "x.sqlite"), runs))
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["runs.sqlite", "x.sqlite"])
  }

  /// Whether an archive holds the runs. What it gives has to be right or one clear error.
  private func isSame(_ path: String, _ runs: [Run]) throws -> Bool {
    do {
      let found = try RunDiscovery.runs(at: path).map { try $0.get().read() }
      let isVerified = try ArchiveReader(path: path).verify().isEmpty
      guard found.count == runs.count else {
        #expect(!isVerified, "runs are missing and nobody says so")
        return false
      }
      for (run, other) in zip(found, runs) {
        expectSame(run, other)
      }
      return isVerified
    } catch let error as RunError {
      #expect(error.description.hasPrefix(path + ":"), "\(error)")
      #expect((try? ArchiveReader(path: path).verify().isEmpty) != true, "\(error)")
      return false
    } catch let error as DatabaseError {
      #expect(error.description.hasPrefix(path + ":"), "\(error)")
      return false
    }
  }

  // MARK: Real runs

  @Test(.enabled(if: sharedFolder != nil))
  func `every shared run comes back bit for bit`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/runs.sqlite"
    var runs: [(run: Run, name: String, outcome: ArchiveWriter.Outcome)] = []
    do {
      let writer = try ArchiveWriter(path: path)
      for root in ["formats", "traces"] {
        for result in try RunDiscovery.runs(at: try #require(sharedFolder) + "/" + root) {
          // What cannot be read is no concern of the archive.
          guard let reference = try? result.get(), let run = try? reference.read() else { continue }
          let (name, outcome) = try writer.add(run, origin: reference.log.origin)
          runs.append((run, name, outcome))
        }
      }
    }
    #expect(runs.count > 200)
    for (run, name, outcome) in runs {
      let read = try read(path, name)
      #expect(read.rows == run.rows && read.columns == run.columns && read.metricNames == run.metricNames, "\(name)")
      guard outcome == .added else { continue }
      #expect(read.notes == run.notes, "\(name)")
      var metadata = read.metadata
      metadata.run = run.metadata.run
      #expect(metadata == run.metadata, "\(name)")
    }
    #expect(try ArchiveReader(path: path).verify().isEmpty)
  }
}
