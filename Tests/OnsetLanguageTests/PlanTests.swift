import OnsetText
import Testing

@testable import OnsetLanguage

/// What expressions compile to.
@Suite struct PlanTests {
  private func plan(
    _ conditions: [String], lets: [(name: String, text: String)] = [],
    baselines: [String: BaselineDefinition] = [:]
  ) throws -> Plan {
    var scope = Scope()
    for (index, entry) in lets.enumerated() {
      scope.letTerms.append(try term(entry.text, scope))
      scope.lets[entry.name] = LetID(index)
    }
    var builder = PlanBuilder(letTerms: scope.letTerms, metricName: { $0 }, baseline: { baselines[$0] })
    for condition in conditions { _ = builder.condition(try term(condition, scope)) }
    return builder.finish()
  }

  private func term(_ text: String, _ scope: Scope) throws -> Term {
    var checker = Checker(scope: scope)
    let term = checker.expression(try Parser.parse(text))
    return try #require(term, "\(checker.faults)")
  }

  @Test func `A rule that compares with a measured baseline`() throws {
    let plan = try plan(
      ["mean(gns, 10 samples) < baseline(gns) - 3 * sigma(gns)"],
      baselines: ["gns": .measured(after: SpanLength(50, .steps), over: SpanLength(500, .steps))])
    #expect(
      plan.description == """
        baselines measured on the run
          b0 = gns, after 50 steps, over 500 steps
        clocks
          c0 = samples of gns
          c1 = every row
        metrics
          n0 = gns @ c0
        block by block
          n1 = mean n0 over 10 samples  @ c0
          n2 = mean of b0               @ c1
          n3 = hold n2 from c1          @ c0
          n4 = std of b0                @ c1
          n5 = hold n4 from c1          @ c0
          n6 = 3.0 * n5                 @ c0
          n7 = n3 - n6                  @ c0
          t0 = n1 < n7                  @ c0
        """)
  }

  @Test func `A rule over two clocks that waits for the phase`() throws {
    let plan = try plan(["val_loss - loss > at_entry(val_loss) and since_entered > 2 epochs"])
    #expect(
      plan.description == """
        clocks
          c0 = samples of val_loss
          c1 = samples of loss
          c2 = c0 and c1, once all have ticked
          c3 = every row
        metrics
          n0 = val_loss @ c0
          n1 = loss @ c1
        block by block
          n2 = hold n0 from c0  @ c2
          n3 = hold n1 from c1  @ c2
          n4 = n2 - n3          @ c2
        row by row, with the phase in force
          n5 = at_entry n0              @ c3
          n6 = hold n5 from c3          @ c2
          t0 = n4 > n6                  @ c2
          n7 = since_entered in epochs  @ c2
          t1 = n7 > 2 epochs            @ c2
          t2 = t0 and t1                @ c2
        """)
  }

  @Test func `Patience, with its improvement relative`() throws {
    let plan = try plan(["since_lowest(val_loss, 1%) >= 5 samples or is_nan(loss)"])
    #expect(
      plan.description == """
        clocks
          c0 = samples of val_loss
          c1 = samples of loss
          c2 = c0 or c1, once one has ticked
        metrics
          n0 = val_loss @ c0
          n1 = loss @ c1
        block by block
          n2 = since_lowest n0 by 0.01 of it, in samples  @ c0
          t0 = n2 >= 5 samples                            @ c0
          t1 = hold t0 from c0                            @ c2
          t2 = is_nan n1                                  @ c1
          t3 = hold t2 from c1                            @ c2
          t4 = t1 or t3                                   @ c2
        """)
  }

  @Test func `The same sub-expression is computed once, whoever asks`() throws {
    let one = try plan(["mean(loss, 5 samples) > 1"])
    let three = try plan(
      ["mean(loss, 5 samples) > 1", "mean(loss, 5 samples) > 2", "1 < mean((loss), 5 samples)", "smooth > 1"],
      lets: [("smooth", "mean(loss, 5 samples)")])
    #expect(one.instructions.count == 2)
    #expect(three.instructions.count == 4)
  }

  @Test func `Spans and metrics that differ are not the same`() throws {
    let plan = try plan(["mean(a, 5 samples) > mean(a, 5 steps) + mean(b, 5 samples) + median(a, 5 samples)"])
    #expect(plan.instructions.count { if case .window = $0.operation { true } else { false } } == 4)
  }

  @Test func `Lets of lets are not blown up`() throws {
    var lets: [(name: String, text: String)] = [("l0", "mean(loss, 3 samples)")]
    for index in 1...60 { lets.append(("l\(index)", "l\(index - 1) + l\(index - 1) * 2")) }
    let plan = try plan(["l60 > 1"], lets: lets)
    #expect(plan.instructions.count == 1 + 60 * 2 + 1)
  }

  @Test func `A chain of lets is compiled while it is short, and a fault where it is endless`() throws {
    #expect(throws: Never.self) { try chain(400) }
    #expect(throws: LanguageFault(.letNestedTooDeep, at: ByteRange(0, 4))) { try chain(3000) }
  }

  /// Compiles a condition on the last of many `let`s, each of which uses the one before.
  private func chain(_ count: Int) throws {
    var scope = Scope()
    for index in 0..<count {
      let text = index == 0 ? "loss" : "l\(index - 1) + 1"
      var checker = Checker(scope: scope)
      let term = checker.expression(try Parser.parse(text))
      if let fault = checker.faults.first { throw fault }
      scope.letTerms.append(term)
      scope.lets["l\(index)"] = LetID(index)
    }
    var builder = PlanBuilder(letTerms: scope.letTerms, metricName: { $0 }, baseline: { _ in nil })
    _ = builder.condition(try term("l\(count - 1) > 1", scope))
  }

  @Test func `A let without a clock is computed on the clock of what uses it`() throws {
    let plan = try plan(["loss > s", "val_loss > s"], lets: [("s", "step / 2")])
    let steps = plan.instructions.filter { $0.operation == .step }
    #expect(steps.count == 2)
    #expect(Set(steps.map(\.clock)).count == 2)
  }

  @Test(arguments: [
    ("loss > 1 + 2 * 3", 7), ("loss > -(4)", -4), ("loss > 50%", 0.5), ("loss > 1 / 0", .infinity),
    ("loss > abs(-3)", 3),
    ("loss > exp(0) - sqrt(4)", -1),
  ]) func `What is constant is worked out before the run`(text: String, value: Double) throws {
    let plan = try plan([text])
    #expect(
      plan.instructions.map(\.operation) == [.compare(.greater, .register(NumberRegister(0)), .constant(value))])
  }

  @Test func `An unknown baseline is no number`() throws {
    let operation = try #require(try plan(["loss > baseline(loss)"]).instructions.last?.operation)
    guard case .compare(.greater, _, .constant(let value)) = operation else {
      Issue.record("\(operation)")
      return
    }
    #expect(value.isNaN)
  }

  @Test func `A metric goes by the name that the run uses`() throws {
    var builder = PlanBuilder(letTerms: [], metricName: { $0 == "gns" ? "train/gns" : $0 }, baseline: { _ in nil })
    _ = builder.condition(try term("gns > `train/gns` + other", Scope()))
    #expect(builder.finish().metrics.map(\.name) == ["train/gns", "other"])
  }

  @Test func `A detection belongs to its rule`() throws {
    let text = "val < at_detection(val)"
    let term = try term(text, Scope(allowsDetection: true))
    var builder = PlanBuilder(letTerms: [], metricName: { $0 }, baseline: { _ in nil })
    builder.begin(rule: 0, each: nil)
    let first = builder.condition(term)
    builder.begin(rule: 1, each: nil)
    let second = builder.condition(term)
    #expect(first != second)
    #expect(builder.detections(ofRule: 0).map(\.id) == [DetectionID(0)])
    #expect(builder.detections(ofRule: 1).map(\.id) == [DetectionID(1)])
    #expect(builder.detections(ofRule: 2).isEmpty)
    let plan = builder.finish()
    #expect(plan.confirmingInstructions(feeding: first).count == 2)
    #expect(
      Set(plan.confirmingInstructions(feeding: first)).isDisjoint(with: plan.confirmingInstructions(feeding: second)))
  }

  @Test func `Instances of a rule read their own metric and share the rest`() throws {
    let term = try term("each > mean(loss, 5 samples)", Scope(allowsEach: true))
    var builder = PlanBuilder(letTerms: [], metricName: { $0 }, baseline: { _ in nil })
    for metric in ["g/0", "g/1"] {
      builder.begin(rule: 0, each: metric)
      _ = builder.condition(term)
    }
    let plan = builder.finish()
    #expect(plan.metrics.map(\.name) == ["g/0", "loss", "g/1"])
    #expect(plan.instructions.count { if case .window = $0.operation { true } else { false } } == 1)
  }
}
