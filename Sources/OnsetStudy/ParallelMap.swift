/// What `transform` makes of each item, in the order of the items, worked out on all processors.
///
/// Neighbours are worked on together, so that small items are not outweighed by what a task costs.
package func parallelMap<Item: Sendable, Value: Sendable>(
  _ items: [Item], _ transform: @escaping @Sendable (Item) -> Value
) async -> [Value] {
  let chunk = max(1, min(32, items.count / 16))
  let lowers = Array(stride(from: 0, to: items.count, by: chunk))
  return await withTaskGroup(of: (index: Int, values: [Value]).self) { group in
    for (index, lower) in lowers.enumerated() {
      group.addTask { (index, items[lower..<min(lower + chunk, items.count)].map(transform)) }
    }
    var chunks: [[Value]] = Array(repeating: [], count: lowers.count)
    for await (index, values) in group { chunks[index] = values }
    return chunks.flatMap { $0 }
  }
}
