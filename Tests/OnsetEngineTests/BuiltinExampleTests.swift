import OnsetLanguage
import Testing
import _OnsetTestSupport
@testable import OnsetEngine

/// The examples that the reference of built-ins shows.
@Suite struct BuiltinExampleTests {
  struct Example: Sendable, CustomTestStringConvertible {
    var expression: String
    var loss: [Double?]
    var result: [SampleValue]
    var testDescription: String { expression }

    init(_ example: Builtin.Example, result: String) {
      expression = example.expression
      loss = example.loss.split(separator: " ").map { Double($0) }
      self.result = result.split(separator: " ").map { word in
        switch word {
        case "true": .truth(true)
        case "false": .truth(false)
        case "unknown": .truth(nil)
        default: .number(Double(word) ?? .infinity)
        }
      }
    }
  }

  static let examples = Builtins.all.flatMap(\.examples).compactMap { example in
    example.result.map { Example(example, result: $0) }
  }

  @Test(arguments: examples) func `An example gives what it says`(_ example: Example) throws {
    let log = PlainLog(
      steps: example.loss.indices.map { Int64($0) }, columns: [("loss", example.loss)])
    let samples = try CompiledExpression(example.expression).samples(over: log)
    #expect(samples.map(\.step) == log.steps)
    #expect(samples.count == example.result.count)
    for (sample, wanted) in zip(samples, example.result) {
      #expect(sample.value.isIdentical(to: wanted), "at step \(sample.step): \(sample.value), not \(wanted)")
    }
  }

  @Test func `Every function has an example, and all but those that need a rule or a profile have a result`() {
    for builtin in Builtins.all {
      #expect(!builtin.examples.isEmpty, "\(builtin.name)")
      switch builtin.operation {
      case .detection, .baseline: break
      default: #expect(builtin.examples.contains { $0.result != nil }, "\(builtin.name)")
      }
    }
  }

  @Test(arguments: Builtins.all.map(\.name)) func `An example uses the function that it is for`(_ name: String) throws {
    let builtin = try #require(Builtins.named(name))
    for example in builtin.examples {
      #expect(example.expression.contains("\(name)("))
      #expect(try !faults(example.expression).contains { !$0.isWarning })
    }
  }

  private func faults(_ text: String) throws -> [LanguageFault] {
    var checker = Checker(scope: Scope(allowsDetection: true))
    _ = checker.expression(try Parser.parse(text))
    return checker.faults
  }
}
