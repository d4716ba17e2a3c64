extension Array where Element: Sendable {
  /// The elements transformed on all processors, in order.
  func concurrentlyMapped<Result: Sendable>(
    _ transform: @escaping @Sendable (Element) -> Result
  ) async -> [Result] {
    await withTaskGroup(of: (Int, Result).self) { group in
      var results: [Result?] = map { _ in nil }
      var next = 0
      for _ in 0..<Swift.min(count, Terminal.processorCount) {
        let index = next
        group.addTask { (index, transform(self[index])) }
        next += 1
      }
      while let (index, result) = await group.next() {
        results[index] = result
        if next < count {
          let index = next
          group.addTask { (index, transform(self[index])) }
          next += 1
        }
      }
      return results.compactMap(\.self)
    }
  }
}
