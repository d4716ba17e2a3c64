import OnsetText
import Testing
import _OnsetTestSupport
@testable import OnsetEngine
@testable import OnsetRules

/// Actions: what a rule asks for when it fires, and what its texts say.
@Suite struct ActionTests {
  // Steps 0, 10, 20, 30: fires at 30, where loss is 5, `cbs` was last logged at 20, and `bad` is NaN.
  static let log = PlainLog(
    every: 10, ("loss", [2, 3, 4, 5]), ("cbs", [100, nil, 300, nil]), ("bad", [nil, nil, nil, .nan]),
    ("top", [nil, nil, nil, .infinity]))
  static let firing = "when: loss > 4.5\n"

  static func events(_ action: String, lets: String = "") throws -> [Event] {
    try Bench(rule: firing + "then: [\(action)]", lets: lets, parameters: "half: 0.5\nwindow: 2 samples")
      .events(over: log, stepsPerEpoch: 20)
  }

  @Test(
    arguments: [
      ("{scale: lr, by: 0.5}", .scale(hyperparameter: "lr", by: 0.5, floor: nil, ceiling: nil)),
      (
        "{scale: lr, by: 2, floor: 1e-5, ceiling: 10%}",
        .scale(hyperparameter: "lr", by: 2, floor: 1e-5, ceiling: 0.1)
      ),
      ("{scale: lr, by: loss / 10}", .scale(hyperparameter: "lr", by: 0.5, floor: nil, ceiling: nil)),
      ("{scale: lr, by: half, floor: half / 2}", .scale(hyperparameter: "lr", by: 0.5, floor: 0.25, ceiling: nil)),
      ("{set: lr, to: 3}", .set(hyperparameter: "lr", to: 3, floor: nil, ceiling: nil)),
      ("{set: lr, to: -3}", .set(hyperparameter: "lr", to: -3, floor: nil, ceiling: nil)),
      // The median of 100 and 300 is 200; the clock of `cbs` ticked last at 20, and its latest value counts.
      ("{set: bs, to: \"median(cbs, 2 samples)\"}", .set(hyperparameter: "bs", to: 200, floor: nil, ceiling: nil)),
      ("{set: bs, to: \"median(cbs, window)\"}", .set(hyperparameter: "bs", to: 200, floor: nil, ceiling: nil)),
      // Bounds: 300 under a ceiling of 256, over a floor of 512; within both as it is.
      ("{set: bs, to: cbs, ceiling: 256}", .set(hyperparameter: "bs", to: 256, floor: nil, ceiling: 256)),
      ("{set: bs, to: cbs, floor: 512}", .set(hyperparameter: "bs", to: 512, floor: 512, ceiling: nil)),
      ("{set: bs, to: cbs, floor: 1, ceiling: 512}", .set(hyperparameter: "bs", to: 300, floor: 1, ceiling: 512)),
      // An infinity is a number: the ceiling bounds it.
      ("{set: bs, to: top, ceiling: 4096}", .set(hyperparameter: "bs", to: 4096, floor: nil, ceiling: 4096)),
      // The step and the epoch of the fire: 30, and 30 / 20.
      ("{set: bs, to: step + epoch}", .set(hyperparameter: "bs", to: 31.5, floor: nil, ceiling: nil)),
      ("{stop: it is over}", .stop(reason: "it is over")),
      ("{checkpoint: before}", .checkpoint(reason: "before")),
      ("{notify: hello}", .notify(text: "hello")),
    ] as [(String, IssuedAction.Kind)])
  func `An action is issued with its numbers read when the rule fires`(
    _ action: String, _ kind: IssuedAction.Kind
  ) throws {
    let events = try Self.events(action)
    #expect(events.map(\.step) == [30])
    #expect(events.flatMap(\.actions) == [IssuedAction(kind: kind, needsApproval: false)])
  }

  @Test func `Several actions are issued in order, and any may need approval`() throws {
    let events = try Self.events(
      "{checkpoint: a, approval: required}, {scale: lr, by: 0.5}, {stop: b, approval: required}")
    #expect(events.flatMap(\.actions).map(\.needsApproval) == [true, false, true])
    #expect(
      events.flatMap(\.actions).map(\.kind) == [
        .checkpoint(reason: "a"), .scale(hyperparameter: "lr", by: 0.5, floor: nil, ceiling: nil), .stop(reason: "b"),
      ])
  }

  @Test(arguments: [
    ("{set: bs, to: bad}", "no number to set `bs` to"),
    ("{set: bs, to: bad, floor: 1, ceiling: 2}", "no number to set `bs` to"),
    ("{scale: lr, by: \"mean(cbs, 3 samples)\"}", "no number to scale `lr` by"),
    ("{scale: lr, by: 0 / 0}", "no number to scale `lr` by"),
  ])
  func `A number that is none is an error event and no action, and the other actions are issued`(
    _ action: String, _ message: String
  ) throws {
    let events = try Self.events("{notify: a}, \(action), {notify: b}")
    #expect(events.map(\.short) == ["r fired 30 30 30", "r error 30 30 30"])
    #expect(events[0].actions.map(\.kind) == [.notify(text: "a"), .notify(text: "b")])
    #expect(events[0].message == nil)
    #expect(events[1].message == message)
    #expect(events[1].actions.isEmpty)
    #expect(events[1].enters == nil)
  }

  // MARK: Texts

  @Test(arguments: [
    ("at step {step}", "at step 30"),
    ("epoch {epoch}", "epoch 1.5"),
    ("{rule} of {run}", "r of run-1"),
    ("{phase}", "none"),
    ("{loss}", "5"),
    ("{ loss * 2 + 1 }", "11"),
    ("{cbs}", "300"),
    ("{bad} {top}", "nan inf"),
    ("{loss > 4} {not (loss > 4)} {bad > 1}", "true false unknown"),
    ("{third} {low}", "1.66667 false"),
    ("{half} {step / 4}", "0.5 7.5"),
    ("{median(cbs, 2 samples)}", "200"),
    // Six significant digits, and all of those before the point.
    ("{loss / 3e6} {-loss * 1000000} {loss / 3 * 1000000}", "1.66667e-06 -5000000 1666667"),
    ("{{step}}", "{step}"),
    ("a {{ b }} c", "a { b } c"),
    ("{{{step}}}", "{30}"),
    ("a } b", "a } b"),
    ("{{", "{"),
    ("", ""),
    ("no places", "no places"),
    ("{step}{step}", "3030"),
    ("{`loss`}", "5"),
    ("größer als {loss} → {step}", "größer als 5 → 30"),
  ])
  func `A text has its places filled in when the rule fires`(_ text: String, _ filled: String) throws {
    let quoted = "\"" + text + "\""
    for key in ["notify", "checkpoint", "stop"] {
      let events = try Self.events("{\(key): \(quoted)}", lets: "third: loss / 3\nlow: loss < 4")
      let texts = events.flatMap(\.actions).map { action in
        switch action.kind {
        case .notify(let text), .checkpoint(let text), .stop(let text): text
        case .scale, .set: "?"
        }
      }
      #expect(texts == [filled], "\(key)")
    }
  }

  @Test func `A text without an epoch or with a phase says so`() throws {
    let bench = try Bench(
      "phases: [one, two]\nrules: [{rule: r, when: loss > 4.5, enter: two, then: [{notify: \"{epoch} {phase}\"}]}]")
    let events = try bench.events(over: Self.log)
    #expect(events.flatMap(\.actions).map(\.kind) == [.notify(text: "unknown one")])
  }

  @Test(
    arguments: [
      // The text's own column is 1 for its first character.
      ("{los s}", 6..<7, "O0203"),
      ("value {mean(loss)}", 8..<18, "O0412"),
      ("ä {mean(loss, 5)}", 15..<16, "O0302"),
      ("a { b", 3..<4, "O0636"),
      ("{}", 2..<2, nil),
      ("{since_lowest(loss)}", 2..<20, nil),
      ("{at_detection(loss)}", 2..<20, nil),
      ("{each}", 2..<6, "O0310"),
    ] as [(String, Range<Int>, String?)])
  func `An error in a place points at its characters`(_ text: String, _ columns: Range<Int>, _ code: String?) throws {
    let bench = try Bench(rule: Self.firing + "then:\n- notify: \"\(text)\"")
    let diagnostics = bench.check().diagnostics
    let first = try #require(diagnostics.first)
    let map = LineMap(bench.rules.source)
    let offset = "    - notify: \"".count
    #expect(diagnostics.count == 1)
    #expect(map.place(of: first.range.lower).line == 7)
    #expect(map.place(of: first.range.lower).column - offset == columns.lowerBound)
    #expect(map.place(of: first.range.upper).column - offset == columns.upperBound)
    if let code { #expect(first.code == code, "\(first.message)") }
  }
}
