/// A set of finite samples of which one order statistic is always at hand.
///
/// Two heaps share the samples: `low` has the smallest so many, its largest on top, `high` the others, their
/// smallest on top. A sample knows its place in its heap, so it can be taken out when it leaves a window.
/// O(log n) to insert, remove, or move the border by one.
struct RankedSamples {
  private var values: [Double] = []
  /// Where a sample is: its index in `low`, or the complement (`~index`) of that in `high`.
  private var places: [Int] = []
  private var free: [Int] = []
  private var low: [Int] = []
  private var high: [Int] = []

  var count: Int { low.count + high.count }

  /// Adds a sample; the result names it.
  mutating func insert(_ value: Double) -> Int {
    let sample: Int
    if let reused = free.popLast() {
      sample = reused
      values[sample] = value
    } else {
      sample = values.count
      values.append(value)
      places.append(0)
    }
    // With all of the smaller samples gone, the border is the smallest of the others.
    if let border = low.first ?? high.first, value > values[border] {
      high.append(sample)
      riseInHigh(high.count - 1)
    } else {
      low.append(sample)
      riseInLow(low.count - 1)
    }
    return sample
  }

  mutating func remove(_ sample: Int) {
    let place = places[sample]
    if place >= 0 { removeFromLow(at: place) } else { removeFromHigh(at: ~place) }
    free.append(sample)
  }

  /// The value at a rank of the sorted samples that may lie between two: linear interpolation at `q * (n-1)`.
  mutating func quantile(_ q: Double) -> Double {
    let position = q * Double(count - 1)
    let rank = Int(position)
    balance(lowCount: rank + 1)
    let below = values[low[0]]
    let share = position - Double(rank)
    guard share > 0, let next = high.first else { return below }
    let above = values[next]
    if above == below { return below }
    let difference = above - below
    return difference.isFinite ? below + difference * share : below * (1 - share) + above * share
  }

  /// The middle value, or the mean of the two middle ones.
  mutating func median() -> Double {
    balance(lowCount: (count + 1) / 2)
    let below = values[low[0]]
    guard count % 2 == 0 else { return below }
    let above = values[high[0]]
    let sum = below + above
    return sum.isFinite ? sum / 2 : below / 2 + above / 2
  }

  // MARK: Heaps

  private mutating func balance(lowCount: Int) {
    while low.count > lowCount {
      let sample = low[0]
      removeFromLow(at: 0)
      high.append(sample)
      riseInHigh(high.count - 1)
    }
    while low.count < lowCount {
      let sample = high[0]
      removeFromHigh(at: 0)
      low.append(sample)
      riseInLow(low.count - 1)
    }
  }

  private mutating func removeFromLow(at place: Int) {
    let last = low.removeLast()
    guard place < low.count else { return }
    low[place] = last
    riseInLow(place)
    sinkInLow(places[last])
  }

  private mutating func removeFromHigh(at place: Int) {
    let last = high.removeLast()
    guard place < high.count else { return }
    high[place] = last
    riseInHigh(place)
    sinkInHigh(~places[last])
  }

  private mutating func riseInLow(_ start: Int) {
    let sample = low[start]
    let value = values[sample]
    var place = start
    while place > 0 {
      let parent = (place - 1) / 2
      guard values[low[parent]] < value else { break }
      low[place] = low[parent]
      places[low[place]] = place
      place = parent
    }
    low[place] = sample
    places[sample] = place
  }

  private mutating func sinkInLow(_ start: Int) {
    let sample = low[start]
    let value = values[sample]
    var place = start
    while true {
      var child = 2 * place + 1
      guard child < low.count else { break }
      if child + 1 < low.count, values[low[child + 1]] > values[low[child]] { child += 1 }
      guard values[low[child]] > value else { break }
      low[place] = low[child]
      places[low[place]] = place
      place = child
    }
    low[place] = sample
    places[sample] = place
  }

  private mutating func riseInHigh(_ start: Int) {
    let sample = high[start]
    let value = values[sample]
    var place = start
    while place > 0 {
      let parent = (place - 1) / 2
      guard values[high[parent]] > value else { break }
      high[place] = high[parent]
      places[high[place]] = ~place
      place = parent
    }
    high[place] = sample
    places[sample] = ~place
  }

  private mutating func sinkInHigh(_ start: Int) {
    let sample = high[start]
    let value = values[sample]
    var place = start
    while true {
      var child = 2 * place + 1
      guard child < high.count else { break }
      if child + 1 < high.count, values[high[child + 1]] < values[high[child]] { child += 1 }
      guard values[high[child]] < value else { break }
      high[place] = high[child]
      places[high[place]] = ~place
      place = child
    }
    high[place] = sample
    places[sample] = ~place
  }
}
