import OnsetLanguage
import Testing
import _OnsetTestSupport
@testable import OnsetEngine

/// The shared vectors of single expressions: streams that an independent reference computed.
@Suite(.enabled(if: SharedFolder.isPresent)) struct ExpressionConformanceTests {
  struct Vector: Decodable, Sendable {
    var id: String
    var run: String
    var steps_per_epoch: Double?
    var baselines: [String: Baseline]
    var expression: String
    var tolerance: Double
    var samples: [Sample]
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

    func agrees(with sample: ExpressionStream.Sample, tolerance: Double) -> Bool {
      guard step == sample.step else { return false }
      switch (value, sample.value) {
      case (nil, .number(let number)): return number.isNaN
      case (nil, .truth(let truth)): return truth == nil
      case (.truth(let wanted), .truth(let truth)): return truth == wanted
      case (.number(let wanted), .number(let number)):
        return wanted == number || abs(wanted - number) <= tolerance * max(1, abs(wanted))
      default: return false
      }
    }
  }

  struct Baseline: Decodable, Sendable {
    var mean: Double?
    var std: Double?
    var measure: Measure?

    struct Measure: Decodable, Sendable {
      var after: String
      var over: String
    }

    var definition: BaselineDefinition? {
      if let mean, let std { return .fixed(mean: mean, std: std) }
      guard let measure, let after = Self.span(measure.after), let over = Self.span(measure.over) else { return nil }
      return .measured(after: after, over: over)
    }

    private static func span(_ text: String) -> SpanLength? {
      let words = text.split(separator: " ")
      guard words.count == 2, let count = Double(words[0]), let unit = TimeUnit(word: String(words[1])) else {
        return nil
      }
      return SpanLength(count, unit)
    }
  }

  @Test func `Every stream is that of the reference`() throws {
    let vectors = try SharedFolder.objects("conformance/expressions.jsonl", as: Vector.self)
    #expect(!vectors.isEmpty)
    var logs: [String: PlainLog] = [:]
    for vector in vectors {
      let log = try logs[vector.run] ?? PlainLog(csv: SharedFolder.text("conformance/" + vector.run))
      logs[vector.run] = log
      do {
        let compiled = try CompiledExpression(
          vector.expression, baselines: vector.baselines.compactMapValues(\.definition))
        let samples = compiled.samples(over: log, stepsPerEpoch: vector.steps_per_epoch)
        try #require(
          samples.map(\.step) == vector.samples.map(\.step), "\(vector.id): \(vector.expression): the clock")
        for (wanted, found) in zip(vector.samples, samples)
        where !wanted.agrees(with: found, tolerance: vector.tolerance) {
          Issue.record("\(vector.id): \(vector.expression) at step \(found.step): \(found.value), not \(wanted)")
          break
        }
      } catch {
        Issue.record("\(vector.id): \(vector.expression): \(error)")
      }
    }
  }
}
