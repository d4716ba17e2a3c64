import OnsetEngine
import OnsetLanguage

/// A rule by its condition and its hold, and what compiles a number of them into one program.
struct Rule {
  var when: String
  var hold: SpanLength?

  /// The rule that the C program has too.
  static let reference = Rule(
    when: "mean(A, 50 samples) < baseline(A) - 3 * sigma(A) and std(B, 50 samples) > \(SyntheticRun.wide)",
    hold: SpanLength(10, .samples))

  static func program(_ rules: [Rule]) -> RuleSetProgram {
    var builder = PlanBuilder(
      letTerms: [], metricName: { $0 },
      baseline: { _ in .fixed(mean: SyntheticRun.baseline.mean, std: SyntheticRun.baseline.std) })
    let programs = rules.enumerated().map { index, rule in
      builder.begin(rule: index, each: nil)
      return RuleProgram(
        name: "rule \(index)", when: builder.condition(term(rule.when)), hold: rule.hold, rearming: .whenCleared)
    }
    return RuleSetProgram(name: "benchmark", phases: [], plan: builder.finish(), rules: programs)
  }

  private static func term(_ text: String) -> Term {
    do {
      var checker = Checker(scope: Scope(baselines: Set(SyntheticRun.names)))
      if let term = checker.condition(try Parser.parse(text)) { return term }
      fatalError("\(text): \(checker.faults)")
    } catch {
      fatalError("\(text): \(error)")
    }
  }
}

extension RunSession {
  init(rules: [Rule]) {
    self.init([Rule.program(rules)], runName: "synthetic", epochMetric: nil, stepsPerEpoch: nil)
  }

  mutating func replay(_ table: RunTable, blockSize: Int = 4096) -> [Event] {
    do { return try feed(table, blockSize: blockSize) } catch { fatalError("\(error)") }
  }
}
