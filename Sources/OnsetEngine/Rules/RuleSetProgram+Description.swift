import OnsetLanguage

extension RuleSetProgram: CustomStringConvertible {
  /// The compiled rule set as text: the plan, then what each rule does with its registers.
  package var description: String {
    var lines = ["rule set \(name)"]
    if !phases.isEmpty { lines.append("phases \(phases.joined(separator: ", "))") }
    lines.append(plan.description)
    lines.append("rules")
    for rule in rules {
      lines.append("  \(rule.name)\(rule.metric.map { " for \($0)" } ?? "")")
      lines += rule.life(in: phases).map { "    \($0)" }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

extension RuleProgram {
  fileprivate func life(in phases: [String]) -> [String] {
    var lines: [String] = []
    if let during {
      lines.append("during \(during.sorted().map { phases[$0] }.joined(separator: ", "))")
    }
    lines.append("when t\(when.index)\(hold.map { " for \($0)" } ?? "")")
    if let confirm {
      lines.append("confirm t\(confirm.that.index) within \(confirm.within)")
      for (id, source) in confirm.captures { lines.append("  d\(id.index) = n\(source.index) at the detection") }
    }
    if let enters { lines.append("enter \(phases[enters])") }
    switch rearming {
    case .never: lines.append("repeat never")
    case .whenCleared: lines.append("repeat when cleared\(clear.map { ", by t\($0.index)" } ?? "")")
    case .after(let span): lines.append("repeat after \(span)")
    }
    if let atMost { lines.append("at most \(atMost)") }
    for action in actions { lines.append(action.summary) }
    return lines
  }
}

extension RuleProgram.Action {
  fileprivate var summary: String {
    let text: String =
      switch kind {
      case .scale(let name, let by, let floor, let ceiling): "scale \(name) by \(by)\(Self.bounds(floor, ceiling))"
      case .set(let name, let to, let floor, let ceiling): "set \(name) to \(to)\(Self.bounds(floor, ceiling))"
      case .stop(let text): "stop: \(text.summary)"
      case .checkpoint(let text): "checkpoint: \(text.summary)"
      case .notify(let text): "notify: \(text.summary)"
      }
    return needsApproval ? "\(text), with approval" : text
  }

  private static func bounds(_ floor: Double?, _ ceiling: Double?) -> String {
    (floor.map { ", at least \($0)" } ?? "") + (ceiling.map { ", at most \($0)" } ?? "")
  }
}

extension TextTemplate {
  /// The text as the rule file writes it, with registers in the places.
  fileprivate var summary: String {
    pieces.map { piece in
      switch piece {
      case .text(let text): text
      case .step: "{step}"
      case .epoch: "{epoch}"
      case .rule: "{rule}"
      case .run: "{run}"
      case .phase: "{phase}"
      case .number(let operand): "{\(operand)}"
      case .truth(.register(let register)): "{t\(register.index)}"
      case .truth(.constant(let value)): "{\(value)}"
      }
    }.joined()
  }
}

extension NumberOperand: CustomStringConvertible {
  /// `n3`, or the constant.
  package var description: String {
    switch self {
    case .register(let register): "n\(register.index)"
    case .constant(let value): "\(value)"
    }
  }
}
