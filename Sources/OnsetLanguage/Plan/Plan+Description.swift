extension Plan: CustomStringConvertible {
  /// The plan as text: its clocks, then its instructions in the order in which they run, stage by stage.
  package var description: String {
    var lines: [String] = []
    if !baselines.isEmpty {
      lines.append("baselines measured on the run")
      for (index, baseline) in baselines.enumerated() {
        lines.append(
          "  b\(index) = \(metrics[baseline.metric.index].name), after \(baseline.after), over \(baseline.over)")
      }
    }
    lines.append("clocks")
    for (index, clock) in clocks.enumerated() { lines.append("  c\(index) = \(describe(clock))") }
    lines.append("metrics")
    for metric in metrics {
      lines.append("  n\(metric.register.index) = \(metric.name) @ c\(numbers[metric.register.index].clock.index)")
    }
    let titles: [(Stage, String)] = [
      (.ahead, "block by block"), (.withRules, "row by row, with the phase in force"),
      (.confirming, "while a rule confirms"),
    ]
    for (stage, title) in titles {
      let group = instructions.filter { $0.stage == stage }
      guard !group.isEmpty else { continue }
      lines.append(title)
      let texts = group.map { "  \(describe($0.output)) = \(describe($0.operation))" }
      let width = min(72, texts.map(\.count).max() ?? 0)
      for (instruction, text) in zip(group, texts) {
        let padding = String(repeating: " ", count: max(0, width - text.count))
        lines.append("\(text)\(padding)  @ c\(instruction.clock.index)")
      }
    }
    return lines.joined(separator: "\n")
  }

  private func describe(_ clock: Clock) -> String {
    switch clock.kind {
    case .rows: "every row"
    case .metric(let metric): "samples of \(metrics[metric.index].name)"
    case .rowsFrom(let metric): "every row from the first sample of \(metrics[metric.index].name) on"
    case .all(let members): "\(Self.list(members, "and")), once all have ticked"
    case .any(let members): "\(Self.list(members, "or")), once one has ticked"
    }
  }

  private static func list(_ members: [ClockID], _ word: String) -> String {
    members.map { "c\($0.index)" }.joined(separator: " \(word) ")
  }

  private func describe(_ output: Instruction.Output) -> String {
    switch output {
    case .number(let register): "n\(register.index)"
    case .truth(let register): "t\(register.index)"
    }
  }

  private func describe(_ operand: NumberOperand) -> String {
    switch operand {
    case .register(let register): "n\(register.index)"
    case .constant(let value): "\(value)"
    }
  }

  private func describe(_ operand: TruthOperand) -> String {
    switch operand {
    case .register(let register): "t\(register.index)"
    case .constant(let value): "\(value)"
    }
  }

  private func describe(_ operation: Operation) -> String {
    switch operation {
    case .step: "step"
    case .epoch: "epoch"
    case .sinceEntered(let unit): "since_entered in \(unit.rawValue)"
    case .entry(let a): "at_entry n\(a.index)"
    case .detection(let id): "at_detection d\(id.index)"
    case .baseline(let id, let moment): "\(moment.rawValue) of b\(id.index)"
    case .align(let a, let alignment): "hold n\(a.index) from c\(alignments[alignment.index].from.index)"
    case .alignTruth(let a, let alignment): "hold t\(a.index) from c\(alignments[alignment.index].from.index)"
    case .negate(let a): "-n\(a.index)"
    case .math(let function, let a): "\(function.rawValue) n\(a.index)"
    case .arithmetic(let symbol, let a, let b): "\(describe(a)) \(symbol.rawValue) \(describe(b))"
    case .extremum(let extreme, let a, let b):
      "\(extreme == .lowest ? "least" : "greatest") \(describe(a)) \(describe(b))"
    case .otherwise(let a, let b): "\(describe(a)) otherwise \(describe(b))"
    case .otherwiseTruth(let a, let b): "\(describe(a)) otherwise \(describe(b))"
    case .compare(let comparison, let a, let b): "\(describe(a)) \(comparison.rawValue) \(describe(b))"
    case .compareElapsed(let comparison, let a, let span): "n\(a.index) \(comparison.rawValue) \(span)"
    case .not(let a): "not t\(a.index)"
    case .logical(let logical, let a, let b): "\(describe(a)) \(logical.rawValue) \(describe(b))"
    case .isNaN(let a): "is_nan n\(a.index)"
    case .isFinite(let a): "is_finite n\(a.index)"
    case .numberFromTruth(let a): "number of t\(a.index)"
    case .crosses(let direction, let a, let b):
      "\(direction == .up ? "crosses_above" : "crosses_below") \(describe(a)) \(describe(b))"
    case .previous(let a): "previous n\(a.index)"
    case .lag(let a, let span): "lag n\(a.index) by \(span)"
    case .window(let function, let a, let span): "\(function.rawValue) n\(a.index) over \(span)"
    case .quantile(let a, let rank, let span): "quantile \(rank) n\(a.index) over \(span)"
    case .ewma(let a, let span): "ewma n\(a.index), half-life \(span)"
    case .cusum(let direction, let a, let level): "cusum_\(direction.rawValue) n\(a.index) level \(describe(level))"
    case .extreme(let extreme, let a): "\(extreme.rawValue) n\(a.index)"
    case .sinceExtreme(let extreme, let a, let improvement, let unit):
      "since_\(extreme.rawValue) n\(a.index) by \(improvement.amount)\(improvement.isRelative ? " of it" : ""), in \(unit.rawValue)"
    case .since(let a, let unit): "since t\(a.index), in \(unit.rawValue)"
    case .age(let metric, let unit): "age of \(metrics[metric.index].name), in \(unit.rawValue)"
    }
  }
}
