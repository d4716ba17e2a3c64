/// Where the reading of one column of an archived run stands, block by block.
struct ArchivedSeries<Element: BitwiseCopyable> {
  /// The number of the clock or metric.
  let number: Int
  /// How many samples there are.
  let count: Int
  private(set) var nextBlock = 0
  private var taken = 0
  /// What was unpacked and not yet taken.
  private var rest: [Element] = []

  init(number: Int, count: Int) {
    self.number = number
    self.count = count
  }

  /// How many samples were unpacked and not yet taken.
  var waitingCount: Int { rest.count }

  /// How many samples have been neither taken nor unpacked.
  var leftCount: Int { count - taken - rest.count }

  /// Adds the next block; false where the series has no more than what was there.
  mutating func add(_ block: inout [Element]) -> Bool {
    nextBlock += 1
    guard !block.isEmpty, block.count <= leftCount else { return false }
    if rest.isEmpty { swap(&rest, &block) } else { rest.append(contentsOf: block) }
    return true
  }

  /// Takes the first samples of those that wait, all of them without copying.
  mutating func take(_ count: Int) -> [Element] {
    taken += count
    var result: [Element] = []
    if count == rest.count {
      swap(&result, &rest)
    } else {
      result.append(contentsOf: rest[..<count])
      rest.removeFirst(count)
    }
    return result
  }
}

extension ArchivedSeries<Int64> {
  /// How many of the steps that wait are not behind a step.
  func waitingCount(upTo last: Int64) -> Int {
    var (lower, upper) = (0, rest.count)
    while lower < upper {
      let middle = (lower + upper) / 2
      if rest[middle] <= last { lower = middle + 1 } else { upper = middle }
    }
    return lower
  }
}
