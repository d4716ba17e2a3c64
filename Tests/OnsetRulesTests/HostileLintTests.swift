import OnsetText
import Testing
@testable import OnsetRules

/// Rule sets that no person wrote: lints take time that grows with the file and no faster.
@Suite struct HostileLintTests {
  private static func codes(_ text: String) throws -> [String] {
    let file = try Bench.ruleSet(text)
    return RuleSetReview.findings(in: file, profiles: []).map(\.code)
  }

  @Test(.timeLimit(.minutes(2)))
  func `A let that uses another twice, sixty times over, is looked at once`() throws {
    let shapes = [
      ("loss", "+", "> 1"), ("1", "+", "+ loss > 1"), ("grad_norm", "*", "> 1"), ("loss > 1", "and", ""),
      ("is_nan(loss)", "or", ""), ("val_loss > 1", "or", ""), ("std(loss, 3 samples)", "+", "> 1"),
      ("abs(loss)", "+", "> -1"),
    ]
    for (first, symbol, end) in shapes {
      let lets = (1...60).map { "  l\($0): l\($0 - 1) \(symbol) l\($0 - 1)\n" }.joined()
      let codes = try Self.codes(
        """
        let:
          l0: \(first)
        \(lets)
        rules:
          - rule: r
            when: l60 \(end)
            confirm: {that: "l60 \(end)", within: 3 samples}
            then: [{stop: now}]
        """)
      #expect(!codes.contains("L0402"), "\(first)")
    }
  }

  @Test(.timeLimit(.minutes(2)))
  func `Thousands of phases, rules and names cost no more than reading them`() throws {
    let count = 4000
    let phases = (0..<count).map { "p\($0)" }.joined(separator: ", ")
    // The last phase is reached from the last rule on, against the order of the file.
    let rules = (1..<count).reversed().map { index in
      """
        - rule: r\(index)
          during: p\(index - 1)
          when: loss > n\(index) and loss < m\(index)
          confirm: {that: val_loss > 1, within: 9 steps}
          enter: p\(index)
          then: [{scale: h\(index), by: 0.5}]

      """
    }.joined()
    let names = (0..<count).map { "  n\($0): 1\n  m\($0): 2\n" }.joined()
    #expect(try Self.codes("phases: [\(phases)]\nparameters:\n\(names)rules:\n\(rules)") == ["L0401", "L0401"])
    // Without phases every hyperparameter is one too many.
    let free = (0..<count).map { index in
      "  - {rule: r\(index), when: loss > 1, confirm: {that: val_loss > 1, within: 9 steps}, then: [{set: h\(index), to: 1}]}\n"
    }.joined()
    #expect(try Self.codes("rules:\n\(free)").count == count - 1)
  }

  @Test(.timeLimit(.minutes(2)))
  func `Thousands of comparisons in one condition are compared in one go`() throws {
    let parts = (0..<20_000).map { "loss > \($0)" }
    let and = parts.joined(separator: " and ")
    #expect(try Self.codes("rules:\n  - {rule: r, when: \"\(and)\", for: 5 samples}") == [])
    #expect(try Self.codes("rules:\n  - {rule: r, when: \"\(and) and loss < 19999\", for: 5 samples}") == ["L0103"])
    #expect(
      try Self.codes("rules:\n  - {rule: r, when: \"\(parts.joined(separator: " or ")) or loss < 1\", for: 5 samples}")
        == ["L0103"])
  }

  @Test(.timeLimit(.minutes(2)))
  func `Thousands of comments are read once`() throws {
    let rules = (0..<5000).map { index in
      "  - {rule: r\(index), when: since_lowest(loss) > 5 samples, then: [{stop: x}]}    # onset: allow L0201: \(index)\n"
    }.joined()
    let file = try Bench.ruleSet("rules:\n\(rules)")
    let found = RuleSetReview.findings(in: file, profiles: [])
    #expect(found.count == 5000)
    let kept = Allowances.apply(to: found, of: [file.source], today: nil, judged: ["L0201"])
    #expect(kept.map(\.code) == [])
  }
}
