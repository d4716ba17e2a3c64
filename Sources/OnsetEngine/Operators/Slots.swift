/// The loops over the slots of registers.
///
/// All are written so that the compiler proves every index to be in bounds before the loop, and vectorises it:
/// spans have no uniqueness check for each element, which arrays have, and which costs 1 to 2 ns a slot.
enum Slots {
  @inline(__always)
  static func fill<Result>(_ output: inout [Result], _ slots: Range<Int>, _ value: Result) {
    var output = output.mutableSpan
    precondition(slots.lowerBound >= 0 && slots.upperBound <= output.count)
    for slot in slots { output[slot] = value }
  }

  @inline(__always)
  static func map<Value, Result>(
    _ source: [Value], into output: inout [Result], _ slots: Range<Int>, _ body: (Value) -> Result
  ) {
    let source = source.span
    var output = output.mutableSpan
    precondition(slots.lowerBound >= 0 && slots.upperBound <= min(source.count, output.count))
    for slot in slots { output[slot] = body(source[slot]) }
  }

  @inline(__always)
  static func zip<Value, Result>(
    _ left: [Value], _ right: [Value], into output: inout [Result], _ slots: Range<Int>,
    _ body: (Value, Value) -> Result
  ) {
    let left = left.span
    let right = right.span
    var output = output.mutableSpan
    precondition(slots.lowerBound >= 0 && slots.upperBound <= min(left.count, min(right.count, output.count)))
    for slot in slots { output[slot] = body(left[slot], right[slot]) }
  }
}
