import Testing

@testable import OnsetLanguage

/// The order in which `let` names are checked.
@Suite struct LetGraphTests {
  private func order(_ lets: [(String, String)]) throws -> (order: [Int], circles: [[Int]]) {
    LetGraph.order(try lets.map { ($0.0, try Parser.parse($0.1)) })
  }

  @Test func `Each comes after what it uses, in whatever order they are written`() throws {
    let (order, circles) = try order([("a", "b + c"), ("b", "c * 2"), ("c", "loss"), ("d", "1")])
    #expect(circles.isEmpty)
    #expect(order.sorted() == [0, 1, 2, 3])
    #expect(order.prefix(3) == [2, 1, 0])
  }

  @Test func `A circle is found once, and its members are left out`() throws {
    let (order, circles) = try order([("a", "b"), ("b", "c > 1"), ("c", "f(a, 1)"), ("d", "loss"), ("e", "e")])
    #expect(circles == [[0, 1, 2], [4]])
    #expect(order == [3])
  }

  @Test func `A name in backquotes, or of a function, is none of them`() throws {
    let (order, circles) = try order([("a", "`a` + b(1)"), ("b", "a")])
    #expect(circles.isEmpty)
    #expect(order == [0, 1])
  }

  @Test func `A let that cannot be read is in the order`() {
    #expect(LetGraph.order([("a", nil)]).order == [0])
  }

  @Test func `A chain of many thousands does not overflow the stack`() throws {
    let lets = try (0..<20_000).map { ("l\($0)", try Parser.parse("l\($0 + 1) + 1")) }
    let (order, circles) = LetGraph.order(lets.map { (name: $0.0, syntax: $0.1) })
    #expect(circles.isEmpty)
    #expect(order.first == 19_999)
  }
}
