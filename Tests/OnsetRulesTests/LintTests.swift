import OnsetText
import Testing
import _OnsetTestSupport
@testable import OnsetRules

/// Which rules a lint finds, and which of the same look it leaves alone. The rule is `r`, in a set of its own.
@Suite struct LintTests {
  /// A condition, and the lints that find something in it.
  private static func ids(
    _ rule: String, lets: String = "", parameters: String = "", profiles: [String] = []
  ) throws -> [String] {
    let bench = try Bench(rule: rule, lets: lets, parameters: parameters, profiles: profiles)
    let found = RuleSetReview.findings(in: bench.rules, profiles: bench.profile.map { [$0] } ?? [])
    return found.filter { $0.code.hasPrefix("L") && $0.severity != .note }.map(\.code)
  }

  private static func of(_ id: LintID, _ found: [String]) -> Int { found.count { $0 == id.rawValue } }

  @Test(arguments: [
    ("loss > 4 * std(loss, 4 samples)", 1), ("loss > 4 * mad(loss, 2 samples)", 1),
    ("slope(loss, 3 samples) > 0", 1), ("loss > 4 * std(loss, 5 samples)", 0),
    // Other units say how many samples there are only together with a run.
    ("loss > 4 * std(loss, 3 steps)", 0), ("loss > mean(loss, 2 samples) and loss > median(loss, 3 samples)", 0),
    // An average over many of them is steady.
    ("mean(std(loss, 3 samples), 50 samples) > 1", 0), ("ewma(slope(loss, 3 samples), 20 samples) > 0", 0),
    ("fraction(slope(loss, 3 samples) > 0, 20 samples) > 0.9", 0),
    ("max(std(loss, 3 samples), 50 samples) > 1", 1), ("loss > s and loss > 2 * s", 1),
  ])
  func `Deviations and slopes of fewer than five samples are noise`(_ condition: String, _ count: Int) throws {
    let lets = condition.contains(" s") && condition.contains("* s") ? "s: std(loss, 4 samples)" : ""
    #expect(Self.of(.noisyDetection, try Self.ids("when: \(condition)", lets: lets)) == count)
    // A long hold makes up for it, and so does one in steps, of which nobody knows how long it is.
    for hold in ["5 samples", "20 steps"] {
      #expect(Self.of(.noisyDetection, try Self.ids("when: \(condition)\nfor: \(hold)", lets: lets)) == 0)
    }
  }

  @Test(arguments: [
    ("when: loss > 3", 1), ("when: loss > 3\nfor: 1 sample", 1), ("when: loss > 3\nfor: 2 samples", 0),
    ("when: loss > 3\nconfirm: {that: val_loss > 3, within: 3 samples}", 0),
    ("when: mean(loss, 10 samples) > 3", 0), ("when: since_lowest(loss) > 5 samples", 0),
    ("when: cusum_up(loss, 3) > 5", 0), ("when: not is_finite(loss)", 0), ("when: loss > 2 * previous(loss)", 1),
    ("when: loss > 3\nfor: 1 epoch", 0),
  ])
  func `One raw sample is too little to change the training on`(_ rule: String, _ count: Int) throws {
    for action in ["{scale: learning_rate, by: 0.5}", "{stop: now}", "{set: batch_size, to: 64}"] {
      #expect(Self.of(.noisyDetection, try Self.ids("\(rule)\nthen: [\(action)]")) == count, "\(action)")
    }
    for action in ["{notify: now}", "{checkpoint: now}", "{stop: now, approval: required}"] {
      #expect(Self.of(.noisyDetection, try Self.ids("\(rule)\nthen: [\(action)]")) == 0, "\(action)")
    }
  }

  @Test(arguments: [
    ("grad_norm > 10", 1), ("10 < grad_norm", 1), ("mean(grad_norm, 50 samples) < 1e-7", 1),
    ("grad_norm > limit", 1), ("change(grad_norm, 5 samples) > 0.1", 1), ("slope(grad_norm, 50 samples) > 0.1", 1),
    ("smooth > 3", 1), ("crosses_above(grad_norm, 10)", 1), ("2 * grad_norm - lag(grad_norm, 1 sample) > 3", 1),
    ("sqrt(grad_variance) > 3", 1), ("`train/grad_norm` > 3", 1), ("global_gradient_norm > 3", 1),
    ("least(grad_norm, lag(grad_norm, 1 sample)) > 3", 1), ("grad_norm * grad_norm > 100", 1),
    // What scales with it on both sides, or not at all.
    ("grad_norm > 10 * median(grad_norm, 100 samples)", 0), ("grad_norm / mean(grad_norm, 50 samples) > 3", 0),
    ("grad_norm > lag(mean(grad_norm, 20 samples), 1 sample) + 3 * std(grad_norm, 20 samples)", 0),
    ("log10(grad_norm) > 1", 0), ("relative_change(grad_norm, 5 samples) > 0.5", 0),
    ("change(grad_norm, 5 samples) > 0", 0),
    ("slope(grad_norm, 50 samples) > 0", 0), ("grad_norm > previous(grad_norm)", 0),
    ("grad_norm > 0.1 * highest(grad_norm)", 0),
    // Other metrics make another scale of it.
    ("learning_rate * grad_norm / weight_norm > 0.1", 0), ("grad_norm > loss", 0), ("loss > 3", 0),
    ("val_loss < 0.1", 0),
    ("is_finite(grad_norm)", 0), ("exp(grad_norm) > 3", 0), ("grad_norm + loss > 3", 0),
    ("step > 1000 and loss < 3", 0), ("fraction(grad_norm > previous(grad_norm), 20 samples) > 0.9", 0),
  ])
  func `A number is no threshold for a signal that decays`(_ condition: String, _ count: Int) throws {
    let found = try Self.ids(
      "when: \"\(condition)\"\nfor: 5 samples", lets: "smooth: median(grad_norm, 20 samples)", parameters: "limit: 3")
    #expect(Self.of(.rawThreshold, found) == count)
  }

  @Test func `An alias of a decaying signal decays, and its sigma is no measure`() throws {
    let profile = """
      profile: p
      signals: {grad_norm: {aliases: [gn]}}
      baselines: {grad_norm: {mean: 3, std: 1, samples: 100}, loss: {mean: 3, std: 1, samples: 100}}
      """
    for (condition, count) in [
      ("gn > 3", 1), ("gn > baseline(gn) + 3 * sigma(gn)", 1), ("gn / baseline(gn) > 3", 0),
      ("gn > 3 * baseline(gn)", 0),
      ("loss > baseline(loss) + 3 * sigma(loss)", 0),
    ] {
      let found = try Self.ids("when: \(condition)\nfor: 5 samples", profiles: [profile])
      #expect(Self.of(.rawThreshold, found) == count, "\(condition)")
    }
  }

  @Test(arguments: [
    ("loss < lowest(loss)", 1), ("loss > highest(loss)", 1), ("loss > max(loss, 50 samples)", 1),
    ("highest(loss) < loss", 1), ("loss >= lowest(loss)", 1), ("smooth < lowest(smooth)", 1), ("smooth < best", 1),
    ("loss < lowest(`loss`)", 1), ("mean(loss, 5 samples) < min(mean(loss, 5 samples), 9 samples)", 1),
    ("loss < previous(lowest(loss))", 0), ("loss <= lowest(loss)", 0), ("loss < lowest(val_loss)", 0),
    ("loss < 0.9 * lowest(loss)", 0), ("loss > 1.1 * lowest(loss)", 0), ("loss < highest(loss)", 0),
    ("fraction(loss > 3, 5 samples) > 1", 1), ("fraction(loss > 3, 5 samples) >= 0", 1),
    ("fraction(loss > 3, 5 samples) >= 1", 0), ("fraction(loss > 3, 5 samples) > 0.8", 0),
    ("std(loss, 20 samples) < 0", 1), ("abs(loss - val_loss) < -0.1", 1), ("abs(loss) >= 0", 1),
    ("count(loss, 5 samples) > 5", 1), ("count(loss, 5 samples) < 5", 0), ("sqrt(loss) > -1", 1), ("exp(loss) > 0", 0),
    ("loss > loss", 1), ("loss + 1 > loss + 1", 1), ("loss > 3 and loss < 2", 1), ("loss > 3 or loss < 5", 1),
    ("loss > 3 and loss < 5", 0), ("loss > 3 or loss < 2", 0), ("loss > 3 and val_loss < 2", 0),
    ("loss >= 3 and loss <= 3", 0), ("loss > 3 and loss < 3", 1), ("loss > 3 and true", 1), ("loss > 3 and 1 > 2", 1),
    // A parameter may be set to something else, and what unknown counts as is written so.
    ("loss > 3 and switch > 0", 0), ("otherwise(loss > 3, false)", 0), ("otherwise(smooth > 3, true)", 0),
    ("loss > 3 and step >= 0", 0), ("loss > 3 and fraction(val_loss > 3, 5 samples) > most", 1),
    ("relative_change(loss, 5 samples) < -2", 0), ("loss > 3 and since_entered > 5 steps", 0),
    ("least(loss, 1) > 2", 1), ("greatest(loss, 1) >= 1", 1), ("least(loss, 1) > 0.5", 0), ("-abs(loss) > 0", 1),
    ("abs(loss) / 2 < 0", 1), ("1 / abs(loss) < 0", 0), ("abs(loss) * abs(val_loss) < 0", 0), ("log(loss) > 0", 0),
    ("cusum_up(loss, 3) < 0", 1), ("not (loss > 3)", 0), ("is_nan(loss) or loss > 5", 0),
  ])
  func `What comes out the same at every sample is found`(_ condition: String, _ count: Int) throws {
    let lets = "smooth: mean(loss, 5 samples)\nbest: lowest(smooth)\nused: smooth + best"
    let found = try Self.ids(
      "when: \"\(condition)\"\nfor: 5 samples", lets: lets, parameters: "switch: 1\nmost: 1")
    #expect(Self.of(.constantCondition, found) == count)
  }

  @Test(arguments: [
    ("when: loss > 3\nfor: 5 samples", 1),
    ("when: loss > 3\nfor: 5 samples\nconfirm: {that: val_loss > 3, within: 3 samples}", 0),
    ("when: not is_finite(loss) or is_nan(grad_norm)", 0), ("when: age(val_loss) > 500 steps", 0),
    ("when: is_finite(loss) and (step > 1000 or epoch > 3) and since_entered > 5 steps", 0),
    ("when: step > 1000 and loss > 3", 1), ("when: since(is_nan(loss)) > 5 samples", 1), ("when: broken", 0),
    ("when: is_nan(loss) or loss > 5", 1),
  ])
  func `What changes the training has to be confirmed`(_ rule: String, _ count: Int) throws {
    for action in ["{scale: learning_rate, by: 0.5}", "{set: x, to: 64}", "{checkpoint: a}, {stop: now}"] {
      let found = try Self.ids("\(rule)\nthen: [\(action)]", lets: "broken: is_nan(loss)")
      #expect(Self.of(.unconfirmedAction, found) == count, "\(action)")
    }
    for action in ["{notify: now}, {checkpoint: now}", "{stop: now, approval: required}"] {
      let found = try Self.ids("\(rule)\nthen: [\(action)]", lets: "broken: is_nan(loss)")
      #expect(Self.of(.unconfirmedAction, found) == 0, "\(action)")
    }
  }

  @Test(arguments: [
    ("loss > 3", 1), ("val_loss > loss", 1), ("val_loss > 3 or loss > 3", 1), ("val_loss > 3", 0),
    ("val_loss > 3 and loss > 3", 0), ("val_loss > 3 and (loss > 3 or grad_norm > 2)", 0), ("not (loss < 3)", 1),
    ("at(high, val_loss)", 1), ("at(high, val_loss) and val_loss > 3", 0), ("high", 1), ("step > 10 and loss > 3", 1),
    ("val_loss > baseline(loss)", 0), ("train_loss > 3", 1), ("fraction(val_loss > 3, 3 samples) > 0.5", 0),
    ("val_loss > at_detection(val_loss) or acc < at_detection(acc)", 0), ("is_finite(loss)", 1),
    ("age(loss) > 5 steps", 1),
  ])
  func `A confirmation has to be of its own`(_ that: String, _ count: Int) throws {
    let profile = """
      profile: p
      signals: {loss: {aliases: [train_loss]}}
      baselines: {loss: {mean: 3, std: 1, samples: 100}}
      """
    let found = try Self.ids(
      "when: high\nfor: 5 samples\nconfirm: {that: \"\(that)\", within: 3 samples}",
      lets: "high: mean(loss, 5 samples) > 3",
      profiles: [profile])
    #expect(Self.of(.dependentConfirmation, found) == count)
  }
}

/// What is said to be always or never true, on logs of anything.
@Suite struct ConstantConditionTwinTests {
  private static let operands = [
    "loss", "smooth", "abs(loss)", "std(loss, 3 samples)", "fraction(loss > 0, 3 samples)", "lowest(loss)",
    "max(loss, 4 samples)", "min(smooth, 2 samples)", "highest(smooth)", "least(loss, 1)", "greatest(loss, 0.5)",
    "-abs(loss)", "1 - fraction(loss > 0, 3 samples)", "count(loss, 3 samples)", "0", "1", "-1", "0.5", "exp(loss)",
    "abs(loss) / 2", "loss + loss", "sqrt(abs(loss))", "otherwise(abs(loss), 0)", "2 / abs(loss)",
  ]

  private static func log(seed: UInt64, isFinite: Bool = false) -> PlainLog {
    var numbers = SeededNumbers(seed: seed)
    let values = (0..<60).map { _ -> Double? in
      if numbers.happens(0.3) {
        return [nil, .nan, 0, 1, -1, 0.5, .infinity, -.infinity][numbers.integer(0...(isFinite ? 5 : 7))]
      }
      return (numbers.share() - 0.5) * 4
    }
    return PlainLog(steps: (0..<60).map { Int64($0) }, columns: [("loss", values)])
  }

  @Test func `never is never, and always is never not`() throws {
    let logs = (1...4).map { Self.log(seed: $0) }
    let finiteLogs = (1...4).map { Self.log(seed: $0, isFinite: true) }
    var count = 0
    for left in Self.operands {
      for right in Self.operands where left.contains("l") || right.contains("l") {
        for comparison in ["<", "<=", ">", ">=", "==", "!="] {
          let condition = "\(left) \(comparison) \(right)"
          let bench = try Bench(rule: "when: \"\(condition)\"", lets: "smooth: mean(loss, 2 samples)")
          let found = RuleSetReview.findings(in: bench.rules, profiles: []).first { $0.code == "L0103" }
          guard let found else { continue }
          count += 1
          let claim = found.message.contains("never true") ? condition : "not (\(condition))"
          for log in found.message.contains("finite") ? finiteLogs : logs {
            let steps = try Bench.trueSteps(claim, over: log, lets: "smooth: mean(loss, 2 samples)")
            #expect(steps == [], "\(condition)")
          }
        }
      }
    }
    #expect(count > 300)
  }

  @Test func `Bounds that exclude each other are never met, and those that leave nothing out always`() throws {
    let parts = [
      "loss < -1", "loss <= 0", "loss > 0", "loss >= 0", "0.5 < loss", "loss > -1", "loss < 0.5", "loss < 0",
    ]
    let logs = (1...4).map { Self.log(seed: $0) }
    var count = 0
    for first in parts {
      for second in parts {
        for symbol in ["and", "or"] {
          let condition = "\(first) \(symbol) \(second)"
          let bench = try Bench(rule: "when: \(condition)")
          let isFound = RuleSetReview.findings(in: bench.rules, profiles: []).contains { $0.code == "L0103" }
          let claim = symbol == "and" ? condition : "not (\(condition))"
          let steps = try logs.flatMap { try Bench.trueSteps(claim, over: $0) }
          #expect(isFound == steps.isEmpty, "\(condition)")
          count += isFound ? 1 : 0
        }
      }
    }
    #expect(count > 10)
  }
}

/// Lints that look at a rule set as a whole.
@Suite struct RuleSetLintTests {
  private static func findings(_ text: String, profiles: [String] = []) throws -> [String] {
    let file = try Bench.ruleSet(text)
    let profile = try Bench.profile(profiles)
    let lines = LineMap(file.source)
    return RuleSetReview.findings(in: file, profiles: profile.map { [$0] } ?? []).filter { $0.code.hasPrefix("L") }
      .map { "\(lines.place(of: $0.range.lower).line) \($0.code)" }
  }

  private static let sure = "for: 9 samples, confirm: {that: val_loss > 3, within: 9 steps}"

  @Test func `Two hyperparameters in one phase are told once, at the second`() throws {
    func rule(_ name: String, _ during: String?, _ hyperparameter: String) -> String {
      let phase = during.map { "during: \($0), " } ?? ""
      return
        "  - {rule: \(name), \(phase)when: loss > 3, \(Self.sure), then: [{scale: \(hyperparameter), by: 0.5}]}\n"
    }
    let phases = "phases: [a, b]\n"
    let enter = "  - {rule: e, when: acc > 3, enter: b}\n"
    // No phases: all of it is one.
    #expect(try Self.findings("rules:\n\(rule("x", nil, "lr"))\(rule("y", nil, "wd"))") == ["5 L0203"])
    #expect(try Self.findings("rules:\n\(rule("x", nil, "lr"))\(rule("y", nil, "lr"))") == [])
    // Each in a phase of its own.
    #expect(
      try Self.findings("\(phases)rules:\n\(rule("x", "a", "lr"))\(rule("y", "b", "wd"))\(enter)") == [])
    #expect(
      try Self.findings("\(phases)rules:\n\(rule("x", "a", "lr"))\(rule("y", "[a, b]", "wd"))\(enter)") == ["6 L0203"])
    #expect(
      try Self.findings("\(phases)rules:\n\(rule("x", nil, "lr"))\(rule("y", "b", "wd"))\(enter)") == ["6 L0203"])
    // In one rule, whatever the phases.
    let both = "then: [{scale: lr, by: 0.5}, {set: wd, to: 0}, {set: lr, to: 1, approval: required}]"
    #expect(try Self.findings("rules:\n  - {rule: x, when: loss > 3, \(Self.sure), \(both)}\n") == ["4 L0203"])
  }

  @Test func `Phases that are never used, and those that cannot be entered`() throws {
    let rules = """
      phases: [a, b, c, d, e]
      rules:
        - {rule: to-b, during: a, when: loss > 3, enter: b}
        - {rule: in-c, during: c, when: loss > 4}
        - {rule: to-d, during: c, when: loss > 5, enter: d}
      """
    #expect(try Self.findings(rules) == ["3 L0404", "3 L0404", "3 L0403"])
    // A rule without `during` runs in every phase, the first one too.
    #expect(try Self.findings(rules + "\n  - {rule: to-c, when: loss > 1, enter: c}") == ["3 L0403"])
    // The first phase needs no rule, and one phase is a label.
    #expect(try Self.findings("phases: [a, b]\nrules:\n  - {rule: r, when: loss > 3, enter: b}") == [])
    #expect(try Self.findings("phases: [a]\nrules:\n  - {rule: r, when: loss > 3}") == [])
    // Two that lead to each other, and nothing to them.
    let circle = """
      phases: [a, b, c]
      rules:
        - {rule: to-c, during: b, when: loss > 3, enter: c}
        - {rule: to-b, during: c, when: loss > 4, enter: b}
      """
    #expect(try Self.findings(circle) == ["3 L0404", "3 L0404"])
  }

  @Test func `Every place in which a parameter or a let may be used is seen`() throws {
    let rules = """
      parameters: {w: 5 samples, v: 5 samples, n: 1, m: 2, o: 3, p: 4, q: 5, r: 6 steps, s: 7 samples, t: 0.5, u: 1, x: 2}
      let: {span: 9 samples, part: 0.5, name: val_loss, chain: link + 1, link: loss * x, text: loss - 1, by: 0.5}
      rules:
        - rule: r
          when: mean(loss, w) > n and quantile(loss, part, span) > 1
          for: v
          confirm: {that: is_finite(name) and val_loss > m, within: s}
          repeat: when cleared
          clear: chain > o
          then:
            - {scale: lr, by: t * by, floor: p, ceiling: q}
            - {notify: "{text} {u} `"}
        - {rule: s, when: loss > 3, repeat: after r}
      """
    #expect(try Self.findings(rules) == [])
    let unused = """
      parameters: {w: 5 samples, n: 1}
      let: {a: loss + b, b: loss * 2, c: val_loss, w2: 5 samples}
      rules:
        - {rule: r, when: loss > 3, then: [{notify: "n {step} w2 `w` {`n`} c"}]}
      """
    #expect(
      try Self.findings(unused) == ["3 L0401", "3 L0401", "4 L0402", "4 L0402", "4 L0402", "4 L0402"])
  }

  @Test func `A stop is to be gated where a profile knows grokking`() throws {
    let knows = "profile: p\ntransitions: {grokking: {epoch: 900}}"
    let other = "profile: p\ntransitions: {memorization: {epoch: 900}}"
    func rules(_ during: String, when: String = "since_lowest(val_loss) > 9 samples", approval: String = "") -> String {
      """
      phases: [a, b]
      rules:
        - {rule: e, when: acc > 3, enter: b}
        - {rule: s, \(during)when: \(when), confirm: {that: loss > 3, within: 9 steps}, then: [{stop: x\(approval)}]}
      """
    }
    #expect(try Self.findings(rules(""), profiles: [knows]) == ["6 L0204"])
    #expect(try Self.findings(rules("during: [a, b], "), profiles: [knows]) == ["6 L0204"])
    #expect(try Self.findings(rules("during: a, "), profiles: [knows]) == [])
    #expect(try Self.findings(rules(""), profiles: [other]) == [])
    #expect(try Self.findings(rules("")) == [])
    #expect(try Self.findings(rules("", when: "is_nan(val_loss)"), profiles: [knows]) == [])
    #expect(try Self.findings(rules("", approval: ", approval: required"), profiles: [knows]) == [])
  }

  @Test func `What is naive only with a profile's parameters names the profile`() throws {
    let file = try Bench.ruleSet(
      "parameters: {w: 20 samples}\nrules:\n  - {rule: r, when: \"loss > 3 * std(loss, w)\"}\n")
    let profile = try #require(try Bench.profile(["profile: p\nparameters: {set: {w: 3 samples}}\n"]))
    let found = RuleSetReview.findings(in: file, profiles: [profile])
    #expect(found.map(\.code) == ["L0101"])
    #expect(found[0].hints.last == "so it is with the parameters of the profile `p`")
  }
}
