import OnsetEngine
import OnsetText
import Testing
import _OnsetTestSupport
@testable import OnsetRules

/// `let`: names for expressions of every type.
@Suite struct LetTests {
  // Steps 0 to 7; val_loss at the even ones.
  static let log = PlainLog(
    ("loss", [8, 7, 6, 5, 6, 7, 8, 9]),
    ("val_loss", [4, nil, 3, nil, 2, nil, 5, nil]))

  @Test(arguments: [
    // A number: loss - 1 > 5.5 where loss > 6.5, at 0, 1, 5, 6, 7.
    ("x: loss - 1", "x > 5.5", [0, 1, 5, 6, 7]),
    // A truth, used as a condition and inside another one.
    ("low: loss < 6.5", "low", [2, 3, 4]),
    ("low: loss < 6.5", "not low and loss > 7.5", [0, 6, 7]),
    // A truth as the argument of a function: `low` is true at two of the last three ticks first at 3
    // (2 and 3 of 1, 2, 3), then at 4 (3 of 3) and 5 (3 and 4 of 3, 4, 5).
    ("low: loss < 6.5", "fraction(low, 3 samples) > 0.5", [3, 4, 5]),
    // A span, as a window: mean of two samples 7.5 6.5 5.5 5.5 6.5 7.5 8.5 from step 1 on.
    ("w: 2 samples", "mean(loss, w) < 6", [3, 4]),
    // An elapsed time: the lowest loss is at 0, 1, 2, 3 and no later: two samples after at 5.
    ("stale: since_lowest(loss)", "stale >= 2 samples", [5, 6, 7]),
    ("stale: since_lowest(loss)", "2 steps <= stale", [5, 6, 7]),
    // Both: the span of an elapsed time's comparison is a `let` too.
    ("stale: since_lowest(loss)\nlong: 3 samples", "stale > long", [7]),
    // A constant without a clock.
    ("limit: 2 * 3 + 0.5", "loss > limit", [0, 1, 5, 6, 7]),
    // A metric by another name is a metric: allowed where only a metric is.
    ("v: val_loss", "age(v) >= 1 step", [1, 3, 5, 7]),
    ("v: val_loss", "at(loss, v) > 7", [0, 6]),
    ("v: val_loss", "is_finite(v)", [0, 2, 4, 6]),
    ("v: val_loss\nw: v", "age(w) >= 1 step", [1, 3, 5, 7]),
    // In any order: `a` needs `b`, which comes after it, which needs `c`.
    ("a: b + 1\nb: c * 2\nc: loss", "a > 14.5", [0, 1, 5, 6, 7]),
    // With parentheses of their own: (loss - 5) * 2 and not loss - 5 * 2.
    ("d: loss - 5", "d * 2 >= 6", [0, 6, 7]),
    ("d: loss - 5", "-d < -2.5", [0, 6, 7]),
    // A `let` wins over a metric of its name; backquotes still reach the metric.
    ("val_loss: loss", "val_loss > 7.5", [0, 6, 7]),
    ("val_loss: loss", "`val_loss` > 3.5", [0, 6]),
    // The clock comes from within: `ready` has that of val_loss.
    ("ready: previous(val_loss) > val_loss", "ready", [2, 4]),
  ])
  func `A let stands for its expression, whatever the type`(
    _ lets: String, _ condition: String, _ steps: [Int64]
  ) throws {
    #expect(try Bench.trueSteps(condition, over: Self.log, lets: lets) == steps)
  }

  @Test(arguments: [
    ("a: b\nb: a", "`a` → `b` → `a`"),
    ("a: a + 1", "`a` → `a`"),
    ("x: mean(z, 5 samples)\ny: x\nz: y", "`x` → `z` → `y` → `x`"),
  ])
  func `Lets that use each other in a circle are an error that names the circle`(
    _ lets: String, _ circle: String
  ) throws {
    let diagnostics = try Bench(rule: "when: loss > 1", lets: lets).check().diagnostics
    #expect(diagnostics.map(\.code) == ["O0311"])
    #expect(diagnostics.first?.message.hasSuffix(circle) == true, "\(diagnostics)")
  }

  @Test func `An error in a let is told once, at the let, and not again where it is used`() throws {
    let bench = try Bench(rule: "when: bad > 1 or bad < 0", lets: "bad: mean(loss, 5)\nworse: bad + 1")
    let diagnostics = bench.check().diagnostics
    #expect(diagnostics.map(\.code) == ["O0302"])
    #expect(LineMap(bench.rules.source).place(of: diagnostics[0].range.lower) == LineColumn(line: 4, column: 19))
  }

  @Test(arguments: ["since_entered >= 2 steps", "late"])
  func `Elapsed lets of the phase are counted like the expression itself`(_ condition: String) throws {
    // The first phase is in force from the run's first row, step 0: two steps have passed at 2.
    let steps = try Bench.trueSteps(
      "loss > 0 and \(condition)", over: Self.log, lets: "late: since_entered >= two\ntwo: 2 steps")
    #expect(steps == [2, 3, 4, 5, 6, 7])
  }

  @Test func `A let that nothing uses may name what the run never logs`() throws {
    let log = PlainLog(("loss", [1, 2]))
    #expect(try Bench.trueSteps("loss > 1.5", over: log, lets: "unused: gradient_noise_scale + each") == [1])
  }

  @Test func `A let is not a condition without a clock nor a call`() throws {
    let bench = try Bench(rule: "when: a > 1", lets: "a: 3")
    #expect(bench.check().diagnostics.filter { $0.severity == .error }.count == 1)
    let call = try Bench(rule: "when: a(loss) > 1", lets: "a: loss")
    #expect(call.check().diagnostics.map(\.code) == ["O0308"])
  }
}

/// Precedence as the grammar gives it, without parentheses.
@Suite struct PrecedenceTests {
  /// One sample each of a, b, c at step 0.
  static func holds(_ condition: String, _ a: Double, _ b: Double, _ c: Double, _ d: Double = 0) throws -> Bool {
    let log = PlainLog(("a", [a]), ("b", [b]), ("c", [c]), ("d", [d]))
    return try Bench.trueSteps(condition, over: log) == [0]
  }

  @Test(
    arguments: [
      // not binds closer than and, and closer than or. With a, b, c as truths x > 0:
      // not a and b or c = ((not a) and b) or c.
      ("not a > 0 and b > 0 or c > 0", 0, 1, 0, true),
      ("not a > 0 and b > 0 or c > 0", 1, 1, 0, false),  // not (a and b) would be false too; see the next
      ("not a > 0 and b > 0 or c > 0", 0, 0, 0, false),  // not (a and b) or c would be true
      ("not a > 0 and b > 0 or c > 0", 1, 1, 1, true),  // (not a) and (b or c) would be false
      // a or b and c = a or (b and c); (a or b) and c would be false.
      ("a > 0 or b > 0 and c > 0", 1, 0, 0, true),
      ("a > 0 and b > 0 or c > 0", 0, 0, 1, true),  // a and (b or c) would be false
      ("not not a > 0", 1, 0, 0, true),
      ("not a > 0 or not b > 0", 1, 1, 0, false),
      ("not a < b", 1, 2, 0, false),  // not (a < b)
    ] as [(String, Double, Double, Double, Bool)])
  func `Logic binds not, and, or in this order`(
    _ condition: String, _ a: Double, _ b: Double, _ c: Double, _ holds: Bool
  ) throws {
    #expect(try Self.holds(condition, a, b, c) == holds)
  }

  @Test(
    arguments: [
      // a = 2, b = 3, c = 5, d = 7 throughout.
      ("-a * b == -6", true),
      ("a - b - c == -6", true),  // (2 - 3) - 5; 2 - (3 - 5) is 4
      ("a - b + c == 4", true),  // (2 - 3) + 5; 2 - (3 + 5) is -6
      ("30 / a / b == 5", true),  // (30 / 2) / 3; 30 / (2 / 3) is 45
      ("30 / a * b == 45", true),  // (30 / 2) * 3; 30 / (2 * 3) is 5
      ("a < b + c * d", true),  // 2 < 3 + 35
      ("a + b * c == 17", true),  // 25 from left to right
      ("a * b + c * d == 41", true),
      ("a * -b == -6", true),
      ("a - -b == 5", true),
      ("--a == 2", true),
      ("-a - b == -5", true),  // -(a - b) is 1
      ("a * b - c < d - 5", true),  // 1 < 2
      ("d - 50% * a == 6", true),
      ("a < b and b < c", true),
      ("a + b > c - 1 == true", nil),
    ] as [(String, Bool?)])
  func `Arithmetic binds sign, products, sums, comparisons in this order, from left to right`(
    _ condition: String, _ holds: Bool?
  ) throws {
    guard let holds else {
      // A comparison does not chain.
      #expect(try Bench(rule: "when: \(condition)").check().diagnostics.containsErrors)
      return
    }
    #expect(try Self.holds(condition, 2, 3, 5, 7) == holds, "\(condition)")
  }
}
