import OnsetLanguage

/// The sample a span ago: N samples before this one, or the latest whose distance reaches N steps or epochs.
///
/// NaN where there is none. O(1) amortised a sample; memory is the samples of the span.
struct SampleLag: Stateful {
  private let length: Int
  private var ring: [Double] = []
  private var next = 0

  init(length: Int) { self.length = length }

  mutating func run(_ input: [Double], into output: inout [Double], slots: Range<Int>) {
    for slot in slots {
      if ring.count < length {
        ring.append(input[slot])
        output[slot] = .nan
      } else {
        output[slot] = ring[next]
        ring[next] = input[slot]
        next = next + 1 == length ? 0 : next + 1
      }
    }
  }

  mutating func code(_ coder: inout some StateCoder) throws(StateError) {
    try coder.code(&ring)
    try coder.code(&next)
    guard ring.count <= length, next >= 0, next < length else { throw .damaged }
  }
}

/// A lag by distance. Samples whose position is not known are never it.
struct TimeLag<Extent: WindowExtent>: Stateful {
  private var extent: Extent
  private var values: [Double] = []
  private var positions: [Extent.Position] = []
  private var first = 0

  init(_ extent: Extent) { self.extent = extent }

  mutating func run(
    _ input: [Double], positions allPositions: [Extent.Position], into output: inout [Double], slots: Range<Int>
  ) {
    for slot in slots {
      let now = allPositions[slot - 1]
      if extent.admit(now) {
        values.append(input[slot])
        positions.append(now)
      }
      while first + 1 < positions.count, extent.hasLeft(positions[first + 1], at: now) { first += 1 }
      let exists = first < positions.count && extent.hasLeft(positions[first], at: now)
      output[slot] = exists ? values[first] : .nan
      if first > 64, first * 2 > positions.count {
        values.removeSubrange(..<first)
        positions.removeSubrange(..<first)
        first = 0
      }
    }
  }

  mutating func code(_ coder: inout some StateCoder) throws(StateError) {
    try coder.code(&extent)
    try coder.code(&values)
    try Extent.code(&positions, &coder)
    try coder.code(&first)
    guard values.count == positions.count, first >= 0, first <= values.count else { throw .damaged }
  }
}
