import OnsetEngine
import OnsetLanguage
import OnsetRules

/// Watches the parts of one condition during a run, and keeps what is nearest of each: no samples.
struct ConditionWatch {
  let clock: ClockID
  private let root: TracedPart
  private let nodes: [Node]
  /// The same nodes as far as every row needs them, of plain numbers: nothing is counted up and down to read one.
  private let shapes: [Shape]
  /// The nodes that the joined ones join.
  private let operands: [Int]
  private let questions: [Question]
  /// Of the nodes that are questions, in their order.
  private var nearness: [ConditionPart.Nearness]
  /// The values of all the nodes at the row that was asked for.
  private var values: [ConditionPart.Value]?

  private struct Node {
    var value: PlanBuilder.TracedValue
    var isOfDetection: Bool
    var text: String
  }

  private enum Shape {
    case value
    case passing(Int)
    /// The first and the last of its operands.
    case joined(all: Bool, first: Int, last: Int)
    case asked(Int)
  }

  private struct Question {
    var question: TracedPart.Question
    var needed: Bool
    var clock: ClockID
    /// Nil of what is no truth, which nothing asks.
    var operand: TruthOperand?
  }

  init(_ root: TracedPart) {
    self.root = root
    clock = root.value.clock
    var nodes: [Node] = []
    var shapes: [Shape] = []
    var operands: [Int] = []
    var questions: [Question] = []
    var nearness: [ConditionPart.Nearness] = []
    @discardableResult func add(_ part: TracedPart) -> Int {
      let index = nodes.count
      nodes.append(Node(value: part.value, isOfDetection: part.isOfDetection, text: part.text))
      shapes.append(.value)
      let below = part.parts.map { add($0) }
      switch part.role {
      case .value: break
      case .passing: if let first = below.first { shapes[index] = .passing(first) }
      case .joined(let all):
        shapes[index] = .joined(all: all, first: operands.count, last: operands.count + below.count - 1)
        operands += below
      case .asked(let question, let needed):
        shapes[index] = .asked(questions.count)
        var operand: TruthOperand?
        if case .truth(let truth) = part.value.value { operand = truth }
        questions.append(Question(question: question, needed: needed, clock: part.value.clock, operand: operand))
        var isCrossing = false
        if case .crossing = question { isCrossing = needed }
        if !needed { nodes[index].text = "not \(part.text)" }
        nearness.append(ConditionPart.Nearness(isCrossing: isCrossing, isNegated: !needed))
      }
      return index
    }
    add(root)
    self.nodes = nodes
    self.shapes = shapes
    self.operands = operands
    self.questions = questions
    self.nearness = nearness
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
    for index in questions.indices {
      let asked = questions[index]
      guard let operand = asked.operand, row.ticks(asked.clock) else { continue }
      nearness[index].ticks += 1
      guard let truth = row.latest(operand) else { continue }
      if truth == asked.needed {
        nearness[index].met += 1
      } else if let margin = Self.margin(asked.question, asked.needed, row),
        margin.isNearer(than: nearness[index].margin)
      {
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
  func distance(_ row: RowObservation) -> Distance { distance(of: 0, row) }

  struct Distance {
    var rank: Double
    /// Which of the parts it is that keeps the condition from being true.
    fileprivate var node: Int
  }

  /// The question that keeps the condition from being true at a row, and by how much.
  func nearest(_ distance: Distance, _ row: RowObservation) -> RuleExplanation.Nearest {
    var margin: ConditionPart.Margin?
    if case .asked(let question) = shapes[distance.node], distance.rank > 0, distance.rank < .infinity {
      margin = Self.margin(questions[question].question, questions[question].needed, row)
    }
    return RuleExplanation.Nearest(step: row.step, question: nodes[distance.node].text, margin: margin)
  }

  private func distance(of index: Int, _ row: RowObservation) -> Distance {
    switch shapes[index] {
    case .passing(let inner): return distance(of: inner, row)
    case .joined(let all, let first, let last):
      var result = distance(of: operands[first], row)
      for place in first..<last {
        let other = distance(of: operands[place + 1], row)
        if all ? other.rank > result.rank : other.rank < result.rank { result = other }
      }
      return result
    case .asked(let question):
      let asked = questions[question]
      guard let operand = asked.operand, let truth = row.latest(operand) else {
        return Distance(rank: .infinity, node: index)
      }
      if truth == asked.needed { return Distance(rank: 0, node: index) }
      // Without a distance all of it is missing.
      return Distance(rank: Self.margin(asked.question, asked.needed, row)?.rank ?? 1, node: index)
    case .value: return Distance(rank: .infinity, node: index)
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
      if case .asked(let question) = shapes[own] { part.nearness = nearness[question] }
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
