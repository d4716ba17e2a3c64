import OnsetEngine
import OnsetReports
import OnsetRules
import OnsetRuns
import OnsetStudy
import OnsetText
import Testing

/// What a replay looks like, for people and for programs.
@Suite struct ReplayReportTests {
  static let rules = """
    onset: 1
    ruleset: set
    phases: [calm, wild]
    let: {high: loss > 2}
    rules:
      - rule: rise
        when: high and loss > 1 and bad > 0
        for: 2 samples
        enter: wild
        then:
          - {scale: lr, by: 0.5, floor: 0.01, ceiling: 1}
          - {set: bs, to: loss, approval: required}
          - {notify: "loss \\"{loss}\\" at {step}"}
          - {set: wd, to: 0 / 0}
      - {rule: wait, when: loss > 3.5, confirm: {that: loss > 99, within: 50 steps}, then: [{stop: over}]}
      - {rule: every, each: "b*", when: each > 0, for: 3 samples, then: [{checkpoint: x}]}
      - {rule: absent, when: lss > 1}
    """

  static func outcome() throws -> RunOutcome {
    let (model, diagnostics) = RuleSetFile.decode(SourceFile(name: "rules.yaml", text: rules))
    try #require(diagnostics.map(\.message) == [])
    let (checked, findings) = RuleSetChecker.check(try #require(model), profile: nil)
    try #require(findings.map(\.message) == [])
    let steps: [Int64] = [0, 10, 20, 30]
    let run = Run(
      name: "run \"1\"",
      metadata: RunMetadata(
        architecture: "mlp", stepsPerEpoch: 20,
        hyperparameters: [.init(name: "lr", text: "0.1", number: 0.1)],
        labels: [.init(phase: "wild", step: 20, earliest: 10, latest: 30)]),
      rows: steps,
      columns: [
        RunColumn(name: "loss", steps: steps, values: [1, 3, 4, 5]),
        RunColumn(name: "bad", steps: steps, values: [1, 1, .infinity, 1]),
      ])
    let report = Replay.report(on: run, [checked], nil)
    return RunOutcome(name: run.name, path: "runs/1.csv", result: .success(report))
  }

  // loss is over 2 from 10 on: held for two samples at 20, epoch 1. `wait` is detected at 20 and undecided at 30,
  // after the change of the learning rate at 20. `bad` is over 0 at 0, 10, 20.
  static let lines = [
    #"{"run": "run \"1\"", "ruleset": "set", "rule": "rise", "event": "fired", "since": 10, "detected": 20, "#
      + #""step": 20, "epoch": 1, "phase": "calm", "enters": "wild", "counterfactual": false, "#
      + #""values": {"high": true, "loss": 4, "bad": "inf"}, "actions": ["#
      + #"{"scale": "lr", "by": 0.5, "floor": 0.01, "ceiling": 1}, "#
      + #"{"set": "bs", "to": 4, "approval": "required"}, {"notify": "loss \"4\" at 20"}]}"#,
    #"{"run": "run \"1\"", "ruleset": "set", "rule": "rise", "event": "error", "since": 10, "detected": 20, "#
      + #""step": 20, "epoch": 1, "phase": "calm", "enters": null, "counterfactual": false, "#
      + #""values": {"high": true, "loss": 4, "bad": "inf"}, "actions": [], "#
      + #""message": "no number to set `wd` to"}"#,
    #"{"run": "run \"1\"", "ruleset": "set", "rule": "every", "metric": "bad", "event": "fired", "since": 0, "#
      + #""detected": 20, "step": 20, "epoch": 1, "phase": "calm", "enters": null, "counterfactual": false, "#
      + #""values": {"bad": "inf"}, "actions": [{"checkpoint": "x"}]}"#,
    #"{"run": "run \"1\"", "ruleset": "set", "rule": "wait", "event": "undecided", "since": 20, "detected": 20, "#
      + #""step": 30, "epoch": 1.5, "phase": "wild", "enters": null, "counterfactual": true, "#
      + #""values": {"loss": 5}, "actions": []}"#,
  ]

  @Test func `An event is a line of JSON with its keys in the order of the language's page`() throws {
    let outcome = try Self.outcome()
    let report = try outcome.result.get()
    #expect(report.events.map { MachineOutput.line($0, run: outcome.name) } == Self.lines)
  }

  @Test func `A run is shown with its events, their evidence and what they would do`() throws {
    let text = ReplayText(isVerbose: true, style: TextStyle(usesColour: false), shows: { _, _ in true })
      .section(try Self.outcome())
    #expect(
      text == """
        run "1"  mlp, no profile, steps 0 to 30, 4 rows
          step 20  fired  set/rise  calm → wild
                   since 10, epoch 1, high true, loss 4, bad inf
                   scale lr by 0.5: 0.1 → 0.05
                   set bs to 4 (needs approval)
                   notify: loss "4" at 20
          step 20  error  set/rise
                   no number to set `wd` to
          step 20  fired  set/every for bad
                   since 0, epoch 1, bad inf
                   checkpoint: x
          step 30  undecided  set/wait  (counterfactual)
                   since 20, epoch 1.5, loss 5
          labelled  wild 20 (10 to 30)
          at the end  set/wait: confirming, 10 of 50 steps
          phases  set: calm from 0, wild from 30
          not applicable  set/absent: the run never logs `lss`; did you mean `loss`?

        """)
  }

  @Test func `A run without events, and one that could not be replayed, say so`() throws {
    let text = ReplayText(isVerbose: false, style: TextStyle(usesColour: false), shows: { _, _ in false })
    #expect(
      text.section(try Self.outcome()) == """
        run "1"  mlp, no profile, steps 0 to 30, 4 rows
          no events
          labelled  wild 20 (10 to 30)

        """)
    let failed = RunOutcome(name: "x\u{1B}", path: "x.csv", result: .failure(.ambiguousProfile("a", "b")))
    #expect(
      text.section(failed) == """
        x\u{FFFD}  not replayed
          the profiles `a` and `b` match it equally well; choose with `--profile`

        """)
  }

  @Test func `The summary counts runs, not steps, and leaves out columns without a count`() throws {
    var summary = ReplaySummary()
    summary.add(try Self.outcome())
    summary.add(try Self.outcome())
    summary.add(RunOutcome(name: "x", path: "x.csv", result: .failure(.rulesAtFault)))
    #expect(
      summary.headline(shows: { _, _ in true })
        == "2 runs replayed, 8 events, 1 run not replayed, 2 actions without a number")
    #expect(
      summary.table(shows: { _, _ in true }).plain() == """
        rule        runs  fired in  fired  undecided  errors  counterfactual
        set/absent     0         0      0          0       0               0
        set/rise       2         2      2          0       2               0
        set/wait       2         0      0          2       0               2
        set/every      2         2      2          0       0               0

        """)
  }

  @Test func `The table of events has a row for each, with what it asks for in one cell`() throws {
    let csv = ReplayDocument.events([try Self.outcome()], shows: { _, rule in rule == "rise" }).csv
    #expect(
      csv == """
        run,ruleset,rule,metric,event,since,detected,step,epoch,phase,enters,counterfactual,actions
        "run ""1\""",set,rise,,fired,10,20,20,1,calm,wild,false,"scale lr by 0.5; set bs to 4 (needs approval); \
        notify: loss ""4"" at 20"
        "run ""1\""",set,rise,,error,10,20,20,1,calm,,false,

        """)
  }

  @Test func `The JSON document holds the lines of the machine output`() throws {
    var summary = ReplaySummary()
    let outcome = try Self.outcome()
    summary.add(outcome)
    let json = ReplayDocument.json([outcome], summary, shows: { _, _ in true })
    for line in Self.lines { #expect(json.contains(line)) }
    #expect(json.contains(#""phases": [{"ruleset": "set", "phase": "calm", "step": 0}, "#))
    #expect(json.contains(#""reason": "the run never logs `lss`; did you mean `loss`?""#))
  }

  @Test(
    arguments: [
      (.number(0.25), "0.25", "0.25"), (.number(.nan), "null", "nan"), (.number(.infinity), "\"inf\"", "inf"),
      (.number(-.infinity), "\"-inf\"", "-inf"), (.truth(true), "true", "true"), (.truth(nil), "null", "unknown"),
      (.number(1e-7), "1e-07", "1e-07"), (.number(0.1 + 0.2), "0.30000000000000004", "0.30000000000000004"),
      (.number(3), "3", "3"), (.number(1e21), "1e+21", "1e+21"),
    ] as [(SampleValue, String, String)])
  func `A value is printed so that it reads back`(_ value: SampleValue, _ json: String, _ text: String) {
    #expect(MachineOutput.value(value) == json)
    #expect(SampleText.exact(value) == text)
    #expect(MachineOutput.line(step: -3, value) == "{\"step\": -3, \"value\": \(json)}")
  }

  @Test func `A finding has lines and columns in characters from 1, and so has its row in a table`() {
    let source = SourceFile(name: "a \"b\".yaml", text: "ä: 1\nöö: x y\n")
    // `x` is byte 5 + 1 + 6 = 12 of the file: the first line has 6 bytes, `öö: ` six.
    let diagnostic = Diagnostic(
      source: source, range: ByteRange(12, 15), code: "O0000", message: "bad", hints: ["a", "b"])
    #expect(
      MachineOutput.line(diagnostic, LineMap(source))
        == #"{"file": "a \"b\".yaml", "line": 2, "column": 5, "end_line": 2, "end_column": 8, "#
        + #""severity": "error", "code": "O0000", "message": "bad", "hints": ["a", "b"]}"#)
    #expect(
      FindingsTable.table([diagnostic]).rows == [["a \"b\".yaml", "2", "5", "error", "O0000", "bad", "a; b"]])
  }
}
