import Synchronization
import Testing

@testable import OnsetText

@Suite struct ReadAheadTests {
  private struct Broken: Error, Equatable {}

  @Test func `values come in order, and no more are made than may wait`() {
    let made = Atomic(0)
    var used: [Int] = []
    var mostAhead = 0
    ReadAhead.run(limit: 2) { () -> Int? in
      let number = made.add(1, ordering: .sequentiallyConsistent).newValue
      return number <= 1_000 ? number : nil
    } _: { value in
      used.append(value)
      mostAhead = max(mostAhead, made.load(ordering: .sequentiallyConsistent) - value)
    }
    #expect(used == Array(1...1_000))
    // Two that wait, and one in the making.
    #expect((1...3).contains(mostAhead))
  }

  @Test func `an error comes after the values before it`() {
    var used: [Int] = []
    var next = 0
    #expect(throws: Broken()) {
      try ReadAhead.run(limit: 3) { () throws(Broken) -> Int? in
        next += 1
        if next == 5 { throw Broken() }
        return next
      } _: {
        used.append($0)
      }
    }
    #expect(used == [1, 2, 3, 4])
  }

  @Test func `many at once do not wait for each other`() async {
    let sums = await withTaskGroup(of: Int.self) { group in
      for _ in 0..<64 {
        group.addTask {
          var sum = 0
          var next = 0
          ReadAhead.run(limit: 1) { () -> Int? in
            next += 1
            return next <= 100 ? next : nil
          } _: {
            sum += $0
          }
          return sum
        }
      }
      return await group.reduce(into: [Int]()) { $0.append($1) }
    }
    #expect(sums == Array(repeating: 5_050, count: 64))
  }
}
