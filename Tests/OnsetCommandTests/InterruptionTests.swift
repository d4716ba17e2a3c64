import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Ctrl-C while a command works: what was found by then is told.
@Suite struct InterruptionTests {
  /// Two windows, of which the tuner tries every pair: ten thousand replays of 4,000 rows.
  private static let rule = """
    onset: 1
    ruleset: cross
    phases: [falling, flat]
    parameters:
      short: {value: 5 samples, tune: [2 samples, 101 samples]}
      long: {value: 150 samples, tune: [102 samples, 201 samples]}
    rules:
      - rule: crossed
        when: median(loss, short) > quantile(loss, 0.4, long)
        enter: flat

    """

  private static func project() throws -> String {
    let folder = FileManager.default.temporaryDirectory.appending(path: "onset-interrupt-\(UUID().uuidString)").path
    for name in ["rules", "runs"] {
      try FileManager.default.createDirectory(atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
    }
    func write(_ name: String, _ text: String) throws {
      try Data(text.utf8).write(to: URL(filePath: "\(folder)/\(name)"))
    }
    try write("onset.yaml", "onset: 1\n")
    try write("rules/cross.yaml", rule)
    for run in 1...2 {
      var log = "step,loss\n"
      for step in 0..<4000 { log += "\(step),\(4000 - step + (step * 7919 * run) % 97)\n" }
      try write("runs/\(run).csv", log)
      try write("runs/\(run).run.yaml", "onset: 1\nlabels: [{phase: flat, step: 3000, earliest: 200, latest: 3900}]\n")
    }
    return folder
  }

  /// Waits until a process listens to Ctrl-C by itself.
  private static func waitUntilListening(_ process: Process) throws {
    for _ in 0..<600 {
      try #require(process.isRunning, "it has ended before it could be interrupted")
      #if os(Linux)
        let status = try? String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)
        let caught = status?.split(separator: "\n").first { $0.hasPrefix("SigCgt:") }?.split(separator: "\t").last
        if let caught, let mask = UInt64(caught, radix: 16), mask & (1 << UInt64(SIGINT - 1)) != 0 { return }
        usleep(50_000)
      #else
        usleep(3_000_000)
        return
      #endif
    }
    Issue.record("it does not listen to Ctrl-C")
  }

  @Test(arguments: [["--format", "json"], [], ["--write"]])
  func `tuning that is interrupted tells what was found, and exits with 1`(_ arguments: [String]) async throws {
    let commands = try #require(Checkout.commandFolder, "the command onset is built beside the tests")
    let folder = try Self.project()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let process = Process()
    process.executableURL = URL(filePath: commands + "/onset")
    process.arguments = ["tune", "--joint", "--points", "101"] + arguments
    process.currentDirectoryURL = URL(filePath: folder)
    let files = ["output", "error"].map { "\(folder)/\($0)" }
    for file in files { try Data().write(to: URL(filePath: file)) }
    process.standardOutput = FileHandle(forWritingAtPath: files[0])
    process.standardError = FileHandle(forWritingAtPath: files[1])
    try process.run()
    try Self.waitUntilListening(process)
    usleep(300_000)
    kill(process.processIdentifier, SIGINT)
    let asked = ContinuousClock.now
    process.waitUntilExit()
    #expect(ContinuousClock.now - asked < .seconds(60))
    #expect(process.terminationReason == .exit)
    #expect(process.terminationStatus == 1)
    let output = try String(contentsOfFile: files[0], encoding: .utf8)
    let error = try String(contentsOfFile: files[1], encoding: .utf8)
    if arguments.contains("json") {
      #expect(output.contains("\"complete\": false"), "\(output)")
      let counts = try #require(output.firstMatch(of: /"combinations": (\d+), "of_combinations": (\d+)/))
      let (done, all) = (try #require(Int(counts.output.1)), try #require(Int(counts.output.2)))
      #expect(done > 0 && done < all, "\(done) of \(all)")
      #expect(output.contains("\"tuned\": {\"objective\": "))
    } else {
      #expect(output.contains("in force") && output.contains("tuned"), "\(output)")
      #expect(output.contains("combinations"), "\(output)")
    }
    #expect(arguments.contains("--write") == error.contains("not written, since tuning was interrupted"), "\(error)")
    #expect(try String(contentsOfFile: "\(folder)/rules/cross.yaml", encoding: .utf8) == Self.rule)
  }

  @Test func `a budget of combinations ends the search at the same place always`() async throws {
    let commands = try #require(Checkout.commandFolder, "the command onset is built beside the tests")
    let folder = try Self.project()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var outputs: Set<String> = []
    for round in 0..<2 {
      let process = Process()
      process.executableURL = URL(filePath: commands + "/onset")
      process.arguments = [
        "tune", "--joint", "--points", "101", "--budget", "100 combinations", "--format", "json",
      ]
      process.currentDirectoryURL = URL(filePath: folder)
      let file = "\(folder)/output-\(round)"
      try Data().write(to: URL(filePath: file))
      process.standardOutput = FileHandle(forWritingAtPath: file)
      try process.run()
      process.waitUntilExit()
      #expect(process.terminationStatus == 1)
      outputs.insert(try String(contentsOfFile: file, encoding: .utf8))
    }
    let output = try #require(outputs.first)
    #expect(outputs.count == 1)
    let counts = try #require(output.firstMatch(of: /"combinations": (\d+), "of_combinations": (\d+)/))
    let (done, all) = (try #require(Int(counts.output.1)), try #require(Int(counts.output.2)))
    #expect(done >= 100 && done < all, "\(done) of \(all)")
  }
}
