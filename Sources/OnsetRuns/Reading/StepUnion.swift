/// The set of all steps at which something was logged, fed in any order and cheap when the feeding is nearly sorted or
/// goes over the same steps again and again, as it does where each metric has a file of its own.
struct StepUnion {
  private var sorted: [Int64] = []
  /// Steps that belong between sorted ones, merged in when there are many.
  private var pending: [Int64] = []
  /// Where the last step was found.
  private var cursor = -1

  mutating func insert(_ step: Int64) {
    if cursor >= 0, cursor < sorted.count {
      if sorted[cursor] == step { return }
      if cursor &+ 1 < sorted.count, sorted[cursor &+ 1] == step {
        cursor &+= 1
        return
      }
    }
    guard let last = sorted.last, step <= last else {
      sorted.append(step)
      cursor = sorted.count - 1
      return
    }
    search(step)
  }

  private mutating func search(_ step: Int64) {
    var lower = 0
    var upper = sorted.count
    while lower < upper {
      let middle = (lower + upper) / 2
      if sorted[middle] < step { lower = middle + 1 } else { upper = middle }
    }
    if sorted[lower] == step {
      cursor = lower
      return
    }
    pending.append(step)
    if pending.count > 1024 + sorted.count / 2 { merge() }
  }

  /// Forgets every step from `step` on; whether there was one.
  mutating func removeAll(from step: Int64) -> Bool {
    // Steps between others are less than the last.
    guard let last = sorted.last, last >= step else { return false }
    merge()
    while let last = sorted.last, last >= step { sorted.removeLast() }
    cursor = -1
    return true
  }

  private mutating func merge() {
    guard !pending.isEmpty else { return }
    sorted.append(contentsOf: pending)
    sorted.sort()
    pending.removeAll()
    var kept = 0
    for index in sorted.indices where index == 0 || sorted[index] != sorted[kept - 1] {
      sorted[kept] = sorted[index]
      kept += 1
    }
    sorted.removeLast(sorted.count - kept)
    cursor = -1
  }

  /// The steps, strictly increasing.
  consuming func steps() -> [Int64] {
    merge()
    return sorted
  }
}
