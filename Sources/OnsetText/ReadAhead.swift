import Dispatch
import Synchronization

/// Work in two stages that go on at the same time: what comes next is made on a thread of its own while the caller uses
/// what came before.
package enum ReadAhead {
  /// Gives `use` what `produce` makes, in order, up to nil.
  ///
  /// - Parameters:
  ///   - limit: How many values may wait; more are not made before one of them is used.
  ///   - produce: Called on another thread, one call after the other, and not any more once this returns.
  ///   - use: Called on this thread.
  /// - Throws: What `produce` throws, once all that came before has been used.
  package static func run<Value: Sendable, Failure: Error>(
    limit: Int, _ produce: () throws(Failure) -> Value?, _ use: (Value) -> Void
  ) throws(Failure) {
    let queue = WaitingValues<Value, Failure>(limit: limit)
    try withoutActuallyEscaping(produce) { (produce) throws(Failure) in
      // It is called on one thread only, which is done with it before this one goes on.
      nonisolated(unsafe) let produce = produce
      // A queue of its own has a thread of its own, however many others are waiting for something.
      let thread = DispatchQueue(label: "read ahead")
      // The last value may be here before that thread has let go of what it calls.
      defer { thread.sync {} }
      thread.async {
        while queue.add(Result { () throws(Failure) in try unsafe produce() }) {}
      }
      while let value = try queue.take().get() { use(value) }
    }
  }
}

/// Values on their way from one thread to another.
private final class WaitingValues<Value: Sendable, Failure: Error>: Sendable {
  private let values = Mutex<[Result<Value?, Failure>]>([])
  private let hasRoom: DispatchSemaphore
  private let isFilled = DispatchSemaphore(value: 0)

  init(limit: Int) { hasRoom = DispatchSemaphore(value: limit) }

  /// Waits for room and adds a value; whether others may follow it.
  func add(_ value: Result<Value?, Failure>) -> Bool {
    let isLast = if case .success(_?) = value { false } else { true }
    if !isLast { hasRoom.wait() }
    values.withLock { $0.append(value) }
    isFilled.signal()
    return !isLast
  }

  /// Waits for a value and takes it.
  func take() -> Result<Value?, Failure> {
    isFilled.wait()
    let value = values.withLock { $0.removeFirst() }
    hasRoom.signal()
    return value
  }
}
