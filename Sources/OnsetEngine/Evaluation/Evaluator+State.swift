extension Evaluator: Stateful {
  /// Between blocks the state is what instructions remember and the value that each register holds.
  mutating func code(_ coder: inout some StateCoder) throws(StateError) {
    for index in numbers.indices { try coder.code(&numbers[index][0]) }
    for index in truths.indices { try coder.code(&truths[index][0]) }
    for index in clocks.indices { try coder.code(&clocks[index].hasTicked) }
    for index in memories.indices { try coder.code(&memories[index]) }
    for index in baselines.indices { try coder.code(&baselines[index]) }
    for index in detections.indices { try coder.code(&detections[index]) }
    try coder.code(&entry.step)
    try coder.code(&entry.epoch)
    guard truths.allSatisfy({ $0[0] <= TruthValue.isTrue.rawValue }) else { throw .damaged }
  }
}
