import Foundation
import Testing
import _OnsetTestSupport

@testable import OnsetRuns

@Suite struct DatabaseLogTests {
  private struct MLflowExpected: Decodable {
    var runs: [String: One]

    struct One: Decodable {
      var run_id: String
      var metrics: [String: ExpectedSeries]
    }
  }

  private struct MLflowStores: Decodable {
    var stores: [String: MLflowExpected]
  }

  private struct TrackioExpected: Decodable { var metrics: [String: ExpectedSeries] }

  private func compare(_ path: String, _ expected: MLflowExpected) throws {
    let found = try RunDiscovery.runs(at: path).map { try $0.get() }
    #expect(Set(found.map(\.name)) == Set(expected.runs.keys.map { "exp-ünï/" + $0 }))
    for reference in found {
      let one = try #require(expected.runs[String(reference.name.dropFirst("exp-ünï/".count))])
      #expect(reference.log.member == one.run_id)
      let run = try reference.read()
      #expect(Set(run.metricNames) == Set(one.metrics.keys))
      for (name, var series) in one.metrics {
        // What stands for an infinity is read as one.
        for index in series.values.indices where series.values[index].number.magnitude == .greatestFiniteMagnitude {
          series.values[index].number *= 2
        }
        try series.expect(in: run, called: name, reference.name)
      }
      #expect(run.sources == [RunSource(path: path, format: .mlflowDatabase)])
    }
    let alpha = try #require(found.first { $0.name == "exp-ünï/alpha" }).read()
    #expect(alpha.metadata.architecture == "resnet18")
    #expect(alpha.metadata.hyperparameters.contains(.init(name: "lr", text: "0.001", number: 0.001)))
    #expect(alpha.metadata.fields["tags.mlflow.runName"] == "alpha")
    #expect(alpha.metadata.fields["experiment"] == "exp-ünï" && alpha.metadata.fields["run_name"] == "alpha")
    #expect(alpha.note(.substitutedValues)?.count == 2)
    #expect(alpha.samples("train/loss")?[51] == .infinity && alpha.samples("train/loss")?[52] == -.infinity)
    #expect(alpha.samples("train/loss")?[50]?.isNaN == true)
  }

  @Test func `an MLflow database holds exactly what is expected`() throws {
    let folder = logFolder + "/mlflow-sqlite"
    try compare(folder + "/mlflow.db", ExpectedSeries.decode(MLflowExpected.self, in: folder + "/expected.json"))
  }

  @Test(.enabled(if: sharedFolder != nil))
  func `MLflow's own database holds exactly what is expected`() throws {
    let folder = try #require(sharedFolder) + "/formats/mlflow"
    let stores = try ExpectedSeries.decode(MLflowStores.self, in: folder + "/expected.json").stores
    try compare(folder + "/mlflow.db", #require(stores["sqlite"]))
  }

  private func compareTrackio(_ path: String, _ expected: TrackioExpected) throws {
    let reference = try RunDiscovery.run(at: path)
    let run = try reference.read()
    #expect(run.name == "basic")
    #expect(Set(run.metricNames) == Set(expected.metrics.keys))
    for (name, series) in expected.metrics { try series.expect(in: run, called: name, path) }
    #expect(run.metadata.architecture == "resnet18")
    #expect(run.metadata.hyperparameters.map(\.name) == ["lr", "arch"])
    #expect(run.metadata.fields["tags._Created"] != nil)
    #expect(run.notes.isEmpty && run.sources == [RunSource(path: path, format: .trackio)])
  }

  @Test func `a Trackio database holds exactly what is expected`() throws {
    let folder = logFolder + "/trackio"
    try compareTrackio(folder + "/p.db", ExpectedSeries.decode(TrackioExpected.self, in: folder + "/expected.json"))
    if let sharedFolder {
      let folder = sharedFolder + "/formats/trackio"
      try compareTrackio(
        folder + "/db/p.db", ExpectedSeries.decode(TrackioExpected.self, in: folder + "/expected.json"))
    }
  }

  // MARK: Odd databases

  private func mlflow(_ statements: String...) throws -> (folder: TemporaryFolder, path: String) {
    let folder = try TemporaryFolder()
    let path = folder.path + "/mlflow.db"
    let database = try Database.writing(path)
    for statement in [
      "CREATE TABLE runs (run_uuid TEXT, name TEXT, lifecycle_stage TEXT, experiment_id INTEGER)",
      "CREATE TABLE experiments (experiment_id INTEGER, name TEXT, lifecycle_stage TEXT)",
      "CREATE TABLE metrics (key TEXT, value FLOAT, timestamp INTEGER, run_uuid TEXT, step INTEGER, is_nan BOOLEAN)",
      "INSERT INTO experiments VALUES (1, 'one', 'active'), (2, 'two', 'deleted')",
    ] + statements { try database.run(statement) }
    return (folder, path)
  }

  @Test func `deleted and empty runs are counted, and runs of one name told apart`() throws {
    let (folder, path) = try mlflow(
      "INSERT INTO runs VALUES ('aaaaaaaaaa', 'same', 'active', 1), ('bbbbbbbbbb', 'same', 'active', 1)",
      "INSERT INTO runs VALUES ('c', 'gone', 'deleted', 1), ('d', 'none', 'active', 1), ('e', 'two', 'active', 2)",
      "INSERT INTO metrics SELECT 'loss', 0.5, 0, run_uuid, 3, 0 FROM runs WHERE run_uuid <> 'd'")
    let runs = try RunDiscovery.runs(at: folder.path).map { try $0.get() }
    #expect(runs.map(\.name) == ["mlflow/one/same-aaaaaaaa", "mlflow/one/same-bbbbbbbb"])
    let first = try runs[0].read()
    #expect(first.note(.deletedRuns)?.count == 2 && first.note(.emptyRuns)?.count == 1)
    #expect(first.samples("loss") == [3: 0.5])
    #expect(try runs[1].read().notes.isEmpty)
    #expect(try RunDiscovery.run(at: path + "#*bbbb*").read().name == "one/same-bbbbbbbb")
    #expect(throws: RunError.noSuchRun(path: path, name: "one/same-aaaaaaab", nearest: "one/same-aaaaaaaa")) {
      try RunDiscovery.runs(at: path + "#one/same-aaaaaaab")
    }
  }

  @Test func `of two values at a step the one with the later time counts`() throws {
    let (folder, path) = try mlflow(
      "INSERT INTO runs VALUES ('a', 'a', 'active', 1)",
      "INSERT INTO metrics VALUES ('loss', 1, 20, 'a', 0, 0), ('loss', 2, 10, 'a', 0, 0), ('acc', 3, 5, 'a', 0, 0)",
      "INSERT INTO metrics VALUES ('acc', 'x', 6, 'a', 1, 0), ('acc', 4, 6, 'a', 2, 0)")
    let run = try RunDiscovery.run(at: path).read()
    #expect(run.samples("loss") == [0: 1] && run.samples("acc") == [0: 3, 2: 4])
    #expect(run.note(.repeatedSteps)?.names == ["loss"] && run.note(.otherValues)?.names == ["acc"])
    #expect(run.metricNames == ["loss", "acc"])
    _ = folder
  }

  @Test func `schemas of the first versions read as well`() throws {
    let folder = try TemporaryFolder()
    let mlflow = try Database.writing(folder.path + "/old.db")
    try mlflow.run("CREATE TABLE runs (run_uuid TEXT, name TEXT)")
    try mlflow.run("CREATE TABLE metrics (key TEXT, value FLOAT, run_uuid TEXT)")
    try mlflow.run("INSERT INTO runs VALUES ('a', '')")
    try mlflow.run("INSERT INTO metrics VALUES ('loss', 1, 'a')")
    #expect(try RunDiscovery.run(at: folder.path + "/old.db").read().samples("loss") == [0: 1])
    let trackio = try Database.writing(folder.path + "/trackio.db")
    try trackio.run("CREATE TABLE metrics (run_name TEXT, step INTEGER, metrics TEXT)")
    try trackio.run(#"INSERT INTO metrics VALUES ('r', 0, '{"loss": 1.5, "note": "text"}'), ('r', 4, '{}')"#)
    try trackio.run(#"INSERT INTO metrics VALUES ('r', 7, '{"loss": "NaN", "step": 9}'), ('s', 0, '{"loss": 2}')"#)
    let runs = try RunDiscovery.runs(at: folder.path + "/trackio.db").map { try $0.get().read() }
    #expect(runs.map(\.name) == ["r", "s"])
    #expect(runs[0].samples("loss")?[0] == 1.5 && runs[0].samples("loss")?[7]?.isNaN == true)
    #expect(runs[0].samples("step") == [7: 9] && runs[0].note(.textCells)?.names == ["note"])
  }

  // MARK: States of a file

  /// A database in WAL mode with a row that is only in the log, and the names in its folder.
  private func live() throws -> (folder: TemporaryFolder, path: String, writer: LiveDatabase) {
    let (folder, path) = try mlflow("INSERT INTO runs VALUES ('a', 'a', 'active', 1)")
    let writer = try LiveDatabase(path)
    return (folder, path, writer)
  }

  private final class LiveDatabase {
    let database: Database
    init(_ path: String) throws {
      database = try Database.writing(path)
      try database.run("PRAGMA journal_mode=WAL")
      try database.run("INSERT INTO metrics VALUES ('loss', 1, 0, 'a', 5, 0)")
    }
  }

  private func names(_ folder: TemporaryFolder) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
  }

  @Test func `what a live writer has in its log is read`() throws {
    let (folder, path, writer) = try live()
    #expect(try names(folder) == ["mlflow.db", "mlflow.db-shm", "mlflow.db-wal"])
    #expect(try Database.reading(path).access == .shared)
    #expect(try RunDiscovery.run(at: path).read().samples("loss") == [5: 1])
    try writer.database.run("INSERT INTO metrics VALUES ('loss', 2, 1, 'a', 6, 0)")
    #expect(try RunDiscovery.run(at: path).read().samples("loss") == [5: 1, 6: 2])
  }

  @Test func `the log of a writer that was killed is read from a copy`() throws {
    let (folder, path, writer) = try live()
    let copy = try TemporaryFolder()
    for name in ["mlflow.db", "mlflow.db-wal"] {
      try FileManager.default.copyItem(atPath: folder.path + "/" + name, toPath: copy.path + "/" + name)
    }
    let before = try Data(contentsOf: URL(fileURLWithPath: copy.path + "/mlflow.db-wal"))
    let run = try RunDiscovery.run(at: copy.path + "/mlflow.db").read()
    #expect(run.samples("loss") == [5: 1] && run.note(.databaseCopies) != nil)
    #expect(try names(copy) == ["mlflow.db", "mlflow.db-wal"])
    #expect(try Data(contentsOf: URL(fileURLWithPath: copy.path + "/mlflow.db-wal")) == before)
    withExtendedLifetime((writer, path)) {}
  }

  @Test func `reading leaves nothing beside a finished file`() throws {
    let (folder, path, _) = try live()
    // The writer is gone, and with it the log; the file says WAL still.
    #expect(try names(folder) == ["mlflow.db"])
    #expect(try DatabaseFiles(path: path).usesWAL)
    #expect(try Database.reading(path).access == .immutable)
    #expect(try RunDiscovery.run(at: path).read().samples("loss") == [5: 1])
    #expect(try names(folder) == ["mlflow.db"])
  }

  @Test func `a journal that was left behind is played back in a copy`() throws {
    let (folder, path) = try mlflow("INSERT INTO runs VALUES ('a', 'a', 'active', 1)")
    let database = try Database.writing(path)
    try database.run("INSERT INTO metrics VALUES ('loss', 1, 0, 'a', 5, 0)")
    try database.run("PRAGMA cache_size=1")
    try database.run("PRAGMA synchronous=OFF")
    try database.run("BEGIN")
    // More than the cache holds, so that pages are written before the transaction ends.
    try database.run(
      """
      WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
      INSERT INTO metrics SELECT 'loss', 9, i, 'a', i, 0 FROM n
      """)
    try #require(try names(folder).contains("mlflow.db-journal"))
    let copy = try TemporaryFolder()
    for name in try names(folder) {
      try FileManager.default.copyItem(atPath: folder.path + "/" + name, toPath: copy.path + "/" + name)
    }
    let run = try RunDiscovery.run(at: copy.path + "/mlflow.db").read()
    #expect(run.samples("loss") == [5: 1] && run.note(.databaseCopies) != nil)
    #expect(try names(copy) == ["mlflow.db", "mlflow.db-journal"])
  }

  // MARK: What is no log

  @Test func `other databases and damaged ones are one clear error`() throws {
    let folder = try TemporaryFolder()
    let other = folder.path + "/other.db"
    try Database.writing(other).run("CREATE TABLE metrics (a)")
    #expect(throws: RunError.unknownDatabase(path: other)) { try RunDiscovery.run(at: other).read() }
    #expect(throws: RunError.noLogs(path: folder.path)) { try RunDiscovery.runs(at: folder.path) }
    let (empty, path) = try mlflow()
    #expect(throws: RunError.noRuns(path: path)) { try RunDiscovery.runs(at: path) }
    #expect(throws: RunError.noLogs(path: empty.path)) { try RunDiscovery.runs(at: empty.path) }
    var bytes = Array(try Data(contentsOf: URL(fileURLWithPath: logFolder + "/mlflow-sqlite/mlflow.db")))
    for offset in bytes.indices where offset >= 1500 { bytes[offset] ^= 0x55 }
    let damaged = try folder.write(bytes, to: "damaged/mlflow.db")
    let error = #expect(throws: RunError.self) { try RunDiscovery.run(at: damaged).read() }
    #expect(error?.description.hasPrefix(damaged + ": cannot be read: the database is damaged: ") == true)
  }

  @Test func `flipped bytes and cut files give an error or a run`() throws {
    let folder = try TemporaryFolder()
    for log in ["/mlflow-sqlite/mlflow.db", "/trackio/p.db"] {
      let whole = Array(try Data(contentsOf: URL(fileURLWithPath: logFolder + log)))
      var generator = SeededNumbers(seed: 7)
      for attempt in 0..<60 {
        var bytes = whole
        if attempt % 6 == 5 {
          bytes.removeLast(Int.random(in: 1..<bytes.count, using: &generator))
        } else {
          for _ in 0..<(attempt % 5 + 1) {
            bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
          }
        }
        let path = try folder.write(bytes, to: "x.db")
        do throws(RunError) {
          for result in try RunDiscovery.runs(at: path) { _ = try result.get().read() }
        } catch {
          #expect(error.description.hasPrefix(path + ":"))
        }
      }
    }
    #expect(try names(folder) == ["x.db"])
  }
}
