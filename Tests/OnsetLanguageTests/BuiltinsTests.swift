import OnsetText
import Testing

@testable import OnsetLanguage

/// The table of built-ins agrees with itself.
@Suite struct BuiltinsTests {
  @Test func `Names are unique, and no function is called like a value or a keyword`() {
    let names = Builtins.all.map(\.name) + Builtins.values.map(\.name) + ["and", "or", "not", "true", "false"]
    #expect(Set(names).count == names.count)
    #expect(names.allSatisfy { TimeUnit(word: $0) == nil || $0 == "epoch" || $0 == "step" })
  }

  @Test func `Names are identifiers of the language`() throws {
    for name in Builtins.all.map(\.name) {
      guard case .name(name, isQuoted: false) = try Parser.parse(name).kind else {
        Issue.record("\(name) is not a name")
        continue
      }
    }
  }

  @Test func `Every function has words for its reference, without a full stop in the summary`() {
    for builtin in Builtins.all {
      #expect(!builtin.summary.isEmpty && !builtin.summary.hasSuffix("."), "\(builtin.name)")
      #expect(builtin.details.isEmpty || builtin.details.hasSuffix("."), "\(builtin.name)")
    }
  }

  @Test(arguments: [
    ("mean", "mean(e, w)"), ("since_lowest", "since_lowest(e [, delta])"), ("least", "least(a, b, …)"),
    ("quantile", "quantile(e, q, w)"),
  ]) func `A signature shows what is optional and what repeats`(name: String, signature: String) throws {
    #expect(try #require(Builtins.named(name)).signature == signature)
  }

  @Test(arguments: [
    ("mean", 2...2), ("since_lowest", 1...2), ("least", 2...9), ("abs", 1...1), ("quantile", 3...3), ("at", 2...2),
  ]) func `A function takes so many arguments and no others`(name: String, counts: ClosedRange<Int>) throws {
    let builtin = try #require(Builtins.named(name))
    for count in 0...9 { #expect(builtin.accepts(argumentCount: count) == counts.contains(count), "\(count)") }
  }

  @Test func `Every function compiles to instructions`() throws {
    for builtin in Builtins.all {
      let example = try #require(builtin.examples.first)
      var checker = Checker(scope: Scope(allowsDetection: true))
      let syntax = try Parser.parse(example.expression)
      let checked = checker.expression(syntax)
      let term = try #require(checked, "\(builtin.name)")
      var builder = PlanBuilder(
        letTerms: [], metricName: { $0 },
        baseline: { _ in .measured(after: SpanLength(0, .steps), over: SpanLength(2, .steps)) })
      let stream = builder.stream(term)
      #expect(stream != nil, "\(builtin.name)")
      #expect(!builder.finish().instructions.isEmpty || builtin.name == "at", "\(builtin.name)")
    }
  }

  @Test func `A name from elsewhere leads to a function that there is`() {
    for name in ["avg", "stddev", "ema", "ln", "rate", "ISNAN", "coalesce", "mediann", "quantil"] {
      let nearest = Builtins.nearest(to: name)
      #expect(nearest.flatMap { Builtins.named($0) } != nil, "\(name): \(nearest ?? "nothing")")
    }
    #expect(Builtins.nearest(to: "avg") == "mean")
    #expect(Builtins.nearest(to: "zzzzzzzzzz") == nil)
  }
}
