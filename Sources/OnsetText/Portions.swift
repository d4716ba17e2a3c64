import Dispatch
import Synchronization

/// Work on the many items of one file that is done in portions on all processors, while the caller waits.
package enum Portions {
  /// How many items are worth a portion of their own: less work costs less than sharing it.
  package static let itemCount = 200

  /// The ranges into which so many items are cut.
  package static func of(_ count: Int) -> [Range<Int>] {
    stride(from: 0, to: count, by: itemCount).map { $0..<min($0 + itemCount, count) }
  }

  /// What `work` makes of each portion, in their order.
  package static func map<Portion: Sendable, Value: Sendable>(
    _ portions: [Portion], _ work: @Sendable (Portion) -> Value
  ) -> [Value] {
    guard portions.count > 1 else { return portions.map(work) }
    let values = Mutex<[Value?]>(Array(repeating: nil, count: portions.count))
    DispatchQueue.concurrentPerform(iterations: portions.count) { index in
      let value = work(portions[index])
      values.withLock { $0[index] = value }
    }
    return values.withLock { $0.compactMap(\.self) }
  }
}
