import Foundation
import OnsetEngine
import OnsetRules
import OnsetRuns
import OnsetStudy
import OnsetText
import Testing
import _OnsetTestSupport

/// The shipped rules on all the labelled runs of small models: the figures of docs/evidence.md.
@Suite(.enabled(if: SharedFolder.isPresent)) struct EvidenceTests {
  /// Labelled transitions that the shipped rules are known to miss; docs/evidence.md lists them too.
  static let knownMisses: Set<String> = []

  static func outcomes() throws -> [RunOutcome] {
    try Replay.all(at: SharedFolder.file("traces/small-models").path, Shipped.project())
  }

  /// What became of a label: when its phase was first entered, if at all.
  static func entry(_ phase: String, _ report: RunReport) -> Int64? {
    report.events.first { $0.kind == .fired && $0.enters == phase }?.step
  }

  @Test func `No clean run and no grokking run is stopped`() throws {
    let outcomes = try Self.outcomes()
    #expect(outcomes.count == 37)
    var stopped: [String] = []
    for outcome in outcomes {
      let report = try outcome.result.get()
      let stops = report.events.contains { event in
        event.actions.contains { if case .stop = $0.kind { true } else { false } }
      }
      if stops { stopped.append(outcome.name) }
    }
    // Only runs with noisy labels may be stopped; that they are is what the rule is for.
    #expect(stopped.allSatisfy { $0.contains("noisy") }, "\(stopped)")
    #expect(stopped.count == 7, "\(stopped)")
  }

  @Test func `Every labelled transition is entered in time, or is a known miss`() throws {
    var table: [String] = []
    var misses: Set<String> = []
    var unlabelled: [String] = []
    for outcome in try Self.outcomes() {
      let report = try outcome.result.get()
      for label in report.metadata.labels {
        let entry = Self.entry(label.phase, report)
        let isHit = entry.map { (label.earliest...label.latest).contains($0) } ?? false
        if !isHit { misses.insert("\(outcome.name) \(label.phase)") }
        let delay = entry.map { "\($0 - label.step)" } ?? "-"
        table.append(
          "\(isHit ? "hit " : "MISS") \(outcome.name) \(label.phase) \(entry.map(String.init) ?? "never")"
            + " in \(label.earliest)...\(label.latest), delay \(delay)")
      }
      // Other phases are private to a rule set.
      let phases: Set = ["feature_learning", "memorization", "generalization"]
      let wrong = phases.subtracting(report.metadata.labels.map(\.phase))
      for event in report.events where event.kind == .fired {
        if let phase = event.enters, wrong.contains(phase) { unlabelled.append("\(outcome.name) \(phase)") }
      }
    }
    print(table.joined(separator: "\n"))
    #expect(misses == Self.knownMisses)
    #expect(unlabelled == [])
    #expect(table.count == 51)
  }
}
