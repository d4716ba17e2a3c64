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
  var sign: Double
  /// Above it the condition is not false; infinite where that does not depend on the parameter.
  var notFalse: [Double]
  /// Above it the condition is true.
  var isTrue: [Double]

  /// A part of a condition and which way it goes; `sign` 0 where the parameter has no influence.
  private struct Part {
    var sign: Double
    var notFalse: [Double]
    var isTrue: [Double]
  }

  /// - Parameter registers: The values of the plan's registers, on the clock of the condition.
  /// - Returns: Nil where it rises at some ticks and falls at others, or a number that the parameter is multiplied by is
  ///   not finite.
  init?(_ condition: PlanBuilder.CriticalCondition, count: Int, _ registers: RegisterValues) {
    guard let part = Self.part(condition, count, registers) else { return nil }
    sign = part.sign == 0 ? 1 : part.sign
    notFalse = part.notFalse
    isTrue = part.isTrue
  }

  private static func part(
    _ condition: PlanBuilder.CriticalCondition, _ count: Int, _ registers: RegisterValues
  ) -> Part? {
    switch condition {
    case .free(.constant(let truth)):
      let value = truth ? -Double.infinity : .infinity
      let ticks = Array(repeating: value, count: count)
      return Part(sign: 0, notFalse: ticks, isTrue: ticks)
    case .free(.register(let register)):
      let truths = registers.truths(register)
      return Part(
        sign: 0, notFalse: truths.map { $0 == 0 ? .infinity : -.infinity },
        isTrue: truths.map { $0 == 2 ? -.infinity : .infinity })
    case .not(let operand):
      guard let inner = part(operand, count, registers) else { return nil }
      // True where the operand is false, not false where it is not true: each in the other direction.
      return Part(sign: -inner.sign, notFalse: inner.isTrue.map { -$0 }, isTrue: inner.notFalse.map { -$0 })
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
          notFalse: joined(own.notFalse, next.notFalse, takesLarger),
          isTrue: joined(own.isTrue, next.isTrue, takesLarger))
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
    var sign = 0.0
    var result = Part(sign: 0, notFalse: [], isTrue: [])
    result.notFalse.reserveCapacity(count)
    result.isTrue.reserveCapacity(count)
    for tick in 0..<count {
      let slope = leftSlope[tick] - rightSlope[tick]
      let offset = right[tick] - left[tick]
      var value: Double
      if left[tick].isNaN || right[tick].isNaN || slope.isNaN {
        result.notFalse.append(-.infinity)
        result.isTrue.append(.infinity)
        continue
      } else if !slope.isFinite {
        return nil
      } else if slope == 0 || !offset.isFinite {
        value = holds(left[tick], comparison.comparison, right[tick]) ? -.infinity : .infinity
      } else {
        // slope * p < offset, or >: true above the quotient where the two signs agree.
        let own = isLess == (slope < 0) ? 1.0 : -1.0
        if sign == 0 { sign = own } else if sign != own { return nil }
        value = own * (offset / slope)
      }
      result.notFalse.append(value)
      result.isTrue.append(value)
    }
    result.sign = sign
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
  /// tick changes nothing. Nil where the parameter decides whether one is known.
  func known() -> (ticks: [Int32], values: [Double])? {
    var ticks: [Int32] = []
    var values: [Double] = []
    ticks.reserveCapacity(isTrue.count)
    values.reserveCapacity(isTrue.count)
    for tick in isTrue.indices {
      if isTrue[tick] == notFalse[tick] {
        ticks.append(Int32(tick))
        values.append(isTrue[tick])
      } else if isTrue[tick] != .infinity || notFalse[tick] != -.infinity {
        return nil
      }
    }
    return (ticks, values)
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
    subscript(tick: Int) -> Double { values.isEmpty ? constant : values[tick] }
  }

  func numbers(_ operand: NumberOperand) -> Numbers {
    switch operand {
    case .constant(let value): Numbers(values: [], constant: value)
    case .register(let register):
      Numbers(values: numberIndex[register].map { reading.numbers[$0] } ?? [], constant: .nan)
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
