import Foundation
import OnsetEngine
import OnsetRules
import OnsetRuns
import OnsetStudy
import Testing
import _OnsetTestSupport

/// Runs that were logged twice, as a table and as TensorBoard's event files.
@Suite(.enabled(if: SharedFolder.isPresent)) struct TwoFormatsTests {
  /// The event files hold float32 of the table's decimals, so that values differ in the eighth digit and events do not.
  @Test func `A run has the same events from its table and from its event files`() throws {
    let folder = SharedFolder.file("traces/algoperf-csv-tfevents").path
    let events = try #require(FileManager.default.enumerator(atPath: folder)).compactMap { $0 as? String }
      .filter { $0.contains("tfevents") }.map { "\(folder)/\($0)" }
    #expect(events.count >= 6)
    let project = try Shipped.project()
    var eventCount = 0
    for path in events.sorted() {
      let trial = URL(filePath: path).deletingLastPathComponent().path
      let fromFile = try Self.marks(in: path, project)
      #expect(fromFile == (try Self.marks(in: trial + "/measurements.csv", project)), "\(path)")
      eventCount += fromFile.count
    }
    #expect(eventCount > 0)
  }

  /// Which rule did what where.
  private static func marks(in path: String, _ project: Project) throws -> [String] {
    let outcome = try #require(try Replay.all(at: path, project).first)
    return try outcome.result.get().events.map {
      "\($0.ruleset)/\($0.rule) \($0.kind.rawValue) \($0.since) \($0.detected) \($0.step)"
    }
  }
}
