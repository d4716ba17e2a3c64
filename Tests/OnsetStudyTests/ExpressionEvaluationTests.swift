import OnsetEngine
import OnsetRules
import OnsetRuns
import OnsetStudy
import OnsetText
import Testing
import _OnsetTestSupport

/// Single expressions over runs, as `onset eval` gives them.
@Suite struct ExpressionEvaluationTests {
  static func run(_ columns: (String, [Double?])..., stepsPerEpoch: Double? = nil) -> Run {
    let log = PlainLog(steps: (0..<columns[0].1.count).map(Int64.init), columns: columns.map { ($0.0, $0.1) })
    return run(log, stepsPerEpoch: stepsPerEpoch)
  }

  static func run(_ log: PlainLog, stepsPerEpoch: Double?) -> Run {
    let columns = log.columns.compactMap { column -> RunColumn? in
      let (steps, values) = log.samples(column.name)
      return steps.isEmpty ? nil : RunColumn(name: column.name, steps: steps, values: values)
    }
    return Run(
      name: "run", metadata: RunMetadata(stepsPerEpoch: stepsPerEpoch), rows: log.rows, columns: columns)
  }

  static func profile(_ text: String) throws -> Profile {
    let (model, diagnostics) = ProfileFile.decode(SourceFile(name: "p.yaml", text: "onset: 1\nprofile: p\n" + text))
    try #require(diagnostics.map(\.message) == [])
    let file = try #require(model)
    return try #require(ProfileResolver.resolve([file]).profiles.first)
  }

  static func outcome(_ text: String, _ run: Run, profile: Profile? = nil) throws -> ExpressionEvaluation.Outcome {
    try ExpressionEvaluation.evaluate(text, profile: profile) { _ throws(RunError) in run }.outcome
  }

  @Test func `An expression is evaluated at every tick of its clock`() throws {
    let run = Self.run(("loss", [1, 2, nil, 4]))
    guard case .samples(let samples) = try Self.outcome("loss * 2 > 3", run) else {
      Issue.record("no samples")
      return
    }
    #expect(samples.map(\.step) == [0, 1, 3])
    #expect(samples.map(\.value) == [.truth(false), .truth(true), .truth(true)])
  }

  @Test(arguments: [
    ("grad_nrm + 1", "the run never logs `grad_nrm`; did you mean `grad_norm`?"),
    ("mean(loss, 1 epoch)", "the run has no metric `epoch` and no `steps_per_epoch` in its metadata"),
    ("loss - baseline(loss)", "no baseline of `loss` is known for the run"),
  ])
  func `What the run lacks is an error that says what`(_ expression: String, _ message: String) throws {
    let run = Self.run(("loss", [1]), ("grad_norm", [1]))
    guard case .notApplicable(let text) = try Self.outcome(expression, run) else {
      Issue.record("applicable")
      return
    }
    #expect(text == message)
  }

  @Test(arguments: ["since_lowest(loss)", "5 samples", "mean(loss, 5)", "each", "at_detection(loss)", "", "loss +"])
  func `An expression that is no number and no truth, or is at fault, is faulty, and the run is not read`(
    _ expression: String
  ) throws {
    let outcome = try ExpressionEvaluation.evaluate(expression, profile: nil) { _ throws(RunError) in
      Issue.record("the run was read")
      return Self.run(("loss", [1]))
    }
    guard case .faulty(let diagnostics) = outcome.outcome else {
      Issue.record("\(expression) is not faulty")
      return
    }
    #expect(diagnostics.containsErrors)
  }

  @Test func `A metric is found under an alias, and only what is needed is read`() throws {
    let profile = try Self.profile("signals: {gns: {aliases: [noise, epochs]}}")
    var kept: [String] = []
    let outcome = try ExpressionEvaluation.evaluate("gns + 1", profile: profile) { selection throws(RunError) in
      kept = ["gns", "noise", "loss", "epoch"].filter(selection.contains)
      return Self.run(("noise", [4]))
    }
    #expect(kept == ["gns", "noise", "epoch"])
    guard case .samples(let samples) = outcome.outcome else {
      Issue.record("no samples")
      return
    }
    #expect(samples.map(\.value) == [.number(5)])
  }

  // MARK: The shared vectors

  struct Vector: Decodable, Sendable {
    var id: String
    var run: String
    var steps_per_epoch: Double?
    var baselines: [String: Baseline]
    var expression: String
    var tolerance: Double
    var samples: [Sample]
  }

  struct Baseline: Decodable, Sendable {
    var mean: Double?
    var std: Double?
    var measure: [String: String]?

    var text: String {
      if let measure { return "{measure: {after: \(measure["after"] ?? ""), over: \(measure["over"] ?? "")}}" }
      return "{mean: \(mean ?? .nan), std: \(std ?? .nan)}"
    }
  }

  struct Sample: Decodable, Sendable {
    var step: Int64
    /// Nil for NaN or unknown.
    var value: SampleValue?

    init(from decoder: any Decoder) throws {
      var list = try decoder.unkeyedContainer()
      step = try list.decode(Int64.self)
      if try list.decodeNil() {
        value = nil
      } else if let truth = try? list.decode(Bool.self) {
        value = .truth(truth)
      } else if let number = try? list.decode(Double.self) {
        value = .number(number)
      } else {
        value = .number(try list.decode(String.self) == "inf" ? .infinity : -.infinity)
      }
    }

    func agrees(with found: ExpressionEvaluation.Sample, tolerance: Double) -> Bool {
      guard step == found.step else { return false }
      switch (value, found.value) {
      case (nil, .number(let number)): return number.isNaN
      case (nil, .truth(let truth)): return truth == nil
      case (.truth(let wanted), .truth(let truth)): return truth == wanted
      case (.number(let wanted), .number(let number)):
        return wanted == number || abs(wanted - number) <= tolerance * max(1, abs(wanted))
      default: return false
      }
    }
  }

  @Test(.enabled(if: SharedFolder.isPresent))
  func `Every shared expression gives the stream of the reference, through a profile's file`() throws {
    let vectors = try SharedFolder.objects("conformance/expressions.jsonl", as: Vector.self)
    #expect(vectors.count >= 600)
    var logs: [String: PlainLog] = [:]
    for vector in vectors {
      let log = try logs[vector.run] ?? PlainLog(csv: SharedFolder.text("conformance/" + vector.run))
      logs[vector.run] = log
      let lines = vector.baselines.map { "  \"\($0.key)\": \($0.value.text)\n" }
      let profile = try Self.profile("baselines:\n" + lines.joined())
      let outcome = try Self.outcome(
        vector.expression, Self.run(log, stepsPerEpoch: vector.steps_per_epoch), profile: profile)
      guard case .samples(let samples) = outcome else {
        Issue.record("\(vector.id): \(vector.expression): \(outcome)")
        continue
      }
      let isRight =
        samples.count == vector.samples.count
        && zip(vector.samples, samples).allSatisfy { $0.agrees(with: $1, tolerance: vector.tolerance) }
      #expect(isRight, "\(vector.id): \(vector.expression)")
    }
  }
}
