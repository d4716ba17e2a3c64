import Foundation
import OnsetRuns
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite struct ArchiveKillTests {
  @Test func `an archive verifies however often its writer is killed`() throws {
    let commands = try #require(Checkout.commandFolder, "the command onset is built beside the tests")
    let folder = FileManager.default.temporaryDirectory.appending(path: "onset-kill-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/runs.sqlite"
    var generator = SystemRandomNumberGenerator()
    // The moments are spread over what a whole addition takes.
    let began = ContinuousClock.now
    let whole = try start(commands, folder + "/whole.sqlite")
    whole.waitUntilExit()
    let length = ContinuousClock.now - began
    #expect(whole.terminationStatus == 0)
    let names = try ArchiveReader(path: folder + "/whole.sqlite").names()
    var counts: Set<Int> = []
    for attempt in 0..<100 {
      let process = try start(commands, path)
      usleep(UInt32.random(in: 0..<UInt32(max(1000, length / .microseconds(1))), using: &generator))
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      // Before its first transaction there is no archive, or an empty file.
      guard let archive = try? ArchiveReader(path: path) else {
        #expect(counts.isEmpty, "the archive is gone")
        continue
      }
      #expect(try archive.verify().isEmpty, "after \(attempt)")
      let known = try archive.names()
      #expect(Set(known).isSubset(of: names))
      counts.insert(known.count)
      // Begin anew now and then, so that there is something to add.
      if attempt % 10 == 9 { try ArchiveWriter(path: path).remove(known) }
    }
    #expect(counts.count > 1, "no writer was killed while it added runs")
    let last = try start(commands, path)
    last.waitUntilExit()
    #expect(last.terminationStatus == 0)
    let archive = try ArchiveReader(path: path)
    #expect(try archive.verify().isEmpty && archive.names() == names)
  }

  private func start(_ commands: String, _ path: String) throws -> Process {
    let process = Process()
    process.executableURL = URL(filePath: commands + "/onset")
    // Small ones, so that a hundred rounds take seconds.
    let runs = ["bloom-176b-spike", "induction-s1", "induction-s2"]
    process.arguments = ["archive", "add", path] + runs.map { Checkout.file("runs/\($0).csv").path }
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    return process
  }
}
