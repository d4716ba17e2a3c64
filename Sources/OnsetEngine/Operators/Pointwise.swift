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
    case .constant(let value): for slot in slots { output[slot] = body(value) }
    case .register(let register):
      let source = evaluator.numbers[register.index]
      for slot in slots { output[slot] = body(source[slot]) }
    }
  }

  @inline(__always)
  static func zip<Result>(
    _ a: NumberOperand, _ b: NumberOperand, _ evaluator: Evaluator, into output: inout [Result],
    slots: Range<Int>, _ body: (Double, Double) -> Result
  ) {
    switch (a, b) {
    case (.register(let a), .register(let b)):
      let left = evaluator.numbers[a.index]
      let right = evaluator.numbers[b.index]
      for slot in slots { output[slot] = body(left[slot], right[slot]) }
    case (.register(let a), .constant(let right)):
      let left = evaluator.numbers[a.index]
      for slot in slots { output[slot] = body(left[slot], right) }
    case (.constant(let left), .register(let b)):
      let right = evaluator.numbers[b.index]
      for slot in slots { output[slot] = body(left, right[slot]) }
    case (.constant(let left), .constant(let right)):
      for slot in slots { output[slot] = body(left, right) }
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
    for slot in slots {
      output[slot] = source[slot] == TruthValue.isUnknown.rawValue ? .nan : Double(source[slot]) / 2
    }
  }

  // MARK: Numbers to truths

  /// Unknown for a NaN on either side.
  @inline(__always)
  private static func truth(_ holds: Bool, _ a: Double, _ b: Double) -> UInt8 {
    a.isNaN || b.isNaN ? TruthValue.isUnknown.rawValue : TruthValue(holds).rawValue
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
    for slot in slots {
      let distance = source[slot]
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
      output[slot] = truth(holds, distance, 0)
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
    for slot in slots where slot > 0 {
      let (x, y) = (value(a, slot), value(b, slot))
      let (before, level) = (value(a, slot - 1), value(b, slot - 1))
      if x.isNaN || y.isNaN || before.isNaN || level.isNaN {
        output[slot] = TruthValue.isUnknown.rawValue
      } else {
        let holds = direction == .up ? x > y && before <= level : x < y && before >= level
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
      let left = evaluator.truths[a.index]
      let right = evaluator.truths[b.index]
      for slot in slots { output[slot] = body(left[slot], right[slot]) }
    case (.register(let a), .constant(let right)):
      let left = evaluator.truths[a.index]
      let right = TruthValue(right).rawValue
      for slot in slots { output[slot] = body(left[slot], right) }
    case (.constant(let left), .register(let b)):
      let left = TruthValue(left).rawValue
      let right = evaluator.truths[b.index]
      for slot in slots { output[slot] = body(left, right[slot]) }
    case (.constant(let left), .constant(let right)):
      let result = body(TruthValue(left).rawValue, TruthValue(right).rawValue)
      for slot in slots { output[slot] = result }
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
      for slot in slots { output[slot] = source[slot] }
    } else {
      for slot in slots { output[slot] = slot == 0 ? source[0] : source[Int(alignment.slots[slot - 1])] }
    }
  }
}
