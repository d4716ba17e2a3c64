import Foundation
import OnsetText
import Testing

@testable import OnsetRuns

@Suite struct RunDiscoveryTests {
  private let log = "step,x\n1,2\n"

  private func names(_ path: String) throws -> [String] {
    try RunDiscovery.runs(at: path).map { result in
      switch result {
      case .success(let run): run.name
      case .failure(let error): "error: \(error)"
      }
    }
  }

  @Test func `a folder is searched to any depth, in natural order`() throws {
    let folder = try TemporaryFolder()
    for name in [
      "s10.csv", "s2.csv", "b/s1/metrics.tsv", "a/log.jsonl.gz", ".hidden/x.csv", "a/.x.csv", "README.md",
      "b/config.yaml", "s2.run.yaml",
    ] {
      try folder.write(log, to: name)
    }
    try folder.write("step, by step\n", to: "b/s1/notes.txt")
    try folder.write("{\"lr\": 0.1}\n", to: "b/params.json")
    #expect(try names(folder.path) == ["a/log", "b/s1/metrics", "s2", "s10"])
    #expect(try names(folder.path + "//") == ["a/log", "b/s1/metrics", "s2", "s10"])
  }

  @Test func `a folder with run yaml and one log is one run`() throws {
    let folder = try TemporaryFolder()
    try folder.write(log, to: "exp/one/logs/metrics.csv")
    try folder.write("onset: 1\narchitecture: mlp\n", to: "exp/one/run.yaml")
    try folder.write(log, to: "exp/two.csv")
    try folder.write("onset: 1\nrun: second\n", to: "exp/two.run.yaml")
    let runs = try RunDiscovery.runs(at: folder.path + "/exp").map { try $0.get().read() }
    #expect(runs.map(\.name) == ["one", "second"])
    #expect(runs[0].metadata.architecture == "mlp")
    let alone = try RunDiscovery.runs(at: folder.path + "/exp/one")
    #expect(try alone.map { try $0.get().name } == ["one"])
    #expect(
      try RunDiscovery.runs(at: folder.path + "/exp/two.csv").map { try $0.get().read().name } == ["second"])
  }

  @Test func `a file in a run's folder has the folder's metadata`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(log, to: "r/metrics.csv")
    try folder.write("onset: 1\nrun: mine\n", to: "r/run.yaml")
    #expect(try RunDiscovery.runs(at: path).map { try $0.get().read().name } == ["mine"])
  }

  @Test func `metadata lie beside logs of any kind`() throws {
    let folder = try TemporaryFolder()
    for ending in ["csv", "csv.gz", "tsv", "jsonl", "log"] {
      let path = try folder.write(log, to: ending + "/a.b." + ending)
      try folder.write("onset: 1\n", to: ending + "/a.b.run.yaml")
      let runs = try RunDiscovery.runs(at: path).map { try $0.get() }
      #expect(runs.map(\.name) == ["a.b"])
      #expect(runs[0].metadataPath == folder.path + "/" + ending + "/a.b.run.yaml")
    }
  }

  @Test func `links are followed, and circles end`() throws {
    let folder = try TemporaryFolder()
    try folder.write(log, to: "a/x.csv")
    let files = FileManager.default
    try files.createSymbolicLink(atPath: folder.path + "/a/up", withDestinationPath: folder.path)
    try files.createSymbolicLink(
      atPath: folder.path + "/a/self", withDestinationPath: folder.path + "/a/self")
    try files.createSymbolicLink(
      atPath: folder.path + "/a/nowhere.csv", withDestinationPath: "/nonexistent/x.csv")
    try files.createSymbolicLink(
      atPath: folder.path + "/link.csv", withDestinationPath: folder.path + "/a/x.csv")
    #expect(try names(folder.path) == ["a/x", "link"])
  }

  @Test func `where one run is meant, a folder with several is an error`() throws {
    let folder = try TemporaryFolder()
    try folder.write(log, to: "a/x.csv")
    #expect(try RunDiscovery.run(at: folder.path).name == "a/x")
    try folder.write(log, to: "a/y.csv")
    #expect(throws: RunError.severalRuns(path: folder.path, count: 2, names: ["a/x", "a/y"])) {
      try RunDiscovery.run(at: folder.path)
    }
  }

  @Test func `logs of one name are told apart by their endings`() throws {
    let folder = try TemporaryFolder()
    try folder.write(log, to: "a.csv")
    try folder.write("{\"step\": 1, \"x\": 1}\n", to: "a.jsonl")
    #expect(try names(folder.path) == ["a.csv", "a.jsonl"])
  }

  @Test func `a broken run among many is its own error`() throws {
    let folder = try TemporaryFolder()
    try folder.write("", to: "a.csv")
    try folder.write(log, to: "b.csv")
    try folder.write("onset: 1\nsteps_per_epoch: 0\n", to: "b.run.yaml")
    try folder.write(log, to: "c.csv")
    try folder.write("onset: 1\n", to: "d/run.yaml")
    let outcomes = try RunDiscovery.runs(at: folder.path).map { result -> String in
      do {
        return try result.get().read().name
      } catch {
        return "\(error)"
      }
    }
    #expect(outcomes.count == 4)
    #expect(outcomes[0].hasSuffix("a.csv: the file is empty"))
    #expect(outcomes[1].contains("b.run.yaml: `steps_per_epoch` has to be greater than 0"))
    #expect(outcomes[2] == "c")
    #expect(outcomes[3].contains("/d: no log was found"))
  }

  @Test func `what is not there, or of the wrong kind, is one clear message`() throws {
    let folder = try TemporaryFolder()
    func message(_ body: () throws -> Void) -> String {
      do {
        try body()
        return ""
      } catch {
        return "\(error)".replacingOccurrences(of: folder.path, with: "DIR")
      }
    }
    #expect(
      message { _ = try RunDiscovery.runs(at: folder.path + "/x.csv") } == "DIR/x.csv: no such file or folder"
    )
    #expect(
      message { _ = try RunReader.read(file: folder.path + "/x.csv") } == "DIR/x.csv: no such file or folder")
    #expect(
      message { _ = try RunReader.read(file: folder.path) } == "DIR: is a folder, and a log file was expected"
    )
    #expect(
      message { _ = try RunDiscovery.runs(at: folder.path) }.hasPrefix("DIR: no log was found in this folder")
    )
    let path = try folder.write(log, to: "secret.csv")
    try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: path)
    if !FileManager.default.isReadableFile(atPath: path) {
      #expect(
        message { _ = try RunReader.read(file: path) } == "DIR/secret.csv: cannot be read: permission denied")
    }
  }

  @Test(arguments: [
    ("s2", "s10"), ("a", "b"), ("a", "a1"), ("01", "1"), ("1.9", "1.10"), ("x9y", "x10a"),
    ("lr0.003-s1", "lr0.03-s1"),
    ("", "a"), ("99999999999999999999998", "99999999999999999999999"),
  ])
  func `people count so`(before: String, after: String) {
    #expect(NaturalOrder.precedes(before, after))
    #expect(!NaturalOrder.precedes(after, before))
    #expect(!NaturalOrder.precedes(before, before))
  }

  @Test func `a binary log that is damaged from its beginning is an error of its own, not passed over`() throws {
    let folder = try TemporaryFolder()
    let noise: [UInt8] = (0..<3000).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ 11) }
    let wandb = try folder.write(noise, to: "a/run-1.wandb")
    let events = try folder.write(noise, to: "b/events.out.tfevents.1.host")
    let database = try folder.write(Array("SQLite format 3\u{0}".utf8) + noise, to: "c/mlflow.db")
    for path in [wandb, events] {
      #expect(throws: RunError.damagedRecords(path: path)) { try RunReader.read(file: path) }
    }
    #expect(try names(folder.path + "/c").count == 1)
    #expect(try names(folder.path + "/c")[0].hasPrefix("error: \(database): cannot be read"))
  }
}
