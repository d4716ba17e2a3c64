import OnsetEngine
import OnsetLanguage
import OnsetRules

/// For each tick of a condition, from which value of a parameter on it is true.
///
/// The three truths are ordered, false, unknown, true, and where the condition only rises in that order as the parameter
/// grows (or as it falls), two numbers say all of a tick: above the one it is not false, above the other it is true.
/// `and` and `or`, the smaller and the larger of truths, are the larger and the smaller of those numbers.
struct CriticalTicks: Sendable {
  /// 1 where the condition rises with the parameter `p`, -1 where it falls; what follows is of `sign * p`.
  private(set) var sign: Double
  private let part: Part

  /// A part of a condition and which way it goes; `sign` 0 where the parameter has no influence.
  private struct Part: Sendable {
    var sign: Double
    var values: Values

    enum Values: Sendable {
      /// Above the value it is true, else false; where that is NaN it is unknown whatever the parameter is.
      case sharp([Double])
      case apart(notFalse: [Double], isTrue: [Double])
    }

    var notFalse: [Double] {
      switch values {
      case .sharp(let values): values.map { $0.isNaN ? -.infinity : $0 }
      case .apart(let notFalse, _): notFalse
      }
    }

    var isTrue: [Double] {
      switch values {
      case .sharp(let values): values.map { $0.isNaN ? .infinity : $0 }
      case .apart(_, let isTrue): isTrue
      }
    }
  }

  /// - Parameter registers: The values of the plan's registers, on the clock of the condition.
  /// - Returns: Nil where it rises at some ticks and falls at others, or a number that the parameter is multiplied by is
  ///   not finite.
  init?(_ condition: PlanBuilder.CriticalCondition, count: Int, _ registers: RegisterValues) {
    guard let part = Self.part(condition, count, registers) else { return nil }
    sign = part.sign == 0 ? 1 : part.sign
    self.part = part
  }

  /// Whether the parameter has no influence.
  var isFree: Bool { part.sign == 0 }
  /// The values of `sign * p` above which each tick is not false, and above which it is true.
  var notFalse: [Double] { part.notFalse }
  var isTrue: [Double] { part.isTrue }

  private static func part(
    _ condition: PlanBuilder.CriticalCondition, _ count: Int, _ registers: RegisterValues
  ) -> Part? {
    switch condition {
    case .free(.constant(let truth)):
      return Part(sign: 0, values: .sharp(Array(repeating: truth ? -.infinity : .infinity, count: count)))
    case .free(.register(let register)):
      return Part(
        sign: 0,
        values: .sharp(registers.truths(register).map { $0 == 1 ? .nan : $0 == 2 ? -.infinity : .infinity }))
    case .not(let operand):
      guard let inner = part(operand, count, registers) else { return nil }
      // True where the operand is false, not false where it is not true: each in the other direction.
      if case .sharp(let values) = inner.values {
        return Part(sign: -inner.sign, values: .sharp(values.map { -$0 }))
      }
      return Part(
        sign: -inner.sign,
        values: .apart(notFalse: inner.isTrue.map { -$0 }, isTrue: inner.notFalse.map { -$0 }))
    case .logical(let logical, let operands):
      var result: Part?
      for operand in operands {
        guard let next = part(operand, count, registers) else { return nil }
        guard let own = result else {
          result = next
          continue
        }
        guard own.sign * next.sign >= 0 else { return nil }
        let takesLarger = logical == .and
        result = Part(
          sign: own.sign == 0 ? next.sign : own.sign,
          values: .apart(
            notFalse: joined(own.notFalse, next.notFalse, takesLarger),
            isTrue: joined(own.isTrue, next.isTrue, takesLarger)))
      }
      return result
    case .comparison(let comparison): return part(comparison, count, registers)
    }
  }

  private static func joined(_ left: [Double], _ right: [Double], _ takesLarger: Bool) -> [Double] {
    var result = left
    for index in result.indices where takesLarger ? right[index] > result[index] : right[index] < result[index] {
      result[index] = right[index]
    }
    return result
  }

  private static func part(
    _ comparison: PlanBuilder.CriticalComparison, _ count: Int, _ registers: RegisterValues
  ) -> Part? {
    let left = registers.numbers(comparison.left.constant)
    let right = registers.numbers(comparison.right.constant)
    let leftSlope = registers.numbers(comparison.left.slope)
    let rightSlope = registers.numbers(comparison.right.slope)
    let isLess = comparison.comparison == .less || comparison.comparison == .lessOrEqual
    // slope * p < offset, or >: true above the quotient where the two signs agree.
    if let slope = leftSlope.fixed.flatMap({ left in rightSlope.fixed.map { left - $0 } }), slope.isFinite, slope != 0 {
      let sign = isLess == (slope < 0) ? 1.0 : -1.0
      if let limit = right.fixed, limit.isFinite {
        return Part(sign: sign, values: .sharp(quotients(left.values, limit, -1, sign * slope)))
      }
      if let limit = left.fixed, limit.isFinite {
        return Part(sign: sign, values: .sharp(quotients(right.values, -limit, 1, sign * slope)))
      }
    }
    var sign = 0.0
    var values = Array(repeating: Double.nan, count: count)
    for tick in 0..<count {
      let slope = leftSlope[tick] - rightSlope[tick]
      let offset = right[tick] - left[tick]
      if left[tick].isNaN || right[tick].isNaN || slope.isNaN { continue }
      if !slope.isFinite { return nil }
      if slope == 0 || !offset.isFinite {
        values[tick] = holds(left[tick], comparison.comparison, right[tick]) ? -.infinity : .infinity
      } else {
        let own = isLess == (slope < 0) ? 1.0 : -1.0
        if sign == 0 { sign = own } else if sign != own { return nil }
        values[tick] = own * (offset / slope)
      }
    }
    return Part(sign: sign, values: .sharp(values))
  }

  /// `(limit + factor * value) / slope` of each value.
  private static func quotients(_ values: [Double], _ limit: Double, _ factor: Double, _ slope: Double) -> [Double] {
    var result = Array(repeating: 0.0, count: values.count)
    let values = values.span
    var quotients = result.mutableSpan
    for tick in values.indices { quotients[tick] = (limit + factor * values[tick]) / slope }
    return result
  }

  private static func holds(_ left: Double, _ comparison: ComparisonOperator, _ right: Double) -> Bool {
    switch comparison {
    case .less: left < right
    case .lessOrEqual: left <= right
    case .greater: left > right
    case .greaterOrEqual: left >= right
    case .equal: left == right
    case .notEqual: left != right
    }
  }

  /// The ticks whose truth is known whatever the parameter is, where all others are unknown whatever it is: an unknown
  /// tick changes nothing, and neither do those before the first that can be true. Nil where the parameter decides whether
  /// one is known.
  ///
  /// - Returns: `ticks` nil where it is all of them.
  func known() -> (ticks: [Int32]?, values: [Double])? {
    if case .sharp(let values) = part.values {
      guard Self.containsNaN(values) else { return (nil, values) }
      // Windows that are not full are the usual reason: what is unknown is at the beginning.
      let first = values.firstIndex { !$0.isNaN } ?? values.count
      let rest = Array(values[first...])
      if !Self.containsNaN(rest) { return (Array(Int32(first)..<Int32(values.count)), rest) }
    }
    var ticks: [Int32] = []
    var values: [Double] = []
    let (isTrue, notFalse) = (part.isTrue, part.notFalse)
    // Before the first tick that can be true, false and unknown are the same: nothing has begun.
    for tick in isTrue.indices.drop(while: { isTrue[$0] == .infinity }) {
      if isTrue[tick] == notFalse[tick] {
        ticks.append(Int32(tick))
        values.append(isTrue[tick])
      } else if isTrue[tick] != .infinity || notFalse[tick] != -.infinity {
        return nil
      }
    }
    return (ticks, values)
  }

  private static func containsNaN(_ values: [Double]) -> Bool {
    let values = values.span
    var result = false
    // Without a way out of the loop it is done for several at a time.
    for index in values.indices { result = result || values[index].isNaN }
    return result
  }
}

/// What a plan's registers hold at all ticks of one run.
struct RegisterValues {
  private let reading: PlanReading
  private let numberIndex: [NumberRegister: Int]
  private let truthIndex: [TruthRegister: Int]
  private let clockIndex: [ClockID: Int]

  /// Reads what conditions and comparisons need of a run.
  init(_ plan: Plan, _ need: RegisterNeed, of run: TuningRun) {
    let epochMetric = run.schema.epochMetric(run.profile)
    numberIndex = Dictionary(uniqueKeysWithValues: need.numbers.enumerated().map { ($1, $0) })
    truthIndex = Dictionary(uniqueKeysWithValues: need.truths.enumerated().map { ($1, $0) })
    clockIndex = Dictionary(uniqueKeysWithValues: need.clocks.enumerated().map { ($1, $0) })
    reading = PlanReading(
      plan, RunTable(run.run, metrics: PlanReading.metrics(of: plan, epochMetric: epochMetric)),
      numbers: need.numbers, truths: need.truths, clocks: need.clocks, keepsEpochs: need.epochs,
      epochMetric: epochMetric, stepsPerEpoch: run.schema.stepsPerEpoch)
  }

  func rows(_ clock: ClockID) -> [Int32] { clockIndex[clock].map { reading.rows[$0] } ?? [] }
  func truths(_ register: TruthRegister) -> [UInt8] { truthIndex[register].map { reading.truths[$0] } ?? [] }
  var epochs: [Double] { reading.epochs }

  /// A number at every tick, or the same one again and again.
  struct Numbers {
    let values: [Double]
    let constant: Double
    /// The number, where it is the same at every tick.
    var fixed: Double? { isFixed ? constant : nil }
    let isFixed: Bool
    subscript(tick: Int) -> Double { values.isEmpty ? constant : values[tick] }
  }

  func numbers(_ operand: NumberOperand) -> Numbers {
    switch operand {
    case .constant(let value): Numbers(values: [], constant: value, isFixed: true)
    case .register(let register):
      Numbers(
        values: numberIndex[register].map { reading.numbers[$0] } ?? [], constant: .nan, isFixed: false)
    }
  }
}

/// The registers that conditions and comparisons are made of, each once.
struct RegisterNeed {
  private(set) var numbers: [NumberRegister] = []
  private(set) var truths: [TruthRegister] = []
  private(set) var clocks: [ClockID] = []
  var epochs = false
  private var known: Set<Instruction.Output> = []

  mutating func add(_ clock: ClockID) {
    if !clocks.contains(clock) { clocks.append(clock) }
  }

  mutating func add(_ comparison: PlanBuilder.CriticalComparison) {
    for operand in [
      comparison.left.constant, comparison.left.slope, comparison.right.constant, comparison.right.slope,
    ] {
      if case .register(let register) = operand, known.insert(.number(register)).inserted { numbers.append(register) }
    }
  }

  mutating func add(_ condition: PlanBuilder.CriticalCondition) {
    switch condition {
    case .free(.register(let register)):
      if known.insert(.truth(register)).inserted { truths.append(register) }
    case .free(.constant): break
    case .not(let operand): add(operand)
    case .logical(_, let operands): for operand in operands { add(operand) }
    case .comparison(let comparison): add(comparison)
    }
  }
}
