import Foundation
import Testing
import _OnsetTestSupport

@testable import OnsetRuns

/// No damage to a tool's files is a crash, and what is read of them is in order.
@Suite struct ToolRobustnessTests {
  #if DEBUG
    static let cases = 50
  #else
    static let cases = 2000
  #endif

  static let tools = ["mlflow/mlruns", "hf", "lightning/logs", "keras", "dvclive", "raytune"]

  /// The files of a tool's log, by their paths in its folder.
  private func files(of tool: String) throws -> [String: [UInt8]] {
    let folder = logFolder + "/" + tool
    var files: [String: [UInt8]] = [:]
    for name in try FileManager.default.subpathsOfDirectory(atPath: folder).sorted() where name != "expected.json" {
      if let data = FileManager.default.contents(atPath: folder + "/" + name) { files[name] = Array(data) }
    }
    return files
  }

  private func readAll(_ path: String, _ options: DiscoveryOptions = DiscoveryOptions()) -> [Run] {
    guard let results = try? RunDiscovery.runs(at: path, options: options) else { return [] }
    return results.compactMap { try? $0.get().read() }
  }

  private func expectConsistent(_ run: Run) {
    #expect(zip(run.rows, run.rows.dropFirst()).allSatisfy { $0 < $1 })
    var covered: Set<Int64> = []
    for column in run.columns {
      #expect(!column.steps.isEmpty && zip(column.steps, column.steps.dropFirst()).allSatisfy { $0 < $1 })
      covered.formUnion(column.steps)
    }
    #expect(covered == Set(run.rows) && run.metricNames == run.columns.map(\.name))
    #expect(run.notes.allSatisfy { $0.count > 0 && !$0.message.isEmpty } && !run.sources.isEmpty)
  }

  @Test(arguments: tools) func `damaged files`(tool: String) throws {
    let folder = try TemporaryFolder()
    let files = try files(of: tool)
    for (name, bytes) in files { try folder.write(bytes, to: name) }
    let whole = readAll(folder.path)
    #expect(!whole.isEmpty)
    let names = files.keys.sorted()
    var generator = SeededNumbers(seed: 11)
    var readable = 0
    for _ in 0..<Self.cases {
      let name = names[Int.random(in: 0..<names.count, using: &generator)]
      var bytes = try #require(files[name])
      guard !bytes.isEmpty else { continue }
      for _ in 0..<Int.random(in: 1...4, using: &generator) where !bytes.isEmpty {
        let at = Int.random(in: 0..<bytes.count, using: &generator)
        switch Int.random(in: 0...3, using: &generator) {
        case 0: bytes.removeSubrange(at...)
        case 1: bytes[at] = UInt8.random(in: .min ... .max, using: &generator)
        case 2: bytes.insert(Array("{}[]\",:\n \t-e9\u{0}".utf8).randomElement(using: &generator) ?? 0, at: at)
        default: bytes.remove(at: at)
        }
      }
      try folder.write(bytes, to: name)
      let runs = readAll(folder.path)
      readable += runs.count
      for run in runs { expectConsistent(run) }
      for run in readAll(folder.path, DiscoveryOptions(joinsVersions: true)) { expectConsistent(run) }
      try folder.write(try #require(files[name]), to: name)
    }
    #expect(readable > Self.cases * whole.count / 3)
  }

  @Test(arguments: tools) func `every truncation of a small file`(tool: String) throws {
    let folder = try TemporaryFolder()
    let files = try files(of: tool)
    for (name, bytes) in files { try folder.write(bytes, to: name) }
    for (name, bytes) in files.sorted(by: { $0.key < $1.key }) where bytes.count < 800 {
      for count in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 12)) {
        try folder.write(Array(bytes[..<count]), to: name)
        for run in readAll(folder.path) { expectConsistent(run) }
      }
      try folder.write(bytes, to: name)
    }
  }

  @Test(arguments: tools) func `empty files, and folders and closed doors where files are meant`(tool: String) throws {
    let folder = try TemporaryFolder()
    let files = try files(of: tool)
    let manager = FileManager.default
    for (name, bytes) in files { try folder.write(bytes, to: name) }
    let whole = readAll(folder.path).count
    for (name, bytes) in files.sorted(by: { $0.key < $1.key }) {
      let path = folder.path + "/" + name
      try folder.write([UInt8](), to: name)
      for run in readAll(folder.path) { expectConsistent(run) }
      try manager.removeItem(atPath: path)
      try manager.createDirectory(atPath: path, withIntermediateDirectories: true)
      for run in readAll(folder.path) { expectConsistent(run) }
      try manager.removeItem(atPath: path)
      try folder.write(bytes, to: name)
      try manager.setAttributes([.posixPermissions: 0], ofItemAtPath: path)
      for run in readAll(folder.path) { expectConsistent(run) }
      try manager.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
    }
    #expect(readAll(folder.path).count == whole)
  }

  @Test(arguments: tools) func `nothing is written beside the files`(tool: String) throws {
    let folder = try TemporaryFolder()
    let files = try files(of: tool)
    for (name, bytes) in files { try folder.write(bytes, to: name) }
    let before = try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted()
    _ = readAll(folder.path)
    #expect(try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted() == before)
  }

  @Test(arguments: ["hf/basic/trainer_state.json", "keras/training.log"])
  func `where the text is cut into pieces makes no difference`(file: String) throws {
    let whole = try RunReader.read(file: logFolder + "/" + file)
    for chunkBytes in [1, 7, 64, 1000] {
      var options = ReadingOptions()
      options.chunkBytes = chunkBytes
      options.prefixBytes = 100
      #expect(try RunReader.read(file: logFolder + "/" + file, options: options) == whole)
    }
  }
}
