import Foundation
import Testing
import _OnsetTestSupport

@testable import OnsetRuns

@Suite struct ArchiveDocumentTests {
  private static let python = ["/usr/bin/python3", "/usr/local/bin/python3", "/opt/homebrew/bin/python3"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }

  private static let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("docs/design/archive.md")

  @Test(.enabled(if: python != nil))
  func `the program of the page reads an archive as this one does`() throws {
    let folder = try TemporaryFolder()
    let text = try String(contentsOf: Self.page, encoding: .utf8)
    let program = try #require(text.components(separatedBy: "```python\n").last?.components(separatedBy: "```").first)
    try folder.write(program, to: "read.py")
    let rows = (0..<70_000).map { Int64($0) * 3 - 7 }
    let some = rows.filter { $0 % 11 == 0 }
    var generator = SeededNumbers(seed: 5)
    let run = Run(
      name: "r", rows: rows,
      columns: [
        RunColumn(name: "same", steps: rows, values: rows.map { _ in 0.001 }),
        RunColumn(name: "decimal", steps: some, values: some.map { Double($0 % 977) / 1000 }),
        RunColumn(
          name: "float", steps: some, values: some.map { _ in Double(Float.random(in: 1..<2, using: &generator)) }),
        RunColumn(name: "any", steps: some, values: some.map { _ in .random(in: 0..<1, using: &generator) }),
      ])
    let path = folder.path + "/runs.sqlite"
    _ = try ArchiveWriter(path: path).add(run, origin: "/r")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try #require(Self.python))
    process.arguments = [folder.path + "/read.py", path]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let printed = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    var lines = printed.split(separator: "\n")[...]
    for column in run.columns {
      let own = lines.prefix(column.steps.count)
      lines = lines.dropFirst(column.steps.count)
      let isSame = zip(own, zip(column.steps, column.values)).allSatisfy { line, sample in
        let cells = line.split(separator: "\t")
        return cells.count == 4 && cells[0] == "r" && cells[1] == column.name && Int64(cells[2]) == sample.0
          && Double(cells[3])?.bitPattern == sample.1.bitPattern
      }
      #expect(isSame && own.count == column.steps.count, "\(column.name)")
    }
    #expect(lines.isEmpty)
  }
}
