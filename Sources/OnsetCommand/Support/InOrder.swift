/// Works on items on all processors, and hands the results on in the order of the items, each as soon as those before it
/// are there. A line on the terminal says how far the work is.
func inOrder<Item: Sendable, Value: Sendable>(
  _ items: [Item], noun: String, _ work: @escaping @Sendable (Item) -> Value, each: (Value) throws -> Void
) async throws {
  var progress = ProgressLine(total: items.count, noun: noun)
  try await withThrowingTaskGroup(of: (Int, Value).self) { group in
    var next = 0
    var waiting: [Int: Value] = [:]
    var done = 0
    // A few more than there are processors, so that none waits for a long one to be handed on.
    for _ in 0..<min(items.count, Terminal.processorCount + 2) {
      let index = next
      group.addTask { (index, work(items[index])) }
      next += 1
    }
    while let (index, value) = try await group.next() {
      waiting[index] = value
      if next < items.count {
        let index = next
        group.addTask { (index, work(items[index])) }
        next += 1
      }
      progress.clear()
      while let ready = waiting.removeValue(forKey: done) {
        try each(ready)
        done += 1
      }
      progress.update(done: done + waiting.count)
    }
    progress.clear()
  }
}
