// Measures what rules cost beside a single-pass C program (reference/rolling.c, gcc -O3).
//
//     swift run -c release --package-path Benchmarks engine-bench [SECTION …] [EXPRESSION …]
//
// Sections: reference, rules, steps, operators, rows, memory; all of them without one. Times are CPU time of this
// process, medians of repeats. Where two things are compared they take turns.

import OnsetEngine
import OnsetLanguage

let sections: [(name: String, run: () throws -> Void)] = [
  ("memory", measureMemory), ("reference", compareWithReference), ("rules", measureRules), ("steps", measureSteps),
  ("operators", measureOperators), ("rows", measureRows),
]
let names = Set(sections.map(\.name))
let wanted = CommandLine.arguments.dropFirst().filter(names.contains)
/// Expressions to measure instead of those of the section `operators`.
let expressions = CommandLine.arguments.dropFirst().filter { !names.contains($0) }
for section in sections where wanted.isEmpty || wanted.contains(section.name) { try section.run() }

/// The rule over 10 million steps beside the C program.
func compareWithReference() throws {
  let run = SyntheticRun(count: 10_000_000)
  let reference = try Reference()
  let metrics = RunSession(rules: [.reference]).metrics
  let table = run.table(for: metrics)
  var seconds: (engine: [Double], plain: [Double], checked: [Double]) = ([], [], [])
  for _ in 0..<7 {
    let plain = measured { reference.fires(reference.plain, run) }
    let engine = measured {
      var session = RunSession(rules: [.reference])
      return session.replay(table).map(\.step)
    }
    let checked = measured { reference.fires(reference.checked, run) }
    precondition(plain.result == engine.result && checked.result == engine.result, "both fire at the same steps")
    precondition(!engine.result.isEmpty, "the rule fires")
    seconds.engine.append(engine.seconds)
    seconds.plain.append(plain.seconds)
    seconds.checked.append(checked.seconds)
    if seconds.engine.count == 1 {
      print("reference: 10 million steps, \(engine.result.count) fires at the same steps")
    }
  }
  let count = Double(run.steps.count)
  let ratios = zip(seconds.engine, seconds.plain).map { $0 / $1 }
  let checkedRatios = zip(seconds.engine, seconds.checked).map { $0 / $1 }
  print("  C, all samples taken for finite     \(text(median(seconds.plain) / count * 1e9)) ns a step")
  print("  C, NaN left out as the language has it \(text(median(seconds.checked) / count * 1e9)) ns a step")
  print("  engine                              \(text(median(seconds.engine) / count * 1e9)) ns a step")
  print(
    "  ratio to C \(text(median(ratios))) (\(text(ratios.min() ?? .nan)) to \(text(ratios.max() ?? .nan))),",
    "to C that leaves out NaN \(text(median(checkedRatios)))")
}

/// Many rules over one run, beside as many times one rule.
func measureRules() {
  let run = SyntheticRun(count: 1_000_000)
  func family(_ count: Int, sharesWindows: Bool) -> [Rule] {
    (0..<count).map { index in
      var rule = Rule.reference
      let window = sharesWindows ? 50 : 50 + index
      let low = 1.7 - Double(index) * 1e-4
      rule.when = "mean(A, \(window) samples) < \(low) and std(B, \(window) samples) > \(SyntheticRun.wide)"
      return rule
    }
  }
  for sharesWindows in [true, false] {
    let kind = sharesWindows ? "the same windows, other thresholds" : "a window of its own each (50, 51, 52, …)"
    print("rules over 1 million steps, \(kind)")
    var single = 0.0
    for count in [1, 10, 100, 1_000] {
      let rules = family(count, sharesWindows: sharesWindows)
      let table = run.table(for: RunSession(rules: rules).metrics)
      let seconds = medianSeconds(count == 1_000 ? 1 : 5) {
        var session = RunSession(rules: rules)
        _ = session.replay(table)
      }
      if count == 1 { single = seconds }
      print(
        "  \(count): \(text(seconds * 1e3, 1)) ms, \(text(seconds / Double(count) * 1e3)) ns a step and rule,",
        "\(text(seconds / single / Double(count), 3)) of \(count) times one rule")
    }
  }
}

/// One rule over longer and longer runs.
func measureSteps() {
  let run = SyntheticRun(count: 8_000_000)
  print("steps")
  for millions in [1, 2, 4, 8] {
    let count = millions * 1_000_000
    let table = run.table(for: RunSession(rules: [.reference]).metrics, count: count)
    let seconds = medianSeconds(5) {
      var session = RunSession(rules: [.reference])
      _ = session.replay(table)
    }
    print("  \(millions) million: \(text(seconds / Double(count) * 1e9)) ns a step")
  }
}

/// One operator at a time.
func measureOperators() {
  let count = 1_000_000
  let run = SyntheticRun(count: count)
  func nanoseconds(_ expression: String) -> Double {
    let rules = [Rule(when: "\(expression) > 1e300", hold: nil)]
    let table = run.table(for: RunSession(rules: rules).metrics)
    return medianSeconds(5) {
      var session = RunSession(rules: rules)
      _ = session.replay(table)
    } / Double(count) * 1e9
  }
  let bare = nanoseconds("A")
  print("operators, ns a sample beyond the \(text(bare)) of a rule that compares a metric")
  let usual = [
    "mean(A, 50 samples)", "std(A, 50 samples)", "min(A, 50 samples)", "max(A, 50 samples)",
    "slope(A, 50 samples)", "count(A, 50 samples)", "fraction(A > 2, 50 samples)", "median(A, 50 samples)",
    "quantile(A, 0.9, 50 samples)", "mad(A, 50 samples)", "mean(A, 1000 samples)", "std(A, 1000 samples)",
    "min(A, 1000 samples)", "slope(A, 1000 samples)", "median(A, 1000 samples)", "quantile(A, 0.9, 1000 samples)",
    "mean(A, 50 steps)", "std(A, 50 steps)", "min(A, 50 steps)", "slope(A, 50 steps)", "median(A, 50 steps)",
    "lag(A, 50 samples)", "lag(A, 50 steps)", "ewma(A, 50 samples)", "ewma(A, 50 steps)", "cusum_up(A, 2)",
    "lowest(A)", "log(A)", "A * 2 + B / 3", "abs(A - B)",
  ]
  for expression in expressions.isEmpty ? usual : expressions {
    print("  \(expression): \(text(nanoseconds(expression) - bare, 1))")
  }
}

/// The rule fed in blocks of a few rows, as a live run is.
func measureRows() {
  let count = 200_000
  let run = SyntheticRun(count: count)
  for window in [50, 1_000] {
    let rules = [Rule(when: "mean(A, \(window) samples) > 1e300", hold: nil)]
    let table = run.table(for: RunSession(rules: rules).metrics)
    let seconds = medianSeconds(5) {
      var session = RunSession(rules: rules)
      _ = session.replay(table, blockSize: 1)
    }
    print("rows: mean over \(window) samples, blocks of 1: \(text(seconds / Double(count) * 1e9, 1)) ns a row")
  }
  let table = run.table(for: RunSession(rules: [.reference]).metrics)
  print("rows: blocks of a table, and single rows appended to a block")
  for size in [1, 8, 64, 256, 1024, 4096] {
    let seconds = medianSeconds(5) {
      var session = RunSession(rules: [.reference])
      _ = session.replay(table, blockSize: size)
    }
    print("  blocks of \(size): \(text(seconds / Double(count) * 1e9, 1)) ns a row")
  }
  let seconds = medianSeconds(5) {
    var session = RunSession(rules: [.reference])
    var block = RowBlock(metricCount: 2)
    for row in 0..<count {
      block.removeAll()
      block.append(step: run.steps[row], [(0, run.columns[0][row]), (1, run.columns[1][row])])
      do { _ = try session.feed(block) } catch { fatalError("\(error)") }
    }
  }
  print("  live, row by row: \(text(seconds / Double(count) * 1e9, 1)) ns a row")
}

/// How much memory a long run needs beyond its columns.
func measureMemory() {
  let run = SyntheticRun(count: 10_000_000)
  let table = run.table(for: RunSession(rules: [.reference]).metrics)
  let before = peakMemory()
  var session = RunSession(rules: [.reference])
  let events = session.replay(table)
  print(
    "memory: 10 million steps of 4 metrics in \(text(before, 0)) MiB;",
    "\(text(peakMemory() - before, 1)) MiB more for the rule and its \(events.count) events")
}
