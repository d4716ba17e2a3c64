import Dispatch
import Synchronization

/// The events of a file on their way from where they are read to where the tree is built.
///
/// Both may happen at the same time or one after the other: the reading waits for nothing.
final class EventQueue: Sendable {
  /// Some events; handing over one at a time would cost more than reading it.
  struct Portion: Sendable {
    /// Nil for one that was taken.
    var events: [LibYAMLEvent?] = []
    /// Why there are no more.
    var error: LibYAMLError?
  }

  private let portions = Mutex<[Portion]>([])
  private let isFilled = DispatchSemaphore(value: 0)
  private let isWanted = Atomic(true)

  private static let portionCount = 2_048

  /// Reads the events of a file up to the last one or an error, or until nobody wants them.
  func fill(with bytes: [UInt8], from origin: Int) {
    guard var parser = LibYAMLParser(bytes, from: origin) else {
      var portion = Portion(error: .outOfMemory)
      return add(&portion)
    }
    while !parser.isAtEnd, isWanted.load(ordering: .relaxed) {
      var portion = Self.portion(from: &parser)
      add(&portion)
    }
  }

  private static func portion(from parser: inout LibYAMLParser) -> Portion {
    var portion = Portion()
    portion.events.reserveCapacity(portionCount)
    do throws(LibYAMLError) {
      while !parser.isAtEnd, portion.events.count < portionCount { portion.events.append(try parser.next()) }
    } catch {
      portion.error = error
    }
    return portion
  }

  /// Hands a portion over: what is left is empty, so that whoever takes events out of it is the only one to hold it.
  private func add(_ portion: inout Portion) {
    portions.withLock { portions in
      portions.append(Portion())
      swap(&portions[portions.count - 1], &portion)
    }
    isFilled.signal()
  }

  /// The next events, once they have been read.
  fileprivate func take() -> Portion {
    isFilled.wait()
    return portions.withLock { $0.removeFirst() }
  }

  /// Ends the reading: no more events are taken.
  func stop() { isWanted.store(false, ordering: .relaxed) }
}

/// Takes the events of a queue one by one.
struct QueuedEvents {
  private let queue: EventQueue
  private var portion = EventQueue.Portion()
  private var taken = 0

  init(_ queue: EventQueue) { self.queue = queue }

  /// The next event, once it has been read. After `.streamEnd` and after an error there is none.
  mutating func next() throws(LibYAMLError) -> LibYAMLEvent {
    while true {
      if taken < portion.events.count, let event = portion.events[taken].take() {
        taken += 1
        return event
      }
      if let error = portion.error { throw error }
      portion = queue.take()
      taken = 0
    }
  }
}
