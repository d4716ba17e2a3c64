import OnsetText

/// In which order the `let` names of a rule set are to be checked, so that each comes after those it uses.
package enum LetGraph {
  /// The indices in dependency order, and each circle found, as indices in the order of use.
  ///
  /// Members of a circle are left out of the order. Depth is no limit: the walk keeps a stack of its own.
  package static func order(
    _ lets: [(name: String, syntax: Syntax?)]
  ) -> (order: [Int], circles: [[Int]]) {
    let indices = Dictionary(
      lets.enumerated().map { ($0.element.name, $0.offset) }, uniquingKeysWith: { first, _ in first })
    let uses = lets.map { entry in
      entry.syntax.map { names(in: $0).compactMap { indices[$0] } } ?? []
    }
    enum Mark { case unseen, open, done }
    var marks = Array(repeating: Mark.unseen, count: lets.count)
    var order: [Int] = []
    var circles: [[Int]] = []
    var inCircle: Set<Int> = []
    for root in lets.indices where marks[root] == .unseen {
      var stack: [(index: Int, next: Int)] = [(root, 0)]
      marks[root] = .open
      while let top = stack.last {
        if top.next < uses[top.index].count {
          stack[stack.count - 1].next += 1
          let used = uses[top.index][top.next]
          switch marks[used] {
          case .done: break
          case .unseen:
            marks[used] = .open
            stack.append((used, 0))
          case .open:
            let start = stack.firstIndex { $0.index == used } ?? 0
            let circle = stack[start...].map(\.index)
            circles.append(circle)
            inCircle.formUnion(circle)
          }
        } else {
          marks[top.index] = .done
          order.append(top.index)
          stack.removeLast()
        }
      }
    }
    return (order.filter { !inCircle.contains($0) }, circles)
  }

  /// The bare names in an expression, in order.
  package static func names(in syntax: Syntax) -> [String] {
    var names: [String] = []
    syntax.forEachName { name, isQuoted in
      if !isQuoted { names.append(name) }
    }
    return names
  }
}
