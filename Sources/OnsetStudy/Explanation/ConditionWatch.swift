import OnsetEngine
import OnsetLanguage
import OnsetRules

/// Watches the parts of one condition during a run, and keeps what is nearest of each: no samples.
struct ConditionWatch {
  let clock: ClockID
  private let root: TracedPart
  private let nodes: [Node]
  /// Of the nodes that are questions, in their order.
  private var nearness: [ConditionPart.Nearness]
  /// The values of all the nodes at the row that was asked for.
  private var values: [ConditionPart.Value]?

  private struct Node {
    var value: PlanBuilder.TracedValue
    var isOfDetection: Bool
    var kind: Kind
    var text: String

    enum Kind {
      case value
      case passing(Int)
      case joined(all: Bool, [Int])
      /// Where its nearness is.
      case asked(TracedPart.Question, needed: Bool, Int)
    }
  }

  init(_ root: TracedPart) {
    self.root = root
    clock = root.value.clock
    var nodes: [Node] = []
    var questions: [ConditionPart.Nearness] = []
    @discardableResult func add(_ part: TracedPart) -> Int {
      let index = nodes.count
      nodes.append(
        Node(value: part.value, isOfDetection: part.isOfDetection, kind: .value, text: part.text))
      let below = part.parts.map { add($0) }
      switch part.role {
      case .value: break
      case .passing: if let first = below.first { nodes[index].kind = .passing(first) }
      case .joined(let all): nodes[index].kind = .joined(all: all, below)
      case .asked(let question, let needed):
        nodes[index].kind = .asked(question, needed: needed, questions.count)
        var isCrossing = false
        if case .crossing = question { isCrossing = needed }
        if !needed { nodes[index].text = "not \(part.text)" }
        questions.append(ConditionPart.Nearness(isCrossing: isCrossing, isNegated: !needed))
      }
      return index
    }
    add(root)
    self.nodes = nodes
    nearness = questions
  }

  func truth(_ row: RowObservation) -> Bool? {
    if case .truth(let operand) = root.value.value { row.latest(operand) } else { nil }
  }

  // MARK: Nearness

  /// Forgets how near anything came.
  mutating func begin() {
    for index in nearness.indices {
      let old = nearness[index]
      nearness[index] = ConditionPart.Nearness(isCrossing: old.isCrossing, isNegated: old.isNegated)
    }
  }

  /// Looks at the questions that tick at a row.
  mutating func look(_ row: RowObservation) {
    for node in nodes {
      guard case .asked(let question, let needed, let index) = node.kind, row.ticks(node.value.clock),
        case .truth(let operand) = node.value.value
      else { continue }
      nearness[index].ticks += 1
      guard let truth = row.latest(operand) else { continue }
      if truth == needed {
        nearness[index].met += 1
      } else if let margin = Self.margin(question, needed, row), margin.isNearer(than: nearness[index].margin) {
        nearness[index].margin = margin
      }
    }
  }

  /// How far a question is from the answer that is needed; nil where nothing is known of that.
  private static func margin(
    _ question: TracedPart.Question, _ needed: Bool, _ row: RowObservation
  ) -> ConditionPart.Margin? {
    let margin: ConditionPart.Margin
    switch question {
    case .comparison(let left, let comparison, let right, let limitIsLeft):
      // What has to differ and does not is at no distance.
      if comparison == (needed ? .notEqual : .equal) { return nil }
      margin = ConditionPart.Margin(
        step: row.step, left: row.latest(left), right: row.latest(right), limitIsLeft: limitIsLeft)
    case .elapsed(let elapsed, _, let span):
      margin = ConditionPart.Margin(
        step: row.step, left: row.latest(elapsed), right: span.count, unit: span.unit)
    case .crossing(let direction, let left, let right, let limitIsLeft):
      guard needed else { return nil }
      margin = ConditionPart.Margin(
        step: row.step, left: row.latest(left), right: row.latest(right), limitIsLeft: limitIsLeft)
      guard direction == .up ? margin.left <= margin.right : margin.left >= margin.right else { return nil }
    case .fact: return nil
    }
    return margin.left.isFinite && margin.right.isFinite ? margin : nil
  }

  /// How far the whole condition is from being true, as a rank, and the question that keeps it from that.
  ///
  /// Of conditions that are all needed the furthest counts, and of those of which any is needed the nearest.
  func distance(_ row: RowObservation) -> (rank: Double, question: String, margin: ConditionPart.Margin?) {
    distance(of: 0, row)
  }

  private func distance(
    of index: Int, _ row: RowObservation
  ) -> (rank: Double, question: String, margin: ConditionPart.Margin?) {
    let node = nodes[index]
    switch node.kind {
    case .passing(let inner): return distance(of: inner, row)
    case .joined(let all, let operands):
      var result = distance(of: operands[0], row)
      for operand in operands.dropFirst() {
        let other = distance(of: operand, row)
        if all ? other.rank > result.rank : other.rank < result.rank { result = other }
      }
      return result
    case .asked(let question, let needed, _):
      guard case .truth(let operand) = node.value.value, let truth = row.latest(operand) else {
        return (.infinity, node.text, nil)
      }
      if truth == needed { return (0, node.text, nil) }
      let margin = Self.margin(question, needed, row)
      return (margin?.rank ?? 1, node.text, margin)  // Without a distance all of it is missing.
    case .value: return (.infinity, node.text, nil)
    }
  }

  // MARK: The row that is asked for

  /// Keeps the value of every part at a row.
  ///
  /// - Parameter isDetected: Whether there is a detection that parts may depend on.
  mutating func keepValues(_ row: RowObservation, isDetected: Bool) {
    values = nodes.map { node in
      if node.isOfDetection, !isDetected { return .noDetection }
      if !row.hasTicked(node.value.clock) { return .noSample }
      return switch node.value.value {
      case .number(let operand): .number(row.latest(operand))
      case .truth(let operand): .truth(row.latest(operand))
      case .elapsed(let operand, let unit): .elapsed(row.latest(operand), unit)
      }
    }
  }

  /// What was found, in the form of the condition.
  func finished() -> ConditionPart {
    var index = 0
    func part(_ traced: TracedPart) -> ConditionPart {
      let own = index
      index += 1
      var part = ConditionPart(
        text: traced.text, isLet: traced.isLet, value: values?[own], parts: traced.parts.map { part($0) })
      if case .asked(_, _, let question) = nodes[own].kind { part.nearness = nearness[question] }
      return part
    }
    return part(root)
  }
}

extension ConditionPart.Margin {
  fileprivate func isNearer(than other: ConditionPart.Margin?) -> Bool {
    other.map { distance < $0.distance } ?? true
  }
}
