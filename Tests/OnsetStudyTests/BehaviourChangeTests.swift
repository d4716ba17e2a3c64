import OnsetEngine
import OnsetRules
import OnsetRuns
import OnsetStudy
import OnsetText
import Testing

@Suite struct BehaviourChangeTests {
  /// Losses that are over 3 at steps 3 and 4, and over 5 at 4 and 7.
  private static let run = Run(
    name: "r", rows: Array(0..<9),
    columns: [RunColumn(name: "loss", steps: Array(0..<9), values: [1, 1, 1, 4, 6, 1, 1, 7, 1])])

  private static func report(_ rule: String) throws -> RunReport {
    let text = "onset: 1\nruleset: s\nphases: [calm, wild]\nrules:\n  - rule: high\n    \(rule)\n"
    let file = try #require(RuleSetFile.decode(SourceFile(name: "rules/s.yaml", text: text)).model, "\(rule)")
    let (checked, findings) = RuleSetChecker.check(file, profile: nil, overrides: [:])
    try #require(!findings.containsErrors)
    return Replay.report(on: run, [checked], nil)
  }

  /// `+7` for an event that appeared at 7, `-7` for one that is gone, `3>4` for one that moved.
  private static func changes(from before: String, to after: String) throws -> [String] {
    let change = BehaviourChange(run: "r", from: try report(before), to: try report(after))
    return change?.events.map { change in
      switch change {
      case .appeared(let event): "+\(event.step)"
      case .disappeared(let event): "-\(event.step)"
      case .moved(let old, let new): "\(old.step)>\(new.step)"
      }
    } ?? []
  }

  @Test func `Events appear, disappear and move`() throws {
    #expect(try Self.changes(from: "when: loss > 3", to: "when: loss > 5") == ["3>4"])
    let again = "when: loss > 5\n    repeat: when cleared"
    #expect(try Self.changes(from: "when: loss > 5", to: again) == ["+7"])
    #expect(try Self.changes(from: again, to: "when: loss > 5") == ["-7"])
    #expect(try Self.changes(from: "when: loss > 3\n    repeat: when cleared", to: again) == ["3>4"])
    #expect(try Self.changes(from: "when: loss > 3", to: "when: 3 < loss") == [])
  }

  @Test func `An event at the same step with other consequences has changed`() throws {
    let enters = "when: loss > 5\n    enter: wild"
    #expect(try Self.changes(from: "when: loss > 5", to: enters) == ["4>4"])
    let change = BehaviourChange(run: "r", from: try Self.report("when: loss > 5"), to: try Self.report(enters))
    #expect(change?.phases?.before.map(\.phase) == ["calm"])
    #expect(change?.phases?.after.map(\.phase) == ["calm", "wild"])
  }
}
