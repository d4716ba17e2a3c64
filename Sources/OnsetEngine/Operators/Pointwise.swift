import OnsetLanguage

/// Operations of which the value at a tick depends on that tick alone (and `crosses` on the one before).
///
/// NaN policy: arithmetic follows IEEE; comparisons with a NaN are unknown.
enum Pointwise {
  // MARK: Numbers to numbers

  @inline(__always)
  static func map(
    _ a: NumberOperand, _ evaluator: Evaluator, into output: inout [Double], slots: Range<Int>,
    _ body: (Double) -> Double
  ) {
    switch a {
    case .constant(let value): Slots.fill(&output, slots, body(value))
    case .register(let a): Slots.map(evaluator.numbers[a.index], into: &output, slots, body)
    }
  }

  @inline(__always)
  static func zip<Result>(
    _ a: NumberOperand, _ b: NumberOperand, _ evaluator: Evaluator, into output: inout [Result],
    slots: Range<Int>, _ body: (Double, Double) -> Result
  ) {
    switch (a, b) {
    case (.register(let a), .register(let b)):
      Slots.zip(evaluator.numbers[a.index], evaluator.numbers[b.index], into: &output, slots, body)
    case (.register(let a), .constant(let right)):
      Slots.map(evaluator.numbers[a.index], into: &output, slots) { body($0, right) }
    case (.constant(let left), .register(let b)):
      Slots.map(evaluator.numbers[b.index], into: &output, slots) { body(left, $0) }
    case (.constant(let left), .constant(let right)):
      Slots.fill(&output, slots, body(left, right))
    }
  }

  static func math(
    _ function: MathFunction, _ a: NumberOperand, _ evaluator: Evaluator, into output: inout [Double],
    slots: Range<Int>
  ) {
    switch function {
    case .abs: map(a, evaluator, into: &output, slots: slots) { abs($0) }
    case .sqrt: map(a, evaluator, into: &output, slots: slots) { $0.squareRoot() }
    case .log, .log10, .exp: map(a, evaluator, into: &output, slots: slots) { function.apply($0) }
    }
  }

  static func arithmetic(
    _ symbol: ArithmeticOperator, _ a: NumberOperand, _ b: NumberOperand, _ evaluator: Evaluator,
    into output: inout [Double], slots: Range<Int>
  ) {
    switch symbol {
    case .add: zip(a, b, evaluator, into: &output, slots: slots) { $0 + $1 }
    case .subtract: zip(a, b, evaluator, into: &output, slots: slots) { $0 - $1 }
    case .multiply: zip(a, b, evaluator, into: &output, slots: slots) { $0 * $1 }
    case .divide: zip(a, b, evaluator, into: &output, slots: slots) { $0 / $1 }
    }
  }

  /// NaN with a NaN on either side (`Swift.min` would drop it on one).
  static func extremum(
    _ extreme: Extreme, _ a: NumberOperand, _ b: NumberOperand, _ evaluator: Evaluator,
    into output: inout [Double], slots: Range<Int>
  ) {
    switch extreme {
    case .lowest:
      zip(a, b, evaluator, into: &output, slots: slots) { $0.isNaN || $1.isNaN ? .nan : $1 < $0 ? $1 : $0 }
    case .highest:
      zip(a, b, evaluator, into: &output, slots: slots) { $0.isNaN || $1.isNaN ? .nan : $1 > $0 ? $1 : $0 }
    }
  }

  static func numberFromTruth(_ source: [UInt8], into output: inout [Double], slots: Range<Int>) {
    Slots.map(source, into: &output, slots) { $0 == TruthValue.isUnknown.rawValue ? .nan : Double($0) / 2 }
  }

  // MARK: Numbers to truths

  /// Unknown for a NaN on either side.
  @inline(__always)
  private static func truth(_ holds: Bool, _ a: Double, _ b: Double) -> UInt8 {
    // Without a branch: a comparison that is mispredicted costs more than all the rest.
    a.isNaN || b.isNaN ? 1 : holds ? 2 : 0
  }

  static func compare(
    _ comparison: ComparisonOperator, _ a: NumberOperand, _ b: NumberOperand, _ evaluator: Evaluator,
    into output: inout [UInt8], slots: Range<Int>
  ) {
    switch comparison {
    case .less: zip(a, b, evaluator, into: &output, slots: slots) { truth($0 < $1, $0, $1) }
    case .lessOrEqual: zip(a, b, evaluator, into: &output, slots: slots) { truth($0 <= $1, $0, $1) }
    case .greater: zip(a, b, evaluator, into: &output, slots: slots) { truth($0 > $1, $0, $1) }
    case .greaterOrEqual: zip(a, b, evaluator, into: &output, slots: slots) { truth($0 >= $1, $0, $1) }
    case .equal: zip(a, b, evaluator, into: &output, slots: slots) { truth($0 == $1, $0, $1) }
    case .notEqual: zip(a, b, evaluator, into: &output, slots: slots) { truth($0 != $1, $0, $1) }
    }
  }

  /// Steps and samples compare exactly; epochs with a slack, `<` and `<=` being the negations of "reaches"
  /// and "exceeds".
  static func compareElapsed(
    _ comparison: ComparisonOperator, _ source: [Double], _ span: SpanLength, into output: inout [UInt8],
    slots: Range<Int>
  ) {
    let length = span.count
    let hasSlack = span.unit == .epochs
    Slots.map(source, into: &output, slots) { distance in
      let reaches = hasSlack ? EpochDistance.reaches(distance, length) : distance >= length
      let exceeds = hasSlack ? EpochDistance.exceeds(distance, length) : distance > length
      let holds: Bool =
        switch comparison {
        case .greaterOrEqual: reaches
        case .greater: exceeds
        case .less: !reaches
        case .lessOrEqual: !exceeds
        case .equal, .notEqual: false
        }
      return truth(holds, distance, 0)
    }
  }

  /// Looks at the slot before: that of the tick before, or the one held from earlier blocks. Slot 0 has none
  /// before it and is not computed.
  static func crosses(
    _ direction: Direction, _ a: NumberOperand, _ b: NumberOperand, _ evaluator: Evaluator,
    into output: inout [UInt8], slots: Range<Int>
  ) {
    func value(_ operand: NumberOperand, _ slot: Int) -> Double {
      switch operand {
      case .constant(let value): value
      case .register(let register): evaluator.numbers[register.index][slot]
      }
    }
    let isUp = direction == .up
    for slot in slots where slot > 0 {
      let (x, y) = (value(a, slot), value(b, slot))
      let (before, level) = (value(a, slot - 1), value(b, slot - 1))
      if x.isNaN || y.isNaN || before.isNaN || level.isNaN {
        output[slot] = TruthValue.isUnknown.rawValue
      } else {
        let holds = isUp ? x > y && before <= level : x < y && before >= level
        output[slot] = TruthValue(holds).rawValue
      }
    }
  }

  // MARK: Truths to truths

  @inline(__always)
  static func zipTruths(
    _ a: TruthOperand, _ b: TruthOperand, _ evaluator: Evaluator, into output: inout [UInt8], slots: Range<Int>,
    _ body: (UInt8, UInt8) -> UInt8
  ) {
    switch (a, b) {
    case (.register(let a), .register(let b)):
      Slots.zip(evaluator.truths[a.index], evaluator.truths[b.index], into: &output, slots, body)
    case (.register(let a), .constant(let right)):
      let right = TruthValue(right).rawValue
      Slots.map(evaluator.truths[a.index], into: &output, slots) { body($0, right) }
    case (.constant(let left), .register(let b)):
      let left = TruthValue(left).rawValue
      Slots.map(evaluator.truths[b.index], into: &output, slots) { body(left, $0) }
    case (.constant(let left), .constant(let right)):
      Slots.fill(&output, slots, body(TruthValue(left).rawValue, TruthValue(right).rawValue))
    }
  }

  /// Kleene's `and` is the smaller, `or` the larger of false < unknown < true.
  static func logical(
    _ logical: LogicalOperator, _ a: TruthOperand, _ b: TruthOperand, _ evaluator: Evaluator,
    into output: inout [UInt8], slots: Range<Int>
  ) {
    switch logical {
    case .and: zipTruths(a, b, evaluator, into: &output, slots: slots) { min($0, $1) }
    case .or: zipTruths(a, b, evaluator, into: &output, slots: slots) { max($0, $1) }
    }
  }

  // MARK: Sample and hold

  static func align<Value>(
    _ source: [Value], _ alignment: AlignmentState, into output: inout [Value], slots: Range<Int>
  ) {
    if alignment.isIdentity {
      Slots.map(source, into: &output, slots) { $0 }
    } else {
      for slot in slots { output[slot] = slot == 0 ? source[0] : source[Int(alignment.slots[slot - 1])] }
    }
  }
}
